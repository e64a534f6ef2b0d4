#include "ui/heatmap_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/universe_file.h"

bool
bt_heatmap_sorted_by(const struct bt_table *t, const char *path)
{
	return t->sort >= 0 && strcmp(t->column[t->sort].cell.path, path) == 0;
}

static const char *
text_of(const struct bt_val *v, const char *name, const char *none)
{
	const char *text = bt_val_as_str(bt_val_get(v, name));

	return text ? text : none;
}

/* Should group a stand before b?  As the cells do: by weight (size where there is none), mean or name. */
static bool
is_before(const struct bt_table *t, const struct bt_heat_group *a, const struct bt_heat_group *b)
{
	double x = a->weight, y = b->weight;

	if (bt_heatmap_sorted_by(t, "symbol"))
		return t->reverse ? strcmp(a->name, b->name) > 0 : strcmp(a->name, b->name) < 0;
	if (bt_heatmap_sorted_by(t, "return_pct")) {
		x = t->reverse ? a->mean_pct : -a->mean_pct;
		y = t->reverse ? b->mean_pct : -b->mean_pct;
	} else if (isnan(x) && isnan(y)) {
		x = (double)a->counted;
		y = (double)b->counted;
	}
	return isnan(y) ? !isnan(x) : x > y;
}

/* The groups of the report, in the order in which they are shown; `at` says where each went. */
static void
take_groups(struct bt_heatmap *m, const struct bt_table *t, const struct bt_val *sectors, size_t *at)
{
	m->n_group = sectors->u.list.len;
	m->group = bt_xrealloc(m->group, m->n_group ? m->n_group : 1, sizeof(*m->group));
	for (size_t i = 0; i < m->n_group; i++) {
		const struct bt_val *from = &sectors->u.list.at[i];
		const char *sector = bt_val_as_str(bt_val_get(from, "sector"));
		struct bt_heat_group g = {.name = sector ? sector : "no sector", .key = i,
		                          .shorter = {bt_sector_short(sector, 1), bt_sector_short(sector, 2),
		                                      bt_sector_short(sector, 3)},
		                          .mean_pct = bt_val_as_num(bt_val_get(from, "mean_pct")),
		                          .up = (size_t)bt_val_as_num(bt_val_get(from, "up")),
		                          .down = (size_t)bt_val_as_num(bt_val_get(from, "down")),
		                          .counted = (size_t)bt_val_as_num(bt_val_get(from, "n")),
		                          .weight = bt_val_as_num(bt_val_get(from, "weight"))};
		size_t k = i;

		for (; k > 0 && is_before(t, &g, &m->group[k - 1]); k--)
			m->group[k] = m->group[k - 1];
		m->group[k] = g;
	}
	for (size_t i = 0; i < m->n_group; i++)
		at[m->group[i].key] = i;
}

/* Groups of which a filter leaves nothing go; the others get their cells' places. */
static void
drop_empty(struct bt_heatmap *m, size_t *of_row, size_t n_row)
{
	size_t *to = bt_xcalloc(m->n_group + 1, sizeof(*to)), kept = 0, from = 0;

	for (size_t i = 0; i < m->n_group; i++) {
		to[i] = kept;
		if (m->group[i].n == 0)
			continue;
		m->group[kept] = m->group[i];
		m->group[kept].from = from;
		from += m->group[kept++].n;
	}
	for (size_t i = 0; i < n_row; i++)
		of_row[i] = to[of_row[i]];
	m->n_group = kept;
	free(to);
}

/* The rows of the report stand together by sector, in the order of `sectors`; within its group each cell
 * stands as the table is sorted.  */
static void
take_cells(struct bt_heatmap *m, const struct bt_pane *p, const struct bt_val *sectors, const size_t *at)
{
	const struct bt_val *rows = &p->report.rows;
	size_t *of_row = bt_xcalloc(rows->u.list.len + 1, sizeof(*of_row));
	size_t *used = bt_xcalloc(m->n_group ? m->n_group : 1, sizeof(*used));

	for (size_t i = 0, row = 0; i < m->n_group; i++)
		for (size_t k = 0; k < (size_t)bt_val_as_num(bt_val_get(&sectors->u.list.at[i], "listed")); k++)
			of_row[row++] = at[i];
	for (size_t i = 0; i < m->n; i++)
		m->group[of_row[p->table.order[i]]].n++;
	drop_empty(m, of_row, rows->u.list.len);
	for (size_t i = 0; i < m->n; i++) {
		size_t row = p->table.order[i], group = of_row[row];
		const struct bt_val *v = &rows->u.list.at[row];

		m->cell[m->group[group].from + used[group]++] = (struct bt_heat_cell){
			.symbol = text_of(v, "symbol", "-"), .pct = bt_val_as_num(bt_val_get(v, "return_pct")),
			.weight = bt_val_as_num(bt_val_get(v, "weight")), .group = group, .row = row};
	}
	free(of_row);
	free(used);
}

void
bt_heatmap_take(struct bt_heatmap *m, const struct bt_pane *p)
{
	const struct bt_val *sectors = bt_val_get(&p->report.head, "sectors");
	size_t *at;

	m->n = m->n_group = 0;
	if (p->failed || !sectors)
		return;
	at = bt_xcalloc(sectors->u.list.len + 1, sizeof(*at));
	m->n = p->table.n;
	m->cell = bt_xrealloc(m->cell, m->n ? m->n : 1, sizeof(*m->cell));
	take_groups(m, &p->table, sectors, at);
	take_cells(m, p, sectors, at);
	free(at);
}
