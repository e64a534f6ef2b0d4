/* A file is opened as a cache, whatever it turns out to be: made, read, or moved aside. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "store/db.h"

/* Measured with 534 symbols of 20 years: closes load in 9.0 ms with pages of 8 KiB, 14.3 with 4 KiB, and
 * no faster with larger ones, which waste a fifth of the file behind the packs' ends.  */
#define PAGE_SIZE "8192"
#define MAX_PAGES "196608"               /* 1.5 GiB: a cache, not an archive */
enum { BUSY_MS = 2000, MAX_VALUE = 64 << 20 };

/* What a look at an open file says. */
enum verdict {
	GOOD,
	FRESH,                           /* nothing in it yet */
	OLDER,
	NEWER,
	FOREIGN,
	DAMAGED,
	UNREADABLE,                      /* locked, no permission, no memory: not the content's fault */
};

/* --- connection -------------------------------------------------------------------------------- */

static enum bt_status
harden(struct bt_store *s, struct bt_err *err)
{
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_busy_timeout(s->db, BUSY_MS);
	sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, MAX_VALUE);
	sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
	if (sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL)
	    || sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL)
	    || sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL)
	    || sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL)
	    || sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL)
	    || sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL))
		return bt_db_fail(s, err);
	return bt_db_exec(s, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
	                     "PRAGMA temp_store = MEMORY", err);
}

/* "file:PATH?immutable=1" with everything odd escaped. */
static void
immutable_uri(const char *path, struct bt_buf *out)
{
	bt_buf_str(out, "file:");
	for (const unsigned char *p = (const unsigned char *)path; *p; p++) {
		if (*p <= ' ' || *p >= 0x7F || strchr("%?#", *p))
			bt_buf_printf(out, "%%%02X", *p);
		else
			bt_buf_char(out, (char)*p);
	}
	bt_buf_str(out, "?immutable=1");
}

static enum bt_status
connect_to(struct bt_store *s, const char *name, int flags, struct bt_err *err)
{
	int code = sqlite3_open_v2(name, &s->db,
	                           flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE
	                                   | SQLITE_OPEN_NOFOLLOW,
	                           NULL);

	if (!s->db)
		return bt_err_set(err, BT_E_NOMEM, "cannot open the cache: out of memory");
	return code == SQLITE_OK ? harden(s, err) : bt_db_fail(s, err);
}

static void
disconnect(struct bt_store *s)
{
	for (size_t i = 0; i < BT_SQL_COUNT; i++) {
		sqlite3_finalize(s->stmt[i]);
		s->stmt[i] = NULL;
	}
	sqlite3_close(s->db);
	s->db = NULL;
	s->damaged = false;
}

/* All three answers are of one moment: between two of them another copy may make the schema, and what it has
 * made would look foreign.  */
static enum verdict
judge(struct bt_store *s, int64_t *version, struct bt_err *err)
{
	int64_t id = 0, objects = 0;
	bool known = !bt_db_exec(s, "BEGIN", err) && !bt_db_int(s, "SELECT count(*) FROM sqlite_schema", &objects, err)
	             && !bt_db_int(s, "PRAGMA application_id", &id, err)
	             && !bt_db_int(s, "PRAGMA user_version", version, err);

	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	if (!known)
		return s->damaged ? DAMAGED : UNREADABLE;
	if (id == 0 && *version == 0 && objects == 0)
		return FRESH;
	if (id != BT_DB_APPLICATION_ID) {
		bt_err_set(err, BT_E_STORE, "%s is not a cache of this program", s->path);
		return FOREIGN;
	}
	if (*version <= 0) {
		bt_err_set(err, BT_E_STORE, "the cache %s is damaged (its version is %lld)", s->path,
		           (long long)*version);
		return DAMAGED;
	}
	if (*version > BT_SCHEMA_VERSION)
		return NEWER;
	return *version < BT_SCHEMA_VERSION ? OLDER : GOOD;
}

/* Connect and look.  A write-ahead log in a directory that cannot be written needs the second way: no
 * locks, no log; what was folded into the file is there.  */
