/* ui/columns.h - which columns a pane shows: its usual ones, those of the settings, or those the user picks. */
#ifndef BT_UI_COLUMNS_H
#define BT_UI_COLUMNS_H

#include "ui/screen.h"

/* Columns that a pane can show. */
struct bt_column_word {
	const char *path;                /* "last", "returns.YTD.pct", "@bar" */
	const char *help;
	bool shown;                      /* it is among those of the table */
};
struct bt_column_words {
	struct bt_column_word *at;       /* those of the table first, in its order */
	size_t n;
};
struct bt_column_words bt_columns_all(const struct bt_screen *s, enum bt_pane_id pane, struct bt_arena *a);

/* Show these, joined by blanks, PATH[:WIDTH] each; "" the usual ones.  BT_E_USAGE names the first that is no
 * column, and nothing changed.  */
BT_MUST_CHECK enum bt_status bt_columns_set(struct bt_screen *s, enum bt_pane_id pane, const char *words,
                                            struct bt_err *err);
/* Those of section [columns], where it names the view of a pane. */
void bt_columns_from_settings(struct bt_screen *s);

/* Open the list of them for the pane that has the focus. */
void bt_columns_open(struct bt_screen *s);

#endif
