#include "cli/ask.h"

static bt_date
date_of(const struct bt_args *args, enum bt_option id)
{
	return args->opt[id].given ? args->opt[id].date : BT_DATE_NONE;
}

static const char *
text_of(const struct bt_args *args, enum bt_option id)
{
	return args->opt[id].given ? args->opt[id].text : NULL;
}

void
bt_ask_from_args(const struct bt_args *args, const struct bt_settings *s, enum bt_view view,
                 size_t first, struct bt_ask *out)
{
	*out = (struct bt_ask){
		.view = view,
		.arg = args->arg + first,
		.n_arg = args->n_arg > first ? args->n_arg - first : 0,
		.as_of = date_of(args, BT_OPT_AS_OF),
		.from = date_of(args, BT_OPT_FROM),
		.to = date_of(args, BT_OPT_TO),
		.base = (enum bt_base)s->data_base,
		.price = s->data_price == BT_SET_PRICE_ADJCLOSE ? BT_PRICE_ADJCLOSE : BT_PRICE_CLOSE,
		.price_given = s->data_price != BT_SET_PRICE_VIEW,
		.horizon = args->horizon,
		.n_horizon = args->n_horizon,
		.series = args->opt[BT_OPT_SERIES].given,
		.intraday = args->opt[BT_OPT_EXTREMES].given && args->opt[BT_OPT_EXTREMES].number == 1,
		.up = args->opt[BT_OPT_UP].given,
		.window = args->opt[BT_OPT_WINDOW].number,
		.benchmark = text_of(args, BT_OPT_BENCHMARK),
		.small_ = text_of(args, BT_OPT_SMALL),
		.mega = text_of(args, BT_OPT_MEGA),
		.ew = text_of(args, BT_OPT_EW),
		.cw = text_of(args, BT_OPT_CW),
	};
}