static enum verdict
look(struct bt_store *s, int64_t *version, struct bt_err *err)
{
	int flags = s->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	enum verdict v = UNREADABLE;

	if (!connect_to(s, s->path, flags, err))
		v = judge(s, version, err);
	if (v == UNREADABLE && s->read_only) {
		struct bt_buf uri;

		disconnect(s);
		bt_buf_init(&uri, 4 * PATH_MAX);
		immutable_uri(s->path, &uri);
		if (!connect_to(s, uri.data, flags | SQLITE_OPEN_URI, err))
			v = judge(s, version, err);
		bt_buf_release(&uri);
	}
	return v;
}

/* --- the file ---------------------------------------------------------------------------------- */

/* Directory made real and the name kept: a link at the name itself is refused, one above it is the
 * user's own affair.  */
static char *
real_path(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? bt_xstrndup(path, slash == path ? 1 : (size_t)(slash - path))
	                  : bt_xstrdup(".");
	char *real = realpath(dir, NULL);
	char *out = NULL;

	if (real) {
		size_t size = strlen(real) + strlen(path) + 2;

		out = bt_xmalloc(size);
		snprintf(out, size, "%s/%s", strcmp(real, "/") == 0 ? "" : real,
		         slash ? slash + 1 : path);
	}
	free(real);
	free(dir);
	return out;
}

static enum bt_status
make_directory(const char *path, struct bt_err *err)
{
	const char *slash = strrchr(path, '/');
	enum bt_status st = BT_OK;

	if (slash && slash != path) {
		char *dir = bt_xstrndup(path, (size_t)(slash - path));

		st = bt_file_mkdirs(dir, err);
		free(dir);
	}
	return st;
}

/* The file is there, regular, not a link; made when `make` says so. */
static enum bt_status
ensure_file(const char *path, bool make, struct bt_err *err)
{
	struct stat info;

	if (lstat(path, &info) == 0) {
		if (S_ISREG(info.st_mode))
			return BT_OK;
		return bt_err_set(err, BT_E_STORE, "the cache %s is %s: it is not used", path,
		                  S_ISLNK(info.st_mode) ? "a symbolic link" : "no regular file");
	}
	if (errno == ENOENT && make) {
		int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

		if (fd >= 0)
			close(fd);
		if (fd >= 0 || errno == EEXIST)
			return BT_OK;
	}
	return bt_err_set(err, errno == ENOENT ? BT_E_NODATA : BT_E_STORE, "cannot open the cache %s: %s",
	                  path, strerror(errno));
}

/* Rename the file and its companions; the names say when. */
static enum bt_status
set_aside(const char *path, int64_t now_utc, struct bt_err *err)
{
	static const char *const parts[] = {"", "-wal", "-shm", "-journal"};
	size_t size = strlen(path) + 64;
	char *from = bt_xmalloc(size), *to = bt_xmalloc(size);
	enum bt_status st = BT_OK;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		snprintf(from, size, "%s%s", path, parts[i]);
		snprintf(to, size, "%s.bad-%lld%s", path, (long long)now_utc, parts[i]);
		if (rename(from, to) < 0 && (i == 0 || errno != ENOENT))
			st = bt_err_set(err, BT_E_STORE, "cannot move the unusable cache %s aside: %s", from,
			                strerror(errno));
	}
	free(from);
	free(to);
	return st;
}

static void
remember_file(struct bt_store *s)
{
	struct stat info;

	if (lstat(s->path, &info) == 0) {
		s->dev = info.st_dev;
		s->ino = info.st_ino;
	}
}

/* Two copies may find the damage at once; the second must not move the first one's new file.  Under a
 * lock on the directory only the file that was looked at is moved.  */
