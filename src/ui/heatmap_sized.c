/* heatmap_sized.c - a heat map of tiles with areas by weight, groups and members alike. */
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "ui/heatmap.h"
#include "ui/treemap.h"

#define TITLE_LEAST 12           /* characters that a group has for its title at least, where there is room */

/* Room for shares and tiles of all cells of a group, or of all groups. */
struct scratch {
	double *weight, *least, *share;
	struct bt_rect *tile;
};

static struct scratch
scratch_new(size_t n)
{
	double *d = bt_xcalloc(3 * n + 1, sizeof(*d));

	return (struct scratch){d, d + n, d + 2 * n, bt_xcalloc(n + 1, sizeof(struct bt_rect))};
}

static void
scratch_free(struct scratch *s)
{
	free(s->weight);
	free(s->tile);
}

/* The weight of the cells that are there: a filter may have left a few of the group. */
static double
weight_of(const struct bt_heatmap *m, const struct bt_heat_group *g)
{
	double sum = 0;

	for (size_t i = g->from; i < g->from + g->n; i++)
		sum += isnan(m->cell[i].weight) ? 0 : m->cell[i].weight;
	return sum;
}

/* The members of a group in its rectangle, under its title where there are two rows. */
static void
place_group(struct bt_heatmap *m, struct bt_heat_group *g, struct bt_rect r, struct scratch *s)
{
	bool titled = r.h > 1 && r.w > 1;
	size_t placed;

	g->title = (struct bt_rect){r.x, r.y, r.w - 1, titled};
	r.y += titled;
	r.h -= titled;
	for (size_t i = 0; i < g->n; i++) {
		s->weight[i] = m->cell[g->from + i].weight;
		s->least[i] = 1;
	}
	bt_treemap_share(s->weight, s->least, g->n, r.w > 0 && r.h > 0 ? (double)r.w * r.h : 1, s->share);
	placed = bt_treemap_divide(s->share, g->n, r, s->tile);
	for (size_t i = 0; i < g->n; i++)
		m->cell[g->from + i].place = s->tile[i];
	g->hidden = g->n - placed;
}

void
bt_heatmap_lay_out_sized(struct bt_heatmap *m, int w, int h)
{
	struct bt_rect all = {w > 2, 0, w > 2 ? w - 1 : w, h};   /* a column for the first bracket */
	struct scratch group = scratch_new(m->n_group), cell = scratch_new(m->n);

	m->sized = m->gaps = true;
	m->step = 2;
	m->rows = h;
	for (size_t i = 0; i < m->n_group; i++) {
		group.weight[i] = weight_of(m, &m->group[i]);
		group.least[i] = (double)m->group[i].n + TITLE_LEAST;
	}
	bt_treemap_share(group.weight, group.least, m->n_group, (double)all.w * all.h, group.share);
	bt_treemap_divide(group.share, m->n_group, all, group.tile);
	for (size_t i = 0; i < m->n_group; i++)
		place_group(m, &m->group[i], group.tile[i], &cell);
	scratch_free(&group);
	scratch_free(&cell);
}
