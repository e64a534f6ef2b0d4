#include "model/member_list.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "core/market.h"
#include "fetch/csv_line.h"

#define MAX_SYMBOL 32
#define MAX_FIELDS 64
#define MAX_PREAMBLE 40          /* lines before the table of a fund's holdings */

enum column { SYMBOL, NAME, SECTOR, CAP_DATE, MARKET_CAP, ASSET_CLASS, EXCHANGE, PRICE, N_COLUMNS };

static const struct {
	const char *word;
	enum column column;
} words[] = {
	{"symbol", SYMBOL},      {"ticker", SYMBOL},          {"name", NAME},
	{"security", NAME},      {"sector", SECTOR},          {"gicssector", SECTOR},
	{"capdate", CAP_DATE},   {"marketcap", MARKET_CAP},   {"assetclass", ASSET_CLASS},
	{"exchange", EXCHANGE},  {"price", PRICE},
};

struct reader {
	const char *name;
	struct bt_arena *a;
	struct bt_csv_cursor cursor;
	int at[N_COLUMNS];       /* field of each column, -1 absent */
	bool holdings;           /* of a fund: see why_skipped */
	bt_date list_date;
	struct bt_member_tally tally;
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
	                  "symbol,name,sector,cap_date,market_cap (only symbol needed), the S&P 500's "
	                  "Symbol,Security,GICS Sector, a fund's holdings, or one symbol a line", name,
	                  r->cursor.line, shown, what);
}

/* --- the header ---------------------------------------------------------------------------------- */

static struct bt_field
column(const struct reader *r, const struct bt_field *field, size_t n, enum column c)
{
	bool there = r->at[c] >= 0 && (size_t)r->at[c] < n;

	return there ? field[r->at[c]] : (struct bt_field){"", 0};
}

static bool
is_text(struct bt_field f, const char *text)
{
	return f.n == strlen(text) && memcmp(f.s, text, f.n) == 0;
}

/* "# list of 2026-05-05" */
static void
read_remark(struct reader *r, struct bt_field line)
{
	static const char words_before[] = "# list of ";
	size_t n = sizeof(words_before) - 1;

	if (line.n == n + 10 && memcmp(line.s, words_before, n) == 0)
		(void)!bt_date_parse(line.s + n, 10, &r->list_date);
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
		if (*n == 1 && field[0].n == 0)
			continue;
		if (line.s[0] != '#')
			return true;
		read_remark(r, line);
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
	for (int c = 0; c < N_COLUMNS; c++)
		r->at[c] = -1;
	r->at[SYMBOL] = 0;
	return false;
}

/* "May 05, 2026" */
static bool
parse_american(struct bt_field f, bt_date *out)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char iso[11] = "YYYY-MM-DD";

	if (f.n != 12 || f.s[3] != ' ' || f.s[6] != ',' || f.s[7] != ' ')
		return false;
	for (size_t m = 0; m < 12; m++) {
		if (memcmp(months + 3 * m, f.s, 3) != 0)
			continue;
		memcpy(iso, f.s + 8, 4);
		iso[5] = (char)('0' + (m + 1) / 10);
		iso[6] = (char)('0' + (m + 1) % 10);
		memcpy(iso + 8, f.s + 4, 2);
		return bt_date_parse(iso, 10, out);
	}
	return false;
}

/* A fund's holdings: find the line "Ticker,...,Asset Class,..." and what is told before it.  Without one
 * the cursor stays where it is.  */
static enum bt_status
skip_preamble(struct reader *r, struct bt_err *err)
{
	struct bt_csv_cursor start = r->cursor;
	struct bt_field field[MAX_FIELDS], as_of = {"", 0};
	size_t n, line = 0;

	for (int i = 0; i < MAX_PREAMBLE && next_line(r, field, &n); i++) {
		if (n > 1 && is_text(field[0], "Fund Holdings as of")) {
			as_of = field[1];
			line = r->cursor.line;
		}
		if (!is_text(field[0], "Ticker") || !map_header(r, field, n) || r->at[ASSET_CLASS] < 0)
			continue;
		r->holdings = true;
		if (as_of.n && !parse_american(as_of, &r->list_date))
			return bt_err_set(err, BT_E_PARSE, "%s:%zu: no day of these holdings: the fund told "
			                  "none for the day asked for; take another day's file", r->name, line);
		return BT_OK;
	}
	r->cursor = start;
	return BT_OK;
}

/* --- members ------------------------------------------------------------------------------------- */

/* The counter of what keeps a fund's holding from being a member, or NULL. */
static size_t *
why_skipped(struct reader *r, const struct bt_field *field, size_t n)
{
	static const char no_market[] = "NO MARKET";
	struct bt_field exchange = column(r, field, n, EXCHANGE), price = column(r, field, n, PRICE);
	double x;

	if (!is_text(column(r, field, n, ASSET_CLASS), "Equity"))
		return &r->tally.not_shares;
	if (is_text(column(r, field, n, SYMBOL), "-"))
		return &r->tally.unlisted;
	if (exchange.n >= sizeof(no_market) - 1 && memcmp(exchange.s, no_market, sizeof(no_market) - 1) == 0)
		return &r->tally.unlisted;
	if (price.n && bt_num_parse(price.s, price.n, &x) && x <= 0)
		return &r->tally.worthless;
	return NULL;
}

