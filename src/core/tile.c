#include "core/tile.h"

#include <math.h>
#include <string.h>

#include "core/tick.h"

const int bt_tile_window[BT_TILE_WINDOWS] = {20, 50, 100, 200};

#define ALIGN 64

static void *
alloc_aligned(struct bt_arena *a, size_t n)
{
	char *p = bt_arena_alloc(a, n + ALIGN);

	return p ? p + (ALIGN - (uintptr_t)p % ALIGN) % ALIGN : NULL;
}

bt_tile_row *
bt_tile_rows_new(struct bt_arena *a, size_t n)
{
	return alloc_aligned(a, n * sizeof(bt_tile_row));
}

struct bt_tile *
bt_tile_new(struct bt_arena *a, bool intraday)
{
	struct bt_tile *t = alloc_aligned(a, sizeof(*t));

	if (!t)
		return NULL;
	t->price = bt_tile_rows_new(a, BT_TILE_RING);
	t->high = intraday ? bt_tile_rows_new(a, BT_TILE_RING) : t->price;
	t->low = intraday ? bt_tile_rows_new(a, BT_TILE_RING) : t->price;
	t->suf_hi = bt_tile_rows_new(a, BT_TILE_BLOCK);
	t->suf_lo = bt_tile_rows_new(a, BT_TILE_BLOCK);
	return t->price && t->high && t->low && t->suf_hi && t->suf_lo ? t : NULL;
}

void
bt_tile_reset(struct bt_tile *t)
{
	memset(t->sum, 0, sizeof(t->sum));
	memset(t->allow, 0, sizeof(t->allow));
	/* the current block's rows are filled before they are used; rows of a block before row 0 are not */
	memset(t->price, 0, BT_TILE_RING * sizeof(bt_tile_row));
	if (t->high != t->price) {
		memset(t->high, 0, BT_TILE_RING * sizeof(bt_tile_row));
		memset(t->low, 0, BT_TILE_RING * sizeof(bt_tile_row));
	}
}

uint64_t
bt_tile_allow(size_t k)
{
	uint64_t allow = 0;

	if (k >= 1)
		allow |= (uint64_t)1 << 8 * BT_TILE_ADV | (uint64_t)1 << 8 * BT_TILE_DEC;
	for (int w = 0; w < BT_TILE_WINDOWS; w++)
		if (k + 1 >= (size_t)bt_tile_window[w])
			allow |= (uint64_t)1 << 8 * (BT_TILE_ABOVE + w);
	if (k >= BT_TILE_BLOCK)
		allow |= (uint64_t)1 << 8 * BT_TILE_HI | (uint64_t)1 << 8 * BT_TILE_LO;
	return allow;
}

/* Sums of the newest 20, 50, 100, 200: four partial sums between one window and the next. */
static void
align_sums(struct bt_tile *t, size_t lane, const double *x)
{
	double sum = 0;

	for (int w = 0, i = 0; w < BT_TILE_WINDOWS; w++) {
		double part[4] = {0};

		for (; i + 4 <= bt_tile_window[w]; i += 4)
			for (int k = 0; k < 4; k++)
				part[k] += x[i + k];
		for (; i < bt_tile_window[w]; i++)
			part[0] += x[i];
		sum += (part[0] + part[1]) + (part[2] + part[3]);
		t->sum[w][lane] = sum;
	}
}

/* The newest `off` bars lie in the current block, the older ones in the last rows of the block before. */
static void
align_extremes(struct bt_tile *t, size_t lane, size_t off, const double *high, const double *low)
{
	double hi = -INFINITY, lo = INFINITY;

	for (size_t i = 0; i < off; i++) {
		hi = high[i] > hi ? high[i] : hi;
		lo = low[i] < lo ? low[i] : lo;
	}
	t->pre_hi[lane] = hi;
	t->pre_lo[lane] = lo;
	hi = -INFINITY;
	lo = INFINITY;
	for (size_t i = off, row = BT_TILE_BLOCK; i < BT_TILE_BLOCK; i++) {
		hi = high[i] > hi ? high[i] : hi;
		lo = low[i] < lo ? low[i] : lo;
		t->suf_hi[--row][lane] = hi;
		t->suf_lo[row][lane] = lo;
	}
}

void
bt_tile_align(struct bt_tile *t, size_t lane, size_t row, const struct bt_tile_past *past)
{
	bool intraday = t->high != t->price;
	size_t at = row % BT_TILE_RING;

	for (size_t i = 0; i < BT_TILE_BLOCK; i++) {
		at = at ? at - 1 : BT_TILE_RING - 1;
		t->price[at][lane] = past->price[i];
		if (intraday) {
			t->high[at][lane] = past->high[i];
			t->low[at][lane] = past->low[i];
		}
	}
	align_sums(t, lane, past->price);
	align_extremes(t, lane, row % BT_TILE_BLOCK, intraday ? past->high : past->price,
	               intraday ? past->low : past->price);
}

/* The first lane with a return gives the pilot of the row at that place in the ring, the first that has a weight, too, the other. */
static void
find_pilots(const struct bt_tile *t, const double *weight, size_t at, struct bt_tile_sums *out)
{
	const double *p = t->price[at], *q = t->price[at ? at - 1 : BT_TILE_RING - 1];

	for (size_t l = 0; l < BT_TILE_LANES && !out->has_weighted_pilot; l++) {
		if (!(t->allow[l] & 1))
			continue;
		if (!out->has_pilot)
			out->pilot = p[l] / q[l] - 1.0;
		out->has_pilot = true;
		if (weight[l] > 0) {
			out->weighted_pilot = p[l] / q[l] - 1.0;
			out->has_weighted_pilot = true;
		}
	}
}

enum tile_column { TILE_VOLUME, TILE_WEIGHT };

static inline double
tile_volume(double v)
{
	return v > 0 && v < INFINITY ? v : 0;
}

/* gcc and clang spell the same things differently.  Small loops over an array of vectors must be unrolled,
 * or the array lives in memory. */
#define BT_V_LIST(...) __VA_ARGS__
#ifdef __clang__
#define BT_V_UNROLL _Pragma("unroll")
#define BT_V_SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define BT_V_UNROLL _Pragma("GCC unroll 8")
#define BT_V_SHUFFLE(a, b, ...) __builtin_shuffle(a, b, (VI){__VA_ARGS__})
#endif

#define BT_V_PASTE(name, part) name##_##part
#define BT_V_TYPE(name, part) BT_V_PASTE(name, part)

#define BT_V_BYTES 16
#define BT_V_NAME of16
#define BT_V_TARGET
#include "core/tile_rows.h"

#ifdef __x86_64__
#define BT_V_BYTES 32
#define BT_V_NAME of32
#define BT_V_TARGET __attribute__((target("avx2")))
#include "core/tile_rows.h"

#define BT_V_BYTES 64
#define BT_V_NAME of64
#define BT_V_TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl")))
#include "core/tile_rows.h"
#endif

const struct bt_tile_loop *
bt_tile_loop_of(int bytes)
{
#ifdef __x86_64__
	if ((bytes == 0 || bytes == 64) && __builtin_cpu_supports("avx512f") &&
	    __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512vl"))
		return &of64_loop;
	if ((bytes == 0 || bytes == 32) && __builtin_cpu_supports("avx2"))
		return &of32_loop;
#endif
	return bytes == 0 || bytes == 16 ? &of16_loop : NULL;
}
