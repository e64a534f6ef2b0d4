#include "store/pack.h"

#include <math.h>
#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "packs are little-endian and are read in place: this machine needs swaps in get/put"
#endif

/* Layout: magic "BTP" and version; u32 bars; i32 first date, i32 last date; u16 set of columns, u8
 * dated, u8 form of each column, padding; u32 long steps; then the parts, each padded to 8 bytes: the
 * steps, the long steps (i32), the columns in order; the sum.  */
enum {
	VERSION = 1,
	HEAD = 40,
	AT_N = 4,
	AT_FIRST = 8,
	AT_LAST = 12,
	AT_COLUMNS = 16,
	AT_DATED = 18,
	AT_FORM = 19,
	AT_SCALE = 25,                  /* i8 a column: power of ten of the form DECIMAL */
	AT_LONG = 32,
	SUM = 8,
	LONG_STEP = 255,                /* this step is the next of the long ones */
	MAX_BARS = 1 << 20,
};

enum form { SAME, FLOAT, DECIMAL, DOUBLE, FORMS };

static const size_t form_size[FORMS] = {[SAME] = 0, [FLOAT] = 4, [DECIMAL] = 4, [DOUBLE] = 8};

/* Exact powers of ten; a decimal's scale is an index into them, negative: over. */
static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
enum { MIN_SCALE = -6, MAX_SCALE = 8 };

static size_t
padded(size_t n)
{
	return (n + 7) & ~(size_t)7;
}

size_t
bt_pack_bound(size_t n)
{
	return HEAD + padded(n) + padded(n * 4) + BT_PACK_COLUMNS * padded(n * 8) + SUM;
}

static void
put_u32(unsigned char *p, uint32_t x)
{
	memcpy(p, &x, sizeof(x));
}

static uint32_t
get_u32(const unsigned char *p)
{
	uint32_t x;

	memcpy(&x, p, sizeof(x));
	return x;
}

static int32_t
get_i32(const unsigned char *p)
{
	int32_t x;

	memcpy(&x, p, sizeof(x));
	return x;
}

static uint64_t
fold(uint64_t lane, const unsigned char *p)
{
	uint64_t word;

	memcpy(&word, p, 8);
	lane = (lane ^ word) * 0x9FB21C651E98DF25u;
	return lane ^ lane >> 29;
}

/* Four independent lanes of multiply and fold, so that the processor works on all of them at once: a
 * load of twenty years of 500 symbols sums 13 MB.  Any single changed word changes the sum, for every
 * step is a bijection of its lane.  */
uint64_t
bt_pack_sum(const unsigned char *data, size_t n)
{
	uint64_t a = 0x9E3779B97F4A7C15u, b = 0xC2B2AE3D27D4EB4Fu, c = 0x165667B19E3779F9u, d = n;
	unsigned char rest[8] = {0};

	for (; n >= 32; n -= 32, data += 32) {
		a = fold(a, data);
		b = fold(b, data + 8);
		c = fold(c, data + 16);
		d = fold(d, data + 24);
	}
	for (; n >= 8; n -= 8, data += 8)
		a = fold(a, data);
	memcpy(rest, data, n);
	a = fold(a, rest);
	memcpy(rest, &b, 8);
	a = fold(a, rest);
	memcpy(rest, &c, 8);
	a = fold(a, rest);
	memcpy(rest, &d, 8);
	return fold(a, rest);
}

static bool
same_bits(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

static bool
is_same(const double *v, const double *w, size_t n)
{
	return w && memcmp(v, w, n * sizeof(*v)) == 0;
}

static bool
fits_float(const double *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (isnan(v[i]))
			continue;
		/* A double beyond binary32 would overflow in the cast. */
		if (fabs(v[i]) > 3e38 || !same_bits((double)(float)v[i], v[i]))
			return false;
	}
	return true;
}

static double
decimal_value(int32_t ticks, int scale)
{
	return scale < 0 ? (double)ticks / power[-scale] : (double)ticks * power[scale];
}

