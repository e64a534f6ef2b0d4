/* model/notes.h - what the user wrote down: notes, facts with their source, targets, events ahead.
 *
 * One plain text that is his to edit and version (product.md, section 4):
 *
 *	## 2025-12-05 ^RUT SPSM/MAG7
 *	Small caps lead for the fourth week.
 *	fact: ^RUT P/E 36.75 2025-12-05, the 20-year mean is 16.16
 *	target: ^RUT level 2800 2026-06-30, the bank's outlook
 *	event: FED rate-decision 3.50-3.75 2026-01-28, FOMC calendar
 *
 * A line "## DATE SYMBOL..." begins a note, whose text goes on to the next.  Lines that begin with one of the
 * three words are read as SUBJECT NAME VALUE DATE, SOURCE: the subject is one word, the name none or more, the
 * value a number, a range of two or a word; a source that is missing is unknown.  All else is text.  What
 * looks like one of these lines and is none is a fault, told with its line, and stays text.
 *
 * As of a past day D: notes and facts dated by D; targets and events written by D, the date above them.  */
#ifndef BT_MODEL_NOTES_H
#define BT_MODEL_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"

enum bt_note_kind { BT_NOTE_TEXT, BT_NOTE_FACT, BT_NOTE_TARGET, BT_NOTE_EVENT, BT_NOTE_KINDS };
/* "note", "fact", "target", "event". */
const char *bt_note_kind_name(enum bt_note_kind k);

struct bt_note {
	enum bt_note_kind kind;
	bt_date date;            /* of a note its heading's, of the others their own */
	bt_date written;         /* the heading's; BT_DATE_NONE: above every heading */
	const char *const *subject;      /* as written: of a note all of its heading, of the others one */
	size_t n_subject;
	const char *name;        /* "P/E"; "" none, and of a note */
	const char *text;        /* of a note its lines, joined by '\n'; of the others the value as written */
	double value, value_to;  /* the same twice but for a range; NAN: a word, and of a note */
	const char *source;      /* who says so; NULL unknown, and of a note */
	size_t line;             /* from 1 */
};

struct bt_note_fault {
	size_t line;
	const char *text;        /* what was expected */
};

struct bt_notes {
	const struct bt_note *at;        /* in the order of the text */
	size_t n;
	const struct bt_note_fault *fault;
	size_t n_fault;
};

/* Read a text; all of it that is kept is clean and the arena's, which must never run dry. */
void bt_notes_parse(const char *text, size_t n, struct bt_arena *a, struct bt_notes *out);

/* Does it count as of that day?  BT_DATE_NONE: now, when all do. */
bool bt_note_is_known(const struct bt_note *n, bt_date as_of);
/* Is it about that symbol or expression, in any spelling? */
bool bt_note_is_about(const struct bt_note *n, const char *subject);
/* Does the word stand in its text, name, source or subjects, whatever its case? */
bool bt_note_has(const struct bt_note *n, const char *word);

/* One line "fact: ..." of the user, alone.
 *	BT_E_PARSE  it begins like one and is none: what was expected
 *	BT_E_NODATA it is text  */
BT_MUST_CHECK enum bt_status bt_note_line_parse(const char *line, struct bt_arena *a, struct bt_note *out,
                                                struct bt_err *err);

#endif
