#include "fetch/csv.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/num.h"
#include "base/text.h"
#include "core/market.h"
#include "fetch/csv_line.h"
#include "fetch/gzip.h"

#define MAX_FIELDS 64
#define MAX_SYMBOL 32

/* The columns that are read; the prices come first, in the order of a row's cells. */
enum csv_column { OPEN, HIGH, LOW, CLOSE, ADJCLOSE, VOLUME, N_CELLS, DATE = N_CELLS, SYMBOL, N_COLUMNS };

static const struct {
	const char *word;        /* as bt_csv_word makes it */
	enum csv_column column;
} words[] = {
	{"date", DATE},          {"datetime", DATE},       {"symbol", SYMBOL},
	{"ticker", SYMBOL},      {"open", OPEN},           {"high", HIGH},
	{"low", LOW},            {"close", CLOSE},         {"adjclose", ADJCLOSE},
	{"adjustedclose", ADJCLOSE}, {"adjclosed", ADJCLOSE}, {"volume", VOLUME},
	{"vol", VOLUME},
};

#define ACCEPTED "a header with date and close by name (date,open,high,low,close,adjclose,volume, " \
	"symbol in a file of many), or Stooq's Date,Open,High,Low,Close[,Volume]"

/* One bar as read; 64 bytes, so that sorting a long file moves whole cache lines. */
struct row {
	bt_date date;
	uint32_t series;
	uint32_t order;          /* of the file: the later of one date wins */
	double cell[N_CELLS];
};

/* Everything that reading one file needs. */
struct reader {
	const char *file;
	struct bt_arena *a;
	struct bt_csv *out;
	int at[N_COLUMNS];       /* field number of each column, -1 absent */
	int last_field;          /* greatest of them */
	signed char role[MAX_FIELDS];   /* column of each field, -1 not read */
	struct row *row;
	size_t n_row, cap_row;
	size_t cap_series;
	uint32_t *slot;          /* hash table of series numbers + 1 */
	size_t n_slot;           /* a power of two */
	uint32_t current;        /* the series of the row before */
};

/* --- the header ---------------------------------------------------------------------------------- */

static enum bt_status
not_prices(const struct reader *r, size_t line, const char *why, struct bt_err *err)
{
	return bt_err_set(err, BT_E_PARSE, "%s:%zu: %s; accepted: %s", r->file, line, why, ACCEPTED);
}

/* The columns by their names; how many names were known, or -1 when one is there twice. */
static int
map_by_name(struct reader *r, const struct bt_field *field, size_t n)
{
	int known = 0;

	for (size_t i = 0; i < n; i++) {
		char word[24];

		bt_csv_word(field[i], word, sizeof(word));
		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++) {
			if (strcmp(word, words[w].word) != 0)
				continue;
			if (r->at[words[w].column] >= 0)
				return -1;
			r->at[words[w].column] = (int)i;
			known++;
		}
	}
	return known;
}

static bool
parse_date(struct bt_field f, bt_date *out)
{
	char iso[10];

	if (f.n == 8) {
		for (int i = 0, k = 0; i < 8; i++) {
			if (i == 4 || i == 6)
				iso[k++] = '-';
			iso[k++] = f.s[i];
		}
		return bt_date_parse(iso, sizeof(iso), out);
	}
	if (f.n > 10 && f.s[10] != ' ' && f.s[10] != 'T')
		return false;
	return f.n >= 10 && bt_date_parse(f.s, 10, out);
}

/* Stooq writes its header in the reader's language, so its first data line decides: a date and four
 * prices of which the second is highest and the third lowest.  */
static bool
map_by_position(struct reader *r, struct bt_csv_cursor c, size_t n_header)
{
	static const enum csv_column place[] = {DATE, OPEN, HIGH, LOW, CLOSE, VOLUME};
	struct bt_field line, field[6];
	double x[5];
	bt_date d;

	if (n_header < 5 || n_header > 6 || !bt_csv_next(&c, &line) ||
	    bt_csv_split(line, field, 6) != n_header || !parse_date(field[0], &d))
		return false;
	for (int i = 1; i < 5; i++)
		if (!bt_num_parse(field[i].s, field[i].n, &x[i]) || x[i] <= 0)
			return false;
	if (x[2] < x[1] || x[2] < x[3] || x[2] < x[4] || x[3] > x[1] || x[3] > x[4])
		return false;
	for (size_t i = 0; i < n_header; i++)
		r->at[place[i]] = (int)i;
	return true;
}

