/* Loading: packs, the days since, and the live page come together again. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "base/xalloc.h"
#include "store/bars.h"
#include "store/days.h"
#include "store/live.h"
#include "store/pack.h"

/* Columns of the three LOAD statements. */
enum { AT_ID, AT_SYMBOL, AT_NAME, AT_CURRENCY, AT_DIGITS, AT_KIND, AT_WHOLE, AT_SPLIT, AT_SERIAL,
       AT_DATA };

/* One load.  The dates of the security before are kept: most end as those of the next do. */
struct loader {
	struct bt_store *s;
	const struct bt_load *ask;
	bt_loaded_fn *fn;
	void *user;
	size_t damaged;
	int64_t source;
	struct bt_live live;
	struct bt_days days;
	struct bt_pack seen;             /* its steps are a copy */
	unsigned char *seen_steps;
	bt_date *seen_date;
	size_t seen_cap;
};

/* One security of it. */
struct item {
	struct loader *loader;
	int64_t id, serial;              /* of the packs */
	struct bt_pack closes, columns;
	bool damaged;
};

static void
remember_dates(struct loader *ld, const struct bt_pack *p, const bt_date *date)
{
	if (p->n_long || p->n < 2 || p->n <= ld->seen.n)
		return;
	if (p->n > ld->seen_cap) {
		ld->seen_cap = p->n;
		ld->seen_date = bt_xrealloc(ld->seen_date, p->n, sizeof(*ld->seen_date));
		ld->seen_steps = bt_xrealloc(ld->seen_steps, p->n, 1);
	}
	memcpy(ld->seen_date, date, p->n * sizeof(*date));
	memcpy(ld->seen_steps, p->steps, p->n - 1);
	ld->seen = *p;
	ld->seen.steps = ld->seen_steps;
}

static bool
read_dates(struct loader *ld, const struct bt_pack *p, bt_date *date)
{
	if (ld->seen.n && bt_pack_is_tail(p, &ld->seen)) {
		memcpy(date, ld->seen_date + (ld->seen.n - p->n), p->n * sizeof(*date));
		return true;
	}
	if (!bt_pack_dates(p, date))
		return false;
	remember_dates(ld, p, date);
	return true;
}

/* Put one day's bar into its place among the n there are; returns their new number. */
static size_t
merge_bar(bt_date *date, double *const column[], size_t n, bt_date d, const struct bt_day_row *r)
{
	size_t at = n;

	while (at > 0 && date[at - 1] >= d)
		at--;
	bool fresh = at == n || date[at] != d;

	if (fresh)
		memmove(&date[at + 1], &date[at], (n - at) * sizeof(*date));
	date[at] = d;
	for (int c = 0; c < BT_PACK_COLUMNS; c++) {
		if (!column[c])
			continue;
		if (fresh)
			memmove(&column[c][at + 1], &column[c][at], (n - at) * sizeof(double));
		column[c][at] = r->columns >> c & 1 ? r->value[c] : NAN;
	}
	return n + fresh;
}

static void
read_columns(const struct item *it, double *const column[])
{
	const double *close = column[BT_PACK_CLOSE];

	for (int c = 0; c < BT_PACK_COLUMNS; c++) {
		if (!column[c] || c == BT_PACK_CLOSE)
			continue;
		if (it->columns.columns >> c & 1)
			bt_pack_column(&it->columns, (enum bt_pack_column)c, close, column[c]);
		else
			for (size_t i = 0; i < it->closes.n; i++)
				column[c][i] = NAN;
	}
}

enum bt_status
bt_loaded_bars(const struct bt_loaded *l, bt_date *date, double *const column[], size_t *n,
               struct bt_err *err)
{
	struct item *it = l->priv;
	struct loader *ld = it->loader;

	*n = 0;
	if (!read_dates(ld, &it->closes, date)) {
		it->damaged = true;
		return bt_err_set(err, BT_E_STORE, "the bars of %s are damaged", l->row.sec.symbol);
	}
	bt_pack_column(&it->closes, BT_PACK_CLOSE, NULL, column[BT_PACK_CLOSE]);
	read_columns(it, column);
	*n = it->closes.n;
	for (size_t i = 0; i < ld->days.n; i++) {
		const struct bt_day_page *page = &ld->days.page[i];
		const struct bt_day_row *r = bt_day_find(page, it->id, it->serial);

		if (r)
			*n = merge_bar(date, column, *n, page->date, r);
	}
	return BT_OK;
}

static void
count_days(const struct loader *ld, const struct item *it, struct bt_loaded *l)
{
	for (size_t i = 0; i < ld->days.n; i++) {
		const struct bt_day_row *r = bt_day_find(&ld->days.page[i], it->id, it->serial);

		if (!r)
			continue;
		l->n_max++;
		if (!ld->ask->closes_only)
			l->columns |= r->columns;
	}
}

