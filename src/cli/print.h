/* cli/print.h - a report on stdout: text for people, JSON and CSV for programs.
 *
 * All three write into a buffer; nothing depends on the locale but, in text, which characters may be
 * used.  Strings come out clean: a control character never reaches a terminal.  */
#ifndef BT_CLI_PRINT_H
#define BT_CLI_PRINT_H

#include "base/buf.h"
#include "cli/fields.h"
#include "model/report.h"

#define BT_SCHEMA 1              /* of the JSON object; grows when a member changes its meaning */

/* How text may look; all false: plain ASCII. */
struct bt_text_style {
	bool utf8;
	int colors;              /* 0 none, 8, 256 */
	int updown;              /* enum bt_set_updown */
	bool light;              /* background */
	int columns;             /* of the terminal; one row wider than this is printed upright */
};

/* One object, one row a line. `fields` NULL: rows whole; else only their columns. */
void bt_print_json(const struct bt_report *r, const struct bt_fields *fields, struct bt_buf *out);
/* A value as JSON on one line. */
void bt_print_json_value(const struct bt_val *v, struct bt_buf *out);

/* Header and rows; `source` is the last column always. */
void bt_print_csv(const struct bt_report *r, const struct bt_fields *fields, bool header,
                  struct bt_buf *out);

/* A title that says date, source, base and price, the members beside the rows, and the rows aligned. */
void bt_print_text(const struct bt_report *r, const struct bt_fields *fields, bool header,
                   const struct bt_text_style *style, struct bt_arena *a, struct bt_buf *out);

/* A member beside the rows in words: "YTD 4 of 7  1Y 2 of 7".  Not yet clean: it may hold a user's text. */
void bt_print_head_value(const struct bt_val *v, struct bt_buf *out);

#endif
