/* What each copy of the program wants to be fetched, for the one that fetches. */
#include "base/vec.h"
#include "store/db.h"

static enum bt_status
drop_wishes(struct bt_store *s, const char *copy, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_DROP_WISHES, err);

	if (!stmt)
		return BT_E_STORE;
	bt_db_bind_text(stmt, 1, copy);
	return bt_db_run(s, stmt, err);
}

static enum bt_status
prune(struct bt_store *s, int64_t now_utc, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_PRUNE_WISHES, err);

	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, now_utc);
	return bt_db_run(s, stmt, err);
}

enum bt_status
bt_store_wish(struct bt_store *s, const char *copy, const char *const *word, size_t n,
              int64_t asked_utc, int64_t now_utc, int64_t until_utc, struct bt_err *err)
{
	bool own;
	enum bt_status st = bt_db_enter(s, &own, err);

	if (st)
		return st;
	st = drop_wishes(s, copy, err);
	if (!st)
		st = prune(s, now_utc, err);
	for (size_t i = 0; !st && i < n; i++) {
		sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_PUT_WISH, err);

		if (!stmt) {
			st = BT_E_STORE;
			break;
		}
		bt_db_bind_text(stmt, 1, copy);
		bt_db_bind_text(stmt, 2, word[i]);
		sqlite3_bind_int64(stmt, 3, asked_utc);
		sqlite3_bind_int64(stmt, 4, until_utc);
		st = bt_db_run(s, stmt, err);
	}
	return bt_db_leave(s, own, st, err);
}

enum bt_status
bt_store_wishes(struct bt_store *s, int64_t now_utc, struct bt_arena *a, struct bt_store_wish **out,
                size_t *n_out, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_WISHES, err);
	BT_VEC(struct bt_store_wish) found = {0};
	int code;

	*out = NULL;
	*n_out = 0;
	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, now_utc);
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
		BT_VEC_PUSH(&found, (struct bt_store_wish){bt_db_text(stmt, 0, a),
		                                           sqlite3_column_int64(stmt, 1)});
	enum bt_status st = code == SQLITE_DONE ? BT_OK : bt_db_fail(s, err);

	sqlite3_reset(stmt);
	*n_out = found.len;
	*out = bt_arena_memdup(a, found.at, found.len * sizeof(*found.at));
	BT_VEC_RELEASE(&found);
	return st;
}
