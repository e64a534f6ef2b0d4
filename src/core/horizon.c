#include "core/horizon.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int months;
} horizons[] = {
#define BT_HORIZON(id, name, months, help) [BT_HORIZON_##id] = {name, months},
#include "spec/horizons.def"
};

bool
bt_horizon_parse(const char *s, struct bt_horizon *out)
{
	static const char since[] = "SINCE:";
	size_t n = sizeof(since) - 1;

	if (strncmp(s, since, n) == 0) {
		out->kind = BT_HORIZON_SINCE;
		return bt_date_parse(s + n, strlen(s + n), &out->since);
	}
	for (int k = 0; k < BT_HORIZON_SINCE; k++) {
		if (strcmp(s, horizons[k].name) == 0) {
			*out = (struct bt_horizon){(enum bt_horizon_kind)k, BT_DATE_NONE};
			return true;
		}
	}
	return false;
}

char *
bt_horizon_name(struct bt_horizon h, char buf[BT_HORIZON_NAME_SIZE])
{
	char date[BT_DATE_SIZE];

	if (h.kind == BT_HORIZON_SINCE)
		snprintf(buf, BT_HORIZON_NAME_SIZE, "SINCE:%s", bt_date_format(h.since, date));
	else
		snprintf(buf, BT_HORIZON_NAME_SIZE, "%s", horizons[h.kind].name);
	return buf;
}

bt_date
bt_horizon_anchor(struct bt_horizon h, bt_date a, enum bt_base base)
{
	switch (h.kind) {
	case BT_HORIZON_1D:
		return BT_DATE_NONE;
	case BT_HORIZON_1W:
		return a - 7;
	case BT_HORIZON_MTD:
		return bt_date_prev_month_end(a);
	case BT_HORIZON_QTD:
		return bt_date_prev_quarter_end(a);
	case BT_HORIZON_YTD:
		return bt_date_prev_year_end(a);
	case BT_HORIZON_SINCE:
		return base == BT_BASE_FIRST ? h.since - 1 : h.since;
	default:
		return bt_date_add_months(a, -horizons[h.kind].months);
	}
}
