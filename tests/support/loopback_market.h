/* tests/support/loopback_market.h - the daily bars behind the server's provider answers.
 *
 * Either made up from a seed (every day of every symbol is fixed by seed, symbol and date, so the
 * range asked for and the clock change nothing in it) or read from CSV: a directory of SYMBOL.csv
 * with the header date,open,high,low,close,adjclose,volume (^RUT is _RUT.csv; ^GSPC falls back to
 * _SPX.csv), or one file, gzip or not, with a symbol column as well.  CSV values are served as
 * they stand, empty fields as null.
 *
 * The market has a clock of its own (now): bars after it do not exist yet, and the session of
 * its day is live.  Trading days are those of the New York Stock Exchange since 2004, without
 * special closings; half days are treated as whole ones.
 */
#ifndef BT_TESTS_LOOPBACK_MARKET_H
#define BT_TESTS_LOOPBACK_MARKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lb_series {
	char symbol[40];
	size_t n, room;
	int32_t *day;       /* days since 1970-01-01 of the session, ascending */
	double *open, *high, *low, *close, *adj, *volume;   /* NAN: null */
	size_t ndiv;
	int32_t *div_day;
	double *div;
	int32_t split_day;  /* 0: none; 4:1 */
	bool made_up;
	int32_t made_until; /* the market's day when it was made: adjclose depends on it */
	struct lb_series *next;
};

struct lb_market {
	uint64_t seed;
	int64_t now;        /* epoch seconds */
	bool live;          /* the last bar of an unfinished or just finished day carries the time of
	                       the last trade instead of the session's open */
	long nulls;         /* one generated bar in so many is null; 0: none */
	int32_t start_day;  /* generated history begins here */
	bool quirk_both;    /* a live day comes twice: settled row and live row */
	bool quirk_strings; /* some prices are the strings "Infinity" and "NaN" */
	bool float32;       /* CSV prices through binary32 too, as Yahoo's */
	char unknown[128];  /* glob: generated symbols that do not exist */
	char data[512];     /* CSV directory or file; "" for none */
	bool data_read;     /* the long file has been read */
	struct lb_series *cache;
};

/* Defaults: seed 1, 2025-12-23 22:00:00 UTC, live, one null in 2000, since 2004, NOSUCH*. */
void lb_market_init(struct lb_market *m);
void lb_market_free(struct lb_market *m);
/* Forget bars (after the seed or the data changed). */
void lb_market_flush(struct lb_market *m);

/* A symbol's bars or NULL when it does not exist. */
const struct lb_series *lb_market_series(struct lb_market *m, const char *symbol);
/* How many of its bars exist at m->now. */
size_t lb_market_bars(const struct lb_market *m, const struct lb_series *s);

/* "2025-12-23" (22:00 UTC of it), "2025-12-23T14:45:00Z", or epoch seconds; false otherwise. */
bool lb_market_time(const char *text, int64_t *out);

int32_t lb_day_from_civil(int y, int m, int d);
void lb_civil_from_day(int32_t day, int *y, int *m, int *d);
/* Seconds that New York is behind UTC on that day. */
int lb_new_york_behind(int32_t day);
bool lb_is_session(int32_t day);
/* 09:30 and 16:00 New York time, epoch seconds. */
int64_t lb_session_open(int32_t day);
int64_t lb_session_close(int32_t day);

/* CSV reading, loopback_csv.c: adds series to the cache. */
struct lb_series *lb_csv_symbol(struct lb_market *m, const char *symbol);
struct lb_series *lb_series_new(const char *symbol);
void lb_series_add(struct lb_series *s, int32_t day, const double v[6]);   /* o h l c adj vol */

#endif
