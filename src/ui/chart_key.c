#include "ui/chart_key.h"

#include <stdio.h>
#include <string.h>

void
bt_chart_compare(struct bt_screen *s, const char *text, int64_t now_utc)
{
	struct bt_detail *d = bt_screen_chart(s);
	char before[BT_PROMPT_SIZE];

	if (!d)
		return;
	memcpy(before, d->compare, sizeof(before));
	snprintf(d->compare, sizeof(d->compare), "%s", text);
	bt_screen_update_chart(s, d, now_utc);
	if (!d->failed)
		return;
	bt_screen_notice(s, true, "%s", d->err.text);
	memcpy(d->compare, before, sizeof(before));
	bt_screen_update_chart(s, d, now_utc);
}

static void
shorter(struct bt_screen *s, struct bt_detail *d, int64_t now_utc)
{
	bt_detail_range(d, -1);
	bt_screen_update_chart(s, d, now_utc);
}

static void
longer(struct bt_screen *s, struct bt_detail *d, int64_t now_utc)
{
	bt_detail_range(d, 1);
	bt_screen_update_chart(s, d, now_utc);
}

static void
compare(struct bt_screen *s, struct bt_detail *d, int64_t now_utc)
{
	(void)d;
	(void)now_utc;
	bt_screen_ask_for(s, BT_ENTRY_SERIES, "Compare with (empty: nothing): ", bt_chart_compare);
}

static void
candles(struct bt_screen *s, struct bt_detail *d, int64_t now_utc)
{
	(void)now_utc;
	d->candles = !d->candles;
	if (d->candles && !d->study.open)
		bt_screen_notice(s, false, "candles need open, high and low: a symbol's alone");
}

static void
log_scale(struct bt_screen *s, struct bt_detail *d, int64_t now_utc)
{
	(void)s;
	(void)now_utc;
	d->log = !d->log;
}

static void
averages(struct bt_screen *s, struct bt_detail *d, int64_t now_utc)
{
	(void)s;
	(void)now_utc;
	d->averages = !d->averages;
}

/* The next one that there is of what is shown; at the end none again. */
static void
indicator(struct bt_screen *s, struct bt_detail *d, int64_t now_utc)
{
	do {
		d->indicator = (enum bt_indicator)((d->indicator + 1) % BT_INDICATOR_COUNT);
		bt_screen_update_chart(s, d, now_utc);
	} while (d->indicator != BT_INDICATOR_NONE && !d->failed && !d->study.other && !d->study.indicator);
	if (d->indicator != BT_INDICATOR_NONE && d->study.other)
		bt_screen_notice(s, false, "%s", "an indicator stands under one series, not under a comparison");
}

void
bt_chart_act(struct bt_screen *s, enum bt_action action, int64_t now_utc)
{
	static const struct {
		enum bt_action action;
		void (*act)(struct bt_screen *s, struct bt_detail *d, int64_t now_utc);
	} acts[] = {
		{BT_ACTION_RANGE_SHORTER, shorter},
		{BT_ACTION_RANGE_LONGER, longer},
		{BT_ACTION_COMPARE, compare},
		{BT_ACTION_CHART_CANDLES, candles},
		{BT_ACTION_CHART_LOG, log_scale},
		{BT_ACTION_CHART_AVERAGES, averages},
		{BT_ACTION_CHART_INDICATOR, indicator},
	};
	struct bt_detail *d = bt_screen_chart(s);

	for (size_t i = 0; d && i < sizeof(acts) / sizeof(acts[0]); i++)
		if (acts[i].action == action)
			acts[i].act(s, d, now_utc);
}