/* What sources write into a file instead of prices, as its first words. */
static const struct {
	const char *begins, *why;
} refusals[] = {
	{"Exceeded the daily hits limit", "not prices: the source's daily limit was exceeded"},
	{"Too Many Requests", "not prices: the source refused, too many requests"},
	{"Edge: Too Many Requests", "not prices: the source refused, too many requests"},
	{"No data", "not prices: the source had none"},
	{"N/D", "not prices: the source had none"},
	{"<", "not prices but a web page: save it by a browser that has passed the source's check"},
};

static const char *
refusal_of(struct bt_field line)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		size_t n = strlen(refusals[i].begins);

		if (line.n >= n && strncasecmp(line.s, refusals[i].begins, n) == 0)
			return refusals[i].why;
	}
	return NULL;
}

static enum bt_status
read_header(struct reader *r, struct bt_csv_cursor *c, const char *symbol, struct bt_err *err)
{
	struct bt_field line = {"", 0}, field[MAX_FIELDS];
	size_t n;
	int known;

	while (line.n == 0)
		if (!bt_csv_next(c, &line))
			return not_prices(r, 1, "the file is empty", err);
	if (refusal_of(line))
		return not_prices(r, c->line, refusal_of(line), err);
	n = bt_csv_split(line, field, MAX_FIELDS);
	if (n > MAX_FIELDS)
		return not_prices(r, c->line, "too many columns", err);
	for (int i = 0; i < N_COLUMNS; i++)
		r->at[i] = -1;
	known = map_by_name(r, field, n);
	if (known < 0)
		return not_prices(r, c->line, "a column is there twice", err);
	if (r->at[DATE] < 0 && r->at[CLOSE] < 0 && !map_by_position(r, *c, n))
		return not_prices(r, c->line, "no header of a price file", err);
	if (r->at[DATE] < 0 || r->at[CLOSE] < 0)
		return not_prices(r, c->line, r->at[DATE] < 0 ? "no column date" : "no column close", err);
	if (r->at[SYMBOL] < 0 && !symbol)
		return not_prices(r, c->line, "no column symbol", err);
	memset(r->role, -1, sizeof(r->role));
	for (int i = 0; i < N_COLUMNS; i++) {
		if (r->at[i] < 0)
			continue;
		r->role[r->at[i]] = (signed char)i;
		if (r->at[i] > r->last_field)
			r->last_field = r->at[i];
	}
	return BT_OK;
}

/* --- symbols ------------------------------------------------------------------------------------- */

static size_t
hash(const char *s, size_t n)
{
	uint64_t h = 1469598103934665603u;      /* FNV-1a */

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 1099511628211u;
	return (size_t)(h ^ h >> 29);
}

static bool
series_is(const struct reader *r, uint32_t i, const char *s, size_t n)
{
	const char *symbol = r->out->series[i].symbol;

	return strncmp(symbol, s, n) == 0 && symbol[n] == '\0';
}

/* The place of this symbol in the hash table: where it stands or where it belongs. */
static uint32_t *
find_slot(const struct reader *r, const char *s, size_t n)
{
	size_t i = hash(s, n) & (r->n_slot - 1);

	while (r->slot[i] && !series_is(r, r->slot[i] - 1, s, n))
		i = (i + 1) & (r->n_slot - 1);
	return &r->slot[i];
}

/* Twice the room for series, and the hash table made anew. */
static bool
grow_series(struct reader *r)
{
	size_t cap = r->cap_series ? r->cap_series * 2 : 16;
	struct bt_csv_series *series = BT_ARENA_ARRAY(r->a, cap, struct bt_csv_series);
	uint32_t *slot = calloc(cap * 4, sizeof(*slot));

	if (!series || !slot) {
		free(slot);
		return false;
	}
	if (r->out->n)
		memcpy(series, r->out->series, r->out->n * sizeof(*series));
	free(r->slot);
	r->out->series = series;
	r->slot = slot;
	r->n_slot = cap * 4;
	r->cap_series = cap;
	for (size_t i = 0; i < r->out->n; i++)
		*find_slot(r, series[i].symbol, strlen(series[i].symbol)) = (uint32_t)i + 1;
	return true;
}

