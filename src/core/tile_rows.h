/* core/tile_rows.h - the body of the inner loop, included by tile.c once for each width of vectors:
 * BT_V_BYTES wide, as BT_V_NAME_loop, built for BT_V_TARGET.
 *
 * Comparisons of vectors give lanes of all ones or zeros; a lane is chosen by masking.  */

#define VD BT_V_TYPE(BT_V_NAME, d)
#define VI BT_V_TYPE(BT_V_NAME, i)
typedef double VD __attribute__((vector_size(BT_V_BYTES), may_alias));
typedef int64_t VI __attribute__((vector_size(BT_V_BYTES), may_alias));

#define VU BT_V_TYPE(BT_V_NAME, u)        /* anywhere in memory */
typedef double VU __attribute__((vector_size(BT_V_BYTES), may_alias, aligned(8)));

#define N ((size_t)BT_V_BYTES / 8)
#define MASKED(m, x) ((VD)((m) & (VI)(x)))
#define CHOOSE(m, x, y) ((VD)(((m) & (VI)(x)) | (~(m) & (VI)(y))))
#define BYTE(k) ((int64_t)1 << 8 * (k))
/* The row `back` before ring position r. */
#define ROW(ring, r, back) ((const VD *)(ring)[(r) < (back) ? (r) + BT_TILE_RING - (back) : (r) - (back)])

/* --- from columns to rows ------------------------------------------------------------------------ */

/* Transpose N vectors of N (J. Eklundh, 1972): swap what lies off the diagonal of blocks of 1, 2, 4. */
BT_V_TARGET static inline __attribute__((always_inline)) void
BT_V_TYPE(BT_V_NAME, transpose)(VD *r)
{
#if BT_V_BYTES == 16
#define STEPS BT_V_SWAP(1, BT_V_LIST(0, 2), BT_V_LIST(1, 3))
#elif BT_V_BYTES == 32
#define STEPS \
	BT_V_SWAP(1, BT_V_LIST(0, 4, 2, 6), BT_V_LIST(1, 5, 3, 7)) \
	BT_V_SWAP(2, BT_V_LIST(0, 1, 4, 5), BT_V_LIST(2, 3, 6, 7))
#else
#define STEPS \
	BT_V_SWAP(1, BT_V_LIST(0, 8, 2, 10, 4, 12, 6, 14), BT_V_LIST(1, 9, 3, 11, 5, 13, 7, 15)) \
	BT_V_SWAP(2, BT_V_LIST(0, 1, 8, 9, 4, 5, 12, 13), BT_V_LIST(2, 3, 10, 11, 6, 7, 14, 15)) \
	BT_V_SWAP(4, BT_V_LIST(0, 1, 2, 3, 8, 9, 10, 11), BT_V_LIST(4, 5, 6, 7, 12, 13, 14, 15))
#endif
#define BT_V_SWAP(s, low, high) \
	BT_V_UNROLL \
	for (size_t i = 0; i < N; i++) { \
		if (i & (s)) \
			continue; \
		VD a = r[i], b = r[i + (s)]; \
		r[i] = BT_V_SHUFFLE(a, b, low); \
		r[i + (s)] = BT_V_SHUFFLE(a, b, high); \
	}
	STEPS
#undef BT_V_SWAP
#undef STEPS
}

/* N rows of N lanes; what the next block will read is asked for already. */
BT_V_TARGET static inline __attribute__((always_inline)) void
BT_V_TYPE(BT_V_NAME, load)(const double *const *src, size_t i, VD *x)
{
	BT_V_UNROLL
	for (size_t k = 0; k < N; k++) {
		x[k] = *(const VU *)(src[k] + i);
		if (i % 8 == 0)
			__builtin_prefetch((const void *)((uintptr_t)(src[k] + i) + BT_TILE_BLOCK * sizeof(double)),
			                   0, 2);
	}
	BT_V_TYPE(BT_V_NAME, transpose)(x);
}

