#include "model/universe_file.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/num.h"
#include "base/text.h"
#include "core/market.h"
#include "fetch/csv_line.h"
#include "fetch/gzip.h"

#define MAX_BYTES ((size_t)64 << 20)
#define MAX_SYMBOL 32
#define MAX_FIELDS 64

/* --- bundled lists ------------------------------------------------------------------------------- */

static const struct {
	const char *name, *fund;
} sectors[] = {
#define BT_SECTOR(id, name, fund) [BT_SECTOR_##id] = {name, fund},
#include "spec/sectors.def"
};

struct bundled_member {
	const char *symbol, *name;
	enum bt_sector sector;
};

#define BT_MEMBER(symbol, sector, name) {symbol, name, BT_SECTOR_##sector},
static const struct bundled_member dow30[] = {
#include "spec/universe_dow30.def"
};

#define BT_MEMBER(symbol, sector, name) {symbol, name, BT_SECTOR_##sector},
static const struct bundled_member nasdaq100[] = {
#include "spec/universe_nasdaq100.def"
};

#define BT_MEMBER(symbol, sector, name) {symbol, name, BT_SECTOR_##sector},
static const struct bundled_member sp500[] = {
#include "spec/universe_sp500.def"
};

static const struct {
	const char *name, *date, *help;
	const struct bundled_member *member;
	size_t n;
} lists[] = {
#define BT_UNIVERSE(id, name, date, help) {#name, date, help, name, sizeof(name) / sizeof(name[0])},
#include "spec/universes.def"
};
#define N_LISTS (sizeof(lists) / sizeof(lists[0]))

const char *
bt_sector_name(enum bt_sector s)
{
	return sectors[s].name;
}

const char *
bt_sector_fund(enum bt_sector s)
{
	return sectors[s].fund;
}

const char *
bt_universe_bundled_name(size_t i)
{
	return i < N_LISTS ? lists[i].name : NULL;
}

const char *
bt_universe_bundled_help(size_t i)
{
	return i < N_LISTS ? lists[i].help : NULL;
}

static enum bt_status
open_bundled(size_t which, struct bt_arena *a, const struct bt_universe **out, struct bt_err *err)
{
	struct bt_universe *u = BT_ARENA_NEW(a, struct bt_universe);
	struct bt_universe_member *m =
		BT_ARENA_ARRAY(a, lists[which].n, struct bt_universe_member);

	if (!u || !m)
		return bt_err_set(err, BT_E_NOMEM, "universe %s: out of memory", lists[which].name);
	for (size_t i = 0; i < lists[which].n; i++)
		m[i] = (struct bt_universe_member){
			.symbol = lists[which].member[i].symbol,
			.name = lists[which].member[i].name,
			.sector = sectors[lists[which].member[i].sector].name,
			.cap = NAN,
			.cap_date = BT_DATE_NONE,
		};
	*u = (struct bt_universe){.name = lists[which].name, .member = m, .n = lists[which].n};
	bt_date_parse(lists[which].date, BT_DATE_SIZE - 1, &u->list_date);
	*out = u;
	return BT_OK;
}

/* --- files --------------------------------------------------------------------------------------- */

enum column { SYMBOL, NAME, SECTOR, CAP_DATE, MARKET_CAP, N_COLUMNS };

static const struct {
	const char *word;
	enum column column;
} words[] = {
	{"symbol", SYMBOL},   {"ticker", SYMBOL},      {"name", NAME},
	{"security", NAME},   {"sector", SECTOR},      {"gicssector", SECTOR},
	{"capdate", CAP_DATE}, {"marketcap", MARKET_CAP},
};

struct reader {
	const char *name;
	struct bt_arena *a;
	struct bt_csv_cursor cursor;
	int at[N_COLUMNS];       /* field of each column, -1 absent */
	struct bt_universe_member *member;
	size_t n, cap;
};

