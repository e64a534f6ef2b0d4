#include "core/vix.h"

#include <math.h>

#define RANK_BARS 251
#define SMA_BARS 50

static const struct {
	double from;
	const char *name;
} regimes[] = {
	[BT_VIX_CALM] = {0, "calm"},         [BT_VIX_NORMAL] = {15, "normal"},
	[BT_VIX_ELEVATED] = {20, "elevated"}, [BT_VIX_HIGH] = {30, "high"},
	[BT_VIX_EXTREME] = {40, "extreme"},
};

enum bt_vix_regime
bt_vix_regime(double close)
{
	int r = BT_VIX_EXTREME;

	while (r > BT_VIX_CALM && close < regimes[r].from)
		r--;
	return (enum bt_vix_regime)r;
}

const char *
bt_vix_regime_name(enum bt_vix_regime r)
{
	return regimes[r].name;
}

/* Percent of the closes before the last that are strictly below it. */
static double
rank(const struct bt_bars *b)
{
	size_t last = b->n - 1, n = last < RANK_BARS ? last : RANK_BARS, below = 0;

	for (size_t i = last - n; i < last; i++)
		below += b->close[i] < b->close[last];
	return n ? 100.0 * (double)below / (double)n : NAN;
}

static double
mean_of_last(const struct bt_bars *b, size_t n)
{
	double sum = 0;

	if (b->n < n)
		return NAN;
	for (size_t i = b->n - n; i < b->n; i++)
		sum += b->close[i];
	return sum / (double)n;
}

struct bt_vix
bt_vix_of(const struct bt_bars *b)
{
	struct bt_vix v = {
		.date = BT_DATE_NONE,
		.close = NAN,
		.pct_rank252 = NAN,
		.sma50 = mean_of_last(b, SMA_BARS),
		.vs_sma50_pct = NAN,
		.lowest = bt_records_lowest_since(b),
		.highest = bt_records_highest_since(b),
	};

	if (b->n == 0)
		return v;
	v.date = b->date[b->n - 1];
	v.close = b->close[b->n - 1];
	v.regime = bt_vix_regime(v.close);
	v.pct_rank252 = rank(b);
	v.vs_sma50_pct = 100 * (v.close / v.sma50 - 1);
	return v;
}
