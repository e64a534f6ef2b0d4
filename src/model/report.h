/* model/report.h - one view's numbers, as rows: what the screen draws and `show` prints.
 *
 * A report is made by pure code from a scope (all that may be looked at) and an ask (what is wanted).
 * Screen, text, JSON and CSV read the same report, so they cannot disagree.  Every member of a row is
 * a column of spec/columns.def; its name is the field of JSON and CSV.  */
#ifndef BT_MODEL_REPORT_H
#define BT_MODEL_REPORT_H

#include "base/arena.h"
#include "base/val.h"
#include "core/breadth.h"
#include "core/horizon.h"
#include "core/market.h"
#include "core/news.h"
#include "core/universe.h"
#include "model/notes.h"

enum bt_column {
#define BT_COLUMN(id, name, title, format, width, metric, help) BT_COL_##id,
#include "spec/columns.def"
	BT_COLUMN_COUNT
};

enum bt_view {
#define BT_VIEW(id, name, args, columns, help) BT_VIEW_##id,
#include "spec/views.def"
	BT_VIEW_COUNT
};

/* How a column's values are shown to people; JSON and CSV always print them whole. */
enum bt_format {
	BT_FORMAT_TEXT,
	BT_FORMAT_DATE,
	BT_FORMAT_PRICE,         /* two decimals, four below 1 */
	BT_FORMAT_PCT,           /* signed, two decimals, percent units */
	BT_FORMAT_SHARE,         /* unsigned percent, one decimal */
	BT_FORMAT_COUNT,         /* integer */
	BT_FORMAT_CHANGE,        /* integer with its sign: places, members */
	BT_FORMAT_REAL,          /* six significant digits */
	BT_FORMAT_FIXED,         /* signed, two decimals */
	BT_FORMAT_METER,         /* three decimals, one from 10 on */
	BT_FORMAT_PART,          /* a part of 1 as percent, with its sign: 7.12%, 17.9% */
	BT_FORMAT_BIG,           /* volumes: 1.2M */
	BT_FORMAT_AGE,           /* seconds: 12m, 5h, 3d */
	BT_FORMAT_BOOL,
	BT_FORMAT_SPARK,         /* list of numbers as a sparkline */
	BT_FORMAT_TREE,          /* object or list: not shown in a table */
};

struct bt_column_spec {
	const char *name;        /* id: field of JSON and CSV, word of --columns */
	const char *title;       /* on the screen and in text */
	enum bt_format format;
	int width;               /* usual width in columns */
	const char *metric;      /* row of spec/metrics.def that explains it, or NULL */
	const char *help;
};
const struct bt_column_spec *bt_column_spec(enum bt_column c);
/* The column of that name, or BT_COLUMN_COUNT. */
enum bt_column bt_column_find(const char *name);

struct bt_view_spec {
	const char *name;
	const char *args;        /* synopsis of the arguments of `show NAME` */
	const char *columns;     /* names shown in text by default, joined by blanks; "" all */
	const char *help;
};
const struct bt_view_spec *bt_view_spec(enum bt_view v);
enum bt_view bt_view_find(const char *name);             /* or BT_VIEW_COUNT */

/* All; targets and events from the day on, soonest first; all but these; or the former, then the latter. */
enum bt_notes_when { BT_NOTES_ALL, BT_NOTES_AHEAD, BT_NOTES_BEHIND, BT_NOTES_NEAREST };

/* What is wanted.  NULL, 0, BT_DATE_NONE and NAN mean "the view's default". */
struct bt_ask {
	enum bt_view view;
	const char *const *arg;  /* symbols, expressions, levels: as typed */
	size_t n_arg;
	bt_date as_of;           /* BT_DATE_NONE: now, live */
	bt_date from, to;        /* rows printed of a series */
	enum bt_base base;
	enum bt_price price;
	bool price_given;        /* else each view has its own (indicators.md, section 0) */
	const struct bt_horizon *horizon;
	size_t n_horizon;
	bool series;             /* every session, not the last alone */
	bool intraday;           /* extremes by high and low */
	bool up;                 /* trend: a support line */
	int window;              /* of pair */
	const char *benchmark;
	const char *small_, *mega, *ew, *cw;   /* expressions of the rotation score */
	const char *search;      /* notes, news: those with this word */
	size_t most;             /* news: of so many items, the newest */
	bool unread;             /* news: those not read yet */
	bool plain;              /* news: headlines alone, no symbols looked for */
	const char *feed;        /* news: those of that feed; NULL: of all */
	const char *unfold;      /* news: the story whose oldest item has that id in all its items; "": every one */
	enum bt_notes_when when; /* notes: which */
};

