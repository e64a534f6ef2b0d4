#include "ui/view_notes.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "core/calendar.h"
#include "model/notes.h"
#include "ui/act.h"
#include "ui/flow.h"
#include "ui/view.h"

#define BESIDE_W 150                     /* from this width on the note stands beside the lists */
#define BELOW_H 17                       /* from this height on it stands below them */
#define BELOW_ROWS 7
#define READER_W 44

/* --- what is asked, what the title says --------------------------------------------------------------- */

static void
ask(struct bt_screen *s, enum bt_pane_id pane, struct bt_ask *out)
{
	const char **one = BT_ARENA_ARRAY(&s->day, 1, const char *);

	out->when = pane == BT_PANE_AHEAD ? BT_NOTES_AHEAD : BT_NOTES_BEHIND;
	if (!s->notes_view.symbol[0])
		return;
	one[0] = s->notes_view.symbol;
	out->arg = one;
	out->n_arg = 1;
}

static void
remark(const struct bt_screen *s, enum bt_pane_id pane, bool narrow, char *buf, size_t size)
{
	size_t n = s->pane[pane].report.rows.u.list.len;
	int used = snprintf(buf, size, pane == BT_PANE_AHEAD ? "%zu to come" : "%zu", n);

	if (s->notes_view.symbol[0] && !narrow)
		snprintf(buf + used, size - (size_t)used, " about %.16s", s->notes_view.symbol);
}

/* --- the selected one in full ------------------------------------------------------------------------- */

static const struct bt_val *
selected(const struct bt_screen *s)
{
	const struct bt_pane *p = &s->pane[s->focus];

	return p->table.n ? bt_table_row(&p->table, &p->report.rows) : NULL;
}

/* The note of a row: that of its line. */
static const struct bt_note *
note_of(const struct bt_screen *s, const struct bt_val *row)
{
	const struct bt_notes *notes = bt_screen_notes(s);
	double line = bt_val_as_num(bt_val_get(row, "line"));

	for (size_t i = 0; notes && i < notes->n; i++)
		if ((double)notes->at[i].line == line)
			return &notes->at[i];
	return NULL;
}

static const char *
cell(const struct bt_val *row, const char *name, enum bt_format format, char buf[BT_CELL_TEXT_SIZE])
{
	return bt_cell_text(bt_val_get(row, name), format, buf);
}

/* "in 189 days, 2026-06-30", "today", "40 days ago". */
static void
put_when(struct bt_flow *f, const struct bt_note *n, const struct bt_val *row)
{
	double days = bt_val_as_num(bt_val_get(row, "days_left"));
	char text[80], date[BT_DATE_SIZE];

	bt_date_format(n->date, date);
	if (n->kind == BT_NOTE_TEXT || n->kind == BT_NOTE_FACT)
		snprintf(text, sizeof(text), "%s", date);
	else if (days == 0)
		snprintf(text, sizeof(text), "%s, today", date);
	else
		snprintf(text, sizeof(text), days > 0 ? "%s, in %.0f day%s" : "%s, %.0f day%s ago", date,
		         days > 0 ? days : -days, days == 1 || days == -1 ? "" : "s");
	bt_flow_text(f, BT_ROLE_DIM, text);
}

/* "2800 is +10.38 % from 2536.67, the close of 2025-12-23"; of what is no level the close alone. */
static void
put_figures(struct bt_flow *f, const struct bt_note *n, const struct bt_val *row)
{
	const struct bt_val *away = bt_val_get(row, "to_level_pct");
	char text[200], last[BT_CELL_TEXT_SIZE], pct[BT_CELL_TEXT_SIZE], date[BT_CELL_TEXT_SIZE];

	cell(row, "last", BT_FORMAT_PRICE, last);
	cell(row, "last_date", BT_FORMAT_DATE, date);
	if (!n->n_subject || bt_val_get(row, "last")->kind == BT_VAL_NULL)
		return;
	if (away && away->kind == BT_VAL_NUM)
		snprintf(text, sizeof(text), "%.40s is %.20s %% from %.20s, the close of %.12s", n->text,
		         bt_cell_text(away, BT_FORMAT_PCT, pct), last, date);
	else
		snprintf(text, sizeof(text), "%.40s closed at %.20s on %.12s", n->subject[0], last, date);
	bt_flow_text(f, BT_ROLE_TEXT, text);
}

