/* The cache: what goes in comes out bit for bit, and no state of the file stops the program. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/xalloc.h"
#include "store/pack.h"
#include "store/store.h"
#include "support/folder.h"

#define NOW 1766500000

/* --- a directory for each test ----------------------------------------------------------------- */

struct place {
	struct folder dir;
	const char *db;
	struct bt_arena arena;
};

static int
setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	folder_open(&p->dir);
	p->db = folder_path(&p->dir, "cache/market.db");
	bt_xarena_init(&p->arena);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;

	chmod(folder_path(&p->dir, "cache"), 0700);
	folder_close(&p->dir);
	bt_arena_release(&p->arena);
	free(p);
	return 0;
}

static struct bt_store *
open_at(const char *path, enum bt_store_state want)
{
	struct bt_store *s;
	enum bt_store_state state;
	char note[200];
	struct bt_err why;

	if (bt_store_open(path, false, NOW, &s, &state, note, &why))
		fail_msg("%s", why.text);
	assert_int_equal(state, want);
	assert_true((state == BT_STORE_READY) == (note[0] == '\0'));
	return s;
}

#define OK(call) \
	do { \
		struct bt_err err_ = {0}; \
		struct bt_err *err = &err_; \
		if (call) \
			fail_msg("%s: %s", #call, err_.text); \
	} while (0)

/* --- made-up bars ------------------------------------------------------------------------------ */

static uint64_t seed = 88172645463325252u;

static uint64_t
next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	return seed ^= seed << 17;
}

enum shape { BINARY32, CENTS, WILD };

static double
price(enum shape shape, double level)
{
	double x = level * (1 + (double)(next_random() % 2000) / 20000.0);
	uint64_t bits;

	if (shape == BINARY32)
		return (double)(float)x;
	if (shape == CENTS)
		return round(x * 100) / 100;
	memcpy(&bits, &x, 8);
	bits ^= next_random() & 0xFFFFFFFFFF;
	memcpy(&x, &bits, 8);
	return x;
}

/* n bars ending on `last`, all columns; every 13th high missing. */
static struct bt_bars
make_bars(struct bt_arena *a, size_t n, bt_date last, enum shape shape)
{
	bt_date *date = BT_ARENA_ARRAY(a, n, bt_date);
	double *column[6];
	bt_date d = last;

	for (int c = 0; c < 6; c++)
		column[c] = BT_ARENA_ARRAY(a, n, double);
	for (size_t i = n; i-- > 0;) {
		date[i] = d;
		d -= i == n / 2 ? 400 : 1 + (bt_date)(next_random() % 4);
		for (int c = 0; c < 5; c++)
			column[c][i] = price(shape, 100 + (double)i / 10);
		column[1][i] = i % 13 ? column[1][i] : NAN;
		column[5][i] = (double)(next_random() % 4000000000u);
	}
	return (struct bt_bars){n, date, column[0], column[1], column[2], column[3], column[4], column[5], NULL};
}

static size_t compared;

static void
same_column(const double *a, const double *b, size_t n)
{
	assert_int_equal(a != NULL, b != NULL);
	for (size_t i = 0; a && i < n; i++) {
		if (isnan(a[i]) ? !isnan(b[i]) : memcmp(&a[i], &b[i], 8) != 0)
			fail_msg("bar %zu: %.17g is not %.17g", i, b[i], a[i]);
		compared++;
	}
}

static void
same_bars(const struct bt_bars *a, const struct bt_bars *b)
{
	assert_int_equal(a->n, b->n);
	if (a->n)
		assert_memory_equal(a->date, b->date, a->n * sizeof(*a->date));
	same_column(a->open, b->open, a->n);
	same_column(a->high, b->high, a->n);
	same_column(a->low, b->low, a->n);
	same_column(a->close, b->close, a->n);
	same_column(a->adjclose, b->adjclose, a->n);
	same_column(a->volume, b->volume, a->n);
}

static struct bt_stored
make_row(struct bt_arena *a, const char *symbol, size_t n, enum shape shape)
{
	return (struct bt_stored){
		.sec = {.symbol = symbol, .name = "A Name", .source = "yahoo", .kind = BT_KIND_ETF,
		        .currency = "GBp", .digits = 3, .bars = make_bars(a, n, 20000, shape), .provisional = 20000, .whole_history = true},
		.history_utc = NOW, .closes_utc = NOW + 1, .split = 19000,
	};
}

static const struct bt_security *
only(struct bt_store *s, struct bt_arena *a, const char *source, const char *symbol)
{
	struct bt_security *sec;
	size_t n;

	OK(bt_store_load(s, source, &symbol, 1, a, &sec, &n, err));
	assert_int_equal(n, 1);
	return sec;
}

