#include "core/levels.h"

bool
bt_level_is_above(double close, double level)
{
	return close >= level;
}

size_t
bt_level_next(const struct bt_bars *b, double level, size_t from, bool *up)
{
	for (size_t i = from ? from : 1; i < b->n; i++) {
		*up = bt_level_is_above(b->close[i], level);
		if (*up != bt_level_is_above(b->close[i - 1], level))
			return i;
	}
	return b->n;
}
