/* report_news.c - `show news`: items of the feeds, newest first. */
#include "base/clock.h"
#include "core/calendar.h"
#include "model/report.h"

bt_report_maker bt_report_news;

enum bt_status
bt_report_news(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
               struct bt_report *out, struct bt_err *err)
{
	static const enum bt_column columns[] = {BT_COL_PUBLISHED, BT_COL_AGE_S, BT_COL_FEED, BT_COL_HEADLINE,
	                                         BT_COL_LINK, BT_COL_SUMMARY, BT_COLUMN_COUNT};
	/* of a past day: what was known at its end in New York */
	bool past = ask->as_of != BT_DATE_NONE;
	int64_t end = past ? bt_ny_instant(ask->as_of + 1, 0) : INT64_MAX;
	int64_t now = past ? end : scope->now_utc;       /* ages are those of that evening */

	(void)err;
	bt_report_columns(out, columns);
	for (size_t i = 0; i < scope->n_news; i++) {
		const struct bt_news_item *item = &scope->news[i];
		char stamp[BT_CLOCK_STAMP_SIZE];
		struct bt_val *row;

		if (item->published_utc >= end)
			continue;
		row = bt_report_row(out, a);
		bt_row_str(a, row, BT_COL_PUBLISHED,
		           bt_arena_strdup(a, bt_clock_stamp(item->published_utc, stamp)));
		bt_row_num(a, row, BT_COL_AGE_S, (double)(now - item->published_utc));
		bt_row_str(a, row, BT_COL_FEED, item->feed);
		bt_row_str(a, row, BT_COL_HEADLINE, item->title);
		bt_row_str(a, row, BT_COL_LINK, item->link);
		bt_row_str(a, row, BT_COL_SUMMARY, item->summary);
	}
	return BT_OK;
}
