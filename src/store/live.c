#include "store/live.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "store/pack.h"

_Static_assert(sizeof(struct bt_live_row) == 120, "the record is a file format");

/* In the file: "BTL1", u32 number of records, the records, u64 sum of all before it. */
enum { HEAD = 8, SUM = 8 };
static const unsigned char magic[4] = {'B', 'T', 'L', '1'};

static bool
decode(const unsigned char *data, size_t len, struct bt_live *l)
{
	uint32_t n;
	uint64_t sum;

	if (!data || len < HEAD + SUM || memcmp(data, magic, sizeof(magic)) != 0)
		return false;
	memcpy(&n, data + 4, sizeof(n));
	memcpy(&sum, data + len - SUM, SUM);
	if ((len - HEAD - SUM) / sizeof(*l->row) != n || (len - HEAD - SUM) % sizeof(*l->row)
	    || sum != bt_pack_sum(data, len - SUM))
		return false;
	l->n = l->cap = n;
	l->row = bt_xmalloc(n * sizeof(*l->row));
	memcpy(l->row, data + HEAD, n * sizeof(*l->row));
	return true;
}

enum bt_status
bt_live_read(struct bt_store *s, int64_t source, struct bt_live *out, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_LIVE, err);
	enum bt_status st = BT_OK;

	*out = (struct bt_live){.source = source};
	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, source);
	int code = sqlite3_step(stmt);

	if (code == SQLITE_ROW
	    && !decode(sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0), out))
		out->n = 0;                     /* quotes come again; bars stand elsewhere */
	else if (code != SQLITE_ROW && code != SQLITE_DONE)
		st = bt_db_fail(s, err);
	sqlite3_reset(stmt);
	return st;
}

void
bt_live_release(struct bt_live *l)
{
	free(l->row);
	*l = (struct bt_live){0};
}

/* Index of the first record whose id is not less. */
static size_t
place(const struct bt_live *l, int64_t id)
{
	size_t lo = 0, hi = l->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->row[mid].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct bt_live_row *
bt_live_find(const struct bt_live *l, int64_t id)
{
	size_t i = place(l, id);

	return i < l->n && l->row[i].id == id ? &l->row[i] : NULL;
}

static struct bt_live_row *
insert(struct bt_live *l, int64_t id)
{
	size_t i = place(l, id);

	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 64;
		l->row = bt_xrealloc(l->row, l->cap, sizeof(*l->row));
	}
	memmove(&l->row[i + 1], &l->row[i], (l->n - i) * sizeof(*l->row));
	l->n++;
	l->row[i] = (struct bt_live_row){
		.id = (uint32_t)id, .provisional = BT_DATE_NONE, .delayed_min = -1, .last = NAN,
		.prev_close = NAN, .open = NAN, .high = NAN, .low = NAN, .volume = NAN, .pre = NAN,
		.post = NAN,
	};
	return &l->row[i];
}

enum bt_status
bt_live_change(struct bt_store *s, int64_t source, int64_t id, struct bt_live_row **out,
               struct bt_err *err)
{
	enum bt_status st = BT_OK;

	if (s->live && s->live->source != source) {
		st = bt_live_flush(s, err);
		if (st)
			return st;
	}
	if (!s->live) {
		s->live = bt_xmalloc(sizeof(*s->live));
		st = bt_live_read(s, source, s->live, err);
		if (st)
			return st;
	}
	*out = bt_live_find(s->live, id);
	if (!*out)
		*out = insert(s->live, id);
	s->live->dirty = true;
	return BT_OK;
}

void
bt_live_forget(struct bt_store *s, int64_t id)
{
	struct bt_live_row *r = s->live ? bt_live_find(s->live, id) : NULL;

	if (!r)
		return;
	memmove(r, r + 1, (size_t)(s->live->row + --s->live->n - r) * sizeof(*r));
	s->live->dirty = true;
}

static enum bt_status
write_page(struct bt_store *s, const struct bt_live *l, struct bt_err *err)
{
	size_t len = HEAD + l->n * sizeof(*l->row) + SUM;
	unsigned char *data = bt_xmalloc(len);
	uint32_t n = (uint32_t)l->n;
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_PUT_LIVE, err);
	enum bt_status st = BT_E_STORE;

	memcpy(data, magic, sizeof(magic));
	memcpy(data + 4, &n, sizeof(n));
	if (l->n)
		memcpy(data + HEAD, l->row, l->n * sizeof(*l->row));
	uint64_t sum = bt_pack_sum(data, len - SUM);

	memcpy(data + len - SUM, &sum, SUM);
	if (stmt) {
		sqlite3_bind_int64(stmt, 1, l->source);
		sqlite3_bind_blob64(stmt, 2, data, len, SQLITE_STATIC);
		st = bt_db_run(s, stmt, err);
		sqlite3_clear_bindings(stmt);
	}
	free(data);
	return st;
}

enum bt_status
bt_live_flush(struct bt_store *s, struct bt_err *err)
{
	enum bt_status st = BT_OK;

	if (s->live && s->live->dirty)
		st = write_page(s, s->live, err);
	bt_live_drop(s);
	return st;
}

void
bt_live_drop(struct bt_store *s)
{
	if (!s->live)
		return;
	bt_live_release(s->live);
	free(s->live);
	s->live = NULL;
}

struct bt_quote
bt_live_quote(const struct bt_live_row *r)
{
	return (struct bt_quote){
		.last = r->last, .prev_close = r->prev_close, .open = r->open, .high = r->high,
		.low = r->low, .volume = r->volume, .pre = r->pre, .post = r->post,
		.ts_utc = r->quote_utc, .fetched_utc = r->fetched_utc, .delayed_min = r->delayed_min,
	};
}
