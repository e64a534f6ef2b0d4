/* fetch/csv.h - daily prices as comma-separated text: read, checked, sorted, by symbol.
 *
 * Accepted:
 *	date,open,high,low,close,adjclose,volume  by name, any order and case, more columns ignored;
 *	                                          date and close are needed
 *	symbol (or ticker) as one more column     the long format: many symbols in one file
 *	Date,Open,High,Low,Close,Adj Close,Volume Yahoo's download
 *	Date,Open,High,Low,Close[,Volume]         Stooq's download, in any language of its site (read by
 *	                                          position then: Data,Otwarcie,Najwyzszy,...)
 * Dates are YYYY-MM-DD (a time of day may follow) or YYYYMMDD; gzip, CRLF and a byte order mark do
 * no harm.  The rules of indicators.md, section 0, hold: a row without a finite close > 0 is no bar, of
 * two rows with one date the later wins, dates are sorted, a missing adjclose is the close.  A column in
 * which a symbol has nothing at all is missing.  */
#ifndef BT_FETCH_CSV_H
#define BT_FETCH_CSV_H

#include "base/arena.h"
#include "core/bars.h"

/* Most bytes of one file, uncompressed. */
#define BT_CSV_MAX_BYTES ((size_t)2 << 30)

struct bt_csv_series {
	const char *symbol;          /* as the file writes it, clean, upper case; not canonical */
	struct bt_bars bars;         /* n >= 1 */
};

struct bt_csv {
	struct bt_csv_series *series;   /* in the order in which symbols first appear */
	size_t n;
	size_t rows;                 /* data rows read */
	size_t unpriced;             /* dropped: a date and no price */
	size_t unreadable;           /* dropped: no date, or a close that is no number */
	size_t duplicates;           /* dropped: a later row has the same date */
	size_t odd_cells;            /* other cells that are no number: taken as missing */
	size_t bad_line;             /* line of the first unreadable row or odd cell; 0 none */
};

/* Read text.  `file` is for messages alone; `symbol` names the series of a file without a symbol
 * column (NULL: such a file is refused).  Columns live in the arena.
 *	BT_E_PARSE  no price file: no header as above, or rows and not one of them readable
 *	BT_E_NOMEM  the arena or memory is exhausted  */
BT_MUST_CHECK enum bt_status bt_csv_read(const char *file, const char *data, size_t len,
                                         const char *symbol, struct bt_arena *a,
                                         struct bt_csv *out, struct bt_err *err);

/* The same for a file, plain or gzip. */
BT_MUST_CHECK enum bt_status bt_csv_load(const char *path, const char *symbol, struct bt_arena *a,
                                         struct bt_csv *out, struct bt_err *err);

/* Whether text begins as a file of prices does, rightly or wrongly: by a column date or close, or as
 * Stooq's.  What else it may be (a list of members) is not for bt_csv_read.  */
bool bt_csv_is(const char *data, size_t len);

#endif
