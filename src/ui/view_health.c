/* View 8: how each source does, what the cache holds, and the newest requests.  Times are times of day, so
 * that they stay true while nothing is redrawn.  */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/view.h"
#include "ui/when.h"

#define CACHE_ROWS 4                     /* of the block, with its title */
#define CACHE_FROM 16                    /* rows of the body from which there is room for it */
#define WIDE 150                         /* columns from which the log stands beside the rest */

static const char *
text_of(const struct bt_val *v, const char *path, const char *none)
{
	const char *text = bt_val_as_str(bt_val_path(v, path));

	return text ? text : none;
}

static const struct bt_val *
head_of(const struct bt_screen *s)
{
	return &s->pane[BT_PANE_SOURCES].report.head;
}

/* No source is no failure: it says why there is none. */
static void
say_why_empty(struct bt_pane *p)
{
	if (p->report.rows.u.list.len || p->failed)
		return;
	p->failed = true;
	snprintf(p->err.text, sizeof(p->err.text), "nobody is asked over the network: made-up data, files, or offline");
}

/* The rows of the log are a member of the same report. */
static void
update(struct bt_screen *s, const struct bt_scope *scope)
{
	static const enum bt_column columns[] = {
		BT_COL_TIME, BT_COL_PROVIDER, BT_COL_WHAT, BT_COL_HTTP_STATUS, BT_COL_FAULT,
		BT_COL_LATENCY_MS, BT_COL_BYTES, BT_COLUMN_COUNT,
	};
	struct bt_pane *p = &s->pane[BT_PANE_LOG];
	const struct bt_val *log = bt_val_get(&p->report.head, "log");

	(void)scope;
	say_why_empty(&s->pane[BT_PANE_SOURCES]);
	if (!log)
		return;
	p->report.rows = *log;
	bt_report_columns(&p->report, columns);
	bt_table_update(&p->table, &p->report.rows);
}

static void
remark(const struct bt_screen *s, enum bt_pane_id pane, bool narrow, char *buf, size_t size)
{
	const char *past = s->as_of != BT_DATE_NONE ? "now, not of the past day; " : "";

	if (pane == BT_PANE_SOURCES)
		snprintf(buf, size, narrow ? "%s%.0f requests" : "%s%.0f requests since 00:00 UTC", past,
		         bt_val_as_num(bt_val_get(head_of(s), "requests")));
	else
		snprintf(buf, size, "newest first, times of New York");
}

/* --- the cache -------------------------------------------------------------------------------------------- */

/* "42.3 MB, 563 symbols, 2534120 bars, 2005-12-23 to 2025-12-23". */
static void
size_text(const struct bt_val *cache, char *buf, size_t size)
{
	double bytes = bt_val_as_num(bt_val_get(cache, "bytes"));
	double symbols = bt_val_as_num(bt_val_get(cache, "symbols"));
	char oldest[BT_CELL_TEXT_SIZE], newest[BT_CELL_TEXT_SIZE], disk[32] = "size -";

	if (!isnan(bytes))
		snprintf(disk, sizeof(disk), "%.1f MB", bytes / 1e6);
	snprintf(buf, size, "%s, %.0f symbols, %.0f bars", disk, symbols,
	         bt_val_as_num(bt_val_get(cache, "bars")));
	if (symbols > 0)
		snprintf(buf + strlen(buf), size - strlen(buf), ", %.10s to %.10s",
		         bt_cell_text(bt_val_get(cache, "oldest"), BT_FORMAT_DATE, oldest),
		         bt_cell_text(bt_val_get(cache, "newest"), BT_FORMAT_DATE, newest));
}