/* As a fund writes it, without the separator of its class. */
static const char *
with_separator(const char *symbol)
{
	static const struct {
		const char *joined, *symbol;
	} classes[] = {
#define BT_SHARE_CLASS(joined, symbol) {joined, symbol},
#include "spec/share_classes.def"
	};

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (strcmp(symbol, classes[i].joined) == 0)
			return classes[i].symbol;
	return symbol;
}

static bool
read_symbol(struct reader *r, struct bt_field f, const char **out)
{
	char symbol[MAX_SYMBOL];
	const char *known;

	if (f.n == 0 || f.n >= sizeof(symbol))
		return false;
	memcpy(symbol, f.s, f.n);
	symbol[f.n] = '\0';
	if (!bt_symbol_normalize(symbol))
		return false;
	/* Of a share that has the name of an index (MID, DJI) the canonical spelling would be the index. */
	known = r->holdings ? with_separator(symbol) : bt_symbol_canonical(symbol);
	*out = bt_arena_strdup(r->a, known);
	return *out != NULL;
}

/* Funds' own short names of sectors become those of GICS. */
static const char *
read_sector(struct reader *r, struct bt_field f)
{
	return is_text(f, "Communication") ? "Communication Services" : bt_csv_text(r->a, f);
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
	size_t *skipped = r->holdings ? why_skipped(r, field, n) : NULL;
	struct bt_universe_member *m;

	r->tally.rows++;
	if (skipped) {
		(*skipped)++;
		return BT_OK;
	}
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
	m->sector = read_sector(r, column(r, field, n, SECTOR));
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
	r->tally.doubles = r->n - kept;
	r->n = kept;
	return BT_OK;
}

/* --- the whole ----------------------------------------------------------------------------------- */

static enum bt_status
read_lines(struct reader *r, struct bt_err *err)
{
	struct bt_field field[MAX_FIELDS];
	enum bt_status st = skip_preamble(r, err);
	bool first = !r->holdings;
	size_t n;

	while (!st && next_line(r, field, &n)) {
		if (r->holdings && n < 3)
			break;                  /* the table is over, the lawyers begin */
		if (!first || !map_header(r, field, n))
			st = read_member(r, field, n, err);
		first = false;
	}
	return st;
}

enum bt_status
bt_member_list_read(const char *name, const char *data, size_t len, struct bt_arena *a,
                    const struct bt_universe **out, struct bt_member_tally *tally, struct bt_err *err)
{
	struct reader r = {.name = name, .a = a, .list_date = BT_DATE_NONE};
	struct bt_universe *u = BT_ARENA_NEW(a, struct bt_universe);
	enum bt_status st;

	bt_csv_cursor_init(&r.cursor, data, len);
	st = read_lines(&r, err);
	if (st)
		return st;
	if (!u || drop_doubles(&r))
		return bt_err_set(err, BT_E_NOMEM, "%s: out of memory", name);
	if (r.n == 0)
		return bt_err_set(err, BT_E_PARSE, "%s: no symbol in it", name);
	*u = (struct bt_universe){.name = bt_arena_strdup(a, name), .list_date = r.list_date,
	                          .member = r.member, .n = r.n};
	if (tally)
		*tally = r.tally;
	*out = u;
	return BT_OK;
}

/* --- writing ------------------------------------------------------------------------------------- */

/* Names and sectors are clean text; a quote or a comma in them wants quoting. */
static void
write_text(const char *text, struct bt_buf *out)
{
	bool quote = text && strpbrk(text, ",\"");

	if (quote)
		bt_buf_char(out, '"');
	for (const char *p = text ? text : ""; *p; p++) {
		if (*p == '"')
			bt_buf_char(out, '"');
		bt_buf_char(out, *p);
	}
	if (quote)
		bt_buf_char(out, '"');
}

void
bt_member_list_write(const struct bt_universe *u, const char *origin, struct bt_buf *out)
{
	char date[BT_DATE_SIZE], number[BT_NUM_SIZE];

	if (u->list_date != BT_DATE_NONE)
		bt_buf_printf(out, "# list of %s\n", bt_date_format(u->list_date, date));
	if (origin)
		bt_buf_printf(out, "# imported from %s\n", origin);
	bt_buf_str(out, "symbol,name,sector,cap_date,market_cap\n");
	for (size_t i = 0; i < u->n; i++) {
		const struct bt_universe_member *m = &u->member[i];

		bt_buf_printf(out, "%s,", m->symbol);
		write_text(m->name, out);
		bt_buf_char(out, ',');
		write_text(m->sector, out);
		bt_buf_printf(out, ",%s,%s\n",
		              m->cap_date == BT_DATE_NONE ? "" : bt_date_format(m->cap_date, date),
		              isnan(m->cap) ? "" : bt_num_format(m->cap, number));
	}
}
