#include "ui/keep.h"

#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "ui/columns.h"
#include "ui/view.h"

static const struct {
	enum bt_view view;
	const char *name;
} views[] = {
#define BT_SCREEN(id, name) {BT_VIEW_##id, #name},
#include "spec/screens.def"
};

#define VIEWS (sizeof(views) / sizeof(views[0]))

/* Yes and no: a name of the file and its place in the screen. */
struct flag {
	const char *name;
	bool *at;
};

#define FLAGS 5
static void
flags_of(struct bt_screen *s, struct flag flag[FLAGS])
{
	const struct flag all[FLAGS] = {
		{"zoom", &s->zoom},
		{"chart.candles", &s->detail.candles},
		{"chart.log", &s->detail.log},
		{"chart.averages", &s->detail.averages},
		{"heatmap.sized", &s->heatmap.sized},
	};

	memcpy(flag, all, sizeof(all));
}

/* Ranges of charts, in the same way. */
struct range {
	const char *name;
	enum bt_range *at;
};

#define RANGES 4
static void
ranges_of(struct bt_screen *s, struct range range[RANGES])
{
	const struct range all[RANGES] = {
		{"range", &s->detail.range},
		{"range.ratios", &s->ratios.chart.range},
		{"range.breadth", &s->breadth.range},
		{"range.rotation", &s->rotation.chart.range},
	};

	memcpy(range, all, sizeof(all));
}

/* --- restoring ------------------------------------------------------------------------------------ */

static void
restore_pane(struct bt_screen *s, enum bt_pane_id id, const struct bt_state *from)
{
	struct bt_pane *p = &s->pane[id];
	char pane[40], name[64], path[48];
	const char *value;
	struct bt_err err;
	int column;

	snprintf(name, sizeof(name), "columns.%s", bt_pane_name(id, pane));
	value = bt_state_get(from, name);
	if (value && bt_columns_set(s, id, value, &err))
		bt_pane_columns(p, id);
	snprintf(name, sizeof(name), "sort.%s", pane);
	value = bt_state_get(from, name);
	if (!value)
		return;
	snprintf(path, sizeof(path), "%.*s", (int)strcspn(value, " "), value);
	column = bt_table_find(&p->table, path);
	if (column >= 0) {
		bt_table_sort_by(&p->table, &p->report.rows, column,
		                 strstr(value, " down") ? BT_SORT_DOWN : BT_SORT_UP);
		bt_pane_sorted(p, id);
	}
}

static void
restore_range(enum bt_range *range, const char *value)
{
	for (int r = 0; value && r < BT_RANGE_COUNT; r++)
		if (strcmp(bt_range_name((enum bt_range)r), value) == 0)
			*range = (enum bt_range)r;
}

/* The horizons that the views were turned to. */
static void
restore_horizons(struct bt_screen *s, const struct bt_state *from)
{
	const char *rotation = bt_state_get(from, "horizon.rotation");
	const char *heat = bt_state_get(from, "horizon.heatmap");
	struct bt_horizon h;

	if (rotation && bt_horizon_parse(rotation, &h) && h.kind != BT_HORIZON_SINCE)
		bt_rotation_rank_by(s, h.kind);
	if (heat && bt_horizon_parse(heat, &h) && h.kind != BT_HORIZON_SINCE)
		s->heatmap.horizon = h.kind;
}

static void
restore_lines(struct bt_screen *s, const struct bt_state *from)
{
	struct bt_ratios_view *v = &s->ratios;

	for (size_t i = 0; i < from->n; i++) {
		const struct bt_state_line *line = &from->at[i];

		for (int kind = 0; kind < BT_ENTRY_COUNT; kind++)
			if (strncmp(line->name, "history.", 8) == 0 && strlen(line->value) < BT_PROMPT_SIZE &&
			    strcmp(line->name + 8, bt_entry_name((enum bt_entry)kind)) == 0)
				bt_recall_add(&s->recall, (enum bt_entry)kind, line->value);
		if (strcmp(line->name, "ratio") == 0 && v->n_typed < BT_RATIOS_TYPED &&
		    strlen(line->value) < BT_PROMPT_SIZE)
			snprintf(v->typed[v->n_typed++], BT_PROMPT_SIZE, "%s", line->value);
	}
}

