/* core/tile_rows.h - the body of the inner loop, included by tile.c once for each width of vectors:
 * BT_V_BYTES wide, as BT_V_NAME_loop, built for BT_V_TARGET.
 *
 * Comparisons of vectors give lanes of all ones or zeros; a lane is chosen by masking.  */

#define VD BT_V_TYPE(BT_V_NAME, d)
#define VI BT_V_TYPE(BT_V_NAME, i)
typedef double VD __attribute__((vector_size(BT_V_BYTES), may_alias));
typedef int64_t VI __attribute__((vector_size(BT_V_BYTES), may_alias));

#define N ((size_t)BT_V_BYTES / 8)
#define MASKED(m, x) ((VD)((m) & (VI)(x)))
#define CHOOSE(m, x, y) ((VD)(((m) & (VI)(x)) | (~(m) & (VI)(y))))
#define BYTE(k) ((int64_t)1 << 8 * (k))
#define ROW(ring, t) ((const VD *)(ring)[(t) % BT_TILE_RING])

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
	for (size_t i = 0; i < BT_TILE_LANES / N; i++) {
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
BT_V_TYPE(BT_V_NAME, counts)(struct bt_tile *t, size_t row)
{
	const VD *p = ROW(t->price, row), *q = ROW(t->price, row + BT_TILE_RING - 1);
	const VD *exit20 = ROW(t->price, row + BT_TILE_RING - 20);
	const VD *exit50 = ROW(t->price, row + BT_TILE_RING - 50);
	const VD *exit100 = ROW(t->price, row + BT_TILE_RING - 100);
	const VD *exit200 = ROW(t->price, row + BT_TILE_RING - 200);
	const VD *high = ROW(t->high, row), *low = ROW(t->low, row);
	const VD *suf_hi = (const VD *)t->suf_hi[row % BT_TILE_BLOCK];
	const VD *suf_lo = (const VD *)t->suf_lo[row % BT_TILE_BLOCK];
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
	for (size_t j = 0; j < N; j++)
		sum += (uint64_t)total[j];
	return sum;
}

/* Eight partial sums whatever the width: those of N lanes at a time. */
BT_V_TARGET static inline void
BT_V_TYPE(BT_V_NAME, money)(const struct bt_tile *t, const double *volume, const double *weight,
                            size_t row, double pilot, double *out)
{
	const VD *p = ROW(t->price, row), *q = ROW(t->price, row + BT_TILE_RING - 1);
	const VD *vol = (const VD *)volume, *wgt = (const VD *)weight, *scale = (const VD *)t->scale;
	const VI *allow = (const VI *)t->allow;

	for (size_t part = 0; part < 8 / N; part++) {
		VD upvol = {0}, dnvol = {0}, unvol = {0}, up = {0}, dn = {0}, sr = {0}, srr = {0};
		VD sw = {0}, swr = {0}, swrr = {0}, sww = {0};

		for (size_t i = part; i < BT_TILE_LANES / N; i += 8 / N) {
			VD x = p[i], before = q[i], v = vol[i];
			VI can = -(allow[i] & BYTE(BT_TILE_ADV));
			VI rise = (x > before) & can, fall = (x < before) & can;
			VD points = (x - before) * scale[i];
			VD r = MASKED(can, x / before - 1.0 - pilot);
			VD w = MASKED(can, wgt[i]), wr = w * r;

			upvol += MASKED(rise, v);
			dnvol += MASKED(fall, v);
			unvol += MASKED(can & ~(rise | fall), v);
			up += MASKED(rise, points);
			dn -= MASKED(fall, points);
			sr += r;
			srr += r * r;
			sw += w;
			swr += wr;
			swrr += wr * r;
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
BT_V_TYPE(BT_V_NAME, rows)(struct bt_tile *t, const bt_tile_row *volume, const bt_tile_row *weight, size_t row,
                           size_t end, struct bt_tile_out *out)
{
	for (size_t i = 0; row + i < end; i++) {
		uint64_t sum = BT_V_TYPE(BT_V_NAME, counts)(t, row + i);

		for (int k = 0; k < BT_TILE_COUNTS; k++)
			out[i].count[k] += (uint32_t)(sum >> 8 * k & 255);
		if (!volume)
			continue;
		if (!out[i].has_pilot)
			find_pilot(t, row + i, &out[i]);
		BT_V_TYPE(BT_V_NAME, money)(t, volume[i], weight[i], row + i, out[i].pilot, out[i].sum);
	}
}

static const struct bt_tile_loop BT_V_TYPE(BT_V_NAME, loop) = {
	BT_V_TYPE(BT_V_NAME, start_block), BT_V_TYPE(BT_V_NAME, rows)};

#undef VD
#undef VI
#undef N
#undef MASKED
#undef CHOOSE
#undef BYTE
#undef ROW
#undef BT_V_BYTES
#undef BT_V_NAME
#undef BT_V_TARGET