/* --- packs ------------------------------------------------------------------------------------- */

static void
pack_round(struct bt_arena *a, size_t n, enum shape shape, size_t *len)
{
	struct bt_bars b = make_bars(a, n, 20000, shape), back = b;
	const double *const column[6] = {b.open, b.high, b.low, b.close, b.adjclose, b.volume};
	unsigned char *out = bt_arena_alloc(a, bt_pack_bound(n));
	bt_date *date = BT_ARENA_ARRAY(a, n, bt_date);
	double *got[6];
	struct bt_pack p;

	*len = bt_pack_write(b.date, column, NULL, n, out);
	assert_true(*len <= bt_pack_bound(n));
	assert_true(bt_pack_open(&p, out, *len));
	assert_int_equal(p.n, n);
	assert_true(bt_pack_dates(&p, date));
	for (int c = 0; c < 6; c++) {
		got[c] = BT_ARENA_ARRAY(a, n, double);
		bt_pack_column(&p, (enum bt_pack_column)c, NULL, got[c]);
	}
	back = (struct bt_bars){n, date, got[0], got[1], got[2], got[3], got[4], got[5], NULL};
	same_bars(&b, &back);
}

static void
pack__every_shape_and_length__comes_back_bit_for_bit(void **state)
{
	struct place *p = *state;
	size_t len;

	compared = 0;
	for (size_t n = 0; n < 40; n++)
		for (enum shape shape = BINARY32; shape <= WILD; shape++)
			pack_round(&p->arena, n, shape, &len);
	assert_true(compared > 10000);
}

static void
pack__what_yahoo_sends__takes_at_most_30_bytes_a_bar(void **state)
{
	struct place *p = *state;
	size_t len;

	pack_round(&p->arena, 5040, BINARY32, &len);
	assert_true(len <= 30 * 5040);
}

static void
pack__special_values__come_back(void **state)
{
	static const double odd[] = {0.0, -0.0, 1e300, -1e-300, 4e38, 5e-324, 1.0 / 3, 21474836.47,
	                             2147483648.0, 9489600000.0, 1e22, -5.25};
	enum { N = sizeof(odd) / sizeof(odd[0]) };
	unsigned char out[1024];
	double one, back;
	struct bt_pack p;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		const double *const column[6] = {[BT_PACK_VOLUME] = &one};

		one = odd[i];
		size_t len = bt_pack_write(NULL, column, NULL, 1, out);

		assert_true(bt_pack_open(&p, out, len));
		bt_pack_column(&p, BT_PACK_VOLUME, NULL, &back);
		assert_memory_equal(&one, &back, 8);
	}
}

/* Any changed byte is noticed, any cut too; nothing is read outside (the sanitizers watch). */
static void
pack__damaged_anywhere__is_refused(void **state)
{
	struct place *p = *state;
	struct bt_bars b = make_bars(&p->arena, 30, 20000, BINARY32);
	const double *const column[6] = {b.open, b.high, b.low, b.close, b.adjclose, b.volume};
	unsigned char *out = bt_arena_alloc(&p->arena, bt_pack_bound(30));
	size_t len = bt_pack_write(b.date, column, NULL, 30, out);
	struct bt_pack pack;

	for (size_t i = 0; i < len; i++) {
		unsigned char *copy = malloc(i + 1);

		memcpy(copy, out, i);
		assert_false(bt_pack_open(&pack, copy, i));
		free(copy);
		out[i] ^= 1u << next_random() % 8;
		assert_false(bt_pack_open(&pack, out, len));
		out[i] = 0;
		memcpy(out, out, 0);
		len = bt_pack_write(b.date, column, NULL, 30, out);
	}
}

/* --- store ------------------------------------------------------------------------------------- */

static void
put__all_columns__load_gives_them_back(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_stored row = make_row(&p->arena, "^RUT", 500, BINARY32);
	const struct bt_security *sec;

	OK(bt_store_put(s, &row, err));
	bt_store_close(s);
	s = open_at(p->db, BT_STORE_READY);
	sec = only(s, &p->arena, "yahoo", "^RUT");
	same_bars(&row.sec.bars, &sec->bars);
	assert_string_equal(sec->symbol, "^RUT");
	assert_string_equal(sec->name, "A Name");
	assert_int_equal(sec->kind, BT_KIND_ETF);
	assert_string_equal(sec->currency, "GBp");
	assert_int_equal(sec->digits, 3);
	assert_int_equal(sec->provisional, 20000);
	assert_true(sec->whole_history);
	assert_true(isnan(sec->quote.last));
	bt_store_close(s);
}

