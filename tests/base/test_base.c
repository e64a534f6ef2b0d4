/* test_base.c - dates, numbers, text, trees: what every other layer leans on. */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/num.h"
#include "base/text.h"
#include "base/val.h"
#include "base/val_pack.h"

static bt_date
date(const char *s)
{
	bt_date d = BT_DATE_NONE;

	assert_true(bt_date_parse(s, strlen(s), &d));
	return d;
}

static void
date__roundtrips__every_day_of_four_centuries(void **state)
{
	char buf[BT_DATE_SIZE];
	bt_date back;

	(void)state;
	assert_int_equal(bt_date_ymd(1970, 1, 1), 0);
	for (bt_date d = bt_date_ymd(1800, 1, 1); d <= bt_date_ymd(2200, 1, 1); d++) {
		bt_date_format(d, buf);
		assert_true(bt_date_parse(buf, 10, &back));
		assert_int_equal(back, d);
	}
}

static void
date__is_refused__when_it_does_not_exist(void **state)
{
	static const char *const bad[] = {"2025-02-29", "2025-13-01", "2025-00-10", "2025-1-01",
	                                  "20250101", "2025-01-01x", "", "2025/01/01"};
	bt_date d;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(bt_date_parse(bad[i], strlen(bad[i]), &d));
}

static void
date__months__clamp_to_the_last_day(void **state)
{
	(void)state;
	assert_int_equal(bt_date_add_months(date("2025-03-31"), -1), date("2025-02-28"));
	assert_int_equal(bt_date_add_months(date("2024-02-29"), -12), date("2023-02-28"));
	assert_int_equal(bt_date_add_months(date("2025-02-28"), -1), date("2025-01-28"));
	assert_int_equal(bt_date_add_months(date("2025-12-31"), -1), date("2025-11-30"));
	assert_int_equal(bt_date_prev_quarter_end(date("2025-12-23")), date("2025-09-30"));
	assert_int_equal(bt_date_weekday(date("2025-12-26")), 4);
	assert_int_equal(bt_date_week(date("2025-12-28")), date("2025-12-22"));
}

static void
num__reads_back__any_double(void **state)
{
	uint64_t seed = 88172645463325252u;
	char buf[BT_NUM_SIZE];

	(void)state;
	for (int i = 0; i < 200000; i++) {
		double x, back;

		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		memcpy(&x, &seed, sizeof(x));
		if (!isfinite(x))
			continue;
		bt_num_format(x, buf);
		assert_true(bt_num_parse(buf, strlen(buf), &back));
		assert_true(back == x);
	}
	assert_string_equal(bt_num_format(0.1, buf), "0.1");
	assert_string_equal(bt_num_format(36.801388186, buf), "36.801388186");
	assert_string_equal(bt_num_format(1e15, buf), "1e+15");
}

static void
num__plain_decimals__equal_strtod(void **state)
{
	char buf[40];

	(void)state;
	for (int i = 0; i < 200000; i++) {
		double mine;

		snprintf(buf, sizeof(buf), "%d.%04d", i * 37 % 999983, i * 7919 % 10000);
		assert_true(bt_num_parse(buf, strlen(buf), &mine));
		assert_true(mine == strtod(buf, NULL));
	}
}

static void
num__is_refused__when_it_is_no_decimal(void **state)
{
	static const char *const bad[] = {"", "-", ".", "inf", "nan", "0x10", "1e", "1 ", " 1", "1,5",
	                                  "1e999", "--1", "1.2.3"};
	double x;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(bt_num_parse(bad[i], strlen(bad[i]), &x));
}

static void
num__does_not_follow__the_locale(void **state)
{
	char buf[BT_NUM_SIZE];
	double x;

	(void)state;
	if (setlocale(LC_NUMERIC, "de_DE.UTF-8")) {
		assert_true(bt_num_parse("1234567890123456.5", 18, &x));
		assert_true(x == 1234567890123456.5);
		assert_string_equal(bt_num_format(1.5, buf), "1.5");
		setlocale(LC_NUMERIC, "C");
	}
}

static void
assert_clean(const char *in, size_t n, const char *want)
{
	char out[256];

	bt_text_clean(in, n, out, sizeof(out));
	assert_string_equal(out, want);
}
#define CLEAN(in, want) assert_clean((in), sizeof(in) - 1, (want))

