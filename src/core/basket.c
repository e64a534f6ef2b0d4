#include "core/basket.h"

#include <stdbool.h>

/* First day of the quarter after the one that holds d. */
static bt_date
next_quarter(bt_date d)
{
	return bt_date_add_months(bt_date_prev_quarter_end(d) + 1, 3);
}

/* Level at t of weights that were equal at `reset`, when the level was `base`. */
static double
level_since(const double *const *price, size_t k, size_t reset, size_t t, double base)
{
	double growth = 0;

	for (size_t i = 0; i < k; i++)
		growth += price[i][t] / price[i][reset];
	return base * (growth / (double)k);
}

void
bt_basket_level(enum bt_basket kind, const bt_date *date, const double *const *price, size_t k,
                size_t n, double *out)
{
	size_t reset = 0;    /* the session whose close set the weights in force */
	bt_date quarter = n ? next_quarter(date[0]) : 0;

	if (n)
		out[0] = 100;
	for (size_t t = 1; t < n; t++) {
		bool new_quarter = date[t] >= quarter;

		if (kind == BT_BASKET_DAILY || (kind == BT_BASKET_QUARTERLY && new_quarter))
			reset = t - 1;
		if (new_quarter)
			quarter = next_quarter(date[t]);
		out[t] = level_since(price, k, reset, t, out[reset]);
	}
}