static enum bt_status
wrong(const struct reader *r, struct bt_err *err, const char *what, struct bt_field f)
{
	char shown[64], name[256];

	bt_text_clean(f.s, f.n, shown, sizeof(shown));
	bt_text_clean(r->name, strlen(r->name), name, sizeof(name));
	return bt_err_set(err, BT_E_PARSE, "%s:%zu: \"%s\" is %s; accepted: the header "
	                  "symbol,name,sector,cap_date,market_cap (only symbol needed), or one symbol "
	                  "a line", name, r->cursor.line, shown, what);
}

/* Next line that says something. */
static bool
next_line(struct reader *r, struct bt_field *field, size_t *n)
{
	struct bt_field line;

	while (bt_csv_next(&r->cursor, &line)) {
		*n = bt_csv_split(line, field, MAX_FIELDS);
		if (*n > MAX_FIELDS)
			*n = MAX_FIELDS;
		if ((*n > 1 || field[0].n) && line.s[0] != '#')
			return true;
	}
	return false;
}

/* True when the line is a header: it has a column symbol. */
static bool
map_header(struct reader *r, const struct bt_field *field, size_t n)
{
	for (int c = 0; c < N_COLUMNS; c++)
		r->at[c] = -1;
	for (size_t i = 0; i < n; i++) {
		char word[24];

		bt_csv_word(field[i], word, sizeof(word));
		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
			if (strcmp(word, words[w].word) == 0 && r->at[words[w].column] < 0)
				r->at[words[w].column] = (int)i;
	}
	if (r->at[SYMBOL] >= 0)
		return true;
	r->at[SYMBOL] = 0;
	for (int c = NAME; c < N_COLUMNS; c++)
		r->at[c] = -1;
	return false;
}

static struct bt_field
column(const struct reader *r, const struct bt_field *field, size_t n, enum column c)
{
	bool there = r->at[c] >= 0 && (size_t)r->at[c] < n;

	return there ? field[r->at[c]] : (struct bt_field){"", 0};
}

static bool
read_symbol(struct reader *r, struct bt_field f, const char **out)
{
	char symbol[MAX_SYMBOL];

	if (f.n == 0 || f.n >= sizeof(symbol))
		return false;
	memcpy(symbol, f.s, f.n);
	symbol[f.n] = '\0';
	if (!bt_symbol_normalize(symbol))
		return false;
	*out = bt_arena_strdup(r->a, bt_symbol_canonical(symbol));
	return *out != NULL;
}

static bool
grow(struct reader *r)
{
	size_t cap = r->cap ? r->cap * 2 : 64;
	struct bt_universe_member *m = BT_ARENA_ARRAY(r->a, cap, struct bt_universe_member);

	if (!m)
		return false;
	if (r->n)
		memcpy(m, r->member, r->n * sizeof(*m));
	r->member = m;
	r->cap = cap;
	return true;
}

static enum bt_status
read_member(struct reader *r, const struct bt_field *field, size_t n, struct bt_err *err)
{
	struct bt_field symbol = column(r, field, n, SYMBOL);
	struct bt_field day = column(r, field, n, CAP_DATE), cap = column(r, field, n, MARKET_CAP);
	struct bt_universe_member *m;

	if (r->n == r->cap && !grow(r))
		return bt_err_set(err, BT_E_NOMEM, "%s: out of memory", r->name);
	m = &r->member[r->n];
	*m = (struct bt_universe_member){.cap = NAN, .cap_date = BT_DATE_NONE};
	if (!read_symbol(r, symbol, &m->symbol))
		return wrong(r, err, "no symbol", symbol);
	if (day.n && !bt_date_parse(day.s, day.n, &m->cap_date))
		return wrong(r, err, "no date (YYYY-MM-DD)", day);
	if (cap.n && (!bt_num_parse(cap.s, cap.n, &m->cap) || m->cap <= 0))
		return wrong(r, err, "no market capitalisation (a number above 0)", cap);
	m->name = bt_csv_text(r->a, column(r, field, n, NAME));
	m->sector = bt_csv_text(r->a, column(r, field, n, SECTOR));
	r->n++;
	return BT_OK;
}

