/* What the user wrote about the subject of a chart: marks on the days, and levels of its price. */
#include <math.h>
#include <string.h>

#include "model/note_level.h"
#include "ui/study.h"

#define NOTES_MOST 200
#define FAR 0.6                          /* of what is shown: a level so far beyond it would flatten it */

/* A level where the prices are those of the notes and it is not far from what is shown.  A target is none once
 * its day has come.  */
static void
add_level(struct bt_study *s, const struct bt_note *n, double lo, double hi, struct bt_arena *a)
{
	struct bt_study_level *level = &s->note_level[s->n_note_level];

	if (!bt_note_is_level(n) || s->n_note_level == BT_STUDY_LEVELS ||
	    !(n->value >= lo - FAR * (hi - lo) && n->value <= hi + FAR * (hi - lo)) ||
	    (n->kind == BT_NOTE_TARGET && n->date < s->date[s->n - 1]))
		return;
	level->value = n->value;
	level->label = bt_note_level_label(n, a);
	s->n_note_level++;
}

/* A note or fact on the session that it was made on, else on the last one before. */
static void
add_note(struct bt_study *s, const struct bt_note *n, struct bt_study_note *note)
{
	size_t upto = n->date == BT_DATE_NONE ? 0 : bt_dates_upto(s->date, s->n, n->date);

	if (upto == 0 || (n->kind != BT_NOTE_TEXT && n->kind != BT_NOTE_FACT) || s->n_note == NOTES_MOST)
		return;
	note[s->n_note++] = (struct bt_study_note){.at = upto - 1, .name = n->name, .text = n->text};
}

static bool
is_for(const struct bt_study *s, const struct bt_note *n, bt_date as_of)
{
	return bt_note_is_known(n, as_of) && bt_note_is_about(n, s->subject.text);
}

void
bt_study_add_notes(const struct bt_scope *scope, bt_date as_of, struct bt_arena *a, struct bt_study *s)
{
	const struct bt_notes *notes = scope->notes;
	bool at_close = s->subject.sec && s->price == BT_PRICE_CLOSE;
	struct bt_study_note *note;
	double lo = INFINITY, hi = -INFINITY;

	if (!notes || notes->n == 0)
		return;
	s->note = note = BT_ARENA_ARRAY(a, notes->n < NOTES_MOST ? notes->n : NOTES_MOST, struct bt_study_note);
	for (size_t i = 0; i < s->n; i++) {
		lo = fmin(lo, s->value[i]);
		hi = fmax(hi, s->value[i]);
	}
	for (size_t i = 0; i < notes->n; i++)
		if (is_for(s, &notes->at[i], as_of))
			add_note(s, &notes->at[i], note);
	for (size_t i = notes->n; i-- > 0 && (at_close || !s->subject.sec);)     /* of many the newest */
		if (is_for(s, &notes->at[i], as_of))
			add_level(s, &notes->at[i], lo, hi, a);
}
