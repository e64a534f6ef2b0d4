#include "core/tile.h"

#include <math.h>
#include <string.h>

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

void
bt_tile_align(struct bt_tile *t, size_t lane, size_t row)
{
	size_t off = row % BT_TILE_BLOCK, first = row - off;
	size_t before = (first + BT_TILE_BLOCK) % BT_TILE_RING;
	double hi = -INFINITY, lo = INFINITY, sum = 0;

	for (int w = 0, back = 1; w < BT_TILE_WINDOWS; w++) {
		for (; back <= bt_tile_window[w]; back++)
			sum += t->price[(row + BT_TILE_RING - (size_t)back) % BT_TILE_RING][lane];
		t->sum[w][lane] = sum;
	}
	for (size_t i = BT_TILE_BLOCK; i-- > off;) {
		hi = fmax(hi, t->high[before + i][lane]);
		lo = fmin(lo, t->low[before + i][lane]);
		t->suf_hi[i][lane] = hi;
		t->suf_lo[i][lane] = lo;
	}
	hi = -INFINITY;
	lo = INFINITY;
	for (size_t i = 0; i < off; i++) {
		hi = fmax(hi, t->high[(first + i) % BT_TILE_RING][lane]);
		lo = fmin(lo, t->low[(first + i) % BT_TILE_RING][lane]);
	}
	t->pre_hi[lane] = hi;
	t->pre_lo[lane] = lo;
}

/* The first lane with a return gives the pilot of the row. */
static void
find_pilot(const struct bt_tile *t, size_t row, struct bt_tile_out *out)
{
	const double *p = t->price[row % BT_TILE_RING];
	const double *q = t->price[(row + BT_TILE_RING - 1) % BT_TILE_RING];

	for (size_t l = 0; l < BT_TILE_LANES; l++) {
		if (t->allow[l] & 1) {
			out->pilot = p[l] / q[l] - 1.0;
			out->has_pilot = true;
			return;
		}
	}
}

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