/* The ticks of x at that scale, when they give back x exactly. */
static bool
decimal_ticks(double x, int scale, int32_t *out)
{
	double t = scale < 0 ? x * power[-scale] : x / power[scale];

	if (!(fabs(t) < 2147483647.0))
		return false;
	*out = (int32_t)lrint(t);
	return same_bits(decimal_value(*out, scale), x);
}

static bool
fits_decimal(const double *v, size_t n, int scale)
{
	int32_t ticks;

	for (size_t i = 0; i < n; i++)
		if (!isnan(v[i]) && !decimal_ticks(v[i], scale, &ticks))
			return false;
	return true;
}

static enum form
choose(const double *v, const double *same_as, size_t n, int *scale)
{
	*scale = 0;
	if (is_same(v, same_as, n))
		return SAME;
	if (fits_float(v, n))
		return FLOAT;
	for (*scale = 0; *scale >= MIN_SCALE; --*scale)
		if (fits_decimal(v, n, *scale))
			return DECIMAL;
	for (*scale = 1; *scale <= MAX_SCALE; ++*scale)
		if (fits_decimal(v, n, *scale))
			return DECIMAL;
	*scale = 0;
	return DOUBLE;
}

static void
put_values(const double *v, size_t n, enum form form, int scale, unsigned char *out)
{
	for (size_t i = 0; i < n; i++) {
		double x = isnan(v[i]) ? (double)NAN : v[i];
		float f = (float)x;
		int32_t ticks = INT32_MIN;

		if (form == DOUBLE) {
			memcpy(out + 8 * i, &x, 8);
		} else if (form == FLOAT) {
			memcpy(out + 4 * i, &f, 4);
		} else if (form == DECIMAL) {
			if (!isnan(x) && !decimal_ticks(x, scale, &ticks))
				ticks = INT32_MIN;      /* cannot be: choose() has tried */
			memcpy(out + 4 * i, &ticks, 4);
		}
	}
}

/* Steps of one byte, the long ones behind them; returns the bytes of both, padded. */
static size_t
put_steps(const bt_date *date, size_t n, unsigned char *out, uint32_t *n_long)
{
	size_t n_step = n ? n - 1 : 0;
	unsigned char *longs = out + padded(n_step);

	*n_long = 0;
	for (size_t i = 0; i < n_step; i++) {
		uint32_t step = (uint32_t)(date[i + 1] - date[i]);

		out[i] = step < LONG_STEP ? (unsigned char)step : LONG_STEP;
		if (step >= LONG_STEP)
			put_u32(longs + 4 * (*n_long)++, step);
	}
	return padded(n_step) + padded(4 * (size_t)*n_long);
}

size_t
bt_pack_write(const bt_date *date, const double *const column[BT_PACK_COLUMNS],
              const double *same_as, size_t n, unsigned char *out)
{
	unsigned char *next = out + HEAD;
	uint32_t n_long = 0;
	unsigned columns = 0;

	memset(out, 0, bt_pack_bound(n));
	memcpy(out, "BTP", 3);
	out[3] = VERSION;
	put_u32(out + AT_N, (uint32_t)n);
	if (date) {
		out[AT_DATED] = 1;
		put_u32(out + AT_FIRST, n ? (uint32_t)date[0] : 0);
		put_u32(out + AT_LAST, n ? (uint32_t)date[n - 1] : 0);
		next += put_steps(date, n, next, &n_long);
	}
	put_u32(out + AT_LONG, n_long);
	for (int c = 0; c < BT_PACK_COLUMNS; c++) {
		int scale;

		if (!column[c])
			continue;
		enum form form = choose(column[c], same_as, n, &scale);

		columns |= 1u << c;
		out[AT_FORM + c] = (unsigned char)form;
		out[AT_SCALE + c] = (unsigned char)(scale & 0xFF);
		put_values(column[c], n, form, scale, next);
		next += padded(n * form_size[form]);
	}
	out[AT_COLUMNS] = (unsigned char)columns;
	uint64_t sum = bt_pack_sum(out, (size_t)(next - out));

	memcpy(next, &sum, SUM);
	return (size_t)(next - out) + SUM;
}

