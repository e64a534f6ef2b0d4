/* Upkeep: days folded into packs, and the size of the file held. */
#include <stdlib.h>

#include "base/vec.h"
#include "base/xalloc.h"
#include "store/bars.h"
#include "store/days.h"
#include "store/live.h"

/* Symbols that still have a row of a day newer than their pack, at most max. */
struct fold {
	struct bt_store *s;
	size_t max, done;
	bool left;
	enum bt_status st;
};

static bool
has_day(const struct bt_loaded *l)
{
	return l->n_max > l->n_packed;
}

static enum bt_status
fold_one(void *user, const struct bt_loaded *l, struct bt_err *err)
{
	struct fold *f = user;
	double *column[BT_PACK_COLUMNS] = {0};
	int64_t serial;

	if (!has_day(l))
		return BT_OK;
	if (f->done == f->max) {
		f->left = true;
		return BT_OK;
	}
	bt_date *date = bt_xmalloc(l->n_max * sizeof(*date));
	size_t n;

	for (int c = 0; c < BT_PACK_COLUMNS; c++)
		if (l->columns >> c & 1)
			column[c] = bt_xmalloc(l->n_max * sizeof(double));
	enum bt_status st = bt_loaded_bars(l, date, column, &n, err);

	if (!st)
		st = bt_db_serial(f->s, &serial, err);
	if (!st) {
		struct bt_bars bars = {n, date, column[0], column[1], column[2], column[3], column[4],
		                       column[5], NULL};

		st = bt_bars_put_packs(f->s, l->id, &bars, serial, err);
		f->done++;
	}
	for (int c = 0; c < BT_PACK_COLUMNS; c++)
		free(column[c]);
	free(date);
	return st;
}

static enum bt_status
count_days(struct bt_store *s, int64_t source, size_t *n, struct bt_err *err)
{
	struct bt_days days;
	enum bt_status st = bt_days_read(s, source, &days, err);

	*n = days.n;
	bt_days_release(&days);
	return st;
}

static enum bt_status
drop_days(struct bt_store *s, int64_t source, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_DROP_DAYS, err);

	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, source);
	return bt_db_run(s, stmt, err);
}

static enum bt_status
fold_in(struct bt_store *s, const char *source, size_t keep, size_t max, bool *left,
        struct bt_err *err)
{
	struct bt_load load = {.source = source};
	struct fold f = {.s = s, .max = max};
	size_t n = 0;
	int64_t id;
	enum bt_status st = bt_db_source(s, source, false, &id, err);

	if (!st && id)
		st = count_days(s, id, &n, err);
	if (st || n <= keep)
		return st;
	st = bt_store_each(s, &load, fold_one, &f, NULL, err);
	*left = f.left;
	return st || f.left ? st : drop_days(s, id, err);
}

enum bt_status
bt_store_fold(struct bt_store *s, const char *source, size_t keep, size_t max, bool *left,
              struct bt_err *err)
{
	bool own;
	enum bt_status st = bt_db_enter(s, &own, err);

	*left = false;
	return st ? st : bt_db_leave(s, own, fold_in(s, source, keep, max, left, err), err);
}

/* --- size -------------------------------------------------------------------------------------- */

struct age {
	int64_t id, used;
};

static int
oldest_first(const void *a, const void *b)
{
	const struct age *x = a, *y = b;

	return x->used < y->used ? -1 : x->used > y->used;
}

static enum bt_status
drop(struct bt_store *s, int64_t id, struct bt_err *err)
{
	static const enum bt_sql drops[] = {BT_SQL_DROP_COLUMNS, BT_SQL_DROP_CLOSES,
	                                    BT_SQL_DROP_SECURITY};
	enum bt_status st = BT_OK;

	for (size_t i = 0; !st && i < sizeof(drops) / sizeof(drops[0]); i++) {
		sqlite3_stmt *stmt = bt_db_stmt(s, drops[i], err);

		if (!stmt)
			return BT_E_STORE;
		sqlite3_bind_int64(stmt, 1, id);
		st = bt_db_run(s, stmt, err);
	}
	return st;
}

/* Drop securities of one source, those confirmed longest ago first. */
static enum bt_status
trim_source(struct bt_store *s, int64_t source, int64_t max_bytes, struct bt_err *err)
{
	struct bt_live live;
	struct bt_live_row *unused;
	enum bt_status st = bt_live_read(s, source, &live, err);

	if (st || !live.n) {
		bt_live_release(&live);
		return st;
	}
	struct age *age = bt_xcalloc(live.n, sizeof(*age));

	for (size_t i = 0; i < live.n; i++)
		age[i] = (struct age){live.row[i].id, live.row[i].closes_utc > live.row[i].history_utc
		                                              ? live.row[i].closes_utc
		                                              : live.row[i].history_utc};
	qsort(age, live.n, sizeof(*age), oldest_first);
	for (size_t i = 0; !st && i < live.n && bt_store_bytes(s) > max_bytes; i++) {
		st = drop(s, age[i].id, err);
		if (!st)
			st = bt_live_change(s, source, age[i].id, &unused, err);
		if (!st)
			bt_live_forget(s, age[i].id);
	}
	free(age);
	bt_live_release(&live);
	return st;
}

static enum bt_status
trim_in(struct bt_store *s, int64_t max_bytes, struct bt_err *err)
{
	BT_VEC(int64_t) sources = {0};
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_TRIMMED_SOURCES, err);
	enum bt_status st = stmt ? BT_OK : BT_E_STORE;

	while (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		BT_VEC_PUSH(&sources, sqlite3_column_int64(stmt, 0));
	if (stmt)
		sqlite3_reset(stmt);
	for (size_t i = 0; !st && i < sources.len; i++)
		st = trim_source(s, sources.at[i], max_bytes, err);
	BT_VEC_RELEASE(&sources);
	return st;
}

enum bt_status
bt_store_trim(struct bt_store *s, int64_t max_bytes, struct bt_err *err)
{
	bool own;
	enum bt_status st;

	if (bt_store_bytes(s) <= max_bytes)
		return BT_OK;
	st = bt_db_enter(s, &own, err);
	return st ? st : bt_db_leave(s, own, trim_in(s, max_bytes, err), err);
}
