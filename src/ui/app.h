/* ui/app.h - the program with a screen: one loop over terminal, signals and the engine's mailbox. */
#ifndef BT_UI_APP_H
#define BT_UI_APP_H

#include "model/engine.h"
#include "model/settings.h"
#include "model/state.h"
#include "ui/term.h"

struct bt_ui_options {
	const struct bt_settings *settings;
	struct bt_engine_config engine;
	struct bt_term_options term;
	bt_date as_of;                   /* BT_DATE_NONE: now */
	const char *notice;              /* a mistake in the settings file, or NULL */
	void (*write_csv)(const struct bt_report *r, struct bt_arena *a, struct bt_buf *out);   /* for :write */
	const struct bt_state *state;    /* what was kept of the last run, or NULL */
	const char *state_path;          /* where to keep it; NULL: nowhere */
};

/* Open the screen and stay until the user leaves.  Returns BT_OK and the exit status in *status: 0 after
 * quit, 128 + n after signal n; the terminal is as it was.  An error came before the screen was opened.  */
BT_MUST_CHECK enum bt_status bt_ui_run(const struct bt_ui_options *o, int *status, struct bt_err *err);

#endif
