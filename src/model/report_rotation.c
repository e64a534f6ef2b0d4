/* report_rotation.c - `show rotation`: sectors and styles ranked by return, their places on the rotation
 * map, and the breadth of the sectors; with --series the map alone, week by week.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/roll.h"
#include "core/rotation.h"
#include "core/sectors.h"
#include "model/quote_row.h"
#include "model/ranking.h"
#include "model/report.h"
#include "model/scope_breadth.h"
#include "model/series.h"
#include "model/settings.h"
#include "model/universe_file.h"

#define TAIL_WEEKS 8

#define MAP_COLUMNS \
	BT_COL_SYMBOL, BT_COL_BENCHMARK, BT_COL_ASOF, BT_COL_WEEK_END, BT_COL_RS, BT_COL_RATIO_Z, \
	BT_COL_MOM_Z, BT_COL_QUADRANT_Z, BT_COL_RATIO_PCT, BT_COL_MOM_PCT, BT_COL_QUADRANT_PCT

/* What one call is about. */
struct view {
	const struct bt_scope *scope;
	const struct bt_ask *ask;
	struct bt_report *r;
	struct bt_arena *a;
	struct bt_series benchmark;
	struct bt_quote_table table;
	size_t key;                      /* of the horizons, the one that the rows are ranked by */
	const struct bt_roll *roll;      /* of the universe whose sectors these are */
	const struct bt_sector_day *sector;
	size_t n_sector;
};

/* One symbol and all that its row says. */
struct entry {
	struct bt_subject subject;
	struct bt_rotation map;
	const struct bt_place *place;    /* by horizon */
	size_t key;
};

/* --- what is shown --------------------------------------------------------------------------------- */

/* What is asked for, or set, or usual. */
static struct bt_words
symbols_of(const struct bt_scope *scope, const struct bt_ask *ask)
{
	static const char *const usual[] = {"XLB", "XLC", "XLE", "XLF", "XLI", "XLK", "XLP", "XLRE",
	                                    "XLU", "XLV", "XLY", "IWD", "IWF", "IWM", "RSP"};

	if (ask->n_arg)
		return (struct bt_words){ask->arg, ask->n_arg};
	if (scope->settings)
		return scope->settings->lists_rotation;
	return (struct bt_words){usual, sizeof(usual) / sizeof(usual[0])};
}

static const char *
benchmark_of(const struct bt_scope *scope, const struct bt_ask *ask)
{
	if (ask->benchmark)
		return ask->benchmark;
	return scope->settings ? scope->settings->rotation_benchmark : "SPY";
}

/* The horizon that ranks: the first that is asked for, else YTD. */
static size_t
key_of(const struct bt_ask *ask, struct bt_horizons h)
{
	size_t i = 0;

	while (!ask->n_horizon && i < h.n && h.at[i].kind != BT_HORIZON_YTD)
		i++;
	return i < h.n ? i : 0;
}

/* One symbol against the benchmark; one that the source lacks has no weeks. */
static enum bt_status
open_map(const struct view *v, const char *symbol, struct bt_rotation *out, struct bt_err *err)
{
	struct bt_series s;
	enum bt_status st = bt_series_of_symbol(v->scope, v->ask, symbol, v->a, &s, err);

	*out = (struct bt_rotation){.last = BT_DATE_NONE};
	if (st != BT_OK)
		return st;
	return bt_rotation(&s.line, &v->benchmark.line, BT_ROTATION_WINDOW,
	                   v->ask->series ? 0 : TAIL_WEEKS, v->a, out);
}

/* --- the map ----------------------------------------------------------------------------------------- */

static bool
is_stale(const struct view *v, const struct bt_rotation *map)
{
	return map->last == BT_DATE_NONE || v->r->as_of - map->last > BT_STALE_DAYS;
}