static void
put_note(struct bt_flow *f, const struct bt_note *n, const struct bt_val *row)
{
	char text[400], written[BT_DATE_SIZE];
	struct bt_flow_line l = bt_flow_line(f);

	bt_flow_part(&l, BT_ROLE_FOCUS, bt_note_kind_name(n->kind));
	for (size_t i = 0; i < n->n_subject; i++) {
		bt_flow_part(&l, BT_ROLE_STRONG, " ");
		bt_flow_part(&l, BT_ROLE_STRONG, n->subject[i]);
	}
	bt_flow_end(&l);
	put_when(f, n, row);
	bt_flow_blank(f);
	if (n->kind == BT_NOTE_TEXT) {
		bt_flow_text(f, BT_ROLE_TEXT, n->text);
		bt_flow_blank(f);
	} else {
		snprintf(text, sizeof(text), "%.200s%s%.100s", n->name, *n->name ? " " : "", n->text);
		bt_flow_text(f, BT_ROLE_STRONG, text);
		snprintf(text, sizeof(text), "says %.300s", n->source ? n->source : "-");
		bt_flow_text(f, BT_ROLE_TEXT, text);
	}
	put_figures(f, n, row);
	if (n->kind != BT_NOTE_TEXT && n->written != BT_DATE_NONE) {
		snprintf(text, sizeof(text), "written %s", bt_date_format(n->written, written));
		bt_flow_text(f, BT_ROLE_DIM, text);
	}
}

static void
draw_reader(struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	const struct bt_val *row = selected(s);
	const struct bt_note *n = row ? note_of(s, row) : NULL;
	struct bt_flow f;

	if (r.w <= 0 || r.h <= 1)
		return;
	bt_title_draw(s, g, r, "The note", "", "", false);
	f = bt_flow_open(g, (struct bt_rect){r.x, r.y + 1, r.w, r.h - 1}, 0, s->glyphs == BT_GLYPHS_ASCII);
	if (n)
		put_note(&f, n, row);
	else if (!row)
		bt_flow_text(&f, BT_ROLE_DIM, "Write the first note: a and a line, or E for the editor. Facts, targets and "
		             "events are lines such as\nfact: ^RUT P/E 36.75 2025-12-05, who says so\n"
		             "target: ^RUT level 2800 2026-06-30, who says so\n"
		             "event: FED rate-decision 3.50-3.75 2026-01-28, who says so");
}

/* What lies ahead above the notes, the selected one in full beside or below. */
static void
draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect body, int64_t now_utc)
{
	struct bt_rect *ahead = &s->pane[BT_PANE_AHEAD].place, *list = &s->pane[BT_PANE_NOTES_LIST].place;
	struct bt_rect reader = {0};
	int rows = (int)s->pane[BT_PANE_AHEAD].table.n + 2;

	(void)now_utc;
	if (s->zoom || body.h < BELOW_H)
		return;
	if (body.w >= BESIDE_W) {
		reader = body;
		reader.w = body.w / 3 > READER_W ? body.w / 3 : READER_W;
		body.w -= reader.w + 2;
		reader.x += body.w + 2;
	} else {
		int below = body.h / 4 > BELOW_ROWS ? body.h / 4 : BELOW_ROWS;

		body.h -= below;
		reader = (struct bt_rect){body.x, body.y + body.h, body.w, below};
	}
	rows = rows < 3 ? 3 : rows > body.h / 2 ? body.h / 2 : rows;
	*ahead = (struct bt_rect){body.x, body.y, body.w, rows};
	*list = (struct bt_rect){body.x, body.y + rows, body.w, body.h - rows};
	draw_reader(s, g, reader);
}

/* --- keys --------------------------------------------------------------------------------------------- */

static void
accept_symbol(struct bt_screen *s, const char *text, int64_t now_utc)
{
	snprintf(s->notes_view.symbol, sizeof(s->notes_view.symbol), "%s", text);
	bt_screen_remake(s, now_utc);
}

static void
accept_note(struct bt_screen *s, const char *text, int64_t now_utc)
{
	(void)now_utc;
	if (!text[strspn(text, " ")])
		return;
	snprintf(s->argument, sizeof(s->argument), "%s", text);
	s->effect = BT_EFFECT_NOTE;
}

