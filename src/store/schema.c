/* The steps that made the schema what it is. */
#include "store/db.h"

/* Steps of the schema: row i brings version i to i + 1.  Steps are never changed once released, only
 * added; a cache of any older version goes through those it lacks.  */
static const char *const steps[BT_SCHEMA_VERSION] = {
	/* bars: the closes apart, for they alone are needed first */
	"CREATE TABLE counter (serial INTEGER NOT NULL) STRICT;"
	"INSERT INTO counter VALUES (1);"
	"CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
	"CREATE TABLE security (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, symbol TEXT NOT NULL,"
	" name TEXT, currency TEXT, digits INTEGER NOT NULL, kind INTEGER NOT NULL,"
	" whole INTEGER NOT NULL, split INTEGER, UNIQUE (source, symbol)) STRICT;"
	"CREATE TABLE closes (security INTEGER PRIMARY KEY, serial INTEGER NOT NULL,"
	" data BLOB NOT NULL) STRICT;"
	"CREATE TABLE columns (security INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;"
	"CREATE TABLE live (source INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;"
	"CREATE TABLE day (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, date INTEGER NOT NULL,"
	" data BLOB NOT NULL, UNIQUE (source, date)) STRICT;",
	/* news */
	"CREATE TABLE news (id INTEGER PRIMARY KEY, feed TEXT NOT NULL, symbol TEXT NOT NULL,"
	" item TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, link TEXT NOT NULL,"
	" published INTEGER NOT NULL, fetched INTEGER NOT NULL, UNIQUE (feed, symbol, item)) STRICT;"
	"CREATE INDEX news_published ON news (published);",
	/* health, requests, and what the copies want of each other */
	"CREATE TABLE provider (id TEXT PRIMARY KEY, last_ok INTEGER NOT NULL,"
	" last_fail INTEGER NOT NULL, next_try INTEGER NOT NULL, latency INTEGER NOT NULL,"
	" fault INTEGER NOT NULL, cause TEXT NOT NULL, strikes INTEGER NOT NULL, day INTEGER NOT NULL,"
	" requests INTEGER NOT NULL, failed INTEGER NOT NULL, bytes INTEGER NOT NULL,"
	" failures BLOB NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL) STRICT;"
	"CREATE TABLE request (id INTEGER PRIMARY KEY, utc INTEGER NOT NULL, provider TEXT NOT NULL,"
	" what TEXT NOT NULL, http INTEGER NOT NULL, fault INTEGER NOT NULL, latency INTEGER NOT NULL,"
	" bytes INTEGER NOT NULL) STRICT;"
	"CREATE TABLE wish (copy TEXT NOT NULL, word TEXT NOT NULL, asked INTEGER NOT NULL,"
	" until INTEGER NOT NULL, PRIMARY KEY (copy, word)) STRICT, WITHOUT ROWID;",
	/* computed series */
	"CREATE TABLE computed (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, key TEXT NOT NULL,"
	" stamp INTEGER NOT NULL, sum INTEGER NOT NULL, data BLOB NOT NULL,"
	" UNIQUE (source, key)) STRICT;",
	/* links of news; feeds are asked for in full once, so that what they still hold gets its own */
	("ALTER TABLE news ADD COLUMN links TEXT NOT NULL DEFAULT '';"
	 "UPDATE provider SET etag = '', modified = '' WHERE id LIKE 'feed:%';"),
};

/* Under the write lock: another copy may have done it meanwhile. */
static enum bt_status
migrate_locked(struct bt_store *s, struct bt_err *err)
{
	int64_t version;
	enum bt_status st = bt_db_int(s, "PRAGMA user_version", &version, err);
	char text[64];

	for (; !st && version < BT_SCHEMA_VERSION; version++)
		st = bt_db_exec(s, steps[version], err);
	sqlite3_snprintf(sizeof(text), text, "PRAGMA user_version = %d", BT_SCHEMA_VERSION);
	if (!st && version == BT_SCHEMA_VERSION)
		st = bt_db_exec(s, text, err);
	sqlite3_snprintf(sizeof(text), text, "PRAGMA application_id = %d", BT_DB_APPLICATION_ID);
	if (!st)
		st = bt_db_exec(s, text, err);
	return st;
}

enum bt_status
bt_schema_migrate(struct bt_store *s, int64_t from, struct bt_err *err)
{
	enum bt_status st;

	if (from == BT_SCHEMA_VERSION)
		return BT_OK;
	st = bt_db_exec(s, "BEGIN IMMEDIATE", err);
	if (st)
		return st;
	st = migrate_locked(s, err);
	if (!st)
		st = bt_db_exec(s, "COMMIT", err);
	if (st) {
		/* Tables that should not be there yet, or that lack: the version lies. */
		s->damaged = s->damaged || sqlite3_errcode(s->db) == SQLITE_ERROR;
		bt_store_rollback(s);
	}
	return st;
}
