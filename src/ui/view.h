/* ui/view.h - what a view of the screen does of its own, beside the panes that spec/panes.def gives it.
 *
 * One constant a view, in ui/view_<name>.c; spec/screens.def is the table of them.  A member that is NULL
 * leaves what every view does.  A view keeps its state in a struct of its own within struct bt_screen.  */
#ifndef BT_UI_VIEW_H
#define BT_UI_VIEW_H

#include "ui/screen.h"

/* A key worth showing in the footer, most wanted first; they end in BT_ACTION_COUNT. */
struct bt_hint {
	enum bt_action action;
	const char *word;
};

struct bt_view_ops {
	int ctx;                         /* set of enum bt_ctx, keys that come before those of MAIN; 0: none */
	bool whole;                      /* it draws all between header and status line: no panes */
	const struct bt_hint *hint;

	/* Say what the report of a pane is asked for, beside day, base and price; memory of s->day. */
	void (*ask)(struct bt_screen *s, enum bt_pane_id pane, struct bt_ask *ask);
	/* Another title for a pane than its row has. */
	void (*title)(const struct bt_screen *s, enum bt_pane_id pane, char *buf, size_t size);
	/* A word in the title of a pane that has rows: its coverage, its count. */
	void (*remark)(const struct bt_screen *s, enum bt_pane_id pane, bool narrow, char *buf, size_t size);
	/* The reports of its panes are new: another picture, another day, or the view was turned to. */
	void (*update)(struct bt_screen *s, const struct bt_scope *scope);
	/* After every key: let what hangs on the selected row follow it. */
	void (*follow)(struct bt_screen *s, int64_t now_utc);
	/* The panes have their places (s->pane[].place): take room from them, draw what is no pane. */
	void (*draw)(struct bt_screen *s, struct bt_grid *g, struct bt_rect body, int64_t now_utc);
	/* An action that means something of its own here; false: what it always means. */
	bool (*act)(struct bt_screen *s, enum bt_action action, int64_t now_utc);
	/* Rows up or down; and how many are a page. */
	void (*move)(struct bt_screen *s, long by);
	size_t (*page)(const struct bt_screen *s);
	/* One step back before the view itself is left; false: nothing to go back from. */
	bool (*back)(struct bt_screen *s, int64_t now_utc);
	/* A number typed behind ':'; NULL: that row of the focused table. */
	void (*number)(struct bt_screen *s, size_t n, int64_t now_utc);
	/* Go to the next (or previous) row that has it; NULL: in the table of the focused pane. */
	bool (*find)(struct bt_screen *s, const struct bt_match *m, int direction);
	/* The mouse where no pane is; false: not here. */
	bool (*mouse)(struct bt_screen *s, const struct bt_event *ev, int64_t now_utc);
	/* The number under the cursor: report, row, path and a title of at most `size` bytes; false: none. */
	bool (*cell)(const struct bt_screen *s, struct bt_cell_place *out);
	/* Show another horizon. */
	void (*horizon)(struct bt_screen *s, enum bt_horizon_kind horizon, int64_t now_utc);
	/* The chart that the keys of BT_CTX_CHART act on. */
	struct bt_detail *(*chart)(struct bt_screen *s);
};

/* The view that is shown. */
const struct bt_view_ops *bt_view_ops(const struct bt_screen *s);

#define BT_SCREEN(id, name) extern const struct bt_view_ops bt_view_##name;
#include "spec/screens.def"

#endif
