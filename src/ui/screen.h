/* ui/screen.h - all that the screen is, without a terminal: what is shown, where the user stands in it,
 * and what a key does.
 *
 * Pure but for its own memory: a snapshot and the time come in, cells come out, and what the program must
 * do (fetch, leave, suspend) comes back as an effect.  So tests drive it without curses.  */
#ifndef BT_UI_SCREEN_H
#define BT_UI_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "model/report.h"
#include "model/settings.h"
#include "model/snapshot.h"
#include "ui/grid.h"
#include "ui/keymap.h"
#include "ui/layout.h"
#include "ui/overlay.h"
#include "ui/prompt.h"
#include "ui/table.h"
#include "ui/term.h"
#include "ui/view_detail.h"

enum bt_pane_id {
#define BT_PANE(id, view, title, report, column, width, columns) BT_PANE_##id,
#include "spec/panes.def"
	BT_PANE_COUNT
};

/* The views of the screen are those of `show` that have panes. */
struct bt_pane {
	struct bt_table table;
	struct bt_report report;         /* of the present snapshot and day */
	bool failed;                     /* it could not be made; why: */
	struct bt_err err;
};

/* What the program must do after a key. */
enum bt_effect {
	BT_EFFECT_NONE,
	BT_EFFECT_QUIT,
	BT_EFFECT_REFRESH,
	BT_EFFECT_REFRESH_ALL,
	BT_EFFECT_PAUSE,                 /* or go on */
	BT_EFFECT_SAMPLE,
	BT_EFFECT_MOUSE,
	BT_EFFECT_REDRAW,
	BT_EFFECT_SUSPEND,
};

enum bt_asking { BT_ASKING_NOTHING, BT_ASKING_SEARCH, BT_ASKING_DATE,
		 BT_ASKING_EXPRESSION, BT_ASKING_COMPARE };

#define BT_SCREEN_TYPED 16

struct bt_screen {
	const struct bt_settings *settings;
	struct bt_keymap keymap;
	enum bt_glyphs glyphs;
	bool accessible;

	struct bt_snapshot *snapshot;    /* owned; NULL before the first */
	bt_date as_of;                   /* BT_DATE_NONE: now */
	struct bt_arena day;             /* owns the reports */

	enum bt_view view;               /* with panes; or SYMBOL: one thing in full */
	enum bt_view from;               /* the view that SYMBOL was opened from */
	struct bt_detail detail;         /* what SYMBOL shows */
	struct bt_detail ratio;          /* the chart of RATIOS: the selected row's */
	char typed[BT_SCREEN_TYPED][BT_PROMPT_SIZE];     /* expressions added to the list of RATIOS */
	size_t n_typed;
	enum bt_pane_id focus;
	bool zoom;
	struct bt_pane pane[BT_PANE_COUNT];
	struct bt_layout layout;         /* of the last drawing: where a click lands */

	struct bt_overlay overlay;
	struct bt_prompt prompt;
	enum bt_asking asking;           /* what the prompt asks for */
	char pattern[BT_PROMPT_SIZE];    /* of the last search */
	char notice[200];                /* one sentence for the status line until the next key */
	bool bad_notice;                 /* it says that something went wrong */
};

void bt_screen_init(struct bt_screen *s, const struct bt_settings *settings, enum bt_glyphs glyphs,
                    struct bt_err *err);
void bt_screen_release(struct bt_screen *s);

/* A newer picture came; the screen owns it from here. */
void bt_screen_take(struct bt_screen *s, struct bt_snapshot *snapshot, int64_t now_utc);
/* Look at another day; BT_DATE_NONE: now. */
void bt_screen_go(struct bt_screen *s, bt_date as_of, int64_t now_utc);

enum bt_effect bt_screen_event(struct bt_screen *s, const struct bt_event *ev, int64_t now_utc);
/* A sentence on the status line until the next key. */
void bt_screen_notice(struct bt_screen *s, bool bad, const char *fmt, ...) BT_PRINTF(3, 4);

/* Turn to another view that has panes. */
void bt_screen_view(struct bt_screen *s, enum bt_view view, int64_t now_utc);
/* Does a pane belong to the view that is shown, or to which Esc goes back? */
bool bt_screen_has_pane(const struct bt_screen *s, int pane);
/* The chart that is shown, or NULL. */
struct bt_detail *bt_screen_chart(struct bt_screen *s);
/* Let the chart of RATIOS follow the selected row. */
void bt_screen_follow(struct bt_screen *s, int64_t now_utc);
/* Add an expression to the list of RATIOS and select it. */
void bt_screen_add_ratio(struct bt_screen *s, const char *text, int64_t now_utc);

/* Open a symbol or expression in full; it says on the status line when that cannot be. */
void bt_screen_open(struct bt_screen *s, const char *text, int64_t now_utc);
/* Make what the chart shows anew: its range or comparison is another one. */
void bt_screen_update_detail(struct bt_screen *s, int64_t now_utc);

/* Explain the number under the cursor of the focused pane. */
void bt_screen_explain(struct bt_screen *s);

/* Draw everything into the grid, which has its size already. */
void bt_screen_draw(struct bt_screen *s, struct bt_grid *g, int64_t now_utc);

/* Seconds until something on the screen changes with time alone (an age, a countdown), or -1: never,
 * because the market is closed and times of day stand there.  */
int bt_screen_next_tick(const struct bt_screen *s, int64_t now_utc);

#endif
