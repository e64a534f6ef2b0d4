/* cli/fields.h - the flat columns of a report: what CSV and text make of nested rows. */
#ifndef BT_CLI_FIELDS_H
#define BT_CLI_FIELDS_H

#include "model/report.h"
#include "model/settings.h"

/* One flat column. */
struct bt_field {
	const char *path;        /* "last", "returns.YTD.pct" */
	const char *title;
	enum bt_format format;
};

struct bt_fields {
	struct bt_field *at;
	size_t n;
};

/* Every flat column that some row has, in the order of the report's columns; the members of an object in
 * the order in which the rows bring them. */
struct bt_fields bt_fields_all(const struct bt_report *r, struct bt_arena *a);

/* Those named: columns, paths into them, or an object's name for all that is in it.
 * BT_E_USAGE names the first that the report has not, and those it has. */
BT_MUST_CHECK enum bt_status bt_fields_named(const struct bt_report *r, struct bt_words names,
                                             struct bt_arena *a, struct bt_fields *out,
                                             struct bt_err *err);

/* The columns of text: those of names (a view's default or the user's setting) that the report has; when
 * there are none, every column but trees.  */
struct bt_fields bt_fields_usual(const struct bt_report *r, struct bt_words names,
                                 struct bt_arena *a);

#endif
