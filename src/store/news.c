/* Items of feeds in the cache. */
#include "base/vec.h"
#include "store/db.h"

static enum bt_status
put_item(struct bt_store *s, const struct bt_news_item *item, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_PUT_NEWS, err);
	const char *text[] = {item->feed, item->symbol, item->id, item->title, item->summary, item->link};

	if (!stmt)
		return BT_E_STORE;
	for (int i = 0; i < 6; i++)
		bt_db_bind_text(stmt, i + 1, text[i] ? text[i] : "");
	sqlite3_bind_int64(stmt, 7, item->published_utc);
	sqlite3_bind_int64(stmt, 8, item->fetched_utc);
	bt_db_bind_text(stmt, 9, item->links ? item->links : "");
	return bt_db_run(s, stmt, err);
}

enum bt_status
bt_store_put_news(struct bt_store *s, const struct bt_news_item *item, size_t n,
                  struct bt_err *err)
{
	bool own;
	enum bt_status st = bt_db_enter(s, &own, err);

	if (st)
		return st;
	for (size_t i = 0; !st && i < n; i++)
		st = put_item(s, &item[i], err);
	if (!st) {
		sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_PRUNE_NEWS, err);

		st = stmt ? bt_db_run(s, stmt, err) : BT_E_STORE;
	}
	return bt_db_leave(s, own, st, err);
}

enum bt_status
bt_store_load_news(struct bt_store *s, size_t max, struct bt_arena *a, struct bt_news_item **out,
                   size_t *n_out, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_NEWS, err);
	BT_VEC(struct bt_news_item) items = {0};
	int code;

	*out = NULL;
	*n_out = 0;
	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, (int64_t)max);
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct bt_news_item item = {
			.id = bt_db_text(stmt, 0, a), .title = bt_db_text(stmt, 1, a),
			.summary = bt_db_text(stmt, 2, a), .link = bt_db_text(stmt, 3, a),
			.feed = bt_db_text(stmt, 4, a), .symbol = bt_db_text(stmt, 5, a),
			.published_utc = sqlite3_column_int64(stmt, 6),
			.fetched_utc = sqlite3_column_int64(stmt, 7),
			.links = bt_db_text(stmt, 8, a),
		};

		BT_VEC_PUSH(&items, item);
	}
	enum bt_status st = code == SQLITE_DONE ? BT_OK : bt_db_fail(s, err);

	sqlite3_reset(stmt);
	*n_out = items.len;
	*out = bt_arena_memdup(a, items.at, items.len * sizeof(*items.at));
	BT_VEC_RELEASE(&items);
	return st;
}
