#include "core/records.h"

#include <math.h>

#include "core/digest.h"
#include "core/extreme.h"
#include "core/weeks.h"

/* Bar `at` as an extreme. */
static struct bt_extreme
extreme_at(const struct bt_bars *b, size_t at)
{
	size_t last = b->n - 1;

	return (struct bt_extreme){
		.value = b->close[at],
		.date = b->date[at],
		.dist_pct = 100 * (b->close[last] / b->close[at] - 1),
		.sessions_since = (int)(last - at),
		.days_since = b->date[last] - b->date[at],
	};
}

static const struct bt_extreme no_extreme = {NAN, BT_DATE_NONE, NAN, 0, 0};

static struct bt_extreme
extreme_from(const struct bt_bars *b, size_t from, int sign)
{
	return b->n ? extreme_at(b, bt_extreme_at(b->close, from, b->n, sign)) : no_extreme;
}

/* The bar of the highest close, and of the highest high; there are bars, and no high is missing. */
static size_t
highest_close(const struct bt_bars *b)
{
	return bt_peaks_highest(b->digest ? &b->digest->close : NULL, b->close, b->n);
}

static size_t
highest_high(const struct bt_bars *b)
{
	return bt_peaks_highest(b->digest ? &b->digest->high : NULL, b->high, b->n);
}

struct bt_extreme
bt_records_ath(const struct bt_bars *b)
{
	return b->n ? extreme_at(b, highest_close(b)) : no_extreme;
}

bool
bt_records_is_record(const struct bt_bars *b)
{
	return b->n >= 2 && highest_close(b) == b->n - 1;
}

static bool
has_highs(const struct bt_bars *b)
{
	size_t nulls = 0;

	for (size_t i = b->digest ? b->digest->high.covered : 0; b->high && i < b->n; i++)
		nulls += b->high[i] != b->high[i];
	return b->n > 0 && b->high && nulls == 0;
}

bool
bt_records_is_intraday_record(const struct bt_bars *b, bool *known)
{
	*known = has_highs(b);
	return *known && b->n >= 2 && highest_high(b) == b->n - 1;
}

static struct bt_since
since(const struct bt_bars *b, int sign)
{
	size_t last = b->n - 1;

	if (b->n == 0)
		return (struct bt_since){false, BT_DATE_NONE, 0};
	for (size_t i = last; i-- > 0;)
		if (sign > 0 ? b->close[i] >= b->close[last] : b->close[i] <= b->close[last])
			return (struct bt_since){false, b->date[i], (int)(last - i)};
	return (struct bt_since){true, BT_DATE_NONE, 0};
}

struct bt_since
bt_records_highest_since(const struct bt_bars *b)
{
	return since(b, 1);
}

struct bt_since
bt_records_lowest_since(const struct bt_bars *b)
{
	return since(b, -1);
}

/* One pass over the closes: record bars in a row up to the last, and in its year. */
static void
count_records(const struct bt_bars *b, struct bt_records *r)
{
	int year = bt_date_year(r->last_date);
	bt_date new_year = bt_date_ymd(year, 1, 1);
	double highest = b->close[0];

	for (size_t i = 1; i < b->n; i++) {
		if (b->close[i] > highest) {
			highest = b->close[i];
			r->consecutive_records++;
			r->records_in_year += b->date[i] >= new_year;
		} else {
			r->consecutive_records = 0;
		}
	}
	r->is_record = r->consecutive_records > 0;
}

static int
day_streak(const struct bt_bars *b)
{
	int streak = 0;

	for (size_t i = b->n; i-- > 1;) {
		int s = (b->close[i] > b->close[i - 1]) - (b->close[i] < b->close[i - 1]);

		if (s == 0 || s * streak < 0)
			break;
		streak += s;
	}
	return streak;
}

static void
measure_highs(const struct bt_bars *b, struct bt_records *r)
{
	r->is_intraday_record = bt_records_is_intraday_record(b, &r->has_intraday);
	r->ath_intraday = NAN;
	r->ath_intraday_date = BT_DATE_NONE;
	if (r->has_intraday) {
		size_t at = highest_high(b);

		r->ath_intraday = b->high[at];
		r->ath_intraday_date = b->date[at];
	}
}

struct bt_records
bt_records_of(const struct bt_bars *b)
{
	size_t from = b->n > BT_RANGE_BARS ? b->n - BT_RANGE_BARS : 0;
	struct bt_line line = bt_bars_line(b, BT_PRICE_CLOSE);
	struct bt_records r = {
		.first_date = b->n ? b->date[0] : BT_DATE_NONE,
		.last_date = b->n ? b->date[b->n - 1] : BT_DATE_NONE,
		.last = b->n ? b->close[b->n - 1] : NAN,
		.ath = bt_records_ath(b),
		.hi252 = extreme_from(b, from, 1),
		.lo252 = extreme_from(b, from, -1),
		.bars252 = (int)(b->n - from),
		.highest = since(b, 1),
		.lowest = since(b, -1),
		.day_streak = day_streak(b),
	};

	r.week_streak = bt_week_streak(&line, &r.week_end);
	measure_highs(b, &r);
	if (b->n)
		count_records(b, &r);
	return r;
}