static bool
clean_symbol(struct bt_field f, char out[MAX_SYMBOL])
{
	if (f.n == 0 || f.n >= MAX_SYMBOL)
		return false;
	memcpy(out, f.s, f.n);
	out[f.n] = '\0';
	return memchr(f.s, '\0', f.n) == NULL && bt_symbol_normalize(out);
}

/* Number of the symbol's series, made when new; false: no symbol (*st stays BT_OK) or no memory. */
static bool
series_of(struct reader *r, struct bt_field f, uint32_t *out, enum bt_status *st)
{
	char symbol[MAX_SYMBOL];
	uint32_t *slot;

	if (r->out->n && f.n && series_is(r, r->current, f.s, f.n)) {
		*out = r->current;
		return true;
	}
	if (!clean_symbol(f, symbol))
		return false;
	if (r->out->n == r->cap_series && !grow_series(r)) {
		*st = BT_E_NOMEM;
		return false;
	}
	slot = find_slot(r, symbol, f.n);
	if (!*slot) {
		char *copy = bt_arena_strndup(r->a, symbol, f.n);

		if (!copy) {
			*st = BT_E_NOMEM;
			return false;
		}
		r->out->series[r->out->n++].symbol = copy;
		*slot = (uint32_t)r->out->n;
	}
	*out = r->current = *slot - 1;
	return true;
}

/* --- rows ---------------------------------------------------------------------------------------- */

enum row_kind { ROW_BAR, ROW_UNPRICED, ROW_UNREADABLE };

static bool
is_missing(struct bt_field f)
{
	static const char *const none[] = {"null", "nan", "NaN", "NULL", "None", "N/A", "N/D", "-"};

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (f.n == strlen(none[i]) && memcmp(f.s, none[i], f.n) == 0)
			return true;
	return f.n == 0;
}

/* NAN when missing; false when it is no number. */
static bool
parse_cell(struct bt_field f, double *out)
{
	if (f.n && bt_num_parse(f.s, f.n, out))
		return true;
	*out = NAN;
	return is_missing(f);
}

/* Prices that are not > 0 are missing; a volume of 0 is one, a negative is missing. */
static enum row_kind
judge_cells(struct row *row)
{
	for (int i = 0; i < N_CELLS; i++)
		if (!(i == VOLUME ? row->cell[i] >= 0 : row->cell[i] > 0))
			row->cell[i] = NAN;
	return isnan(row->cell[CLOSE]) ? ROW_UNPRICED : ROW_BAR;
}

static enum row_kind
read_cells(struct reader *r, const struct bt_field *field, size_t n, size_t line, struct row *row)
{
	for (int i = 0; i < N_CELLS; i++) {
		bool there = r->at[i] >= 0 && (size_t)r->at[i] < n;
		bool good = parse_cell(there ? field[r->at[i]] : (struct bt_field){"", 0},
		                       &row->cell[i]);

		if (!good && i == CLOSE)
			return ROW_UNREADABLE;
		if (!good) {
			r->out->odd_cells++;
			if (!r->out->bad_line)
				r->out->bad_line = line;
		}
	}
	return judge_cells(row);
}

/* A row of plain dates and decimals, as nearly all are, in one pass; false: it is not, *row is spoilt and
 * the row wants read_row.  */
static bool
read_plain_row(const struct reader *r, struct bt_field line, struct row *row, struct bt_field *symbol)
{
	const char *p = line.s, *end = line.s + line.n;

	for (int i = 0; i < N_CELLS; i++)
		row->cell[i] = NAN;
	for (int i = 0; i <= r->last_field; i++) {
		int role = r->role[i];
		const char *from;

		if (i && (p == end || *p++ != ','))
			return false;
		from = p;
		if (role >= 0 && role < N_CELLS && p < end && *p != ',')
			p = bt_num_scan(p, end, &row->cell[role]);
		else
			while (p < end && *p != ',' && *p != '"' && *p != ' ' && *p != '\t')
				p++;
		if (!p || (p < end && *p != ','))
			return false;
		if (role == SYMBOL)
			*symbol = (struct bt_field){from, (size_t)(p - from)};
		if (role == DATE && !bt_date_parse(from, (size_t)(p - from), &row->date))
			return false;
	}
	return true;
}

static enum row_kind
read_row(struct reader *r, struct bt_field line, size_t number, struct bt_field symbol,
         struct row *row, enum bt_status *st)
{
	struct bt_field field[MAX_FIELDS];
	size_t n;
	enum row_kind kind;

