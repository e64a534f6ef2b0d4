/* store/db.h - the database connection, for the files of the store alone. */
#ifndef BT_STORE_DB_H
#define BT_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "store/store.h"

#define BT_DB_APPLICATION_ID 0x62746170      /* "btap" */

/* Every statement that is used more than once, by name; prepared when first needed. */
enum bt_sql {
#define BT_SQL(id, text) BT_SQL_##id,
#include "store/sql.def"
	BT_SQL_COUNT
};

struct bt_live;

struct bt_store {
	sqlite3 *db;
	sqlite3_stmt *stmt[BT_SQL_COUNT];
	char *path;
	dev_t dev;                       /* of the file that is open */
	ino_t ino;
	bool read_only;
	bool damaged;                    /* SQLite or a checksum said so */
	bool explicit_txn;               /* between begin and commit */
	int64_t serial;                  /* newest given out in this transaction; 0: not read yet */
	struct bt_live *live;            /* page that this transaction changes; see store/live.h */
};

/* The statement, reset and without bindings; NULL with *err filled. */
sqlite3_stmt *bt_db_stmt(struct bt_store *s, enum bt_sql id, struct bt_err *err);
/* Run it to its end; rows are ignored.  The statement is reset either way. */
BT_MUST_CHECK enum bt_status bt_db_run(struct bt_store *s, sqlite3_stmt *stmt, struct bt_err *err);
/* Run SQL text without parameters. */
BT_MUST_CHECK enum bt_status bt_db_exec(struct bt_store *s, const char *sql, struct bt_err *err);
/* One integer that SQL text gives. */
BT_MUST_CHECK enum bt_status bt_db_int(struct bt_store *s, const char *sql, int64_t *out,
                                       struct bt_err *err);
/* Say what SQLite's last call on this connection complained about. */
enum bt_status bt_db_fail(struct bt_store *s, struct bt_err *err);

/* A write that is a transaction of its own unless one is open already. */
BT_MUST_CHECK enum bt_status bt_db_enter(struct bt_store *s, bool *own, struct bt_err *err);
BT_MUST_CHECK enum bt_status bt_db_leave(struct bt_store *s, bool own, enum bt_status st,
                                         struct bt_err *err);

/* The next serial of this transaction. */
BT_MUST_CHECK enum bt_status bt_db_serial(struct bt_store *s, int64_t *out, struct bt_err *err);
/* The number of a source; made when `make` says so, else 0 when it is not known. */
BT_MUST_CHECK enum bt_status bt_db_source(struct bt_store *s, const char *name, bool make,
                                          int64_t *out, struct bt_err *err);

/* Bind text or NULL. */
void bt_db_bind_text(sqlite3_stmt *stmt, int i, const char *text);
/* A text column copied into the arena, "" for null. */
const char *bt_db_text(sqlite3_stmt *stmt, int i, struct bt_arena *a);

/* Bring the file to the newest schema, step by step (store/schema.c). */
#define BT_SCHEMA_VERSION 5
BT_MUST_CHECK enum bt_status bt_schema_migrate(struct bt_store *s, int64_t from, struct bt_err *err);

#endif
