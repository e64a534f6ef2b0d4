/* test_treemap.c - tiles of given areas: the example of the paper, and what holds for all of them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/treemap.h"

#define MOST 3000

static double weight[MOST], least[MOST], share[MOST];
static struct bt_rect tile[MOST];
static unsigned char taken[300 * 100];

static void
assert_rect(struct bt_rect r, int x, int y, int w, int h)
{
	assert_int_equal(r.x, x);
	assert_int_equal(r.y, y);
	assert_int_equal(r.w, w);
	assert_int_equal(r.h, h);
}

/* Bruls, Huizing, van Wijk 2000, section 3: areas 6 6 4 3 2 2 1 in a rectangle of 6 by 4.  Characters are
 * twice as tall as wide, so 6 by 4 are 1260 columns by 420 rows. */
static void
tiles__are_those_of_the_paper(void **state)
{
	static const double areas[] = {6, 6, 4, 3, 2, 2, 1};

	(void)state;
	assert_int_equal(bt_treemap_divide(areas, 7, (struct bt_rect){0, 0, 1260, 420}, tile), 7);
	assert_rect(tile[0], 0, 0, 630, 210);              /* 3 by 2 each: aspect 1.5 */
	assert_rect(tile[1], 0, 210, 630, 210);
	assert_rect(tile[2], 630, 0, 360, 245);            /* 12/7 by 7/3 */
	assert_rect(tile[3], 990, 0, 270, 245);            /* 9/7 by 7/3 */
	assert_rect(tile[4], 630, 245, 252, 175);          /* 6/5 by 5/3 */
	assert_rect(tile[5], 882, 245, 252, 175);
	assert_rect(tile[6], 1134, 245, 126, 175);         /* 3/5 by 5/3: aspect 25/9, the worst */
}

/* No gaps, no overlaps, nothing outside: each character of r in one tile. */
static void
assert_whole(size_t n, size_t placed, struct bt_rect r)
{
	size_t covered = 0;

	memset(taken, 0, sizeof(taken));
	for (size_t i = 0; i < n; i++) {
		if (i >= placed) {
			assert_int_equal(tile[i].w * tile[i].h, 0);
			continue;
		}
		assert_true(tile[i].w >= 1 && tile[i].h >= 1);
		assert_true(tile[i].x >= r.x && tile[i].x + tile[i].w <= r.x + r.w);
		assert_true(tile[i].y >= r.y && tile[i].y + tile[i].h <= r.y + r.h);
		for (int y = tile[i].y - r.y; y < tile[i].y - r.y + tile[i].h; y++)
			for (int x = tile[i].x - r.x; x < tile[i].x - r.x + tile[i].w; x++, covered++)
				assert_int_equal(taken[y * r.w + x]++, 0);
	}
	if (placed)
		assert_int_equal(covered, (size_t)r.w * (size_t)r.h);
}

static void
every_character__is_in_one_tile__at_every_size(void **state)
{
	static const size_t counts[] = {0, 1, 2, 7, 31, 68, 130, 503, 3000};
	size_t looked = 0;

	(void)state;
	srand(1);
	for (size_t k = 0; k < sizeof(counts) / sizeof(counts[0]); k++)
		for (int w = 0; w <= 300; w += w < 12 ? 1 : 31)
			for (int h = 0; h <= 100; h += h < 6 ? 1 : 17, looked++) {
				struct bt_rect r = {3, 2, w, h};
				size_t n = counts[k], room = (size_t)(w * h), placed;

				for (size_t i = 0; i < n; i++)
					share[i] = looked % 3 == 0 ? 1 : pow((double)(i + 1), -(double)(looked % 3)) +
					                                 (looked % 2 ? rand() % 100 / 100.0 : 0);
				placed = bt_treemap_divide(share, n, r, tile);
				assert_int_equal(placed, n < room ? n : room);
				assert_whole(n, placed, r);
			}
	printf("%zu rectangles\n", looked);
}

/* Weights such as an index has: a few giants, and a long tail. */
static size_t
make_index(size_t n)
{
	for (size_t i = 0; i < n; i++) {
		weight[i] = 1 / pow((double)i + 3, 1.2);
		least[i] = 1;
	}
	return n;
}

/* A tile is off by what moving its edges by half a character makes, a seventh of it and two characters; of the
 * whole area an eighth at most is in a wrong tile.  */