void
bt_keep_restore(struct bt_screen *s, const struct bt_state *from, int64_t now_utc)
{
	const char *view = bt_state_get(from, "view"), *pane = bt_state_get(from, "pane");
	const char *watch = bt_state_get(from, "watch");
	struct range range[RANGES];
	struct flag flag[FLAGS];
	char name[40];

	for (int i = 0; i < BT_PANE_COUNT; i++) {
		restore_pane(s, (enum bt_pane_id)i, from);
		if (pane && strcmp(pane, bt_pane_name((enum bt_pane_id)i, name)) == 0)
			s->focus = (enum bt_pane_id)i;
	}
	if (watch && bt_pairs_find(&s->settings->watch, watch))
		snprintf(s->watch, sizeof(s->watch), "%s", watch);
	ranges_of(s, range);
	for (size_t i = 0; i < RANGES; i++)
		restore_range(range[i].at, bt_state_get(from, range[i].name));
	restore_horizons(s, from);
	restore_lines(s, from);
	for (size_t i = 0; view && i < VIEWS; i++)
		if (strcmp(view, views[i].name) == 0 && views[i].view != BT_VIEW_SYMBOL)
			bt_screen_view(s, views[i].view, now_utc);
	flags_of(s, flag);
	for (size_t i = 0; i < FLAGS; i++)
		if (bt_state_get(from, flag[i].name))
			*flag[i].at = strcmp(bt_state_get(from, flag[i].name), "yes") == 0;
}

/* --- collecting ----------------------------------------------------------------------------------- */

static void
collect_pane(const struct bt_pane *p, enum bt_pane_id id, struct bt_state *into)
{
	char pane[40], name[64], value[64];

	snprintf(name, sizeof(name), "columns.%s", bt_pane_name(id, pane));
	bt_state_drop(into, name);
	if (p->chosen[0])
		bt_state_add(into, name, p->chosen);
	snprintf(name, sizeof(name), "sort.%s", pane);
	bt_state_drop(into, name);
	if (p->table.sort < 0)
		return;
	snprintf(value, sizeof(value), "%s %s", p->table.column[p->table.sort].cell.path,
	         p->table.reverse ? "down" : "up");
	bt_state_add(into, name, value);
}

/* What the file has by now is older than what was typed here. */
static void
collect_history(const struct bt_screen *s, enum bt_entry kind, struct bt_state *into)
{
	struct bt_recall joined;
	char name[64];

	snprintf(name, sizeof(name), "history.%s", bt_entry_name(kind));
	bt_recall_init(&joined);
	for (size_t i = 0; i < into->n; i++)
		if (strcmp(into->at[i].name, name) == 0)
			bt_recall_add(&joined, kind, into->at[i].value);
	for (size_t i = 0; i < s->recall.n[kind]; i++)
		bt_recall_add(&joined, kind, s->recall.line[kind][i]);
	bt_state_drop(into, name);
	for (size_t i = 0; i < joined.n[kind]; i++)
		bt_state_add(into, name, joined.line[kind][i]);
	bt_recall_release(&joined);
}

static const char *
horizon_name(enum bt_horizon_kind kind, char buf[BT_HORIZON_NAME_SIZE])
{
	return bt_horizon_name((struct bt_horizon){.kind = kind, .since = BT_DATE_NONE}, buf);
}

void
bt_keep_collect(struct bt_screen *s, struct bt_state *into)
{
	enum bt_view view = s->view == BT_VIEW_SYMBOL ? s->from : s->view;
	char horizon[BT_HORIZON_NAME_SIZE];
	struct range range[RANGES];
	struct flag flag[FLAGS];
	char name[40];

	for (size_t i = 0; i < VIEWS; i++)
		if (views[i].view == view)
			bt_state_set(into, "view", views[i].name);
	bt_state_set(into, "pane", bt_pane_name(s->focus, name));
	bt_state_set(into, "watch", s->watch);
	ranges_of(s, range);
	for (size_t i = 0; i < RANGES; i++)
		bt_state_set(into, range[i].name, bt_range_name(*range[i].at));
	bt_state_set(into, "horizon.rotation", horizon_name(s->rotation.horizon, horizon));
	bt_state_set(into, "horizon.heatmap", horizon_name(s->heatmap.horizon, horizon));
	flags_of(s, flag);
	for (size_t i = 0; i < FLAGS; i++)
		bt_state_set(into, flag[i].name, *flag[i].at ? "yes" : "no");
	for (int i = 0; i < BT_PANE_COUNT; i++)
		collect_pane(&s->pane[i], (enum bt_pane_id)i, into);
	bt_state_drop(into, "ratio");
	for (size_t i = 0; i < s->ratios.n_typed; i++)
		bt_state_add(into, "ratio", s->ratios.typed[i]);
	for (int kind = BT_ENTRY_PLAIN + 1; kind < BT_ENTRY_COUNT; kind++)
		collect_history(s, (enum bt_entry)kind, into);
}

enum bt_status
bt_keep_save(struct bt_screen *s, const char *path, bool everything, struct bt_err *err)
{
	struct bt_state now;
	enum bt_status st;

	bt_state_init(&now);
	st = bt_state_load(&now, path, err);
	if (st == BT_E_PARSE)           /* put aside when it is replaced */
		st = BT_OK;
	for (size_t i = 0; i < s->changed.n; i++)
		bt_state_set(&now, s->changed.at[i].name, s->changed.at[i].value);
	if (everything)
		bt_keep_collect(s, &now);
	if (!st)
		st = bt_state_save(&now, path, err);
	if (!st)
		s->changed.n = 0;
	bt_state_release(&now);
	return st;
}