static void
text_clean__lets_nothing_harmful_through(void **state)
{
	(void)state;
	CLEAN("plain", "plain");
	CLEAN("a\tb\nc", "a b c");
	CLEAN("\033[31mred", "\xEF\xBF\xBD[31mred");
	CLEAN("a\0b", "a\xEF\xBF\xBD" "b");
	CLEAN("\xC2\x9B" "1m", "\xEF\xBF\xBD" "1m");
	CLEAN("\xFF\xFE", "\xEF\xBF\xBD\xEF\xBF\xBD");
	CLEAN("\xE2\x80\xAE" "x", "\xEF\xBF\xBD" "x");
	CLEAN("a\xE2\x80\x8B" "b\xC2\xAD" "c", "abc");
	CLEAN("\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
	CLEAN("e\xCC\x81\xCC\x81\xCC\x81\xCC\x81", "e\xCC\x81\xCC\x81");
	CLEAN("\xD7\xA9\xD7\x9C", "\xD7\xA9\xD7\x9C");
}

static void
text_clean__is_free_of_forbidden_points__on_random_bytes(void **state)
{
	uint64_t seed = 12345;
	char in[48], out[3 * sizeof(in) + 1];

	(void)state;
	for (int round = 0; round < 1000000; round++) {
		size_t n, len;

		for (size_t i = 0; i < sizeof(in); i += 8) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			memcpy(in + i, &seed, 8);
			if (round % 2)          /* every other round: lead bytes that make real characters */
				in[i] = (char)0xE2, in[i + 1] = (char)(0x80 | (in[i + 1] & 0x3F)),
				in[i + 2] = (char)(0x80 | (in[i + 2] & 0x3F));
		}
		n = seed >> 40 & 31;
		len = bt_text_clean(in, n, out, sizeof(out));
		for (size_t i = 0; i < len;) {
			uint32_t cp;

			i += bt_utf8_decode(out + i, len - i, &cp);
			assert_false(cp < 0x20 || (cp >= 0x7F && cp <= 0x9F));
			assert_false(cp == 0x61C || cp == 0x200E || cp == 0x200F);
			assert_false((cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069));
			assert_false(cp == 0xAD || (cp >= 0x200B && cp <= 0x200D) || cp == 0xFEFF);
		}
	}
}

static void
text__width_and_fit__count_columns(void **state)
{
	(void)state;
	assert_int_equal(bt_text_width("abc"), 3);
	assert_int_equal(bt_text_width("\xE6\x97\xA5\xE6\x9C\xAC"), 4);
	assert_int_equal(bt_text_fit("\xE6\x97\xA5\xE6\x9C\xAC", 3), 3);
	assert_int_equal(bt_text_width("e\xCC\x81"), 1);
}

static void
val__lists_of_arrays__read_like_lists_of_values(void **state)
{
	static const double x[] = {1.5, NAN, -3};
	static const bt_date d[] = {20000, BT_DATE_NONE};
	struct bt_val nums = bt_val_nums(x, 3), dates = bt_val_dates(d, 2), list = bt_val_list(), obj;
	struct bt_arena a;

	(void)state;
	bt_arena_init(&a, 0);
	for (size_t i = 0; i < 3; i++)
		bt_val_add(&a, &list, bt_val_num(x[i]));
	assert_true(bt_val_is_list(&nums) && bt_val_is_list(&dates) && bt_val_is_list(&list));
	assert_int_equal(bt_val_len(&nums), bt_val_len(&list));
	for (size_t i = 0; i < 3; i++) {
		struct bt_val p = bt_val_at(&nums, i), q = bt_val_at(&list, i);

		assert_int_equal(p.kind, q.kind);
		assert_true(p.kind == BT_VAL_NULL || p.u.num == q.u.num);
	}
	assert_int_equal(bt_val_at(&nums, 1).kind, BT_VAL_NULL);
	assert_int_equal(bt_val_at(&dates, 0).u.date, 20000);
	assert_int_equal(bt_val_at(&dates, 1).kind, BT_VAL_NULL);
	obj = bt_val_obj_for(&a, 1);
	assert_false(bt_val_is_list(&obj) || bt_val_is_list(NULL));
	for (int i = 0; i < 20; i++)             /* more than it was made for */
		bt_val_put(&a, &obj, bt_arena_printf(&a, "m%d", i), bt_val_num(i));
	assert_int_equal(bt_val_len(&obj), 0);
	assert_true(bt_val_as_num(bt_val_get(&obj, "m19")) == 19 && bt_val_as_num(bt_val_get(&obj, "m0")) == 0);
	bt_arena_release(&a);
}