/* The pack of the other columns; the statement keeps its bytes until the next security. */
static bool
open_columns(struct loader *ld, struct item *it, sqlite3_stmt **held)
{
	sqlite3_stmt *stmt = bt_db_stmt(ld->s, BT_SQL_COLUMNS, NULL);

	*held = stmt;
	if (!stmt)
		return false;
	sqlite3_bind_int64(stmt, 1, it->id);
	int code = sqlite3_step(stmt);

	if (code == SQLITE_DONE)
		return true;
	return code == SQLITE_ROW
	       && bt_pack_open(&it->columns, sqlite3_column_blob(stmt, 0),
	                       (size_t)sqlite3_column_bytes(stmt, 0))
	       && it->columns.n == it->closes.n;
}

static void
fill_live(const struct loader *ld, const struct item *it, struct bt_loaded *l)
{
	const struct bt_live_row *live = bt_live_find(&ld->live, it->id);

	l->row.sec.provisional = live ? live->provisional : BT_DATE_NONE;
	l->row.history_utc = live ? live->history_utc : 0;
	l->row.closes_utc = live ? live->closes_utc : 0;
	l->serial = live ? live->serial : 0;
	if (live)
		l->row.sec.quote = bt_live_quote(live);
	else
		l->row.sec.quote = (struct bt_quote){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, 0, -1};
}

/* The security that stands in the row of one of the LOAD statements. */
static enum bt_status
give(struct loader *ld, sqlite3_stmt *stmt, struct bt_err *err)
{
	struct item it = {.loader = ld, .id = sqlite3_column_int64(stmt, AT_ID),
	                  .serial = sqlite3_column_int64(stmt, AT_SERIAL)};
	struct bt_loaded l = {.priv = &it, .id = it.id};
	sqlite3_stmt *held = NULL;

	l.row.sec.symbol = (const char *)sqlite3_column_text(stmt, AT_SYMBOL);
	l.row.sec.name = (const char *)sqlite3_column_text(stmt, AT_NAME);
	l.row.sec.source = ld->ask->source;
	l.row.sec.currency = (const char *)sqlite3_column_text(stmt, AT_CURRENCY);
	l.row.sec.digits = sqlite3_column_int(stmt, AT_DIGITS);
	int kind = sqlite3_column_int(stmt, AT_KIND);
	l.row.sec.kind = kind >= BT_KIND_UNKNOWN && kind <= BT_KIND_RATE ? (enum bt_kind)kind
	                                                                   : BT_KIND_UNKNOWN;
	l.row.sec.whole_history = sqlite3_column_int(stmt, AT_WHOLE);
	l.row.split = sqlite3_column_type(stmt, AT_SPLIT) == SQLITE_NULL ? BT_DATE_NONE
	                                                          : sqlite3_column_int(stmt, AT_SPLIT);
	if (l.row.sec.symbol && ld->ask->skip && ld->ask->skip(ld->user, l.row.sec.symbol))
		return BT_OK;
	fill_live(ld, &it, &l);
	bool good = l.row.sec.symbol
	            && bt_pack_open(&it.closes, sqlite3_column_blob(stmt, AT_DATA),
	                            (size_t)sqlite3_column_bytes(stmt, AT_DATA))
	            && it.closes.dated && it.closes.columns == 1u << BT_PACK_CLOSE;

	if (good && !ld->ask->closes_only)
		good = open_columns(ld, &it, &held);
	enum bt_status st = BT_OK;

	if (good) {
		l.columns = it.closes.columns | it.columns.columns;
		l.n_packed = l.n_max = it.closes.n;
		count_days(ld, &it, &l);
		st = ld->fn(ld->user, &l, err);
	}
	if (!good || it.damaged) {
		ld->damaged++;
		st = BT_OK;
	}
	if (held)
		sqlite3_reset(held);
	return st;
}

static enum bt_status
step_through(struct loader *ld, sqlite3_stmt *stmt, struct bt_err *err)
{
	enum bt_status st = BT_OK;
	int code = SQLITE_DONE;

	while (!st && (code = sqlite3_step(stmt)) == SQLITE_ROW)
		st = give(ld, stmt, err);
	if (!st && code != SQLITE_DONE)
		st = bt_db_fail(ld->s, err);
	sqlite3_reset(stmt);
	return st;
}

static enum bt_status
give_named(struct loader *ld, const char *symbol, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(ld->s, BT_SQL_LOAD_ONE, err);

	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, ld->source);
	bt_db_bind_text(stmt, 2, symbol);
	return step_through(ld, stmt, err);
}

static enum bt_status
give_changed(struct loader *ld, struct bt_err *err)
{
	enum bt_status st = BT_OK;

	for (size_t i = 0; !st && i < ld->live.n; i++) {
		if (ld->live.row[i].serial <= ld->ask->since)
			continue;
		sqlite3_stmt *stmt = bt_db_stmt(ld->s, BT_SQL_LOAD_ID, err);

		if (!stmt)
			return BT_E_STORE;
		sqlite3_bind_int64(stmt, 1, ld->live.row[i].id);
		st = step_through(ld, stmt, err);
	}
	return st;
}

