/* core/records.h - record closes, ranges, "highest since", streaks (indicators.md, section 2).
 *
 * Everything is of the last bar of the bars given, however old it is, and by `close`.  The history may
 * begin late: "all-time" means since its first bar.  */
#ifndef BT_CORE_RECORDS_H
#define BT_CORE_RECORDS_H

#include "core/bars.h"

#define BT_RANGE_BARS 252

/* An extreme close and where it was first attained. */
struct bt_extreme {
	double value;            /* NAN: no bars */
	bt_date date;
	double dist_pct;         /* 100 * (last / value - 1) */
	int sessions_since;      /* bars from it to the last */
	int days_since;          /* calendar days */
};

/* The most recent earlier bar that was at least as high (low) as the last: an equal close counts. */
struct bt_since {
	bool all;                /* none was: it is the highest (lowest) of the whole history */
	bt_date date;            /* BT_DATE_NONE when all, or without bars */
	int sessions;            /* bars from it to the last; 0 then */
};

struct bt_records {
	bt_date first_date, last_date;   /* of the history; BT_DATE_NONE: no bars, and all else empty */
	double last;
	struct bt_extreme ath;           /* highest close of all */
	bool is_record;                  /* last > every close before; the first bar is none */
	int consecutive_records;         /* record closes in a row up to the last bar */
	int records_in_year;             /* in its calendar year */
	struct bt_extreme hi252, lo252;  /* of the last 252 bars with the last */
	int bars252;                     /* how many there were */
	bool has_intraday;               /* every bar has a high; else the next three say nothing */
	double ath_intraday;             /* highest high; NAN unknown */
	bt_date ath_intraday_date;
	bool is_intraday_record;         /* last high > every high before */
	struct bt_since highest, lowest;
	int day_streak;                  /* signed run of closes up or down; 0 after an unchanged one */
	int week_streak;                 /* core/weeks.h */
	bt_date week_end;
};

struct bt_records bt_records_of(const struct bt_bars *b);

/* Parts of it, for tables of many rows. */
struct bt_extreme bt_records_ath(const struct bt_bars *b);
bool bt_records_is_record(const struct bt_bars *b);
/* False in *known when a high is missing. */
bool bt_records_is_intraday_record(const struct bt_bars *b, bool *known);
struct bt_since bt_records_highest_since(const struct bt_bars *b);
struct bt_since bt_records_lowest_since(const struct bt_bars *b);

#endif
