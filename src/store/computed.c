/* What was computed of a source, kept with the serial of what it was computed from. */
#include "store/live.h"
#include "store/pack.h"

/* Every change of a security gives its record of the live page a new serial. */
enum bt_status
bt_store_stamp(struct bt_store *s, const char *source, uint64_t *out, struct bt_err *err)
{
	struct bt_live live;
	int64_t id;
	enum bt_status st = bt_db_source(s, source, false, &id, err);

	*out = 0;
	if (st)
		return st;
	st = bt_live_read(s, id, &live, err);
	for (size_t i = 0; i < live.n; i++) {
		int64_t pair[2] = {live.row[i].id, live.row[i].serial};

		*out = (*out << 7 | *out >> 57) ^ bt_pack_sum((const unsigned char *)pair, sizeof(pair));
	}
	bt_live_release(&live);
	return st;
}

static enum bt_status
put_in(struct bt_store *s, const char *source, const char *key, uint64_t stamp, const void *data,
       size_t len, struct bt_err *err)
{
	int64_t id;
	enum bt_status st = bt_db_source(s, source, true, &id, err);
	sqlite3_stmt *stmt = st ? NULL : bt_db_stmt(s, BT_SQL_PUT_COMPUTED, err);

	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, id);
	bt_db_bind_text(stmt, 2, key);
	sqlite3_bind_int64(stmt, 3, (int64_t)stamp);
	sqlite3_bind_int64(stmt, 4, (int64_t)bt_pack_sum(data, len));
	sqlite3_bind_blob64(stmt, 5, data, len, SQLITE_STATIC);
	st = bt_db_run(s, stmt, err);
	sqlite3_clear_bindings(stmt);
	return st;
}

enum bt_status
bt_store_put_computed(struct bt_store *s, const char *source, const char *key, uint64_t stamp,
                      const void *data, size_t len, struct bt_err *err)
{
	bool own;
	enum bt_status st = bt_db_enter(s, &own, err);

	return st ? st : bt_db_leave(s, own, put_in(s, source, key, stamp, data, len, err), err);
}

/* What the statement gives for source and key, and what else is bound to it. */
static enum bt_status
get(struct bt_store *s, sqlite3_stmt *stmt, struct bt_arena *a, const void **data, size_t *len, struct bt_err *err)
{
	int code = sqlite3_step(stmt);
	enum bt_status st = BT_E_NODATA;

	if (code == SQLITE_ROW) {
		const void *blob = sqlite3_column_blob(stmt, 1);
		size_t n = (size_t)sqlite3_column_bytes(stmt, 1);

		if (blob && (int64_t)bt_pack_sum(blob, n) == sqlite3_column_int64(stmt, 0)) {
			*data = bt_arena_memdup(a, blob, n);
			*len = n;
			st = BT_OK;
		}
	} else if (code != SQLITE_DONE) {
		st = bt_db_fail(s, err);
	}
	sqlite3_reset(stmt);
	return st;
}

static sqlite3_stmt *
bound(struct bt_store *s, enum bt_sql sql, const char *source, const char *key, struct bt_err *err)
{
	int64_t id;
	enum bt_status st = bt_db_source(s, source, false, &id, err);
	sqlite3_stmt *stmt = st ? NULL : bt_db_stmt(s, sql, err);

	if (stmt) {
		sqlite3_bind_int64(stmt, 1, id);
		bt_db_bind_text(stmt, 2, key);
	}
	return stmt;
}

enum bt_status
bt_store_get_computed(struct bt_store *s, const char *source, const char *key, uint64_t stamp,
                      struct bt_arena *a, const void **data, size_t *len, struct bt_err *err)
{
	sqlite3_stmt *stmt = bound(s, BT_SQL_COMPUTED, source, key, err);

	*data = NULL;
	*len = 0;
	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 3, (int64_t)stamp);
	return get(s, stmt, a, data, len, err);
}

enum bt_status
bt_store_last_computed(struct bt_store *s, const char *source, const char *key, struct bt_arena *a, const void **data,
                       size_t *len, struct bt_err *err)
{
	sqlite3_stmt *stmt = bound(s, BT_SQL_COMPUTED_LAST, source, key, err);

	*data = NULL;
	*len = 0;
	return stmt ? get(s, stmt, a, data, len, err) : BT_E_STORE;
}
