#include "store/bars.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "store/live.h"
#include "store/pack.h"

enum bt_status
bt_bars_id(struct bt_store *s, int64_t source, const char *symbol, int64_t *out, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_SECURITY, err);

	*out = 0;
	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, source);
	bt_db_bind_text(stmt, 2, symbol);
	int code = sqlite3_step(stmt);

	if (code == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	enum bt_status st = code == SQLITE_ROW || code == SQLITE_DONE ? BT_OK : bt_db_fail(s, err);

	sqlite3_reset(stmt);
	return st;
}

static enum bt_status
put_blob(struct bt_store *s, sqlite3_stmt *stmt, int i, const void *data, size_t len,
         struct bt_err *err)
{
	if (sqlite3_bind_blob64(stmt, i, data, len, SQLITE_STATIC) != SQLITE_OK)
		return bt_db_fail(s, err);
	enum bt_status st = bt_db_run(s, stmt, err);

	sqlite3_clear_bindings(stmt);
	return st;
}

static enum bt_status
put_columns(struct bt_store *s, int64_t id, const struct bt_bars *b, unsigned char *space,
            struct bt_err *err)
{
	const double *const column[BT_PACK_COLUMNS] = {
		[BT_PACK_OPEN] = b->open, [BT_PACK_HIGH] = b->high, [BT_PACK_LOW] = b->low,
		[BT_PACK_ADJCLOSE] = b->adjclose, [BT_PACK_VOLUME] = b->volume,
	};
	bool any = b->open || b->high || b->low || b->adjclose || b->volume;
	sqlite3_stmt *stmt = bt_db_stmt(s, any ? BT_SQL_PUT_COLUMNS : BT_SQL_DROP_COLUMNS, err);

	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, id);
	if (!any)
		return bt_db_run(s, stmt, err);
	return put_blob(s, stmt, 2, space, bt_pack_write(NULL, column, b->close, b->n, space), err);
}

enum bt_status
bt_bars_put_packs(struct bt_store *s, int64_t id, const struct bt_bars *bars, int64_t serial,
                  struct bt_err *err)
{
	const double *const column[BT_PACK_COLUMNS] = {[BT_PACK_CLOSE] = bars->close};
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_PUT_CLOSES, err);
	unsigned char *space = bt_xmalloc(bt_pack_bound(bars->n));
	enum bt_status st = BT_E_STORE;

	if (stmt) {
		size_t len = bt_pack_write(bars->date, column, NULL, bars->n, space);

		sqlite3_bind_int64(stmt, 1, id);
		sqlite3_bind_int64(stmt, 2, serial);
		st = put_blob(s, stmt, 3, space, len, err);
	}
	if (!st)
		st = put_columns(s, id, bars, space, err);
	free(space);
	return st;
}

/* The row of the security itself; gives its number. */
static enum bt_status
put_security(struct bt_store *s, int64_t source, const struct bt_stored *row, int64_t *id,
             struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_PUT_SECURITY, err);
	enum bt_status st = BT_OK;

	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, source);
	bt_db_bind_text(stmt, 2, row->sec.symbol);
	bt_db_bind_text(stmt, 3, row->sec.name);
	bt_db_bind_text(stmt, 4, row->sec.currency);
	sqlite3_bind_int64(stmt, 5, row->sec.digits);
	sqlite3_bind_int64(stmt, 6, row->sec.kind);
	sqlite3_bind_int64(stmt, 7, row->sec.whole_history);
	if (row->split != BT_DATE_NONE)
		sqlite3_bind_int64(stmt, 8, row->split);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		*id = sqlite3_column_int64(stmt, 0);
	else
		st = bt_db_fail(s, err);
	/* RETURNING gives its row after the change is made; the rest of the statement is empty. */
	sqlite3_reset(stmt);
	return st;
}

static enum bt_status
put_in(struct bt_store *s, const struct bt_stored *row, struct bt_err *err)
{
	int64_t source, id, serial;
	struct bt_live_row *live;
	enum bt_status st = bt_db_source(s, row->sec.source, true, &source, err);

	if (!st)
		st = put_security(s, source, row, &id, err);
	if (!st)
		st = bt_db_serial(s, &serial, err);
	if (!st)
		st = bt_bars_put_packs(s, id, &row->sec.bars, serial, err);
	if (!st)
		st = bt_live_change(s, source, id, &live, err);
	if (st)
		return st;
	live->serial = serial;
	live->history_utc = row->history_utc;
	live->closes_utc = row->closes_utc;
	live->provisional = row->sec.provisional;
	return BT_OK;
}

enum bt_status
bt_store_put(struct bt_store *s, const struct bt_stored *row, struct bt_err *err)
{
	bool own;
	enum bt_status st = bt_db_enter(s, &own, err);

	return st ? st : bt_db_leave(s, own, put_in(s, row, err), err);
}