static bool
head_is_good(const unsigned char *data, size_t len)
{
	uint64_t sum;

	if (len < HEAD + SUM || memcmp(data, "BTP", 3) != 0 || data[3] != VERSION)
		return false;
	if (get_u32(data + AT_N) > MAX_BARS || get_u32(data + AT_LONG) > MAX_BARS)
		return false;
	memcpy(&sum, data + len - SUM, SUM);
	return sum == bt_pack_sum(data, len - SUM);
}

bool
bt_pack_open(struct bt_pack *p, const unsigned char *data, size_t len)
{
	*p = (struct bt_pack){0};
	if (!head_is_good(data, len))
		return false;
	p->n = get_u32(data + AT_N);
	p->columns = data[AT_COLUMNS];
	p->dated = data[AT_DATED];
	p->n_long = get_u32(data + AT_LONG);
	size_t at = HEAD, end = len - SUM;

	if (p->columns >> BT_PACK_COLUMNS)
		return false;
	if (p->dated) {
		p->first = get_i32(data + AT_FIRST);
		p->last = get_i32(data + AT_LAST);
		p->steps = data + at;
		at += padded(p->n ? p->n - 1 : 0) + padded(4 * p->n_long);
	}
	for (int c = 0; c < BT_PACK_COLUMNS; c++) {
		if (!(p->columns >> c & 1))
			continue;
		int scale = (signed char)data[AT_SCALE + c];

		if (data[AT_FORM + c] >= FORMS || scale < MIN_SCALE || scale > MAX_SCALE)
			return false;
		p->values[c] = data + at;
		p->form[c] = data[AT_FORM + c];
		p->scale[c] = scale;
		at += padded(p->n * form_size[p->form[c]]);
	}
	return at == end;
}

bool
bt_pack_dates(const struct bt_pack *p, bt_date *out)
{
	const unsigned char *longs = p->steps + padded(p->n ? p->n - 1 : 0);
	int64_t day = p->first;
	size_t used = 0;

	for (size_t i = 0; i < p->n; i++) {
		out[i] = (bt_date)day;
		if (i + 1 == p->n)
			break;
		int64_t step = p->steps[i];

		if (step == LONG_STEP) {
			if (used == p->n_long)
				return false;
			step = get_i32(longs + 4 * used++);
		}
		day += step;
		if (step <= 0 || day > INT32_MAX)
			return false;
	}
	return p->n == 0 || day == p->last;
}

/* Whole blocks of a fixed length first: those the compiler turns into vector code. */
enum { BLOCK = 16 };

static void
get_floats(const unsigned char *in, size_t n, double *out)
{
	float f[BLOCK];
	size_t i = 0;

	for (; i + BLOCK <= n; i += BLOCK) {
		memcpy(f, in + 4 * i, sizeof(f));
		for (size_t k = 0; k < BLOCK; k++)
			out[i + k] = (double)f[k];
	}
	for (; i < n; i++) {
		memcpy(f, in + 4 * i, 4);
		out[i] = (double)f[0];
	}
}

static void
get_decimals(const unsigned char *in, size_t n, int scale, double *out)
{
	int32_t ticks;

	for (size_t i = 0; i < n; i++) {
		memcpy(&ticks, in + 4 * i, 4);
		out[i] = ticks == INT32_MIN ? (double)NAN : decimal_value(ticks, scale);
	}
}

void
bt_pack_column(const struct bt_pack *p, enum bt_pack_column c, const double *same_as, double *out)
{
	const unsigned char *in = p->values[c];

	if (p->form[c] == FLOAT)
		get_floats(in, p->n, out);
	else if (p->form[c] == DECIMAL)
		get_decimals(in, p->n, p->scale[c], out);
	else
		memcpy(out, p->form[c] == SAME ? (const void *)same_as : in, p->n * sizeof(*out));
}

bool
bt_pack_is_tail(const struct bt_pack *p, const struct bt_pack *q)
{
	if (!p->dated || !q->dated || p->n > q->n || p->n == 0 || p->last != q->last)
		return false;
	return p->n_long == 0 && memcmp(p->steps, q->steps + (q->n - p->n), p->n - 1) == 0;
}
