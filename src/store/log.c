/* How providers are doing, and the last requests, for the health view. */
#include <string.h>

#include "base/vec.h"
#include "store/db.h"

enum { KEEP_REQUESTS = 1000 };

enum bt_status
bt_store_put_provider(struct bt_store *s, const struct bt_store_provider *p, struct bt_err *err)
{
	const int64_t number[] = {p->last_ok_utc, p->last_fail_utc, p->next_try_utc, p->latency_ms,
	                          p->fault};
	const int64_t count[] = {p->strikes, p->day, p->requests, p->failed, p->bytes};
	bool own;
	enum bt_status st = bt_db_enter(s, &own, err);
	sqlite3_stmt *stmt;

	if (st)
		return st;
	stmt = bt_db_stmt(s, BT_SQL_PUT_PROVIDER, err);
	if (!stmt)
		return bt_db_leave(s, own, BT_E_STORE, err);
	bt_db_bind_text(stmt, 1, p->id);
	for (int i = 0; i < 5; i++)
		sqlite3_bind_int64(stmt, 2 + i, number[i]);
	bt_db_bind_text(stmt, 7, p->cause ? p->cause : "");
	for (int i = 0; i < 5; i++)
		sqlite3_bind_int64(stmt, 8 + i, count[i]);
	sqlite3_bind_blob(stmt, 13, p->failures, sizeof(p->failures), SQLITE_STATIC);
	bt_db_bind_text(stmt, 14, p->etag ? p->etag : "");
	bt_db_bind_text(stmt, 15, p->last_modified ? p->last_modified : "");
	return bt_db_leave(s, own, bt_db_run(s, stmt, err), err);
}

static struct bt_store_provider
provider_of(sqlite3_stmt *stmt, struct bt_arena *a)
{
	struct bt_store_provider p = {
		.id = bt_db_text(stmt, 0, a),
		.last_ok_utc = sqlite3_column_int64(stmt, 1),
		.last_fail_utc = sqlite3_column_int64(stmt, 2),
		.next_try_utc = sqlite3_column_int64(stmt, 3),
		.latency_ms = sqlite3_column_int64(stmt, 4),
		.fault = sqlite3_column_int(stmt, 5),
		.cause = bt_db_text(stmt, 6, a),
		.strikes = sqlite3_column_int64(stmt, 7),
		.day = sqlite3_column_int64(stmt, 8),
		.requests = sqlite3_column_int64(stmt, 9),
		.failed = sqlite3_column_int64(stmt, 10),
		.bytes = sqlite3_column_int64(stmt, 11),
		.etag = bt_db_text(stmt, 13, a),
		.last_modified = bt_db_text(stmt, 14, a),
	};
	const void *counts = sqlite3_column_blob(stmt, 12);

	size_t bytes = (size_t)sqlite3_column_bytes(stmt, 12);

	/* an older program knew fewer causes */
	if (counts && bytes)
		memcpy(p.failures, counts, bytes < sizeof(p.failures) ? bytes : sizeof(p.failures));
	return p;
}

enum bt_status
bt_store_load_providers(struct bt_store *s, struct bt_arena *a, struct bt_store_provider **out,
                        size_t *n_out, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_PROVIDERS, err);
	BT_VEC(struct bt_store_provider) found = {0};
	int code;

	*out = NULL;
	*n_out = 0;
	if (!stmt)
		return BT_E_STORE;
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
		BT_VEC_PUSH(&found, provider_of(stmt, a));
	enum bt_status st = code == SQLITE_DONE ? BT_OK : bt_db_fail(s, err);

	sqlite3_reset(stmt);
	*n_out = found.len;
	*out = bt_arena_memdup(a, found.at, found.len * sizeof(*found.at));
	BT_VEC_RELEASE(&found);
	return st;
}

static enum bt_status
put_one(struct bt_store *s, const struct bt_store_request *r, struct bt_err *err)
{
	const int64_t number[] = {r->http_status, r->fault, r->latency_ms, r->bytes};
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_PUT_REQUEST, err);

	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, r->utc);
	bt_db_bind_text(stmt, 2, r->provider);
	bt_db_bind_text(stmt, 3, r->what);
	for (int i = 0; i < 4; i++)
		sqlite3_bind_int64(stmt, 4 + i, number[i]);
	return bt_db_run(s, stmt, err);
}

static enum bt_status
put_requests_in(struct bt_store *s, const struct bt_store_request *r, size_t n, struct bt_err *err)
{
	enum bt_status st = BT_OK;
	sqlite3_stmt *stmt;

	for (size_t i = 0; !st && i < n; i++)
		st = put_one(s, &r[i], err);
	if (st)
		return st;
	int64_t last = sqlite3_last_insert_rowid(s->db);

	stmt = bt_db_stmt(s, BT_SQL_PRUNE_REQUESTS, err);
	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, last - KEEP_REQUESTS);
	return bt_db_run(s, stmt, err);
}

enum bt_status
bt_store_put_requests(struct bt_store *s, const struct bt_store_request *r, size_t n,
                      struct bt_err *err)
{
	bool own;
	enum bt_status st = n ? bt_db_enter(s, &own, err) : BT_OK;

	return st || !n ? st : bt_db_leave(s, own, put_requests_in(s, r, n, err), err);
}

enum bt_status
bt_store_load_requests(struct bt_store *s, size_t max, struct bt_arena *a,
                       struct bt_store_request **out, size_t *n_out, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_REQUESTS, err);
	BT_VEC(struct bt_store_request) found = {0};
	int code;

	*out = NULL;
	*n_out = 0;
	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, (int64_t)max);
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct bt_store_request r = {
			.utc = sqlite3_column_int64(stmt, 0), .provider = bt_db_text(stmt, 1, a),
			.what = bt_db_text(stmt, 2, a), .http_status = sqlite3_column_int(stmt, 3),
			.fault = sqlite3_column_int(stmt, 4), .latency_ms = sqlite3_column_int64(stmt, 5),
			.bytes = sqlite3_column_int64(stmt, 6),
		};

		BT_VEC_PUSH(&found, r);
	}
	enum bt_status st = code == SQLITE_DONE ? BT_OK : bt_db_fail(s, err);

	sqlite3_reset(stmt);
	*n_out = found.len;
	*out = bt_arena_memdup(a, found.at, found.len * sizeof(*found.at));
	BT_VEC_RELEASE(&found);
	return st;
}