/* n rows of N lanes from l on, of one column.  `kind` is a constant where this is inlined. */
BT_V_TARGET static inline __attribute__((always_inline)) void
BT_V_TYPE(BT_V_NAME, lay)(const double *const *src, size_t n, size_t l, bt_tile_row *out,
                          enum tile_column kind, VD factor)
{
	size_t i = 0;

	for (; i + N <= n; i += N) {
		VD x[N];

		BT_V_TYPE(BT_V_NAME, load)(src, i, x);
		BT_V_UNROLL
		for (size_t k = 0; k < N; k++) {
			if (kind == TILE_VOLUME)
				x[k] = MASKED((x[k] > 0.0) & (x[k] < (double)INFINITY), x[k]);
			else
				x[k] = x[k] * factor;
			*(VD *)(out[i + k] + l) = x[k];
		}
	}
	for (; i < n; i++)
		for (size_t k = 0; k < N; k++)
			out[i][l + k] = kind == TILE_VOLUME ? tile_volume(src[k][i]) : src[k][i] * factor[k];
}

/* The same of prices; false when one is none, or off the ticks. */
BT_V_TARGET static inline bool
BT_V_TYPE(BT_V_NAME, lay_prices)(const struct bt_tile_fill *f, size_t j, size_t n, size_t l,
                                 bt_tile_row *out)
{
	VD factor = *(const VU *)(f->factor + j), round = *(const VU *)(f->round + j);
	VD slack = *(const VU *)(f->slack + j), least = *(const VU *)(f->least + j);
	VI good = factor == factor;
	int64_t all = -1;
	size_t i = 0;

	for (; i + N <= n; i += N) {
		VD x[N];

		BT_V_TYPE(BT_V_NAME, load)(f->price + j, i, x);
		BT_V_UNROLL
		for (size_t k = 0; k < N; k++) {
			VD scaled = x[k] * factor, whole = (scaled + round) - round;
			VD off = scaled - whole, far = whole * slack;

			good &= (whole > least) & (whole < BT_TICKS_MAX) & (off <= far) & (-off <= far);
			*(VD *)(out[i + k] + l) = whole;
		}
	}
	for (size_t k = 0; k < N; k++)
		all &= good[k];
	for (; i < n; i++) {
		for (size_t k = 0; k < N; k++) {
			double scaled = f->price[j + k][i] * factor[k], whole = (scaled + round[k]) - round[k];
			double off = scaled - whole, far = whole * slack[k];

			all &= -(int64_t)(whole > least[k] && whole < BT_TICKS_MAX && off <= far && -off <= far);
			out[i][l + k] = whole;
		}
	}
	return all;
}

BT_V_TARGET static bool
BT_V_TYPE(BT_V_NAME, fill)(const struct bt_tile_fill *f, size_t n, size_t l, bt_tile_row *price,
                           bt_tile_row *volume, bt_tile_row *weight)
{
	bool good = true;

	for (size_t j = 0; j < BT_TILE_GROUP; j += N) {
		VD w = *(const VU *)(f->weight + j);

		good = BT_V_TYPE(BT_V_NAME, lay_prices)(f, j, n, l + j, price) && good;
		if (!volume)
			continue;
		BT_V_TYPE(BT_V_NAME, lay)(f->volume + j, n, l + j, volume, TILE_VOLUME, w);
		BT_V_TYPE(BT_V_NAME, lay)(f->close + j, n, l + j, weight, TILE_WEIGHT, w);
	}
	return good;
}

/* --- rows ---------------------------------------------------------------------------------------- */

/* Fold the rows of the block before, newest first. */
BT_V_TARGET static void
BT_V_TYPE(BT_V_NAME, suffixes)(struct bt_tile *t, size_t first)
{
	for (size_t i = 0; i < BT_TILE_LANES / N; i++) {
		VD hi = ((const VD *)t->high[first + BT_TILE_BLOCK - 1])[i];
		VD lo = ((const VD *)t->low[first + BT_TILE_BLOCK - 1])[i];

		for (size_t r = BT_TILE_BLOCK; r-- > 0;) {
			VD h = ((const VD *)t->high[first + r])[i], l = ((const VD *)t->low[first + r])[i];

			hi = CHOOSE(h > hi, h, hi);
			lo = CHOOSE(l < lo, l, lo);
			((VD *)t->suf_hi[r])[i] = hi;
			((VD *)t->suf_lo[r])[i] = lo;
		}
	}
}