static void
val__keeps_order_and_finds_paths(void **state)
{
	struct bt_arena a;
	struct bt_val row = bt_val_obj(), inner = bt_val_obj();
	char name[8];

	(void)state;
	bt_arena_init(&a, 0);
	bt_val_set(&a, &inner, "pct", bt_val_num(1.5));
	bt_val_set(&a, &row, "returns", inner);
	bt_val_set(&a, &row, "nan", bt_val_num(NAN));
	bt_val_set(&a, &row, "day", bt_val_date(BT_DATE_NONE));
	for (int i = 0; i < 50; i++) {
		snprintf(name, sizeof(name), "m%d", i);
		bt_val_set(&a, &row, bt_arena_strdup(&a, name), bt_val_num(i));
	}
	bt_val_set(&a, &row, "m7", bt_val_num(70));
	assert_int_equal(row.u.obj.len, 53);
	assert_true(bt_val_as_num(bt_val_path(&row, "returns.pct")) == 1.5);
	assert_true(bt_val_as_num(bt_val_get(&row, "m7")) == 70);
	assert_int_equal(bt_val_get(&row, "nan")->kind, BT_VAL_NULL);
	assert_int_equal(bt_val_get(&row, "day")->kind, BT_VAL_NULL);
	assert_null(bt_val_path(&row, "returns.none"));
	bt_arena_release(&a);
}

static void
arena__answers_null__over_its_maximum(void **state)
{
	struct bt_arena a;

	(void)state;
	bt_arena_init(&a, 1000);
	assert_non_null(bt_arena_alloc(&a, 900));
	assert_null(bt_arena_alloc(&a, 200));
	assert_null(bt_arena_array(&a, (size_t)-1 / 4, 8));
	assert_non_null(bt_arena_alloc(&a, 0));
	bt_arena_release(&a);
}

/* What is used again is zero again, whatever was in it. */
static void
arena__cleared__gives_zeroed_memory_again(void **state)
{
	struct bt_arena a;

	(void)state;
	bt_arena_init(&a, 0);
	bt_arena_clear(&a);
	for (size_t round = 0; round < 20; round++) {
		for (size_t n = 1; n < 3000; n += 97 + round) {
			unsigned char *p = bt_arena_alloc(&a, n);

			for (size_t i = 0; i < n; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xA5, n);
		}
		if (round == 10)
			memset(bt_arena_alloc(&a, (size_t)3 << 20), 1, (size_t)3 << 20);
		bt_arena_clear(&a);
		assert_int_equal(a.used, 0);
	}
	bt_arena_release(&a);
}

static void
buf__fails_and_stays_failed__over_its_maximum(void **state)
{
	struct bt_buf b;

	(void)state;
	bt_buf_init(&b, 10);
	assert_int_equal(bt_buf_str(&b, "12345"), BT_OK);
	assert_int_equal(bt_buf_printf(&b, "%d", 123456), BT_E_LIMIT);
	assert_int_equal(bt_buf_char(&b, 'x'), BT_E_LIMIT);
	assert_string_equal(b.data, "12345");
	bt_buf_release(&b);
}

static void
err__wraps_context_in_front(void **state)
{
	struct bt_err err;

	(void)state;
	assert_int_equal(bt_err_set(&err, BT_E_IO, "no %s", "room"), BT_E_IO);
	assert_int_equal(bt_err_wrap(&err, "cache"), BT_E_IO);
	assert_string_equal(err.text, "cache: no room");
	assert_int_equal(bt_status_exit(BT_E_NODATA), 3);
}

static void
assert_same_val(const struct bt_val *x, const struct bt_val *y)
{
	assert_int_equal(x->kind, y->kind);
	if (x->kind == BT_VAL_OBJ) {
		assert_int_equal(x->u.obj.len, y->u.obj.len);
		for (size_t i = 0; i < x->u.obj.len; i++) {
			assert_string_equal(x->u.obj.at[i].name, y->u.obj.at[i].name);
			assert_same_val(&x->u.obj.at[i].val, &y->u.obj.at[i].val);
		}
		return;
	}
	assert_int_equal(bt_val_len(x), bt_val_len(y));
	for (size_t i = 0; bt_val_is_list(x) && i < bt_val_len(x); i++) {
		struct bt_val p = bt_val_at(x, i), q = bt_val_at(y, i);

		assert_same_val(&p, &q);
	}
	if (x->kind == BT_VAL_NUM)
		assert_memory_equal(&x->u.num, &y->u.num, sizeof(double));
	if (x->kind == BT_VAL_STR)
		assert_string_equal(x->u.str, y->u.str);
	if (x->kind == BT_VAL_DATE)
		assert_int_equal(x->u.date, y->u.date);
	if (x->kind == BT_VAL_BOOL)
		assert_int_equal(x->u.truth, y->u.truth);
}

