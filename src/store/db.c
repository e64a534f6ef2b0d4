#include "store/db.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "store/live.h"

static const char *const sql_text[BT_SQL_COUNT] = {
#define BT_SQL(id, text) text,
#include "store/sql.def"
};

enum bt_status
bt_db_fail(struct bt_store *s, struct bt_err *err)
{
	int code = sqlite3_errcode(s->db) & 0xFF;
	char words[256];
	const char *text = sqlite3_errmsg(s->db);

	bt_text_clean(text, strlen(text), words, sizeof(words));
	if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
		s->damaged = true;
		return bt_err_set(err, BT_E_STORE, "the cache %s is damaged (%s)", s->path, words);
	}
	if (code == SQLITE_FULL)
		return bt_err_set(err, BT_E_STORE,
		                  "no room for the cache %s: free some, or set another place", s->path);
	if (code == SQLITE_READONLY)
		return bt_err_set(err, BT_E_STORE, "the cache %s cannot be written", s->path);
	return bt_err_set(err, BT_E_STORE, "cache %s: %s", s->path, words);
}

sqlite3_stmt *
bt_db_stmt(struct bt_store *s, enum bt_sql id, struct bt_err *err)
{
	sqlite3_stmt **slot = &s->stmt[id];

	if (!*slot && sqlite3_prepare_v3(s->db, sql_text[id], -1, SQLITE_PREPARE_PERSISTENT, slot,
	                                 NULL) != SQLITE_OK) {
		bt_db_fail(s, err);
		return NULL;
	}
	sqlite3_reset(*slot);
	sqlite3_clear_bindings(*slot);
	return *slot;
}

enum bt_status
bt_db_run(struct bt_store *s, sqlite3_stmt *stmt, struct bt_err *err)
{
	enum bt_status st = BT_OK;
	int code;

	do
		code = sqlite3_step(stmt);
	while (code == SQLITE_ROW);
	if (code != SQLITE_DONE)
		st = bt_db_fail(s, err);
	sqlite3_reset(stmt);
	return st;
}

enum bt_status
bt_db_exec(struct bt_store *s, const char *sql, struct bt_err *err)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return BT_OK;
	return bt_db_fail(s, err);
}