static void
put__closes_alone_then_all__each_is_what_is_there(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_stored full = make_row(&p->arena, "AAPL", 60, WILD), closes = full;

	closes.sec.bars.open = closes.sec.bars.high = closes.sec.bars.low = NULL;
	closes.sec.bars.adjclose = closes.sec.bars.volume = NULL;
	OK(bt_store_put(s, &closes, err));
	same_bars(&closes.sec.bars, &only(s, &p->arena, "yahoo", "AAPL")->bars);
	OK(bt_store_put(s, &full, err));
	same_bars(&full.sec.bars, &only(s, &p->arena, "yahoo", "AAPL")->bars);
	OK(bt_store_put(s, &closes, err));
	same_bars(&closes.sec.bars, &only(s, &p->arena, "yahoo", "AAPL")->bars);
	bt_store_close(s);
}

static void
put__two_sources__are_never_mixed(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_stored a = make_row(&p->arena, "SPY", 50, BINARY32);
	struct bt_stored b = make_row(&p->arena, "SPY", 20, CENTS);

	b.sec.source = "other";
	OK(bt_store_put(s, &a, err));
	OK(bt_store_put(s, &b, err));
	same_bars(&a.sec.bars, &only(s, &p->arena, "yahoo", "SPY")->bars);
	same_bars(&b.sec.bars, &only(s, &p->arena, "other", "SPY")->bars);
	bt_store_close(s);
}

/* Put 40 bars, then days one at a time, corrected ones too, then fold: always the whole. */
static void
put_days__appended_corrected_and_folded__give_the_whole(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_stored full = make_row(&p->arena, "IWM", 60, BINARY32), part = full;
	bool left = true;

	part.sec.bars = bt_bars_prefix(&full.sec.bars, 40);
	OK(bt_store_put(s, &part, err));
	for (size_t n = 41; n <= 60; n++) {
		part.sec.bars = bt_bars_prefix(&full.sec.bars, n);
		/* The bar before the newest is written again, as a source corrects it. */
		OK(bt_store_put_days(s, &part, 1, full.sec.bars.date[n - 2], err));
		same_bars(&part.sec.bars, &only(s, &p->arena, "yahoo", "IWM")->bars);
	}
	while (left)
		OK(bt_store_fold(s, "yahoo", 5, 1, &left, err));
	same_bars(&full.sec.bars, &only(s, &p->arena, "yahoo", "IWM")->bars);
	bt_store_close(s);
}

static void
put_days__older_than_a_new_pack__change_nothing(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_stored old = make_row(&p->arena, "IWM", 30, BINARY32);
	struct bt_stored new = make_row(&p->arena, "IWM", 25, BINARY32);

	OK(bt_store_put(s, &old, err));
	OK(bt_store_put_days(s, &old, 1, old.sec.bars.date[20], err));
	OK(bt_store_put(s, &new, err));
	same_bars(&new.sec.bars, &only(s, &p->arena, "yahoo", "IWM")->bars);
	bt_store_close(s);
}

static void
put_days__unknown_symbol__is_told(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_stored row = make_row(&p->arena, "ZZZ", 3, BINARY32);
	struct bt_err why;

	assert_int_equal(bt_store_put_days(s, &row, 1, 0, &why), BT_E_NODATA);
	assert_non_null(strstr(why.text, "ZZZ"));
	bt_store_close(s);
}

static void
put_quotes__some_of_many__others_stay(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_stored a = make_row(&p->arena, "A", 5, CENTS), b = make_row(&p->arena, "B", 5, CENTS);
	const struct bt_security *both[] = {&a.sec, &b.sec};
	int64_t before;

	a.sec.quote = (struct bt_quote){1, 2, 3, 4, 5, 6, 7, NAN, NOW, NOW + 2, 15};
	b.sec.quote = (struct bt_quote){9, 8, NAN, NAN, NAN, NAN, NAN, NAN, NOW, NOW, 0};
	OK(bt_store_put(s, &a, err));
	OK(bt_store_put(s, &b, err));
	OK(bt_store_put_quotes(s, both, 2, err));
	before = bt_store_serial(s);
	a.sec.quote.last = 1.5;
	OK(bt_store_put_quotes(s, both, 1, err));
	assert_true(bt_store_serial(s) > before);
	assert_true(only(s, &p->arena, "yahoo", "A")->quote.last == 1.5);
	assert_int_equal(only(s, &p->arena, "yahoo", "A")->quote.delayed_min, 15);
	assert_true(only(s, &p->arena, "yahoo", "B")->quote.last == 9);
	bt_store_close(s);
}