static enum verdict
replace(struct bt_store *s, int64_t now_utc, int64_t *version, struct bt_err *err)
{
	char *dir = bt_xstrdup(s->path);
	enum verdict v = UNREADABLE;

	*strrchr(dir, '/') = '\0';
	int fd = open(*dir ? dir : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		flock(fd, LOCK_EX);
	disconnect(s);
	if (!bt_store_is_current(s) || !set_aside(s->path, now_utc, err)) {
		if (!ensure_file(s->path, true, err)) {
			v = look(s, version, err);
			remember_file(s);
		}
	}
	if (fd >= 0)
		close(fd);
	free(dir);
	return v;
}

/* Ready for writing: the journal, and the newest schema. */
static enum bt_status
prepare(struct bt_store *s, enum verdict v, int64_t version, struct bt_err *err)
{
	enum bt_status st = bt_db_exec(s, "PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 4194304;"
	                                  "PRAGMA wal_autocheckpoint = 500;"
	                                  "PRAGMA max_page_count = " MAX_PAGES, err);

	if (!st && v == FRESH) {
		st = bt_db_exec(s, "PRAGMA page_size = " PAGE_SIZE, err);
		/* Another copy may be at the same; whoever comes first decides. */
		sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
	}
	return st ? st : bt_schema_migrate(s, version, err);
}

/* The words for the two ways in which a cache is only read. */
static enum bt_status
go_read_only(struct bt_store *s, bool newer, enum bt_store_state *state, char note[200],
             struct bt_err *err)
{
	s->read_only = true;
	*state = BT_STORE_READ_ONLY;
	snprintf(note, 200, "%s",
	         newer ? "the cache was made by a newer broadtape: it is read, not written"
	               : "the cache cannot be written: it is read only");
	return bt_db_exec(s, "PRAGMA query_only = ON", err);
}

static enum bt_status
open_file(struct bt_store *s, int64_t now_utc, enum bt_store_state *state, char note[200],
          struct bt_err *err)
{
	int64_t version = 0;
	enum verdict v = look(s, &version, err);
	enum bt_status st = BT_E_STORE;

	remember_file(s);
	if (v == NEWER || ((v == GOOD || v == OLDER) && s->read_only))
		return go_read_only(s, v == NEWER, state, note, err);
	if (v == FRESH && s->read_only)
		return bt_err_set(err, BT_E_NODATA, "the cache %s is empty", s->path);
	if (v == GOOD || v == OLDER || v == FRESH)
		st = prepare(s, v, version, err);
	if ((v != FOREIGN && v != DAMAGED && !s->damaged) || s->read_only)
		return st;
	bool foreign = v == FOREIGN;

	v = replace(s, now_utc, &version, err);
	if (v != FRESH && v != GOOD && v != OLDER)
		return v == NEWER ? go_read_only(s, true, state, note, err) : BT_E_STORE;
	*state = BT_STORE_REPLACED;
	snprintf(note, 200, "the cache was %s: it is now %s.bad-%lld, a new one was begun",
	         foreign ? "no cache of this program" : "damaged", strrchr(s->path, '/') + 1,
	         (long long)now_utc);
	return prepare(s, v, version, err);
}

enum bt_status
bt_store_open(const char *path, bool read_only, int64_t now_utc, struct bt_store **out,
              enum bt_store_state *state, char note[200], struct bt_err *err)
{
	struct bt_err unsaid = {0};
	struct bt_store *s = bt_xcalloc(1, sizeof(*s));
	enum bt_status st = BT_OK;

	err = err ? err : &unsaid;
	*err = (struct bt_err){0};
	*out = NULL;
	*state = BT_STORE_READY;
	note[0] = '\0';
	if (!read_only)
		st = make_directory(path, err);
	if (!st && !(s->path = real_path(path)))
		st = bt_err_set(err, errno == ENOENT && read_only ? BT_E_NODATA : BT_E_STORE,
		                "cannot open the cache %s: %s", path, strerror(errno));
	if (!st)
		st = ensure_file(s->path, !read_only, err);
	if (!st) {
		s->read_only = read_only || access(s->path, W_OK) < 0;
		st = open_file(s, now_utc, state, note, err);
	}
	if (st) {
		if (s->db)
			disconnect(s);
		free(s->path);
		free(s);
		return st;
	}
	*out = s;
	return BT_OK;
}