/* "updated 14:05 EST, this copy fetches, 147.5 MB in memory". */
static void
lease_text(const struct bt_screen *s, const struct bt_val *cache, int64_t now_utc, char *buf, size_t size)
{
	int64_t updated = s->snapshot->health.cache.updated_utc;
	const char *lease = text_of(cache, "lease", "none");
	double holder = bt_val_as_num(bt_val_get(cache, "holder"));
	double held = bt_val_as_num(bt_val_get(cache, "held_bytes"));
	char when[32] = "never", who[64] = "nobody is asked";

	if (updated)
		bt_when_clock(updated, now_utc, when, sizeof(when));
	if (strcmp(lease, "mine") == 0)
		snprintf(who, sizeof(who), "this copy fetches");
	else if (strcmp(lease, "other") == 0 && !isnan(holder))
		snprintf(who, sizeof(who), "process %.0f fetches, this one reads", holder);
	else if (strcmp(lease, "other") == 0)
		snprintf(who, sizeof(who), "another copy fetches, this one reads");
	snprintf(buf, size, "updated %s, %s%s", when, who,
	         bt_val_is_true(bt_val_get(cache, "read_only")) ? ", read only" : "");
	if (held > 0)
		snprintf(buf + strlen(buf), size - strlen(buf), ", %.1f MB in memory", held / 1e6);
}

/* What is wrong comes first, in its colour: the cache, then the clock; else the libraries. */
static enum bt_role
note_text(const struct bt_val *head, char *buf, size_t size)
{
	const char *cache = text_of(head, "cache.note", NULL), *clock = text_of(head, "clock.note", NULL);
	double ahead = bt_val_as_num(bt_val_path(head, "clock.ahead_s"));

	if (cache || clock) {
		snprintf(buf, size, "%s%s%s", cache ? cache : "", cache && clock ? "; " : "", clock ? clock : "");
		return BT_ROLE_DOWN;
	}
	if (isnan(ahead))
		snprintf(buf, size, "%s", text_of(head, "transport", "no network library opened yet"));
	else
		snprintf(buf, size, "clock within %.0f s of the servers; %s", fmax(1, ceil(fabs(ahead))),
		         text_of(head, "transport", ""));
	return BT_ROLE_DIM;
}

static void
draw_cache(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r, int64_t now_utc)
{
	const struct bt_val *cache = bt_val_get(head_of(s), "cache");
	bool ascii = s->glyphs == BT_GLYPHS_ASCII;
	char text[400];
	enum bt_role role;

	bt_title_draw(s, g, (struct bt_rect){r.x, r.y, r.w, 1}, "Cache", "", text_of(cache, "path", ""), false);
	if (!cache || cache->kind != BT_VAL_OBJ)
		return;
	size_text(cache, text, sizeof(text));
	bt_grid_cut(g, r.x, r.y + 1, r.w, BT_ROLE_TEXT, text, ascii);
	lease_text(s, cache, now_utc, text, sizeof(text));
	bt_grid_cut(g, r.x, r.y + 2, r.w, BT_ROLE_TEXT, text, ascii);
	role = note_text(head_of(s), text, sizeof(text));
	bt_grid_cut(g, r.x, r.y + 3, r.w, role, text, ascii);
}

/* --- failures by cause ------------------------------------------------------------------------------------ */

/* "SAMPLE-rates  5 refused: too many requests": a line a cause, below the cache where it is wide. */
static void
draw_failures(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	const struct bt_health *h = &s->snapshot->health;
	bool ascii = s->glyphs == BT_GLYPHS_ASCII;
	int y = r.y + 1;
	char text[200];

	if (r.h < 3)
		return;
	bt_title_draw(s, g, (struct bt_rect){r.x, r.y, r.w, 1}, "Failures and flaws", "since 00:00 UTC", "", false);
	for (size_t i = 0; i < h->n_provider; i++) {
		for (int f = 0; f < BT_FAULT_COUNT && y < r.y + r.h; f++) {
			if (!h->provider[i].failures[f])
				continue;
			snprintf(text, sizeof(text), "%-16.24s %5zu  %s", h->provider[i].id, h->provider[i].failures[f],
			         bt_fault_text((enum bt_fault)f));
			bt_grid_cut(g, r.x, y++, r.w, BT_ROLE_TEXT, text, ascii);
		}
	}
	if (y == r.y + 1)
		bt_grid_cut(g, r.x, y, r.w, BT_ROLE_DIM, "none", ascii);
}