static enum bt_status
count_one(void *user, const struct bt_loaded *l, struct bt_err *err)
{
	(void)err;
	assert_non_null(l->row.sec.symbol);
	++*(size_t *)user;
	return BT_OK;
}

static void
each__since_a_serial__gives_what_changed_alone(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_stored row = make_row(&p->arena, "A", 5, CENTS);
	struct bt_load load = {.source = "yahoo"};
	size_t n = 0;

	OK(bt_store_put(s, &row, err));
	load.since = bt_store_serial(s);
	OK(bt_store_each(s, &load, count_one, &n, NULL, err));
	assert_int_equal(n, 0);
	row.sec.symbol = "B";
	OK(bt_store_put(s, &row, err));
	OK(bt_store_each(s, &load, count_one, &n, NULL, err));
	assert_int_equal(n, 1);
	bt_store_close(s);
}

static void
transaction__rolled_back__leaves_nothing(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_stored row = make_row(&p->arena, "A", 5, CENTS);
	struct bt_security *sec;
	size_t n;

	OK(bt_store_begin(s, err));
	OK(bt_store_put(s, &row, err));
	bt_store_rollback(s);
	OK(bt_store_load(s, "yahoo", NULL, 0, &p->arena, &sec, &n, err));
	assert_int_equal(n, 0);
	OK(bt_store_begin(s, err));
	OK(bt_store_put(s, &row, err));
	OK(bt_store_commit(s, err));
	OK(bt_store_load(s, "yahoo", NULL, 0, &p->arena, &sec, &n, err));
	assert_int_equal(n, 1);
	bt_store_close(s);
}

static void
news__same_item_twice__is_kept_once_newest_first(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_news_item item[2] = {
		{"id1", "Old", "", "https://a/", "", "fed", "", 100, NOW},
		{"id2", "New", "text", "", NULL, "fed", "AAPL", 200, NOW},
	};
	struct bt_news_item *got;
	size_t n;

	OK(bt_store_put_news(s, item, 2, err));
	OK(bt_store_put_news(s, item, 2, err));
	OK(bt_store_load_news(s, 10, &p->arena, &got, &n, err));
	assert_int_equal(n, 2);
	assert_string_equal(got[0].title, "New");
	assert_string_equal(got[0].symbol, "AAPL");
	assert_int_equal(got[1].published_utc, 100);
	OK(bt_store_load_news(s, 1, &p->arena, &got, &n, err));
	assert_int_equal(n, 1);
	bt_store_close(s);
}

/* News kept by a version that knew no links get them as soon as their feed tells them again; and no feed is believed
 * to be unchanged before it did.  */
static void
news__of_an_older_cache__get_their_links(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_store_provider feed = {.id = "feed:fed", .cause = "", .etag = "\"e\"", .last_modified = "m"}, *told;
	struct bt_news_item old = {"id1", "Title", "words", "https://a/", "", "fed", "", 100, NOW}, new = old, *got;
	sqlite3 *db;
	size_t n;

	OK(bt_store_put_news(s, &old, 1, err));
	OK(bt_store_put_provider(s, &feed, err));
	bt_store_close(s);
	assert_int_equal(sqlite3_open(p->db, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "ALTER TABLE news DROP COLUMN links; PRAGMA user_version = 4", 0, 0, 0), SQLITE_OK);
	sqlite3_close(db);
	s = open_at(p->db, BT_STORE_READY);
	OK(bt_store_load_providers(s, &p->arena, &told, &n, err));
	assert_int_equal(n, 1);
	assert_string_equal(told->etag, "");
	assert_string_equal(told->last_modified, "");
	OK(bt_store_load_news(s, 1, &p->arena, &got, &n, err));
	assert_string_equal(got->links, "");
	new.summary = "words[2]";
	new.links = "https://a/\nhttps://b/";
	OK(bt_store_put_news(s, &new, 1, err));
	OK(bt_store_put_news(s, &old, 1, err));         /* and never lose them again */
	OK(bt_store_load_news(s, 2, &p->arena, &got, &n, err));
	assert_int_equal(n, 1);
	assert_string_equal(got->links, new.links);
	assert_string_equal(got->summary, new.summary);
	bt_store_close(s);
}

static void
requests__more_than_the_log_holds__the_oldest_go(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_store_request r = {NOW, "yahoo", "chart A", 200, 0, 12, 3400}, *got;
	size_t n;

	OK(bt_store_begin(s, err));
	for (int i = 0; i < 1100; i++) {
		r.utc = NOW + i;
		OK(bt_store_put_requests(s, &r, 1, err));
	}
	OK(bt_store_commit(s, err));
	OK(bt_store_load_requests(s, 5000, &p->arena, &got, &n, err));
	assert_int_equal(n, 1000);
	assert_int_equal(got[0].utc, NOW + 1099);
	bt_store_close(s);
}

