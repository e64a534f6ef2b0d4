#include "store/days.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "store/bars.h"
#include "store/live.h"

_Static_assert(sizeof(struct bt_day_row) == 64, "the record is a file format");

/* In the file: "BTD1", u32 number of records, the records, u64 sum of all before it. */
enum { HEAD = 8, SUM = 8 };
static const unsigned char magic[4] = {'B', 'T', 'D', '1'};

static bool
decode(const unsigned char *data, size_t len, struct bt_day_page *p)
{
	uint32_t n;
	uint64_t sum;

	if (!data || len < HEAD + SUM || memcmp(data, magic, sizeof(magic)) != 0)
		return false;
	memcpy(&n, data + 4, sizeof(n));
	memcpy(&sum, data + len - SUM, SUM);
	if (len != HEAD + n * sizeof(*p->row) + SUM || sum != bt_pack_sum(data, len - SUM))
		return false;
	p->n = n;
	p->row = bt_xmalloc(n * sizeof(*p->row));
	memcpy(p->row, data + HEAD, n * sizeof(*p->row));
	return true;
}

enum bt_status
bt_days_read(struct bt_store *s, int64_t source, struct bt_days *out, struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_DAYS, err);
	BT_VEC(struct bt_day_page) pages = {0};
	enum bt_status st = BT_OK;
	int code;

	*out = (struct bt_days){0};
	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, source);
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct bt_day_page p = {.date = sqlite3_column_int(stmt, 0)};

		if (decode(sqlite3_column_blob(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1), &p))
			BT_VEC_PUSH(&pages, p);
	}
	if (code != SQLITE_DONE)
		st = bt_db_fail(s, err);
	sqlite3_reset(stmt);
	*out = (struct bt_days){.page = pages.at, .n = pages.len};
	return st;
}

void
bt_days_release(struct bt_days *d)
{
	for (size_t i = 0; i < d->n; i++)
		free(d->page[i].row);
	free(d->page);
	*d = (struct bt_days){0};
}

const struct bt_day_row *
bt_day_find(const struct bt_day_page *page, int64_t id, int64_t serial)
{
	size_t lo = 0, hi = page->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (page->row[mid].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == page->n || page->row[lo].id != id || page->row[lo].serial <= serial)
		return NULL;
	return &page->row[lo];
}

/* --- writing ----------------------------------------------------------------------------------- */

static int
by_id_and_age(const void *a, const void *b)
{
	const struct bt_day_row *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return x->serial < y->serial ? -1 : x->serial > y->serial;
}

/* Sort, and keep the newest row of each security. */
static size_t
tidy(struct bt_day_row *row, size_t n)
{
	size_t kept = 0;

	qsort(row, n, sizeof(*row), by_id_and_age);
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && row[i + 1].id == row[i].id)
			continue;
		row[kept++] = row[i];
	}
	return kept;
}

static struct bt_day_row
row_of(const struct bt_bars *b, size_t i, int64_t id, int64_t serial)
{
	const double *const column[BT_PACK_COLUMNS] = {
		b->open, b->high, b->low, b->close, b->adjclose, b->volume,
	};
	struct bt_day_row r = {.id = (uint32_t)id, .serial = serial};

	for (int c = 0; c < BT_PACK_COLUMNS; c++) {
		r.value[c] = column[c] ? column[c][i] : NAN;
		r.columns |= column[c] ? 1u << c : 0;
	}
	return r;
}

static enum bt_status
write_page(struct bt_store *s, int64_t source, const struct bt_day_page *p, struct bt_err *err)
{
	size_t len = HEAD + p->n * sizeof(*p->row) + SUM;
	unsigned char *data = bt_xmalloc(len);
	uint32_t n = (uint32_t)p->n;
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_PUT_DAY, err);
	enum bt_status st = BT_E_STORE;

	memcpy(data, magic, sizeof(magic));
	memcpy(data + 4, &n, sizeof(n));
	memcpy(data + HEAD, p->row, p->n * sizeof(*p->row));
	uint64_t sum = bt_pack_sum(data, len - SUM);

	memcpy(data + len - SUM, &sum, SUM);
	if (stmt) {
		sqlite3_bind_int64(stmt, 1, source);
		sqlite3_bind_int64(stmt, 2, p->date);
		sqlite3_bind_blob64(stmt, 3, data, len, SQLITE_STATIC);
		st = bt_db_run(s, stmt, err);
		sqlite3_clear_bindings(stmt);
	}
	free(data);
	return st;
}