struct place {
	const char *symbol;
	size_t at;
};

static int
by_symbol(const void *x, const void *y)
{
	const struct place *a = x, *b = y;
	int order = strcmp(a->symbol, b->symbol);

	return order ? order : (a->at > b->at) - (a->at < b->at);
}

/* Take out members whose symbol stands further up, too. */
static enum bt_status
drop_doubles(struct reader *r)
{
	struct place *place = BT_ARENA_ARRAY(r->a, r->n, struct place);
	size_t kept = 0;

	if (!place)
		return BT_E_NOMEM;
	for (size_t i = 0; i < r->n; i++)
		place[i] = (struct place){r->member[i].symbol, i};
	qsort(place, r->n, sizeof(*place), by_symbol);
	for (size_t i = 1; i < r->n; i++)
		if (strcmp(place[i].symbol, place[i - 1].symbol) == 0)
			r->member[place[i].at].symbol = NULL;
	for (size_t i = 0; i < r->n; i++)
		if (r->member[i].symbol)
			r->member[kept++] = r->member[i];
	r->n = kept;
	return BT_OK;
}

enum bt_status
bt_universe_read(const char *name, const char *data, size_t len, struct bt_arena *a,
                 const struct bt_universe **out, struct bt_err *err)
{
	struct reader r = {.name = name, .a = a};
	struct bt_field field[MAX_FIELDS];
	struct bt_universe *u = BT_ARENA_NEW(a, struct bt_universe);
	enum bt_status st = BT_OK;
	size_t n;
	bool first = true;

	bt_csv_cursor_init(&r.cursor, data, len);
	while (!st && next_line(&r, field, &n)) {
		if (!first || !map_header(&r, field, n))
			st = read_member(&r, field, n, err);
		first = false;
	}
	if (st)
		return st;
	if (!u || drop_doubles(&r))
		return bt_err_set(err, BT_E_NOMEM, "%s: out of memory", name);
	if (r.n == 0)
		return bt_err_set(err, BT_E_PARSE, "%s: no symbol in it", name);
	*u = (struct bt_universe){.name = bt_arena_strdup(a, name), .list_date = BT_DATE_NONE,
	                          .member = r.member, .n = r.n};
	*out = u;
	return BT_OK;
}

static enum bt_status
open_file(const char *path, struct bt_arena *a, const struct bt_universe **out, struct bt_err *err)
{
	struct bt_buf raw, text;
	enum bt_status st;

	bt_buf_init(&raw, MAX_BYTES);
	bt_buf_init(&text, MAX_BYTES);
	st = bt_file_read(path, &raw, err);
	if (!st && raw.len && bt_gzip_is(raw.data, raw.len)) {
		if (bt_gzip_expand(raw.data, raw.len, &text, err))
			st = bt_err_wrap(err, "%s", path);
	} else {
		struct bt_buf swap = raw;

		raw = text;
		text = swap;
	}
	if (!st)
		st = bt_universe_read(path, text.data ? text.data : "", text.len, a, out, err);
	bt_buf_release(&raw);
	bt_buf_release(&text);
	return st;
}

enum bt_status
bt_universe_open(const char *name, struct bt_arena *a, const struct bt_universe **out,
                 struct bt_err *err)
{
	struct bt_err cause;
	enum bt_status st;

	for (size_t i = 0; i < N_LISTS; i++)
		if (strcmp(name, lists[i].name) == 0)
			return open_bundled(i, a, out, err);
	st = open_file(name, a, out, &cause);
	if (st == BT_E_NODATA)
		return bt_err_set(err, st, "no universe %s: it is neither all, dow30, nasdaq100, sp500 nor "
		                  "a file (%.200s)", name, cause.text);
	if (st)
		bt_err_set(err, st, "%s", cause.text);
	return st;
}