	if (read_plain_row(r, line, row, &symbol)) {
		kind = judge_cells(row);
	} else {
		n = bt_csv_split(line, field, (size_t)r->last_field + 1);
		if (n > (size_t)r->last_field + 1)
			n = (size_t)r->last_field + 1;
		if ((size_t)r->at[DATE] >= n || !parse_date(field[r->at[DATE]], &row->date))
			return ROW_UNREADABLE;
		kind = read_cells(r, field, n, number, row);
		if (r->at[SYMBOL] >= 0)
			symbol = (size_t)r->at[SYMBOL] < n ? field[r->at[SYMBOL]] : (struct bt_field){"", 0};
	}
	if (kind != ROW_BAR)
		return kind;
	return series_of(r, symbol, &row->series, st) ? ROW_BAR : ROW_UNREADABLE;
}

/* Room for one more row; NULL: no memory. */
static struct row *
next_row(struct reader *r)
{
	if (r->n_row == r->cap_row) {
		size_t cap = r->cap_row ? r->cap_row * 2 : 1024;
		struct row *row = realloc(r->row, cap * sizeof(*row));

		if (!row)
			return NULL;
		r->row = row;
		r->cap_row = cap;
	}
	return &r->row[r->n_row];
}

static enum bt_status
read_rows(struct reader *r, struct bt_csv_cursor *c, const char *symbol, struct bt_err *err)
{
	struct bt_field line, name = {symbol, symbol ? strlen(symbol) : 0};

	while (bt_csv_next(c, &line)) {
		struct row *row = next_row(r);
		enum bt_status st = row ? BT_OK : BT_E_NOMEM;
		enum row_kind kind = ROW_UNREADABLE;

		if (line.n == 0)
			continue;
		if (!st)
			kind = read_row(r, line, c->line, name, row, &st);
		if (st)
			return bt_err_set(err, st, "%s: out of memory", r->file);
		row->order = (uint32_t)r->out->rows++;
		r->n_row += kind == ROW_BAR;
		r->out->unpriced += kind == ROW_UNPRICED;
		if (kind == ROW_UNREADABLE) {
			r->out->unreadable++;
			if (!r->out->bad_line)
				r->out->bad_line = c->line;
		}
	}
	if (r->out->rows && r->out->unreadable == r->out->rows)
		return bt_err_set(err, BT_E_PARSE, "%s:%zu: neither this nor any other row is a daily "
		                  "bar; a date is YYYY-MM-DD, a price a decimal number like 12.34",
		                  r->file, r->out->bad_line);
	return BT_OK;
}

/* --- columns ------------------------------------------------------------------------------------- */

