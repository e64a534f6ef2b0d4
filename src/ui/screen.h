/* ui/screen.h - all that the screen is, without a terminal: what is shown, where the user stands in it,
 * and what a key does.
 *
 * Pure but for its own memory: a snapshot and the time come in, cells come out, and what the program must
 * do (fetch, leave, suspend) comes back as an effect.  So tests drive it without curses.  */
#ifndef BT_UI_SCREEN_H
#define BT_UI_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "model/marks.h"
#include "model/notes.h"
#include "model/report.h"
#include "model/settings.h"
#include "model/snapshot.h"
#include "model/state.h"
#include "ui/detail.h"
#include "ui/grid.h"
#include "ui/keymap.h"
#include "ui/layout.h"
#include "ui/overlay.h"
#include "ui/pane.h"
#include "ui/prompt.h"
#include "ui/recall.h"
#include "ui/term.h"
#include "ui/view_heatmap.h"
#include "ui/view_breadth.h"
#include "ui/view_news.h"
#include "ui/view_notes.h"
#include "ui/view_ratios.h"
#include "ui/view_rotation.h"

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
	BT_EFFECT_SETTINGS,              /* they are others now: s->settings */
	BT_EFFECT_UNIVERSE,              /* measure that one: s->argument */
	BT_EFFECT_SOURCE,                /* show that one: s->argument */
	BT_EFFECT_COPY,                  /* to the clipboard: s->argument */
	BT_EFFECT_WANT,                  /* ask for what is awaited, too */
	BT_EFFECT_NOTE,                  /* add it to the notes: s->argument */
	BT_EFFECT_EDIT,                  /* the notes, in the editor */
	BT_EFFECT_BROWSE,                /* show a link: s->news.link */
};

struct bt_screen;
/* What becomes of a line that was typed. */
typedef void bt_accept_fn(struct bt_screen *s, const char *text, int64_t now_utc);

/* A key (one of BT_CTX_PICK) on the selected line of a list. */
typedef void bt_pick_fn(struct bt_screen *s, size_t line, enum bt_action what, int64_t now_utc);

/* A report as CSV. */
typedef void bt_write_csv_fn(const struct bt_report *r, struct bt_arena *a, struct bt_buf *out);

/* A number on the screen, for `e`: where it stands in a report. */
struct bt_cell_place {
	const struct bt_report *report;
	size_t row;
	const char *path;
	char title[80];
};

struct bt_screen {
	int64_t drawn_utc;               /* when it is being drawn */
	uint64_t serial;                 /* grows whenever a report is made anew */
	uint64_t remade;                 /* grows whenever all of them are to be: another picture, day or setting */
	struct bt_session_now session;   /* at that moment */
	bool running;                    /* ages run then */
	bt_date last;                    /* the snapshot's newest bar, or BT_DATE_NONE */
	const struct bt_settings *settings;
	struct bt_keymap keymap;
	enum bt_glyphs glyphs;
	bool grounds;                    /* the terminal has one for each level of the heat map */
	bool accessible;

	struct bt_snapshot *snapshot;    /* owned; NULL before the first */
	bt_date as_of;                   /* BT_DATE_NONE: now */
	struct bt_arena day;             /* owns the reports */

	enum bt_view view;               /* a row of spec/screens.def */
	enum bt_view from;               /* the view that SYMBOL was opened from */
	struct bt_detail detail;         /* of SYMBOL: one thing in full */
	struct bt_breadth_view breadth;  /* of BREADTH */
	struct bt_ratios_view ratios;    /* of RATIOS */
	struct bt_rotation_view rotation;        /* of ROTATION */
	struct bt_heatmap_view heatmap;  /* of HEATMAP */
	struct bt_news_view news;        /* of NEWS */
	struct bt_notes_view notes_view; /* of NOTES */
	const struct bt_notes *notes;    /* of the user; borrowed, NULL: none */
	struct bt_notes sample_notes;    /* of the sample; owned by `desk` */
	struct bt_marks marks;           /* news that were read */
	struct bt_lexicon *lexicon;      /* made when it is first needed; owned by `desk` */
	struct bt_arena desk;
	enum bt_pane_id focus;
	bool zoom;
	struct bt_pane pane[BT_PANE_COUNT];
	struct bt_layout layout;         /* of the last drawing: where a click lands */
	struct bt_rect ruler;            /* of it, too: the row of time on a past day; w = 0: not shown */