static void
set_week(struct bt_arena *a, struct bt_val *row, const struct bt_rotation_week *w)
{
	bt_row_num(a, row, BT_COL_RS, w->rs);
	bt_row_num(a, row, BT_COL_RATIO_Z, w->z.ratio);
	bt_row_num(a, row, BT_COL_MOM_Z, w->z.mom);
	bt_row_str(a, row, BT_COL_QUADRANT_Z, bt_quadrant_name(w->z.quadrant));
	bt_row_num(a, row, BT_COL_RATIO_PCT, w->pct.ratio);
	bt_row_num(a, row, BT_COL_MOM_PCT, w->pct.mom);
	bt_row_str(a, row, BT_COL_QUADRANT_PCT, bt_quadrant_name(w->pct.quadrant));
}

/* A row of the map, all null but for what it is about; w NULL: there is no week. */
static struct bt_val *
map_row(const struct view *v, const char *symbol, const struct bt_rotation *map,
        const struct bt_rotation_week *w, bool values)
{
	static const struct bt_rotation_week none = {
		.end = BT_DATE_NONE, .rs = NAN, .z = {NAN, NAN, BT_QUADRANT_NONE},
		.pct = {NAN, NAN, BT_QUADRANT_NONE},
	};
	struct bt_val *row = bt_report_row(v->r, v->a);

	bt_row_str(v->a, row, BT_COL_SYMBOL, symbol);
	bt_row_str(v->a, row, BT_COL_BENCHMARK, v->benchmark.text);
	bt_row_date(v->a, row, BT_COL_ASOF, map->last);
	bt_row_date(v->a, row, BT_COL_WEEK_END, w ? w->end : BT_DATE_NONE);
	set_week(v->a, row, w && values ? w : &none);
	return row;
}

/* Every week of one symbol. */
static void
add_weeks(const struct view *v, const char *symbol, const struct bt_rotation *map)
{
	const char *clean = bt_text_clean_dup(v->a, symbol, strlen(symbol));

	if (map->n == 0)
		map_row(v, clean, map, NULL, false);
	for (size_t i = 0; i < map->n; i++)
		if (bt_series_is_printed(v->ask, map->week[i].end))
			map_row(v, clean, map, &map->week[i], true);
}

static enum bt_status
make_series(const struct view *v, struct bt_words symbols, struct bt_err *err)
{
	static const enum bt_column columns[] = {MAP_COLUMNS, BT_COLUMN_COUNT};
	size_t missing = 0;

	bt_report_columns(v->r, columns);
	for (size_t i = 0; i < symbols.n; i++) {
		struct bt_rotation map;
		enum bt_status st = open_map(v, symbols.at[i], &map, err);

		if (st != BT_OK && st != BT_E_NODATA)
			return st;
		missing += st == BT_E_NODATA;
		add_weeks(v, symbols.at[i], &map);
	}
	return symbols.n && missing == symbols.n ? BT_E_NODATA : BT_OK;
}

/* --- the breadth of the sectors ------------------------------------------------------------------------ */

static bool
has_sectors(const struct bt_universe *u)
{
	for (size_t i = 0; u && i < u->n; i++)
		if (u->member[i].sector)
			return true;
	return false;
}

/* Without a universe, or without its bars, the columns of breadth stay empty. */
static enum bt_status
count_sectors(struct view *v)
{
	const struct bt_breadth *b;
	size_t n;
	enum bt_status st;

	if (!has_sectors(v->scope->universe))
		return BT_OK;
	st = bt_report_universe(v->scope, v->ask, v->a, v->r, &b, &n, NULL);
	v->roll = bt_roll_of(v->scope->market, v->scope->universe, v->a);
	if (st == BT_OK)
		st = bt_scope_sectors(v->scope, b->date[n - 1], v->r->as_of, v->r->price, false, v->a,
		                      &v->sector, &v->n_sector);
	return st == BT_E_NODATA ? BT_OK : st;
}

/* The sector that a fund follows, or NULL. */
static const char *
sector_of(const char *symbol)
{
	for (int i = 0; i < BT_SECTOR_COUNT; i++)
		if (strcmp(bt_sector_fund((enum bt_sector)i), symbol) == 0)
			return bt_sector_name((enum bt_sector)i);
	return NULL;
}