/* Sources, cache and log: one under the other, or, where it is wide, the log to the right. */
static void
draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect body, int64_t now_utc)
{
	struct bt_rect *sources = &s->pane[BT_PANE_SOURCES].place, *log = &s->pane[BT_PANE_LOG].place;
	int rows = (int)s->pane[BT_PANE_SOURCES].table.n + 3, left = body.w;

	if (s->zoom || body.h < CACHE_FROM || !s->snapshot)
		return;
	if (body.w >= WIDE) {
		left = body.w * 11 / 20;
		*log = (struct bt_rect){left + 1, body.y, body.w - left - 1, body.h};
	} else {
		rows = rows < body.h / 2 ? rows : body.h / 2;
		*log = (struct bt_rect){body.x, body.y + rows + CACHE_ROWS, body.w,
		                        body.h - rows - CACHE_ROWS};
	}
	rows = rows < body.h - CACHE_ROWS ? rows : body.h - CACHE_ROWS;
	*sources = (struct bt_rect){body.x, body.y, left, rows};
	draw_cache(s, g, (struct bt_rect){body.x, body.y + rows, left, CACHE_ROWS},
	           s->snapshot->health.moment_utc ? s->snapshot->health.moment_utc : now_utc);
	rows += CACHE_ROWS + 1;
	if (left < body.w)
		draw_failures(s, g, (struct bt_rect){body.x, body.y + rows, left, body.h - rows});
}

/* --- one source, one request in full ----------------------------------------------------------------------- */

static void
add_line(struct bt_screen *s, const char *name, const struct bt_val *v, enum bt_format format, int64_t now_utc)
{
	char text[BT_CELL_TEXT_SIZE], when[32];
	int64_t utc;

	bt_cell_text(v, format, text);
	if (bt_when_parse(text, &utc)) {
		bt_when_clock(utc, now_utc, when, sizeof(when));
		bt_overlay_add(&s->overlay, "%-16s %s (%s)", name, when, text);
	} else {
		bt_overlay_add(&s->overlay, "%-16s %s", name, text);
	}
}

/* Every column of the row by its title; the failures one by one, with what each cause means. */
static void
open_row(struct bt_screen *s, int64_t now_utc)
{
	const struct bt_pane *p = &s->pane[s->focus];
	const struct bt_val *row = bt_table_row(&p->table, &p->report.rows);
	const struct bt_val *failures = row ? bt_val_get(row, "failures") : NULL;

	if (!row)
		return;
	bt_overlay_open(&s->overlay, s->focus == BT_PANE_LOG ? text_of(row, "what", "-")
	                                                     : text_of(row, "provider", "-"));
	for (size_t i = 0; i < p->report.n_column; i++) {
		const struct bt_column_spec *c = bt_column_spec(p->report.column[i]);

		if (c->format != BT_FORMAT_TREE)
			add_line(s, c->title, bt_val_get(row, c->name), c->format, now_utc);
	}
	for (size_t i = 0; failures && i < failures->u.obj.len; i++) {
		const struct bt_member *m = &failures->u.obj.at[i];

		bt_overlay_add(&s->overlay, "%-16s %.0f: %s", i ? "" : "Failures", m->val.u.num, m->name);
		for (int f = 0; f < BT_FAULT_COUNT; f++)
			if (strcmp(bt_fault_name((enum bt_fault)f), m->name) == 0)
				bt_overlay_add(&s->overlay, "%-18s %s", "", bt_fault_text((enum bt_fault)f));
	}
	if (failures && failures->u.obj.len == 0)
		bt_overlay_add(&s->overlay, "%-16s none since 00:00 UTC", "Failures");
}

static bool
act(struct bt_screen *s, enum bt_action action, int64_t now_utc)
{
	if (action != BT_ACTION_OPEN && action != BT_ACTION_EXPLAIN)
		return false;
	open_row(s, now_utc);
	return true;
}

static const struct bt_hint hints[] = {
	{BT_ACTION_QUIT, "quit"},
	{BT_ACTION_HELP, "keys"},
	{BT_ACTION_PANE_NEXT, "pane"},
	{BT_ACTION_OPEN, "in full"},
	{BT_ACTION_REFRESH, "refresh"},
	{BT_ACTION_PAUSE, "pause"},
	{BT_ACTION_ZOOM, "zoom"},
	{BT_ACTION_VIEW_OVERVIEW, "overview"},
	{BT_ACTION_COUNT, NULL},
};

const struct bt_view_ops bt_view_health = {
	.hint = hints,
	.remark = remark,
	.update = update,
	.draw = draw,
	.act = act,
};