static int
by_date(const void *x, const void *y)
{
	const struct row *a = x, *b = y;

	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* Sort row[0..n-1] by date unless it is, keep the last of each date; how many are left. */
static size_t
sort_rows(struct row *row, size_t n)
{
	size_t kept = 0;
	bool sorted = true;

	for (size_t i = 1; i < n && sorted; i++)
		sorted = row[i - 1].date < row[i].date;
	if (sorted)
		return n;
	qsort(row, n, sizeof(*row), by_date);
	for (size_t i = 0; i < n; i++)
		if (i + 1 == n || row[i].date != row[i + 1].date)
			row[kept++] = row[i];
	return kept;
}

static bool
has_cell(const struct row *row, size_t n, int c)
{
	for (size_t i = 0; i < n; i++)
		if (!isnan(row[i].cell[c]))
			return true;
	return false;
}

/* A column without a cell is none; where only some adjcloses are missing they are the close. */
static bool
fill_bars(const struct reader *r, const struct row *row, size_t n, struct bt_bars *out)
{
	const double **column[N_CELLS] = {&out->open, &out->high, &out->low, &out->close,
	                                  &out->adjclose, &out->volume};
	bt_date *date = BT_ARENA_ARRAY(r->a, n, bt_date);

	if (!date)
		return false;
	for (size_t i = 0; i < n; i++)
		date[i] = row[i].date;
	*out = (struct bt_bars){.n = n, .date = date};
	for (int c = 0; c < N_CELLS; c++) {
		double *cell;

		if (r->at[c] < 0 || !has_cell(row, n, c))
			continue;
		cell = BT_ARENA_ARRAY(r->a, n, double);
		if (!cell)
			return false;
		for (size_t i = 0; i < n; i++)
			cell[i] = c == ADJCLOSE && isnan(row[i].cell[c]) ? row[i].cell[CLOSE] : row[i].cell[c];
		*column[c] = cell;
	}
	return true;
}

/* The rows of each series together, in the order of the file: start[i] .. start[i+1]. */
static struct row *
group_rows(const struct reader *r, size_t *start)
{
	struct row *grouped = malloc((r->n_row + 1) * sizeof(*grouped));

	if (!grouped)
		return NULL;
	for (size_t i = 0; i < r->n_row; i++)
		start[r->row[i].series + 1]++;
	for (size_t i = 0; i < r->out->n; i++)
		start[i + 1] += start[i];
	for (size_t i = 0; i < r->n_row; i++)
		grouped[start[r->row[i].series]++] = r->row[i];
	for (size_t i = r->out->n; i > 0; i--)
		start[i] = start[i - 1];
	start[0] = 0;
	return grouped;
}

static bool
is_grouped(const struct reader *r)
{
	for (size_t i = 1; i < r->n_row; i++)
		if (r->row[i].series < r->row[i - 1].series)
			return false;
	return true;
}

static enum bt_status
make_series(struct reader *r, struct bt_err *err)
{
	size_t *start = calloc(r->out->n + 2, sizeof(*start));
	struct row *moved = NULL, *row = r->row;
	enum bt_status st = start ? BT_OK : BT_E_NOMEM;

	if (!st && !is_grouped(r)) {
		row = moved = group_rows(r, start);
		st = moved ? BT_OK : BT_E_NOMEM;
	} else if (!st) {
		for (size_t i = 0; i < r->n_row; i++)
			start[r->row[i].series + 1] = i + 1;
	}
	for (size_t i = 0; !st && i < r->out->n; i++) {
		size_t n = start[i + 1] - start[i];
		size_t kept = sort_rows(row + start[i], n);

		r->out->duplicates += n - kept;
		if (!fill_bars(r, row + start[i], kept, &r->out->series[i].bars))
			st = BT_E_NOMEM;
	}
	free(moved);
	free(start);
	return st ? bt_err_set(err, st, "%s: out of memory", r->file) : BT_OK;
}

/* --- the whole ----------------------------------------------------------------------------------- */

enum bt_status
bt_csv_read(const char *file, const char *data, size_t len, const char *symbol,
            struct bt_arena *a, struct bt_csv *out, struct bt_err *err)
{
	struct reader r = {.file = file, .a = a, .out = out, .last_field = -1};
	struct bt_csv_cursor c;
	enum bt_status st;

	*out = (struct bt_csv){0};
	bt_csv_cursor_init(&c, data, len);
	st = read_header(&r, &c, symbol, err);
	if (st)
		return st;
	st = read_rows(&r, &c, symbol, err);
	if (!st)
		st = make_series(&r, err);
	free(r.row);
	free(r.slot);
	return st;
}

enum bt_status
bt_csv_load(const char *path, const char *symbol, struct bt_arena *a, struct bt_csv *out,
            struct bt_err *err)
{
	struct bt_buf text;
	char shown[256];
	enum bt_status st;

	bt_text_clean(path, strlen(path), shown, sizeof(shown));
	bt_buf_init(&text, BT_CSV_MAX_BYTES);
	st = bt_gzip_read(path, &text, err);
	if (!st)
		st = bt_csv_read(shown, text.data ? text.data : "", text.len, symbol, a, out, err);
	bt_buf_release(&text);
	return st;
}

bool
bt_csv_is(const char *data, size_t len)
{
	struct bt_field line = {"", 0}, field[MAX_FIELDS];
	struct reader r = {0};
	struct bt_csv_cursor c;
	size_t n;

	bt_csv_cursor_init(&c, data, len);
	while (line.n == 0)
		if (!bt_csv_next(&c, &line))
			return false;
	n = bt_csv_split(line, field, MAX_FIELDS);
	if (n > MAX_FIELDS)
		return false;
	for (int i = 0; i < N_COLUMNS; i++)
		r.at[i] = -1;
	map_by_name(&r, field, n);
	return r.at[DATE] >= 0 || r.at[CLOSE] >= 0 || map_by_position(&r, c, n);
}