static size_t
count_listed(const struct view *v, const char *sector)
{
	const struct bt_roll *r = v->roll;
	size_t at = 0, n = 0;

	while (at < r->n_sector && (!r->sector_name[at] || strcmp(r->sector_name[at], sector) != 0))
		at++;
	for (size_t i = 0; i < r->universe->n; i++)
		n += r->sector[i] == at;
	return n;
}

static void
set_sector(const struct view *v, const char *name, struct bt_val *row)
{
	static const enum bt_column column[] = {
		BT_COL_N, BT_COL_LISTED, BT_COL_ADV, BT_COL_DEC, BT_COL_UNCH, BT_COL_PCT20, BT_COL_PCT50,
		BT_COL_PCT200, BT_COL_NEW_HI, BT_COL_NEW_LO,
	};
	const struct bt_sector_day *s = NULL;

	bt_row_str(v->a, row, BT_COL_SECTOR, name);
	for (size_t i = 0; name && i < v->n_sector && !s; i++)
		if (v->sector[i].name && strcmp(v->sector[i].name, name) == 0)
			s = &v->sector[i];
	for (size_t i = 0; !s && i < sizeof(column) / sizeof(column[0]); i++)
		bt_row_set(v->a, row, column[i], bt_val_null());
	if (!s)
		return;
	const double value[] = {
		(double)s->n, (double)count_listed(v, name), (double)s->adv,
		(double)s->dec, (double)s->unch, s->pct20, s->pct50, s->pct200, (double)s->new_hi,
		(double)s->new_lo,
	};

	for (size_t i = 0; i < sizeof(column) / sizeof(column[0]); i++)
		bt_row_num(v->a, row, column[i], value[i]);
}

/* --- the ranked rows ----------------------------------------------------------------------------------- */

static struct bt_val
rank_val(struct bt_place p)
{
	return p.now ? bt_val_num(p.now) : bt_val_null();
}

/* Places gained in a week: positive is up. */
static struct bt_val
change_val(struct bt_place p)
{
	return p.now && p.before ? bt_val_num(p.before - p.now) : bt_val_null();
}

/* The returns by horizon, each with its place. */
static struct bt_val
returns_of(const struct view *v, const struct entry *e)
{
	struct bt_val all = bt_returns_object(&v->table, &e->subject);

	for (size_t h = 0; h < all.u.obj.len; h++) {
		struct bt_val *one = &all.u.obj.at[h].val;

		bt_val_put(v->a, one, "rank", rank_val(e->place[h]));
		bt_val_put(v->a, one, "rank_change", change_val(e->place[h]));
	}
	return all;
}

/* The last weeks as pairs of ratio and momentum, oldest first; null before the windows are full. */
static struct bt_val
tail_of(const struct view *v, const struct bt_rotation *map)
{
	struct bt_val tail = bt_val_list();

	for (size_t i = map->n > TAIL_WEEKS ? map->n - TAIL_WEEKS : 0; i < map->n; i++) {
		struct bt_val pair = bt_val_list();

		bt_val_add(v->a, &pair, bt_val_num(map->week[i].z.ratio));
		bt_val_add(v->a, &pair, bt_val_num(map->week[i].z.mom));
		bt_val_add(v->a, &tail, pair);
	}
	return tail;
}

static void
add_entry(const struct view *v, const struct entry *e)
{
	bool stale = is_stale(v, &e->map);
	const struct bt_rotation_week *w = e->map.n ? &e->map.week[e->map.n - 1] : NULL;
	struct bt_val *row = map_row(v, e->subject.text, &e->map, w, !stale);

	bt_row_str(v->a, row, BT_COL_NAME, e->subject.name);
	bt_row_set(v->a, row, BT_COL_RANK, rank_val(e->place[e->key]));
	bt_row_set(v->a, row, BT_COL_RANK_CHANGE, change_val(e->place[e->key]));
	bt_row_set(v->a, row, BT_COL_RETURNS, returns_of(v, e));
	bt_row_set(v->a, row, BT_COL_TAIL, stale ? bt_val_null() : tail_of(v, &e->map));
	set_sector(v, sector_of(e->subject.sec ? e->subject.sec->symbol : e->subject.text), row);
}