static void
areas__are_near_their_shares(void **state)
{
	static const struct bt_rect sizes[] = {{0, 0, 80, 19}, {0, 0, 120, 35}, {0, 0, 200, 45}, {0, 0, 300, 95}};
	double worst_part = 0;

	(void)state;
	for (size_t k = 0; k < 4; k++)
		for (size_t n = 10; n <= 510; n += 100) {
			double area = sizes[k].w * sizes[k].h, off = 0;

			make_index(n);
			bt_treemap_share(weight, least, n, area, share);
			bt_treemap_divide(share, n, sizes[k], tile);
			for (size_t i = 0; i < n; i++) {
				double d = fabs(tile[i].w * tile[i].h - share[i]);

				assert_true(d <= 0.5 * (tile[i].w + tile[i].h) + 0.15 * share[i] + 2);
				off += d;
			}
			worst_part = off / area > worst_part ? off / area : worst_part;
		}
	printf("at most %.3f of an area is in the wrong tile\n", worst_part);
	assert_true(worst_part < 0.12);
}

static void
tiles__are_as_square_as_characters_allow(void **state)
{
	double sum = 0;
	size_t n = make_index(40);

	(void)state;
	bt_treemap_share(weight, least, n, 200 * 45, share);
	bt_treemap_divide(share, n, (struct bt_rect){0, 0, 200, 45}, tile);
	for (size_t i = 0; i < n; i++) {
		double a = tile[i].w / 2.0 / tile[i].h;

		assert_true(a > 0.25 && a < 4);
		sum += a > 1 ? a : 1 / a;
	}
	assert_true(sum / (double)n < 1.5);
}

static void
shares__are_by_weight__but_none_below_its_least(void **state)
{
	double sum = 0;

	(void)state;
	memcpy(weight, (double[]){60, 30, 9.9, 0.1, NAN, -1}, 6 * sizeof(*weight));
	for (size_t i = 0; i < 6; i++)
		least[i] = 2;
	bt_treemap_share(weight, least, 6, 100, share);
	for (size_t i = 0; i < 6; i++)
		sum += share[i];
	assert_true(fabs(sum - 100) < 1e-6);
	assert_true(share[3] == 2 && share[4] == 2 && share[5] == 2);
	assert_true(fabs(share[0] / share[1] - 2) < 1e-6 && fabs(share[1] / share[2] - 30 / 9.9) < 1e-6);
}

static void
shares__are_equal__without_weights_and_in_part_where_there_is_no_room(void **state)
{
	(void)state;
	for (size_t i = 0; i < 5; i++) {
		weight[i] = i ? NAN : 0;
		least[i] = (double)(i + 1);
	}
	bt_treemap_share(weight, least, 5, 100, share);
	for (size_t i = 0; i < 5; i++)
		assert_true(fabs(share[i] - 20) < 1e-6);
	bt_treemap_share(weight, least, 5, 7.5, share);
	for (size_t i = 0; i < 5; i++)
		assert_true(fabs(share[i] - 0.5 * least[i]) < 1e-9);
}

/* Weights of any size: the sum stays that of the area. */
static void
shares__hold__for_weights_of_any_size(void **state)
{
	static const double scales[] = {1e-300, 1e-9, 1, 1e12, 1e300};

	(void)state;
	for (size_t k = 0; k < 5; k++) {
		double sum = 0;

		for (size_t i = 0; i < 50; i++) {
			weight[i] = scales[k] * (double)(50 - i);
			least[i] = 1;
		}
		bt_treemap_share(weight, least, 50, 1000, share);
		for (size_t i = 0; i < 50; i++)
			sum += share[i];
		assert_true(fabs(sum - 1000) < 1e-3);
		assert_int_equal(bt_treemap_divide(share, 50, (struct bt_rect){0, 0, 50, 20}, tile), 50);
		assert_whole(50, 50, (struct bt_rect){0, 0, 50, 20});
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tiles__are_those_of_the_paper),
		cmocka_unit_test(every_character__is_in_one_tile__at_every_size),
		cmocka_unit_test(areas__are_near_their_shares),
		cmocka_unit_test(tiles__are_as_square_as_characters_allow),
		cmocka_unit_test(shares__are_by_weight__but_none_below_its_least),
		cmocka_unit_test(shares__are_equal__without_weights_and_in_part_where_there_is_no_room),
		cmocka_unit_test(shares__hold__for_weights_of_any_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