/* One of every kind, in and beside each other. */
static struct bt_val
val_of_all_kinds(struct bt_arena *a)
{
	static const double x[] = {1.5, NAN, -0.0};
	static const bt_date d[] = {20000, BT_DATE_NONE};
	struct bt_val obj = bt_val_obj(), list = bt_val_list();

	bt_val_add(a, &list, bt_val_null());
	bt_val_add(a, &list, bt_val_num(0.1));
	bt_val_add(a, &list, bt_val_str("caf\u00e9"));
	bt_val_add(a, &list, bt_val_str(""));
	bt_val_add(a, &list, bt_val_list());
	bt_val_add(a, &list, bt_val_obj());
	bt_val_set(a, &obj, "list", list);
	bt_val_set(a, &obj, "truth", bt_val_bool(true));
	bt_val_set(a, &obj, "day", bt_val_date(-3));
	bt_val_set(a, &obj, "nums", bt_val_nums(x, 3));
	bt_val_set(a, &obj, "dates", bt_val_dates(d, 2));
	bt_val_set(a, &obj, "none", bt_val_nums(NULL, 0));
	return obj;
}

static void
val_pack__of_every_kind__comes_back(void **state)
{
	struct bt_arena a;
	struct bt_buf out;

	(void)state;
	bt_arena_init(&a, 0);
	bt_buf_init(&out, 1 << 16);
	struct bt_val v = val_of_all_kinds(&a);

	bt_val_pack(&v, &out);
	struct bt_reader r = {(const unsigned char *)out.data, (const unsigned char *)out.data + out.len, false};
	struct bt_val back = bt_val_unpack(&r, &a);

	assert_false(r.bad);
	assert_ptr_equal(r.at, r.end);
	assert_same_val(&v, &back);
	for (size_t n = 0; n < out.len; n++) {
		unsigned char *cut = malloc(n + 1);

		assert_non_null(cut);
		memcpy(cut, out.data, n);
		r = (struct bt_reader){cut, cut + n, false};
		back = bt_val_unpack(&r, &a);
		assert_true(r.bad && back.kind == BT_VAL_NULL);
		free(cut);
	}
	bt_buf_release(&out);
	bt_arena_release(&a);
}

static void
val_unpack__of_lists_in_lists_without_end__stops(void **state)
{
	unsigned char nested[5 * 40];
	struct bt_arena a;

	(void)state;
	for (size_t i = 0; i < sizeof(nested); i += 5)
		memcpy(nested + i, (unsigned char[]){BT_VAL_LIST, 1, 0, 0, 0}, 5);
	bt_arena_init(&a, 0);
	struct bt_reader r = {nested, nested + sizeof(nested), false};

	assert_int_equal(bt_val_unpack(&r, &a).kind, BT_VAL_NULL);
	assert_true(r.bad);
	bt_arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(date__roundtrips__every_day_of_four_centuries),
		cmocka_unit_test(date__is_refused__when_it_does_not_exist),
		cmocka_unit_test(date__months__clamp_to_the_last_day),
		cmocka_unit_test(num__reads_back__any_double),
		cmocka_unit_test(num__plain_decimals__equal_strtod),
		cmocka_unit_test(num__is_refused__when_it_is_no_decimal),
		cmocka_unit_test(num__does_not_follow__the_locale),
		cmocka_unit_test(text_clean__lets_nothing_harmful_through),
		cmocka_unit_test(text_clean__is_free_of_forbidden_points__on_random_bytes),
		cmocka_unit_test(text__width_and_fit__count_columns),
		cmocka_unit_test(val__keeps_order_and_finds_paths),
		cmocka_unit_test(val__lists_of_arrays__read_like_lists_of_values),
		cmocka_unit_test(val_pack__of_every_kind__comes_back),
		cmocka_unit_test(val_unpack__of_lists_in_lists_without_end__stops),
		cmocka_unit_test(arena__answers_null__over_its_maximum),
		cmocka_unit_test(arena__cleared__gives_zeroed_memory_again),
		cmocka_unit_test(buf__fails_and_stays_failed__over_its_maximum),
		cmocka_unit_test(err__wraps_context_in_front),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