static void
provider__stored__comes_back_whole(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_store_provider in = {"yahoo", 1, 2, 3, 4, 5, "why", 6, 7, 8, 9, 10, {0, 11, 12}, "e", "m"};
	struct bt_store_provider *got;
	size_t n;

	OK(bt_store_put_provider(s, &in, err));
	in.requests = 99;
	OK(bt_store_put_provider(s, &in, err));
	OK(bt_store_load_providers(s, &p->arena, &got, &n, err));
	assert_int_equal(n, 1);
	assert_string_equal(got->cause, "why");
	assert_int_equal(got->requests, 99);
	assert_int_equal(got->failures[2], 12);
	assert_string_equal(got->last_modified, "m");
	bt_store_close(s);
}

static void
wishes__of_two_copies__are_one_list_until_they_end(void **state)
{
	static const char *const one[] = {"AAPL", "^RUT"}, *const two[] = {"^RUT", "*universe"};
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_store_wish *got;
	size_t n;

	OK(bt_store_wish(s, "1", one, 2, NOW, NOW, NOW + 60, err));
	OK(bt_store_wish(s, "2", two, 2, NOW + 5, NOW, NOW + 90, err));
	OK(bt_store_wishes(s, NOW + 10, &p->arena, &got, &n, err));
	assert_int_equal(n, 3);
	assert_string_equal(got[2].word, "^RUT");
	assert_int_equal(got[2].asked_utc, NOW + 5);
	OK(bt_store_wishes(s, NOW + 70, &p->arena, &got, &n, err));
	assert_int_equal(n, 2);
	OK(bt_store_wish(s, "2", NULL, 0, NOW, NOW, NOW, err));
	OK(bt_store_wishes(s, NOW + 70, &p->arena, &got, &n, err));
	assert_int_equal(n, 0);
	bt_store_close(s);
}

static void
computed__of_other_bars__is_not_given(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	const void *data;
	size_t len;
	struct bt_err why;

	OK(bt_store_put_computed(s, "yahoo", "breadth sp500", 7, "abc", 3, err));
	OK(bt_store_get_computed(s, "yahoo", "breadth sp500", 7, &p->arena, &data, &len, err));
	assert_int_equal(len, 3);
	assert_memory_equal(data, "abc", 3);
	assert_int_equal(bt_store_get_computed(s, "yahoo", "breadth sp500", 8, &p->arena, &data, &len, &why),
	                 BT_E_NODATA);
	bt_store_close(s);
}

static void
trim__over_the_bound__drops_the_oldest(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_stored row = make_row(&p->arena, "", 5000, WILD);
	struct bt_security *sec;
	char symbol[8];
	size_t n;

	row.sec.symbol = symbol;
	for (int i = 0; i < 20; i++) {
		snprintf(symbol, sizeof(symbol), "S%02d", i);
		row.history_utc = row.closes_utc = NOW + i;
		OK(bt_store_put(s, &row, err));
	}
	int64_t bound = bt_store_bytes(s) / 2;

	OK(bt_store_trim(s, bound, err));
	assert_true(bt_store_bytes(s) <= bound);
	OK(bt_store_load(s, "yahoo", NULL, 0, &p->arena, &sec, &n, err));
	assert_in_range(n, 1, 19);
	assert_string_equal(sec[n - 1].symbol, "S19");
	bt_store_close(s);
}

static void
trim__imported_series__stay(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_stored row = make_row(&p->arena, "A", 5000, WILD);
	static const char *const sources[] = {"import", "import:mine", "imports", "yahoo"};
	struct bt_store_source *left;
	size_t n;

	row.history_utc = row.closes_utc = NOW;
	for (size_t i = 0; i < 4; i++) {
		row.sec.source = sources[i];
		OK(bt_store_put(s, &row, err));
	}
	OK(bt_store_sources(s, &p->arena, &left, &n, err));
	assert_int_equal(n, 4);
	assert_string_equal(left[3].name, "yahoo");
	assert_int_equal(left[3].securities, 1);
	OK(bt_store_trim(s, 1, err));
	OK(bt_store_sources(s, &p->arena, &left, &n, err));
	assert_int_equal(n, 2);
	assert_string_equal(left[0].name, "import");
	assert_string_equal(left[1].name, "import:mine");
	bt_store_close(s);
}

/* --- files that are not as they should be -------------------------------------------------------- */

static void
write_file(const char *path, const void *data, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, data, n), n);
	close(fd);
}