struct bt_settings;
struct bt_health;
struct bt_market_count;
struct bt_lexicon;
struct bt_marks;
struct bt_kept_lines;
struct bt_sector_days;
struct bt_front;
struct bt_signals;

/* One of the universes that stand side by side. */
struct bt_universe_breadth {
	const struct bt_universe *universe;
	const struct bt_breadth *breadth;        /* whole, n > 0 */
	const struct bt_signals *signals;        /* of all its sessions (core/signals.h), or NULL */
	const char *index;                       /* symbol of the omen's index in them */
};

/* All that a report may look at; const while reports are made. */
struct bt_scope {
	const struct bt_market *market;
	const struct bt_universe *universe;      /* NULL: none */
	const struct bt_breadth *breadth;        /* of market and universe, whole; NULL: not made yet */
	bool breadth_comes;                      /* the engine is about to make it: nobody else should */
	const struct bt_universe_breadth *side;  /* by adjclose and closes: the universe, then the lists of */
	size_t n_side;                           /* the settings beside it; 0: not made (model/scope_breadth.h) */
	const struct bt_sector_days *sector_days;        /* of the universe (core/sector_days.h), or NULL */
	const struct bt_kept_lines *lines;       /* expressions at hand (model/kept_lines.h); NULL: none */
	const struct bt_front *front;            /* reports at hand (model/front.h); NULL: none */
	const struct bt_settings *settings;
	const struct bt_news_item *news;         /* newest first */
	size_t n_news;
	const struct bt_notes *notes;            /* NULL: none */
	const struct bt_marks *marks;            /* NULL: no item was read */
	const struct bt_lexicon *lexicon;        /* NULL: made when it is needed */
	const struct bt_health *health;          /* NULL: nothing was asked of any source */
	const struct bt_market_count *market_count;   /* NULL: nobody counts */
	int64_t now_utc;                         /* "generated" */
};

#define BT_REPORT_COLUMNS 128

struct bt_report {
	enum bt_view view;
	bt_date as_of;           /* the date asked for, else of the newest bar; BT_DATE_NONE: no data */
	enum bt_base base;
	enum bt_price price;     /* used by its rows */
	const char *source;
	int64_t generated_utc;
	struct bt_val head;      /* object: members beside the common ones ("beating", "parameters") */
	struct bt_val rows;      /* list of objects */
	enum bt_column column[BT_REPORT_COLUMNS];  /* of the rows, in the order of CSV */
	size_t n_column;
};

/* Make the report of ask->view.  Texts in it live in the arena, the scope or literals.
 *	BT_E_USAGE   an argument is missing or wrong
 *	BT_E_EXPR    an expression is wrong (the text names the column)
 *	BT_E_NODATA  nothing of what was asked for is there  */
BT_MUST_CHECK enum bt_status bt_report_make(const struct bt_scope *scope, const struct bt_ask *ask,
                                            struct bt_arena *a, struct bt_report *out,
                                            struct bt_err *err);

/* For the makers of views (model/report_<noun>.c). */

/* A new row, with room for the report's columns; set each of its members once, in their order. */
struct bt_val *bt_report_row(struct bt_report *r, struct bt_arena *a);
void bt_row_set(struct bt_arena *a, struct bt_val *row, enum bt_column c, struct bt_val v);
void bt_row_num(struct bt_arena *a, struct bt_val *row, enum bt_column c, double x);
void bt_row_date(struct bt_arena *a, struct bt_val *row, enum bt_column c, bt_date d);
void bt_row_str(struct bt_arena *a, struct bt_val *row, enum bt_column c, const char *s);
void bt_row_bool(struct bt_arena *a, struct bt_val *row, enum bt_column c, bool truth);
/* The columns of a report, ending in BT_COLUMN_COUNT. */
void bt_report_columns(struct bt_report *r, const enum bt_column *c);
/* as_of of the ask, else the newest bar of the market. */
bt_date bt_scope_as_of(const struct bt_scope *scope, const struct bt_ask *ask);

/* One maker a view: fills out->head, rows, columns; the common members are set by bt_report_make. */
typedef enum bt_status bt_report_maker(const struct bt_scope *, const struct bt_ask *,
                                       struct bt_arena *, struct bt_report *, struct bt_err *);

#define BT_VIEW(id, name, args, columns, help) bt_report_maker bt_report_##name;
#include "spec/views.def"

#endif