enum bt_status
bt_db_int(struct bt_store *s, const char *sql, int64_t *out, struct bt_err *err)
{
	sqlite3_stmt *stmt = NULL;
	enum bt_status st = BT_OK;

	*out = 0;
	if (sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return bt_db_fail(s, err);
	int code = sqlite3_step(stmt);

	if (code == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	else if (code != SQLITE_DONE)
		st = bt_db_fail(s, err);
	sqlite3_finalize(stmt);
	return st;
}

void
bt_db_bind_text(sqlite3_stmt *stmt, int i, const char *text)
{
	if (text)
		sqlite3_bind_text(stmt, i, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(stmt, i);
}

const char *
bt_db_text(sqlite3_stmt *stmt, int i, struct bt_arena *a)
{
	const unsigned char *text = sqlite3_column_text(stmt, i);
	int n = sqlite3_column_bytes(stmt, i);

	return bt_arena_strndup(a, text ? (const char *)text : "", text ? (size_t)n : 0);
}

/* --- transactions ------------------------------------------------------------------------------ */

static enum bt_status
run_id(struct bt_store *s, enum bt_sql id, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, id, err);

	return stmt ? bt_db_run(s, stmt, err) : BT_E_STORE;
}

static enum bt_status
begin(struct bt_store *s, struct bt_err *err)
{
	s->serial = 0;
	return run_id(s, BT_SQL_BEGIN, err);
}

/* What the transaction gathered goes out with it: the live page and the serial. */
static enum bt_status
commit(struct bt_store *s, struct bt_err *err)
{
	enum bt_status st = bt_live_flush(s, err);

	if (!st && s->serial) {
		sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_PUT_SERIAL, err);

		if (!stmt)
			return BT_E_STORE;
		sqlite3_bind_int64(stmt, 1, s->serial);
		st = bt_db_run(s, stmt, err);
	}
	s->serial = 0;
	return st ? st : run_id(s, BT_SQL_COMMIT, err);
}

enum bt_status
bt_store_begin(struct bt_store *s, struct bt_err *err)
{
	enum bt_status st = begin(s, err);

	s->explicit_txn = st == BT_OK;
	return st;
}

enum bt_status
bt_store_commit(struct bt_store *s, struct bt_err *err)
{
	enum bt_status st = commit(s, err);

	if (!st)
		s->explicit_txn = false;
	return st;
}

void
bt_store_rollback(struct bt_store *s)
{
	bt_live_drop(s);
	s->serial = 0;
	s->explicit_txn = false;
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

enum bt_status
bt_db_enter(struct bt_store *s, bool *own, struct bt_err *err)
{
	*own = !s->explicit_txn;
	return *own ? begin(s, err) : BT_OK;
}

enum bt_status
bt_db_leave(struct bt_store *s, bool own, enum bt_status st, struct bt_err *err)
{
	if (!own)
		return st;
	if (!st)
		st = commit(s, err);
	if (st)
		bt_store_rollback(s);
	return st;
}

/* --- counters ---------------------------------------------------------------------------------- */

static int64_t
newest_serial(struct bt_store *s, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_SERIAL, err);
	int64_t serial = 0;

	if (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		serial = sqlite3_column_int64(stmt, 0);
	if (stmt)
		sqlite3_reset(stmt);
	return serial;
}

int64_t
bt_store_serial(struct bt_store *s)
{
	return newest_serial(s, NULL);
}

enum bt_status
bt_db_serial(struct bt_store *s, int64_t *out, struct bt_err *err)
{
	if (!s->serial)
		s->serial = newest_serial(s, err);
	if (!s->serial)
		return bt_db_fail(s, err);
	*out = ++s->serial;
	return BT_OK;
}

static enum bt_status
find_source(struct bt_store *s, const char *name, int64_t *out, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_SOURCE, err);

	*out = 0;
	if (!stmt)
		return BT_E_STORE;
	bt_db_bind_text(stmt, 1, name);
	int code = sqlite3_step(stmt);

	if (code == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	enum bt_status st = code == SQLITE_ROW || code == SQLITE_DONE ? BT_OK : bt_db_fail(s, err);

	sqlite3_reset(stmt);
	return st;
}

enum bt_status
bt_db_source(struct bt_store *s, const char *name, bool make, int64_t *out, struct bt_err *err)
{
	enum bt_status st = find_source(s, name, out, err);

	if (st || *out || !make)
		return st;
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_PUT_SOURCE, err);

	if (!stmt)
		return BT_E_STORE;
	bt_db_bind_text(stmt, 1, name);
	st = bt_db_run(s, stmt, err);
	*out = sqlite3_last_insert_rowid(s->db);
	return st;
}

/* --- the file ---------------------------------------------------------------------------------- */

bool
bt_store_is_current(const struct bt_store *s)
{
	struct stat info;

	return lstat(s->path, &info) == 0 && info.st_dev == s->dev && info.st_ino == s->ino;
}

enum bt_status
bt_store_check(struct bt_store *s, struct bt_err *err)
{
	sqlite3_stmt *stmt = NULL;
	enum bt_status st = BT_OK;

	if (sqlite3_prepare_v2(s->db, "PRAGMA quick_check(1)", -1, &stmt, NULL) != SQLITE_OK)
		return bt_db_fail(s, err);
	int code = sqlite3_step(stmt);
	const unsigned char *text = code == SQLITE_ROW ? sqlite3_column_text(stmt, 0) : NULL;

	if (text && strcmp((const char *)text, "ok") != 0) {
		s->damaged = true;
		st = bt_err_set(err, BT_E_STORE, "the cache %s is damaged", s->path);
	} else if (!text) {
		st = bt_db_fail(s, err);
	}
	sqlite3_finalize(stmt);
	return st;
}

void
bt_store_bound_pages(struct bt_store *s, int pages)
{
	char text[64];

	sqlite3_snprintf(sizeof(text), text, "PRAGMA max_page_count = %d", pages);
	sqlite3_exec(s->db, text, NULL, NULL, NULL);
}

int64_t
bt_store_bytes(struct bt_store *s)
{
	int64_t size = 0, pages = 0, free_pages = 0;

	if (bt_db_int(s, "PRAGMA page_size", &size, NULL)
	    || bt_db_int(s, "PRAGMA page_count", &pages, NULL)
	    || bt_db_int(s, "PRAGMA freelist_count", &free_pages, NULL))
		return -1;
	return size * (pages - free_pages);
}

void
bt_store_close(struct bt_store *s)
{
	if (!s)
		return;
	bt_store_rollback(s);
	for (size_t i = 0; i < BT_SQL_COUNT; i++)
		sqlite3_finalize(s->stmt[i]);
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}