static enum bt_status
read_page(struct bt_store *s, int64_t source, bt_date date, struct bt_day_page *p,
          struct bt_err *err)
{
	sqlite3_stmt *stmt = bt_db_stmt(s, BT_SQL_DAY, err);
	enum bt_status st = BT_OK;

	*p = (struct bt_day_page){.date = date};
	if (!stmt)
		return BT_E_STORE;
	sqlite3_bind_int64(stmt, 1, source);
	sqlite3_bind_int64(stmt, 2, date);
	int code = sqlite3_step(stmt);

	if (code == SQLITE_ROW)
		(void)decode(sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0), p);
	else if (code != SQLITE_DONE)
		st = bt_db_fail(s, err);
	sqlite3_reset(stmt);
	return st;
}

/* Put the bars of that date of all rows into its page. */
static enum bt_status
merge_day(struct bt_store *s, int64_t source, const struct bt_stored *row, const int64_t *id,
          size_t n, bt_date date, int64_t serial, struct bt_err *err)
{
	struct bt_day_page page;
	enum bt_status st = read_page(s, source, date, &page, err);

	if (st)
		return st;
	page.row = bt_xrealloc(page.row, page.n + n, sizeof(*page.row));
	for (size_t i = 0; i < n; i++) {
		const struct bt_bars *b = &row[i].sec.bars;
		size_t at = bt_dates_find(b->date, b->n, date);

		if (at < b->n)
			page.row[page.n++] = row_of(b, at, id[i], serial);
	}
	page.n = tidy(page.row, page.n);
	st = write_page(s, source, &page, err);
	free(page.row);
	return st;
}

/* Smallest date of any row that is >= from, or BT_DATE_NONE. */
static bt_date
next_date(const struct bt_stored *row, size_t n, bt_date from)
{
	bt_date next = BT_DATE_NONE;

	for (size_t i = 0; i < n; i++) {
		const struct bt_bars *b = &row[i].sec.bars;
		size_t at = bt_dates_upto(b->date, b->n, from - 1);

		if (at < b->n && (next == BT_DATE_NONE || b->date[at] < next))
			next = b->date[at];
	}
	return next;
}

static enum bt_status
note_instants(struct bt_store *s, int64_t source, int64_t id, const struct bt_stored *row,
              int64_t serial, struct bt_err *err)
{
	struct bt_live_row *live;
	enum bt_status st = bt_live_change(s, source, id, &live, err);

	if (st)
		return st;
	live->serial = serial;
	live->history_utc = row->history_utc;
	live->closes_utc = row->closes_utc;
	live->provisional = row->sec.provisional;
	return BT_OK;
}

static enum bt_status
put_days_in(struct bt_store *s, const struct bt_stored *row, size_t n, bt_date from, int64_t *id,
            struct bt_err *err)
{
	int64_t source, serial;
	enum bt_status st = bt_db_source(s, row[0].sec.source, true, &source, err);

	if (!st)
		st = bt_db_serial(s, &serial, err);
	for (size_t i = 0; !st && i < n; i++) {
		st = bt_bars_id(s, source, row[i].sec.symbol, &id[i], err);
		if (!st && !id[i])
			st = bt_err_set(err, BT_E_NODATA, "%s is not in the cache", row[i].sec.symbol);
		if (!st)
			st = note_instants(s, source, id[i], &row[i], serial, err);
	}
	for (bt_date d = next_date(row, n, from); !st && d != BT_DATE_NONE; d = next_date(row, n, d + 1))
		st = merge_day(s, source, row, id, n, d, serial, err);
	return st;
}

enum bt_status
bt_store_put_days(struct bt_store *s, const struct bt_stored *row, size_t n, bt_date from,
                  struct bt_err *err)
{
	bool own;
	enum bt_status st;

	if (!n)
		return BT_OK;
	st = bt_db_enter(s, &own, err);
	if (st)
		return st;
	int64_t *id = bt_xcalloc(n, sizeof(*id));

	st = put_days_in(s, row, n, from, id, err);
	free(id);
	return bt_db_leave(s, own, st, err);
}