/* By place, those without one behind, else as they stand in the list. */
static int
by_place(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int p = a->place[a->key].now, q = b->place[b->key].now;

	if (p != q && (!p || !q))
		return p ? -1 : 1;
	if (p != q)
		return p < q ? -1 : 1;
	return a->place < b->place ? -1 : 1;
}

/* The entries of all symbols in e[], and their places. */
static enum bt_status
open_entries(const struct view *v, struct bt_words symbols, struct entry *e, struct bt_err *err)
{
	struct bt_subject *subject = BT_ARENA_ARRAY(v->a, symbols.n, struct bt_subject);
	struct bt_place *place = BT_ARENA_ARRAY(v->a, symbols.n * v->table.horizons.n, struct bt_place);
	size_t missing = 0;
	enum bt_status st;

	if (!subject || !place)
		return BT_E_NOMEM;
	for (size_t i = 0; i < symbols.n; i++) {
		st = open_map(v, symbols.at[i], &e[i].map, err);
		missing += st == BT_E_NODATA;
		if (st == BT_OK || st == BT_E_NODATA)
			st = bt_subject_open(v->scope, symbols.at[i], v->r->as_of, v->r->price, v->a,
			                     &subject[i], err);
		if (st != BT_OK)
			return st;
	}
	st = bt_ranking(&v->table, subject, symbols.n, place);
	for (size_t i = 0; i < symbols.n; i++) {
		e[i].subject = subject[i];
		e[i].place = place + i * v->table.horizons.n;
		e[i].key = v->key;
	}
	return st == BT_OK && symbols.n && missing == symbols.n ? BT_E_NODATA : st;
}

static enum bt_status
make_ranking(struct view *v, struct bt_words symbols, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		MAP_COLUMNS, BT_COL_NAME, BT_COL_RANK, BT_COL_RANK_CHANGE, BT_COL_RETURNS, BT_COL_TAIL,
		BT_COL_SECTOR, BT_COL_N, BT_COL_LISTED, BT_COL_ADV, BT_COL_DEC, BT_COL_UNCH, BT_COL_PCT20,
		BT_COL_PCT50, BT_COL_PCT200, BT_COL_NEW_HI, BT_COL_NEW_LO, BT_COLUMN_COUNT,
	};
	struct entry *e = BT_ARENA_ARRAY(v->a, symbols.n, struct entry);
	enum bt_status st;

	bt_report_columns(v->r, columns);
	v->table = bt_quote_table_make(v->scope, v->ask, v->r, v->a);
	v->key = key_of(v->ask, v->table.horizons);
	bt_val_set(v->a, &v->r->head, "ranked_by", bt_val_str(v->table.horizons.name[v->key]));
	st = e ? open_entries(v, symbols, e, err) : BT_E_NOMEM;
	if (st == BT_OK)
		st = count_sectors(v);
	if (st != BT_OK)
		return st;
	qsort(e, symbols.n, sizeof(*e), by_place);
	for (size_t i = 0; i < symbols.n; i++)
		add_entry(v, &e[i]);
	return BT_OK;
}

enum bt_status
bt_report_rotation(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                   struct bt_report *out, struct bt_err *err)
{
	struct view v = {.scope = scope, .ask = ask, .r = out, .a = a};
	struct bt_words symbols = symbols_of(scope, ask);
	enum bt_status st = bt_series_of_symbol(scope, ask, benchmark_of(scope, ask), a, &v.benchmark,
	                                        err);

	if (st != BT_OK)
		return st;
	out->price = bt_series_price(ask);
	return ask->series ? make_series(&v, symbols, err) : make_ranking(&v, symbols, err);
}