	struct bt_overlay overlay;
	bt_pick_fn *pick;                /* what becomes of its selected line, when it is a list */
	struct bt_prompt prompt;
	struct bt_recall recall;         /* lines typed before */
	bt_write_csv_fn *write_csv;      /* of the program's command line; NULL: no rows can be written */
	bt_accept_fn *accept;            /* what becomes of the prompt's text */
	int key;                         /* the one that is acted on */
	enum bt_effect effect;           /* what a typed line asks of the program */
	char argument[BT_PROMPT_SIZE];   /* of the effect */
	struct bt_arena live;            /* owns settings that were changed (ui/live.h) */
	char pattern[BT_PROMPT_SIZE];    /* of the last search */
	char watch[64];                  /* watch list that is shown; "" in the overview: index levels */
	uint64_t alert_seen;             /* number of the last alert that was told */
	struct bt_alert_event fired[BT_ALERT_OWN];       /* of the present snapshot: those it told */
	size_t n_fired;
	char awaited[BT_PROMPT_SIZE];    /* opened as soon as its data are here */
	char lookup[64];                 /* symbols for this word are awaited from a source; "" none */
	struct bt_state changed;         /* lines of the state file that the user has changed since it was saved */
	char notice[200];                /* one sentence for the status line until the next key */
	bool bad_notice;                 /* it says that something went wrong */
};

void bt_screen_init(struct bt_screen *s, const struct bt_settings *settings, enum bt_glyphs glyphs,
                    struct bt_err *err);
void bt_screen_release(struct bt_screen *s);

/* A newer picture came; the screen owns it from here. */
void bt_screen_take(struct bt_screen *s, struct bt_snapshot *snapshot, int64_t now_utc);
/* The user's notes are others now; they are borrowed until the next ones. */
void bt_screen_take_notes(struct bt_screen *s, const struct bt_notes *notes, int64_t now_utc);
/* The notes that are shown: the user's, or the sample's; NULL: none. */
const struct bt_notes *bt_screen_notes(const struct bt_screen *s);
/* What its reports are made of; there must be a snapshot. */
struct bt_scope bt_screen_scope(struct bt_screen *s, int64_t now_utc);
/* Complete the line that is typed; WANT when a source is to be asked for what nothing here fits. */
enum bt_effect bt_screen_complete(struct bt_screen *s, int by);
/* Look at another day; BT_DATE_NONE: now. */
void bt_screen_go(struct bt_screen *s, bt_date as_of, int64_t now_utc);

enum bt_effect bt_screen_event(struct bt_screen *s, const struct bt_event *ev, int64_t now_utc);
/* A sentence on the status line until the next key. */
void bt_screen_notice(struct bt_screen *s, bool bad, const char *fmt, ...) BT_PRINTF(3, 4);

/* Turn to another view. */
void bt_screen_view(struct bt_screen *s, enum bt_view view, int64_t now_utc);
/* Does a pane belong to the view that is shown, or to which Esc goes back? */
bool bt_screen_has_pane(const struct bt_screen *s, int pane);
/* The chart that is shown, or NULL. */
struct bt_detail *bt_screen_chart(struct bt_screen *s);
/* Are the prices older than they should be: did the newest try fail?  And the news? */
bool bt_screen_is_stale(const struct bt_screen *s);
bool bt_screen_news_is_stale(const struct bt_screen *s);

/* Let a line be typed under that label, a literal: of any kind, or of one with a history and completions. */
void bt_screen_ask(struct bt_screen *s, const char *label, bt_accept_fn *accept);
void bt_screen_ask_for(struct bt_screen *s, enum bt_entry kind, const char *label, bt_accept_fn *accept);
/* Go to the next row, or line of the text on top, that has it. */
void bt_screen_search(struct bt_screen *s, const char *pattern);
/* Show only the rows of the pane that have it (ui/table.h). */
void bt_screen_filter(struct bt_screen *s, const char *pattern);
/* Make all reports of the view anew. */
void bt_screen_remake(struct bt_screen *s, int64_t now_utc);
/* Make a chart anew: it shows something else, or another range. */
void bt_screen_update_chart(struct bt_screen *s, struct bt_detail *d, int64_t now_utc);
/* How its charts are drawn. */
struct bt_detail_style bt_screen_chart_style(const struct bt_screen *s);

/* Open a symbol or expression in full; it says on the status line when that cannot be. */
void bt_screen_open(struct bt_screen *s, const char *text, int64_t now_utc);

/* The number under the cursor; false: there is none. */
bool bt_screen_cell(const struct bt_screen *s, struct bt_cell_place *out);
/* Explain it. */
void bt_screen_explain(struct bt_screen *s);

/* Draw everything into the grid, which has its size already. */
void bt_screen_draw(struct bt_screen *s, struct bt_grid *g, int64_t now_utc);

/* Do ages run on it?  They do while the market is open; else there are times of day, which stay true. */
bool bt_screen_is_running(const struct bt_screen *s, int64_t now_utc);
/* The time of bt_screen_next_tick has come: make anew what counts from now. */
void bt_screen_tick(struct bt_screen *s, int64_t now_utc);

/* Seconds until something on the screen changes with time alone (an age, a countdown), or -1: never,
 * because the market is closed and times of day stand there.  */
int bt_screen_next_tick(const struct bt_screen *s, int64_t now_utc);

#endif
