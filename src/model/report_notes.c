/* report_notes.c - `show notes`: notes, facts, targets and events of the user, beside the market's figures. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/calendar.h"
#include "model/note_level.h"
#include "model/report.h"
#include "model/subject.h"

/* The last close of a subject, looked up once. */
struct last {
	const char *subject;
	double value;
	bt_date date;
};

struct maker {
	const struct bt_scope *scope;
	const struct bt_ask *ask;
	struct bt_report *r;
	struct bt_arena *a;
	bt_date today;                   /* countdowns end there */
	struct last *last;
	size_t n_last;
};

static struct last
last_of(struct maker *m, const char *subject)
{
	struct last out = {subject, NAN, BT_DATE_NONE};
	struct bt_subject s;

	for (size_t i = 0; i < m->n_last; i++)
		if (strcmp(m->last[i].subject, subject) == 0)
			return m->last[i];
	if (!bt_subject_open(m->scope, subject, m->r->as_of, m->r->price, m->a, &s, NULL) && s.line.n) {
		out.value = s.line.value[s.line.n - 1];
		out.date = s.line.date[s.line.n - 1];
	}
	m->last[m->n_last++] = out;
	return out;
}

static bool
is_ahead(const struct maker *m, const struct bt_note *n)
{
	return (n->kind == BT_NOTE_TARGET || n->kind == BT_NOTE_EVENT) && n->date >= m->today;
}

/* Notes about one of the arguments; all without any. */
static bool
is_asked_for(const struct maker *m, const struct bt_note *n)
{
	enum bt_notes_when when = m->ask->when;
	bool about = m->ask->n_arg == 0;

	for (size_t i = 0; i < m->ask->n_arg && !about; i++)
		about = bt_note_is_about(n, m->ask->arg[i]);
	return about && bt_note_is_known(n, m->ask->as_of) &&
	       (!m->ask->search || !*m->ask->search || bt_note_has(n, m->ask->search)) &&
	       (when == BT_NOTES_ALL || when == BT_NOTES_NEAREST || (when == BT_NOTES_AHEAD) == is_ahead(m, n));
}

/* Lines of a note as one. */
static const char *
one_line(const char *text, struct bt_arena *a)
{
	char *out = bt_arena_strdup(a, text);

	for (char *p = out; *p; p++)
		*p = *p == '\n' ? ' ' : *p;
	return out;
}

static void
add_row(struct maker *m, const struct bt_note *n)
{
	struct bt_val *row = bt_report_row(m->r, m->a), symbols = bt_val_list();
	bool ahead = n->kind == BT_NOTE_TARGET || n->kind == BT_NOTE_EVENT;
	struct last last = {"", NAN, BT_DATE_NONE};

	for (size_t i = 0; i < n->n_subject; i++)
		bt_val_add(m->a, &symbols, bt_val_str(n->subject[i]));
	if (n->n_subject)
		last = last_of(m, n->subject[0]);
	bt_row_str(m->a, row, BT_COL_KIND, bt_note_kind_name(n->kind));
	bt_row_date(m->a, row, BT_COL_DATE, n->date);
	bt_row_num(m->a, row, BT_COL_DAYS_LEFT, ahead ? (double)n->date - (double)m->today : NAN);
	bt_row_str(m->a, row, BT_COL_SYMBOL, n->n_subject ? n->subject[0] : NULL);
	bt_row_set(m->a, row, BT_COL_SYMBOLS, symbols);
	bt_row_str(m->a, row, BT_COL_NAME, *n->name ? n->name : NULL);
	bt_row_num(m->a, row, BT_COL_VALUE, n->value);
	bt_row_num(m->a, row, BT_COL_VALUE_TO, n->value_to);
	bt_row_str(m->a, row, BT_COL_TEXT, one_line(n->text, m->a));
	bt_row_str(m->a, row, BT_COL_SAYS, n->source);
	bt_row_num(m->a, row, BT_COL_LAST, last.value);
	bt_row_date(m->a, row, BT_COL_LAST_DATE, last.date);
	bt_row_num(m->a, row, BT_COL_TO_LEVEL_PCT,
	           bt_note_is_level(n) ? 100 * (n->value / last.value - 1) : NAN);
	bt_row_date(m->a, row, BT_COL_WRITTEN, n->written);
	bt_row_num(m->a, row, BT_COL_NOTE_LINE, (double)n->line);
}

/* Newest first; of what lies ahead the soonest. */
static int
newest_first(const void *a, const void *b)
{
	const struct bt_note *x = *(const struct bt_note *const *)a, *y = *(const struct bt_note *const *)b;

	if (x->date != y->date)
		return x->date < y->date ? 1 : -1;
	return (x->line < y->line) - (x->line > y->line);
}

static int
soonest_first(const void *a, const void *b)
{
	return -newest_first(a, b);
}

enum bt_status
bt_report_notes(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_KIND, BT_COL_DATE, BT_COL_DAYS_LEFT, BT_COL_SYMBOL, BT_COL_SYMBOLS, BT_COL_NAME,
		BT_COL_VALUE, BT_COL_VALUE_TO, BT_COL_TEXT, BT_COL_SAYS, BT_COL_LAST, BT_COL_LAST_DATE,
		BT_COL_TO_LEVEL_PCT, BT_COL_WRITTEN, BT_COL_NOTE_LINE, BT_COLUMN_COUNT,
	};
	static const struct bt_notes none = {0};
	const struct bt_notes *notes = scope->notes ? scope->notes : &none;
	struct maker m = {.scope = scope, .ask = ask, .r = r, .a = a,
	                  .today = ask->as_of != BT_DATE_NONE ? ask->as_of : bt_ny_date(scope->now_utc)};
	const struct bt_note **list = BT_ARENA_ARRAY(a, notes->n, const struct bt_note *);
	size_t n = 0, n_ahead = 0;

	(void)err;
	m.last = BT_ARENA_ARRAY(a, notes->n, struct last);
	if (!ask->price_given)
		r->price = BT_PRICE_CLOSE;       /* targets are said of closes */
	bt_report_columns(r, columns);
	for (size_t i = 0; i < notes->n; i++) {
		if (!is_asked_for(&m, &notes->at[i]))
			continue;
		list[n++] = &notes->at[i];
		if (ask->when != BT_NOTES_AHEAD && (ask->when != BT_NOTES_NEAREST || !is_ahead(&m, &notes->at[i])))
			continue;
		list[n - 1] = list[n_ahead];     /* those come first */
		list[n_ahead++] = &notes->at[i];
	}
	qsort(list, n_ahead, sizeof(*list), soonest_first);
	qsort(list + n_ahead, n - n_ahead, sizeof(*list), newest_first);
	for (size_t i = 0; i < n; i++)
		add_row(&m, list[i]);
	return BT_OK;
}