BT_V_TARGET static void
BT_V_TYPE(BT_V_NAME, start_block)(struct bt_tile *t, size_t row)
{
	size_t first = (row + BT_TILE_BLOCK) % BT_TILE_RING;    /* of the block before, in the ring */

	BT_V_TYPE(BT_V_NAME, suffixes)(t, first);
	for (size_t i = 0; i < BT_TILE_LANES / N && !t->exact; i++) {
		VD sum = {0};

		for (int w = 0, back = 1; w < BT_TILE_WINDOWS; w++) {
			for (; back <= bt_tile_window[w]; back++)
				sum += ((const VD *)t->price[first + BT_TILE_BLOCK - (size_t)back])[i];
			((VD *)t->sum[w])[i] = sum;
		}
	}
	for (size_t l = 0; l < BT_TILE_LANES; l++) {
		t->pre_hi[l] = -INFINITY;
		t->pre_lo[l] = INFINITY;
	}
}

BT_V_TARGET static inline uint64_t
BT_V_TYPE(BT_V_NAME, counts)(struct bt_tile *t, size_t r)
{
	const VD *p = (const VD *)t->price[r], *q = ROW(t->price, r, 1);
	const VD *exit20 = ROW(t->price, r, 20), *exit50 = ROW(t->price, r, 50);
	const VD *exit100 = ROW(t->price, r, 100), *exit200 = ROW(t->price, r, 200);
	const VD *high = (const VD *)t->high[r], *low = (const VD *)t->low[r];
	const VD *suf_hi = (const VD *)t->suf_hi[r < BT_TILE_BLOCK ? r : r - BT_TILE_BLOCK];
	const VD *suf_lo = (const VD *)t->suf_lo[r < BT_TILE_BLOCK ? r : r - BT_TILE_BLOCK];
	VD *sum20 = (VD *)t->sum[0], *sum50 = (VD *)t->sum[1];
	VD *sum100 = (VD *)t->sum[2], *sum200 = (VD *)t->sum[3];
	VD *pre_hi = (VD *)t->pre_hi, *pre_lo = (VD *)t->pre_lo;
	const VD *guard = (const VD *)t->guard;
	const VI *allow = (const VI *)t->allow;
	VI total = {0};
	uint64_t sum = 0;

	for (size_t i = 0; i < BT_TILE_LANES / N; i++) {
		VD x = p[i], g = x * guard[i], h = high[i], l = low[i];
		VD s20 = sum20[i] + (x - exit20[i]), s50 = sum50[i] + (x - exit50[i]);
		VD s100 = sum100[i] + (x - exit100[i]), s200 = sum200[i] + (x - exit200[i]);
		VD ph = pre_hi[i], pl = pre_lo[i];
		VD top = CHOOSE(ph > suf_hi[i], ph, suf_hi[i]);
		VD bottom = CHOOSE(pl < suf_lo[i], pl, suf_lo[i]);
		VI flags = (x > q[i]) & BYTE(BT_TILE_ADV);

		flags |= (x < q[i]) & BYTE(BT_TILE_DEC);
		flags |= (g * 20.0 > s20) & BYTE(BT_TILE_ABOVE);
		flags |= (g * 50.0 > s50) & BYTE(BT_TILE_ABOVE + 1);
		flags |= (g * 100.0 > s100) & BYTE(BT_TILE_ABOVE + 2);
		flags |= (g * 200.0 > s200) & BYTE(BT_TILE_ABOVE + 3);
		flags |= (h > top) & BYTE(BT_TILE_HI);
		flags |= (l < bottom) & BYTE(BT_TILE_LO);
		total += flags & allow[i];
		sum20[i] = s20;
		sum50[i] = s50;
		sum100[i] = s100;
		sum200[i] = s200;
		pre_hi[i] = CHOOSE(h > ph, h, ph);
		pre_lo[i] = CHOOSE(l < pl, l, pl);
	}
	BT_V_UNROLL
	for (size_t j = 0; j < N; j++)
		sum += (uint64_t)total[j];
	return sum;
}

