/* fetch/sheet.h - a table of dates and numbers as comma-separated text: the answers of FRED and Cboe.
 *
 * A header whose first word is a date's (DATE, observation_date), then lines of a date (YYYY-MM-DD or
 * MM/DD/YYYY) and numbers; an empty field and "." are missing.  Columns are known by position, their names
 * are kept.  The text ends in a line end, or it was cut off.  */
#ifndef BT_FETCH_SHEET_H
#define BT_FETCH_SHEET_H

#include "fetch/provider.h"

#define BT_SHEET_COLUMNS 8

struct bt_sheet {
	size_t n_column;                     /* beside the date */
	const char *name[BT_SHEET_COLUMNS];   /* as the header writes them, clean */
	size_t n;
	bt_date *date;                       /* in the order of the text */
	double *column[BT_SHEET_COLUMNS];     /* NAN: missing */
};

/* Read body[0..len-1], which bt_body_judge has let pass.  False: answer->fault says why (EMPTY, FORMAT,
 * TRUNCATED, TOO_LARGE).  Lines that are no row are counted as dropped; when all are, it is FORMAT.  */
bool bt_sheet_read(const char *body, size_t len, struct bt_arena *a, struct bt_sheet *sheet,
                  struct bt_answer *answer);

#endif