static void
put_one_and_close(struct place *p)
{
	struct bt_store *s = open_at(p->db, BT_STORE_READY);
	struct bt_stored row = make_row(&p->arena, "A", 50, CENTS);

	OK(bt_store_put(s, &row, err));
	bt_store_close(s);
}

static void
assert_moved_aside(struct place *p)
{
	char bad[128];

	snprintf(bad, sizeof(bad), "%s.bad-%d", p->db, NOW);
	assert_int_equal(access(bad, F_OK), 0);
}

static void
open__new_file__is_private(void **state)
{
	struct place *p = *state;
	struct stat info;
	const char *dir = folder_path(&p->dir, "cache");

	put_one_and_close(p);
	assert_int_equal(stat(p->db, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_int_equal(stat(dir, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0700);
}

static void
open__text_file__is_moved_aside(void **state)
{
	struct place *p = *state;

	put_one_and_close(p);
	write_file(p->db, "this is my diary\n", 17);
	bt_store_close(open_at(p->db, BT_STORE_REPLACED));
	assert_moved_aside(p);
	bt_store_close(open_at(p->db, BT_STORE_READY));
}

static void
open__database_of_another_program__is_moved_aside_unchanged(void **state)
{
	struct place *p = *state;
	sqlite3 *db;
	char bad[128];

	put_one_and_close(p);
	unlink(p->db);
	assert_int_equal(sqlite3_open(p->db, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE t (a); INSERT INTO t VALUES (42)", 0, 0, 0), 0);
	sqlite3_close(db);
	bt_store_close(open_at(p->db, BT_STORE_REPLACED));
	snprintf(bad, sizeof(bad), "%s.bad-%d", p->db, NOW);
	assert_int_equal(sqlite3_open(bad, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "SELECT a FROM t", 0, 0, 0), SQLITE_OK);
	sqlite3_close(db);
}

static void
open__newer_schema__is_read_not_written(void **state)
{
	struct place *p = *state;
	struct bt_store *s;
	struct bt_stored row = make_row(&p->arena, "B", 5, CENTS);
	sqlite3 *db;
	struct bt_err why;

	put_one_and_close(p);
	assert_int_equal(sqlite3_open(p->db, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 999", 0, 0, 0), SQLITE_OK);
	sqlite3_close(db);
	s = open_at(p->db, BT_STORE_READ_ONLY);
	assert_int_equal(only(s, &p->arena, "yahoo", "A")->bars.n, 50);
	assert_int_equal(bt_store_put(s, &row, &why), BT_E_STORE);
	bt_store_close(s);
}

/* Each older version, made by running the first steps alone, opens as the newest with its data. */
static void
open__each_older_schema__is_brought_forward(void **state)
{
	static const char *const drops[] = {
		"ALTER TABLE news DROP COLUMN links; PRAGMA user_version = 4",
		"DROP TABLE computed; PRAGMA user_version = 3",
		"DROP TABLE provider; DROP TABLE request; DROP TABLE wish; PRAGMA user_version = 2",
		"DROP TABLE news; PRAGMA user_version = 1",
	};
	struct place *p = *state;
	const void *data;
	size_t len;

	for (size_t upto = 1; upto <= 4; upto++) {
		sqlite3 *db;
		struct bt_store *s;

		unlink(p->db);
		put_one_and_close(p);
		assert_int_equal(sqlite3_open(p->db, &db), SQLITE_OK);
		for (size_t i = 0; i < upto; i++)
			assert_int_equal(sqlite3_exec(db, drops[i], 0, 0, 0), SQLITE_OK);
		sqlite3_close(db);
		s = open_at(p->db, BT_STORE_READY);
		assert_int_equal(only(s, &p->arena, "yahoo", "A")->bars.n, 50);
		OK(bt_store_put_computed(s, "yahoo", "k", 1, "x", 1, err));
		OK(bt_store_get_computed(s, "yahoo", "k", 1, &p->arena, &data, &len, err));
		OK(bt_store_wish(s, "1", NULL, 0, NOW, NOW, NOW, err));
		struct bt_news_item item = {"i", "t", "", "", "https://a/\nhttps://b/", "f", "", 1, 1};

		OK(bt_store_put_news(s, &item, 1, err));
		bt_store_close(s);
	}
}

/* Flip bytes all over the file: opening, checking and loading end in words, never in a crash; after
 * a damaged file was found the next open starts anew.  */
static void
open__damaged_anywhere__ends_in_words(void **state)
{
	struct place *p = *state;
	size_t damaged = 0;
	unsigned char *good;
	struct stat info;

	put_one_and_close(p);
	assert_int_equal(stat(p->db, &info), 0);
	good = malloc((size_t)info.st_size);
	int fd = open(p->db, O_RDONLY);

	assert_int_equal(read(fd, good, (size_t)info.st_size), info.st_size);
	close(fd);
	for (int i = 0; i < 60; i++) {
		size_t at = i < 30 ? (size_t)i * 3 : next_random() % (size_t)info.st_size;
		struct bt_store *s = NULL;
		enum bt_store_state how;
		char note[200];
		struct bt_err why;

		good[at] ^= 0xFF;
		write_file(p->db, good, (size_t)info.st_size);
		good[at] ^= 0xFF;
		if (bt_store_open(p->db, false, NOW + i, &s, &how, note, &why) == BT_OK) {
			struct bt_security *sec;
			size_t n;

			damaged += how == BT_STORE_REPLACED;
			if (bt_store_check(s, &why) || bt_store_load(s, "yahoo", NULL, 0, &p->arena, &sec, &n, &why))
				damaged++;
		} else {
			assert_true(why.text[0] != '\0');
			damaged++;
		}
		bt_store_close(s);
		char name[128];

		snprintf(name, sizeof(name), "%s-wal", p->db);
		unlink(name);
		snprintf(name, sizeof(name), "%s-shm", p->db);
		unlink(name);
	}
	assert_true(damaged > 5);
	free(good);
}

static void
open__truncated__ends_in_words(void **state)
{
	struct place *p = *state;
	struct stat info;

	put_one_and_close(p);
	assert_int_equal(stat(p->db, &info), 0);
	for (off_t size = info.st_size - 1000; size > 0; size = size / 2) {
		struct bt_store *s = NULL;
		enum bt_store_state how;
		char note[200];
		struct bt_err why = {0};

		assert_int_equal(truncate(p->db, size), 0);
		if (bt_store_open(p->db, false, NOW, &s, &how, note, &why))
			assert_true(why.text[0] != '\0');
		bt_store_close(s);
	}
}

static void
open__planted_link__is_not_followed(void **state)
{
	struct place *p = *state;
	struct bt_store *s;
	enum bt_store_state how;
	char note[200];
	struct bt_err why;

	put_one_and_close(p);
	unlink(p->db);
	assert_int_equal(symlink(folder_path(&p->dir, "victim"), p->db), 0);
	assert_int_equal(bt_store_open(p->db, false, NOW, &s, &how, note, &why), BT_E_STORE);
	assert_non_null(strstr(why.text, "symbolic link"));
	assert_false(folder_has(&p->dir, "victim"));
}

/* As root permissions bind nobody; the file is then simply writable. */
static void
open__directory_without_write_permission__is_read(void **state)
{
	struct place *p = *state;
	const char *dir = folder_path(&p->dir, "cache");
	struct bt_store *s;

	put_one_and_close(p);
	chmod(p->db, 0400);
	chmod(dir, 0500);
	s = open_at(p->db, geteuid() == 0 ? BT_STORE_READY : BT_STORE_READ_ONLY);
	assert_int_equal(only(s, &p->arena, "yahoo", "A")->bars.n, 50);
	bt_store_close(s);
	chmod(dir, 0700);
}

static void
open__read_only_and_no_file__is_no_data_and_makes_none(void **state)
{
	struct place *p = *state;
	struct bt_store *s;
	enum bt_store_state how;
	char note[200];
	struct bt_err why;

	assert_int_equal(bt_store_open(p->db, true, NOW, &s, &how, note, &why), BT_E_NODATA);
	assert_int_equal(access(p->db, F_OK), -1);
}

static void
store__deleted_under_us__is_noticed(void **state)
{
	struct place *p = *state;
	struct bt_store *s = open_at(p->db, BT_STORE_READY);

	assert_true(bt_store_is_current(s));
	unlink(p->db);
	assert_false(bt_store_is_current(s));
	bt_store_close(s);
}

/* A file system of 2 MiB is not to be had here; a bound on pages fails the same way. */
static void
store__full__is_told_and_what_was_there_stays(void **state)
{
	struct place *p = *state;
	struct bt_stored row = make_row(&p->arena, "BIG", 100000, WILD);
	struct bt_store *s;
	struct bt_err why;

	put_one_and_close(p);
	s = open_at(p->db, BT_STORE_READY);
	bt_store_bound_pages(s, 60);
	assert_int_equal(bt_store_put(s, &row, &why), BT_E_STORE);
	assert_non_null(strstr(why.text, "no room"));
	assert_int_equal(only(s, &p->arena, "yahoo", "A")->bars.n, 50);
	bt_store_close(s);
}

/* --- several processes --------------------------------------------------------------------------- */

static int
child_writes(const char *path, int count)
{
	struct bt_arena a;
	struct bt_store *s;
	enum bt_store_state how;
	char note[200];
	struct bt_stored row;

	bt_xarena_init(&a);
	seed ^= (uint64_t)getpid() * 7919;
	if (bt_store_open(path, false, NOW, &s, &how, note, NULL))
		return 1;
	for (int i = 0; i < count; i++) {
		char symbol[8];

		snprintf(symbol, sizeof(symbol), "S%02d", i % 40);
		row = make_row(&a, symbol, 200, BINARY32);
		if (bt_store_begin(s, NULL) || bt_store_put(s, &row, NULL) || bt_store_commit(s, NULL))
			return 2;
		bt_arena_release(&a);
		bt_xarena_init(&a);
	}
	bt_store_close(s);
	bt_arena_release(&a);
	return 0;
}

/* Copies that start together on no file: one makes it, and to none of the others it looks foreign. */
static void
open__new_file_by_many_at_once__is_ready_for_all(void **state)
{
	enum { COPIES = 6, ROUNDS = 40 };
	struct place *p = *state;

	for (int round = 0; round < ROUNDS; round++) {
		pid_t pid[COPIES];
		char path[200];

		snprintf(path, sizeof(path), "%s.%d", p->db, round);
		for (int i = 0; i < COPIES; i++) {
			pid[i] = fork();
			if (pid[i] == 0) {
				struct bt_store *s;
				enum bt_store_state how;
				char note[200];

				_exit(bt_store_open(path, false, NOW, &s, &how, note, NULL) ? 1 : how != BT_STORE_READY);
			}
		}
		for (int i = 0; i < COPIES; i++) {
			int status;

			assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
			assert_int_equal(status, 0);
		}
	}
}

static void
store__two_writers_and_a_reader__all_get_through(void **state)
{
	struct place *p = *state;
	pid_t pid[2];
	struct bt_store *s;
	struct bt_security *sec;
	size_t n;

	for (int i = 0; i < 2; i++) {
		pid[i] = fork();
		if (pid[i] == 0)
			_exit(child_writes(p->db, 60));
	}
	s = open_at(p->db, BT_STORE_READY);
	for (int i = 0; i < 100; i++)
		OK(bt_store_load(s, "yahoo", NULL, 0, &p->arena, &sec, &n, err));
	for (int i = 0; i < 2; i++) {
		int status;

		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_int_equal(status, 0);
	}
	OK(bt_store_load(s, "yahoo", NULL, 0, &p->arena, &sec, &n, err));
	assert_int_equal(n, 40);
	bt_store_close(s);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pack__every_shape_and_length__comes_back_bit_for_bit),
		TEST(pack__what_yahoo_sends__takes_at_most_30_bytes_a_bar),
		TEST(pack__special_values__come_back),
		TEST(pack__damaged_anywhere__is_refused),
		TEST(put__all_columns__load_gives_them_back),
		TEST(put__closes_alone_then_all__each_is_what_is_there),
		TEST(put__two_sources__are_never_mixed),
		TEST(put_days__appended_corrected_and_folded__give_the_whole),
		TEST(put_days__older_than_a_new_pack__change_nothing),
		TEST(put_days__unknown_symbol__is_told),
		TEST(put_quotes__some_of_many__others_stay),
		TEST(each__since_a_serial__gives_what_changed_alone),
		TEST(transaction__rolled_back__leaves_nothing),
		TEST(news__same_item_twice__is_kept_once_newest_first),
		TEST(news__of_an_older_cache__get_their_links),
		TEST(requests__more_than_the_log_holds__the_oldest_go),
		TEST(provider__stored__comes_back_whole),
		TEST(wishes__of_two_copies__are_one_list_until_they_end),
		TEST(computed__of_other_bars__is_not_given),
		TEST(trim__over_the_bound__drops_the_oldest),
		TEST(trim__imported_series__stay),
		TEST(open__new_file__is_private),
		TEST(open__text_file__is_moved_aside),
		TEST(open__database_of_another_program__is_moved_aside_unchanged),
		TEST(open__newer_schema__is_read_not_written),
		TEST(open__each_older_schema__is_brought_forward),
		TEST(open__damaged_anywhere__ends_in_words),
		TEST(open__truncated__ends_in_words),
		TEST(open__planted_link__is_not_followed),
		TEST(open__directory_without_write_permission__is_read),
		TEST(open__read_only_and_no_file__is_no_data_and_makes_none),
		TEST(store__deleted_under_us__is_noticed),
		TEST(store__full__is_told_and_what_was_there_stays),
		TEST(open__new_file_by_many_at_once__is_ready_for_all),
		TEST(store__two_writers_and_a_reader__all_get_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
