/* fetch/csv_line.h - comma-separated text cut into lines and fields, without copying.
 *
 * A line is a record: a quoted field may hold commas and doubled quotes, but no line end.  LF, CRLF
 * and a lone CR end a line; a byte order mark before the first is skipped.  */
#ifndef BT_FETCH_CSV_LINE_H
#define BT_FETCH_CSV_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Borrowed bytes, not NUL-ended. */
struct bt_field {
	const char *s;
	size_t n;
};

/* Where reading stands in data[0..len-1]. */
struct bt_csv_cursor {
	const char *p, *end;
	size_t line;             /* number of the line given last, from 1; 0 before the first */
};

void bt_csv_cursor_init(struct bt_csv_cursor *c, const char *data, size_t len);
/* The next line without its end; false at the end of the text.  Empty lines are given, too. */
bool bt_csv_next(struct bt_csv_cursor *c, struct bt_field *line);

/* Cut a line into fields, blanks around them and quotes removed (a doubled quote stays doubled).
 * Returns how many there are; only the first `max` are written.  */
size_t bt_csv_split(struct bt_field line, struct bt_field *field, size_t max);

/* The header word of a field: lower case, letters and digits only ("Adj Close*" -> "adjclose").
 * Cut at size - 1 bytes.  */
char *bt_csv_word(struct bt_field f, char *buf, size_t size);

/* The field as clean text, doubled quotes made one; NULL when it is empty or memory ran out. */
const char *bt_csv_text(struct bt_arena *a, struct bt_field f);

#endif