/* Eight partial sums whatever the width: those of N lanes at a time. */
BT_V_TARGET static inline void
BT_V_TYPE(BT_V_NAME, money)(const struct bt_tile *t, const double *volume, const double *weight,
                            size_t at, struct bt_tile_sums *sums)
{
	const VD *p = (const VD *)t->price[at], *q = ROW(t->price, at, 1);
	const VD *vol = (const VD *)volume, *wgt = (const VD *)weight, *scale = (const VD *)t->scale;
	const VI *allow = (const VI *)t->allow;
	double pilot = sums->pilot, weighted_pilot = sums->weighted_pilot, *out = sums->sum;

	for (size_t part = 0; part < 8 / N; part++) {
		VD upvol = {0}, dnvol = {0}, unvol = {0}, up = {0}, dn = {0}, sr = {0}, srr = {0};
		VD sw = {0}, swr = {0}, swrr = {0}, sww = {0};

		for (size_t i = part; i < BT_TILE_LANES / N; i += 8 / N) {
			VD x = p[i], before = q[i], v = vol[i];
			VI can = -(allow[i] & BYTE(BT_TILE_ADV));
			VI rise = (x > before) & can, fall = (x < before) & can;
			VD points = (x - before) * scale[i];
			VD ret = x / before - 1.0, r = MASKED(can, ret - pilot);
			VD w = MASKED(can, wgt[i]), d = MASKED(can, ret - weighted_pilot), wr = w * d;

			upvol += MASKED(rise, v);
			dnvol += MASKED(fall, v);
			unvol += MASKED(can & ~(rise | fall), v);
			up += MASKED(rise, points);
			dn -= MASKED(fall, points);
			sr += r;
			srr += r * r;
			sw += w;
			swr += wr;
			swrr += wr * d;
			sww += w * w;
		}
		for (size_t j = 0; j < N; j++) {
			out[BT_TILE_UPVOL] += upvol[j];
			out[BT_TILE_DNVOL] += dnvol[j];
			out[BT_TILE_UNVOL] += unvol[j];
			out[BT_TILE_POINTS_UP] += up[j];
			out[BT_TILE_POINTS_DN] += dn[j];
			out[BT_TILE_R] += sr[j];
			out[BT_TILE_RR] += srr[j];
			out[BT_TILE_W] += sw[j];
			out[BT_TILE_WR] += swr[j];
			out[BT_TILE_WRR] += swrr[j];
			out[BT_TILE_WW] += sww[j];
		}
	}
}

BT_V_TARGET static void
BT_V_TYPE(BT_V_NAME, rows)(struct bt_tile *t, const bt_tile_row *volume, const bt_tile_row *weight,
                           size_t row, size_t end, uint64_t *packed, struct bt_tile_sums *sums)
{
	size_t at = row % BT_TILE_RING;

	for (size_t i = 0; row + i < end; i++, at++) {
		packed[i] += BT_V_TYPE(BT_V_NAME, counts)(t, at);
		if (!sums)
			continue;
		if (!sums[i].has_weighted_pilot)
			find_pilots(t, weight[i], at, &sums[i]);
		BT_V_TYPE(BT_V_NAME, money)(t, volume[i], weight[i], at, &sums[i]);
	}
}

static const struct bt_tile_loop BT_V_TYPE(BT_V_NAME, loop) = {
	.fill = BT_V_TYPE(BT_V_NAME, fill),
	.start_block = BT_V_TYPE(BT_V_NAME, start_block),
	.rows = BT_V_TYPE(BT_V_NAME, rows),
};

#undef VD
#undef VU
#undef VI
#undef N
#undef MASKED
#undef CHOOSE
#undef BYTE
#undef ROW
#undef BT_V_BYTES
#undef BT_V_NAME
#undef BT_V_TARGET
