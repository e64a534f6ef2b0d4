/* model/calendar_file.h - the user's own table of closures and half days, on top of the built-in one.
 *
 *	# a day of mourning, announced yesterday
 *	2027-01-06 closed  mourning for J. Doe
 *	2027-07-02 half    before Independence Day
 *	2027-11-26 full
 *
 * One day a line: date, one of `closed`, `half` (ends 13:00 in New York), `full`, and a name that may be
 * missing.  '#' begins a comment.  */
#ifndef BT_MODEL_CALENDAR_FILE_H
#define BT_MODEL_CALENDAR_FILE_H

#include "core/calendar.h"
#include "model/conf.h"

/* Read the file into *out, all memory the arena's; of two lines about one day the later wins.  Lines that
 * are wrong are added to *faults and left out.
 *	BT_E_NODATA  there is no such file: *out has no day
 *	BT_E_IO      it cannot be read
 *	BT_E_PARSE   it is no text  */
BT_MUST_CHECK enum bt_status bt_calendar_file_read(const char *path, struct bt_arena *a,
                                                   struct bt_calendar *out,
                                                   struct bt_conf_faults *faults, struct bt_err *err);

#endif