static bool
is_made_up(struct bt_screen *s)
{
	bool sample = s->snapshot && s->snapshot->market.sample;

	if (sample)
		bt_screen_notice(s, true, "notes of the sample are made up; yours are there without it, and by broadtape note");
	return sample;
}

void
bt_notes_ask(struct bt_screen *s, const char *subject)
{
	char text[BT_PROMPT_SIZE], date[BT_DATE_SIZE];

	if (is_made_up(s))
		return;
	bt_screen_ask(s, "Note: ", accept_note);
	snprintf(text, sizeof(text), "%s%s%.200s%s", s->as_of != BT_DATE_NONE ? bt_date_format(s->as_of, date) : "",
	         s->as_of != BT_DATE_NONE ? " " : "", subject, *subject ? ": " : "");
	bt_prompt_type(&s->prompt, text);
}

/* What the row under the cursor is about, "" when that is nothing that has a name. */
static const char *
subject_of(const struct bt_screen *s)
{
	static const char *const names[] = {"symbol", "expr"};
	struct bt_cell_place at;
	const struct bt_val *row, *symbols;
	const char *text = NULL;

	if (s->view == BT_VIEW_SYMBOL)
		return s->detail.text;
	if (!bt_screen_cell(s, &at) || at.row >= at.report->rows.u.list.len)
		return "";
	row = &at.report->rows.u.list.at[at.row];
	symbols = bt_val_get(row, "symbols");
	for (size_t i = 0; i < 2 && !text; i++)
		text = bt_val_as_str(bt_val_get(row, names[i]));
	if (!text && symbols && symbols->kind == BT_VAL_LIST && symbols->u.list.len)
		text = bt_val_as_str(&symbols->u.list.at[0]);
	return text ? text : "";
}

BT_DOES(NOTE_ABOUT, bt_notes_ask(s, subject_of(s)))

static bool
act(struct bt_screen *s, enum bt_action action, int64_t now_utc)
{
	(void)now_utc;
	if (action == BT_ACTION_NOTE) {
		bt_notes_ask(s, "");
	} else if (action == BT_ACTION_EDIT_NOTES) {
		if (!is_made_up(s))
			s->effect = BT_EFFECT_EDIT;
	} else if (action == BT_ACTION_ABOUT) {
		bt_screen_ask_for(s, BT_ENTRY_SERIES, "Notes about (none: all): ", accept_symbol);
	} else {
		return false;
	}
	return true;
}

static bool
back(struct bt_screen *s, int64_t now_utc)
{
	if (!s->notes_view.symbol[0])
		return false;
	s->notes_view.symbol[0] = '\0';
	bt_screen_remake(s, now_utc);
	return true;
}

static bool
cell_place(const struct bt_screen *s, struct bt_cell_place *out)
{
	const struct bt_pane *p = &s->pane[s->focus];
	const struct bt_table *t = &p->table;
	char text[BT_CELL_TEXT_SIZE];

	if (t->n == 0)
		return false;
	*out = (struct bt_cell_place){.report = &p->report, .row = t->order[t->selected],
	                              .path = t->column[t->cursor].cell.path};
	snprintf(out->title, sizeof(out->title), "%.40s: %.30s", cell(selected(s), "text", BT_FORMAT_TEXT, text),
	         t->column[t->cursor].cell.title);
	return true;
}

static const struct bt_hint hints[] = {
	{BT_ACTION_QUIT, "quit"},
	{BT_ACTION_HELP, "keys"},
	{BT_ACTION_NOTE, "add"},
	{BT_ACTION_EDIT_NOTES, "edit"},
	{BT_ACTION_OPEN, "chart"},
	{BT_ACTION_ABOUT, "symbol"},
	{BT_ACTION_FILTER, "filter"},
	{BT_ACTION_VIEW_OVERVIEW, "overview"},
	{BT_ACTION_COUNT, NULL},
};

const struct bt_view_ops bt_view_notes = {
	.ctx = BT_CTX_NOTES,
	.hint = hints,
	.ask = ask,
	.remark = remark,
	.draw = draw,
	.act = act,
	.back = back,
	.cell = cell_place,
};