static enum bt_status
give_all(struct loader *ld, struct bt_err *err)
{
	enum bt_status st = BT_OK;

	if (ld->ask->since)
		return give_changed(ld, err);
	for (size_t i = 0; !st && ld->ask->symbol && i < ld->ask->n; i++)
		st = give_named(ld, ld->ask->symbol[i], err);
	if (ld->ask->symbol)
		return st;
	sqlite3_stmt *stmt = bt_db_stmt(ld->s, BT_SQL_LOAD_ALL, err);

	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, ld->source);
	return step_through(ld, stmt, err);
}

enum bt_status
bt_store_each(struct bt_store *s, const struct bt_load *load, bt_loaded_fn *fn, void *user,
              size_t *damaged, struct bt_err *err)
{
	struct loader ld = {.s = s, .ask = load, .fn = fn, .user = user};
	enum bt_status st;
	/* One read transaction, so that packs, days and page belong together. */
	bool own = sqlite3_get_autocommit(s->db);

	if (damaged)
		*damaged = 0;
	st = own ? bt_db_exec(s, "BEGIN", err) : BT_OK;
	if (!st)
		st = bt_db_source(s, load->source, false, &ld.source, err);
	if (!st && ld.source)
		st = bt_live_read(s, ld.source, &ld.live, err);
	if (!st && ld.source)
		st = bt_days_read(s, ld.source, &ld.days, err);
	if (!st && ld.source)
		st = give_all(&ld, err);
	if (own)
		sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
	if (damaged)
		*damaged = ld.damaged;
	bt_live_release(&ld.live);
	bt_days_release(&ld.days);
	free(ld.seen_steps);
	free(ld.seen_date);
	return st;
}

/* --- as an array ------------------------------------------------------------------------------- */

struct gather {
	struct bt_arena *a;
	struct bt_security *sec;
	size_t n, cap;
};

static enum bt_status
gather_one(void *user, const struct bt_loaded *l, struct bt_err *err)
{
	struct gather *g = user;
	double *column[BT_PACK_COLUMNS] = {0};
	struct bt_security sec = l->row.sec;
	bt_date *date = BT_ARENA_ARRAY(g->a, l->n_max, bt_date);

	for (int c = 0; c < BT_PACK_COLUMNS; c++)
		if (l->columns >> c & 1)
			column[c] = BT_ARENA_ARRAY(g->a, l->n_max, double);
	enum bt_status st = bt_loaded_bars(l, date, column, &sec.bars.n, err);

	if (st)
		return st;
	sec.symbol = bt_arena_strdup(g->a, sec.symbol);
	sec.name = sec.name ? bt_arena_strdup(g->a, sec.name) : NULL;
	sec.currency = sec.currency ? bt_arena_strdup(g->a, sec.currency) : NULL;
	sec.source = bt_arena_strdup(g->a, sec.source);
	sec.bars = (struct bt_bars){sec.bars.n, date, column[0], column[1], column[2], column[3],
	                            column[4], column[5], NULL};
	if (g->n == g->cap) {
		g->cap = g->cap ? g->cap * 2 : 64;
		g->sec = bt_xrealloc(g->sec, g->cap, sizeof(*g->sec));
	}
	g->sec[g->n++] = sec;
	return BT_OK;
}

static int
by_symbol(const void *a, const void *b)
{
	return strcmp(((const struct bt_security *)a)->symbol, ((const struct bt_security *)b)->symbol);
}

enum bt_status
bt_store_load(struct bt_store *s, const char *source, const char *const *symbol, size_t n,
              struct bt_arena *a, struct bt_security **out, size_t *n_out, struct bt_err *err)
{
	struct gather g = {.a = a};
	struct bt_load load = {.source = source, .symbol = symbol, .n = n};
	enum bt_status st = bt_store_each(s, &load, gather_one, &g, NULL, err);

	if (g.n)
		qsort(g.sec, g.n, sizeof(*g.sec), by_symbol);
	*n_out = st ? 0 : g.n;
	*out = bt_arena_memdup(a, g.sec, *n_out * sizeof(*g.sec));
	free(g.sec);
	return st;
}

enum bt_status
bt_store_sources(struct bt_store *s, struct bt_arena *a, struct bt_store_source **out, size_t *n,
                 struct bt_err *err)
{
	BT_VEC(struct bt_store_source) list = {0};
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_SOURCE_SIZES, err);
	int code = SQLITE_DONE;

	*n = 0;
	if (!stmt)
		return BT_E_STORE;
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
		BT_VEC_PUSH(&list, (struct bt_store_source){bt_db_text(stmt, 0, a),
		                                            (size_t)sqlite3_column_int64(stmt, 1)});
	enum bt_status st = code == SQLITE_DONE ? BT_OK : bt_db_fail(s, err);

	sqlite3_reset(stmt);
	*n = st ? 0 : list.len;
	*out = bt_arena_memdup(a, list.at, *n * sizeof(*list.at));
	BT_VEC_RELEASE(&list);
	return st;
}
