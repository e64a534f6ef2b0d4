#include "model/notes.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/num.h"
#include "base/text.h"
#include "base/vec.h"
#include "core/market.h"

static const char *const kinds[BT_NOTE_KINDS] = {"note", "fact", "target", "event"};

#define EXPECTED "expected \"%s: SUBJECT NAME VALUE DATE, SOURCE\", such as " \
	"\"fact: ^RUT P/E 36.75 2025-12-05, the bank\""

struct word {
	const char *at;
	size_t len;
};

struct reader {
	struct bt_arena *a;
	BT_VEC(struct bt_note) note;
	BT_VEC(struct bt_note_fault) fault;
	BT_VEC(const char *) body;       /* lines of the note that is open */
	struct bt_note head;             /* that note */
	bool open;
	size_t records;                  /* lines in it that are read as more than text */
};

const char *
bt_note_kind_name(enum bt_note_kind k)
{
	return kinds[k];
}

/* --- one line ----------------------------------------------------------------------------------------- */

static bool
next_word(const char **p, const char *end, struct word *out)
{
	while (*p < end && (**p == ' ' || **p == '\t'))
		(*p)++;
	out->at = *p;
	while (*p < end && **p != ' ' && **p != '\t')
		(*p)++;
	out->len = (size_t)(*p - out->at);
	return out->len > 0;
}

/* The kind of a line by its first word; BT_NOTE_KINDS: it is text.  *rest stands behind the colon. */
static enum bt_note_kind
kind_of(const char *line, size_t n, const char **rest)
{
	for (int blanks = 0; n > 0 && *line == ' ' && blanks < 3; blanks++) {   /* from four on it is a quotation */
		line++;
		n--;
	}
	for (int k = BT_NOTE_FACT; k < BT_NOTE_KINDS; k++) {
		size_t len = strlen(kinds[k]);

		if (n > len && strncasecmp(line, kinds[k], len) == 0 && line[len] == ':') {
			*rest = line + len + 1;
			return (enum bt_note_kind)k;
		}
	}
	return BT_NOTE_KINDS;
}

/* "36.75", "3.75%", "3.50-3.75", "-2": a number or a range of two. */
static void
read_value(const char *s, size_t n, double *from, double *to)
{
	*from = *to = NAN;
	if (n > 0 && s[n - 1] == '%')
		n--;
	if (bt_num_parse(s, n, from)) {
		*to = *from;
		return;
	}
	for (size_t i = 1; i + 1 < n; i++) {
		if (s[i] != '-' || !bt_num_parse(s, i - (s[i - 1] == '%'), from) ||
		    !bt_num_parse(s + i + 1, n - i - 1, to))
			continue;
		return;
	}
	*from = *to = NAN;
}

/* SUBJECT NAME VALUE DATE, SOURCE; false when it is not. */
static bool
read_record(const char *p, const char *end, struct bt_arena *a, struct bt_note *out)
{
	struct word subject, value = {0}, word;
	const char *name = NULL, *name_end, *after = NULL;
	const char **one;

	if (!next_word(&p, end, &subject))
		return false;
	while (!after && next_word(&p, end, &word)) {
		bool comma = word.at[word.len - 1] == ',';

		if (value.len && bt_date_parse(word.at, word.len - comma, &out->date)) {
			after = p;
			while (!comma && after < end && (*after == ' ' || *after == '\t'))
				after++;
			if (!comma && after < end && *after++ != ',')
				return false;
		} else {
			name = name ? name : word.at;
			value = word;
		}
	}
	if (!after)
		return false;
	while (after < end && (*after == ' ' || *after == '\t'))
		after++;
	while (end > after && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	name_end = value.at;
	while (name_end > name && (name_end[-1] == ' ' || name_end[-1] == '\t'))
		name_end--;
	one = BT_ARENA_ARRAY(a, 1, const char *);
	one[0] = bt_text_clean_dup(a, subject.at, subject.len);
	out->subject = one;
	out->n_subject = 1;
	out->name = bt_text_clean_dup(a, name, (size_t)(name_end - name));
	out->text = bt_text_clean_dup(a, value.at, value.len);
	out->source = end > after ? bt_text_clean_dup(a, after, (size_t)(end - after)) : NULL;
	read_value(value.at, value.len, &out->value, &out->value_to);
	return true;
}

enum bt_status
bt_note_line_parse(const char *line, struct bt_arena *a, struct bt_note *out, struct bt_err *err)
{
	size_t n = strlen(line);
	const char *rest;
	enum bt_note_kind kind = kind_of(line, n, &rest);

	*out = (struct bt_note){.kind = kind, .date = BT_DATE_NONE, .written = BT_DATE_NONE};
	if (kind == BT_NOTE_KINDS)
		return BT_E_NODATA;
	if (!read_record(rest, line + n, a, out))
		return bt_err_set(err, BT_E_PARSE, EXPECTED, kinds[kind]);
	return BT_OK;
}

/* --- all of them -------------------------------------------------------------------------------------- */

static void
add_fault(struct reader *r, size_t line, const char *text)
{
	BT_VEC_PUSH(&r->fault, (struct bt_note_fault){line, text});
}

/* The text of the open note, without blank lines around it. */
static const char *
body_text(struct reader *r)
{
	size_t from = 0, to = r->body.len, size = 1;
	char *out, *p;

	while (from < to && !*r->body.at[from])
		from++;
	while (to > from && !*r->body.at[to - 1])
		to--;
	for (size_t i = from; i < to; i++)
		size += strlen(r->body.at[i]) + 1;
	p = out = bt_arena_alloc(r->a, size);
	for (size_t i = from; i < to; i++) {
		if (i > from)
			*p++ = '\n';
		p = stpcpy(p, r->body.at[i]);
	}
	return out;
}

/* A note that only holds facts and the like is those, and no note beside. */
static void
close_note(struct reader *r)
{
	if (r->open) {
		r->head.text = body_text(r);
		if (*r->head.text || r->records == 0)
			BT_VEC_PUSH(&r->note, r->head);
	}
	r->open = false;
	r->records = 0;
	r->body.len = 0;
}

static bool
looks_like_date(struct word w)
{
	for (size_t i = 0; i < w.len; i++)
		if (w.at[i] != '-' && (w.at[i] < '0' || w.at[i] > '9'))
			return false;
	return w.len >= 6;
}

/* "## DATE SYMBOL..." begins a note.  False: it does not look like one. */
static bool
open_note(struct reader *r, const char *line, size_t n, size_t number)
{
	const char *p = line + 2, *end = line + n;
	BT_VEC(const char *) subjects = {0};
	struct word word;
	bt_date date;

	if (n < 4 || strncmp(line, "##", 2) != 0 || (line[2] != ' ' && line[2] != '\t') ||
	    !next_word(&p, end, &word) || !looks_like_date(word))
		return false;
	if (!bt_date_parse(word.at, word.len, &date)) {
		add_fault(r, number, "a note begins with \"## DATE SYMBOL...\", the date such as 2025-12-05");
		return false;
	}
	close_note(r);
	while (next_word(&p, end, &word))
		BT_VEC_PUSH(&subjects, bt_text_clean_dup(r->a, word.at, word.len));
	r->head = (struct bt_note){
		.kind = BT_NOTE_TEXT, .date = date, .written = date, .name = "", .value = NAN, .value_to = NAN,
		.line = number, .n_subject = subjects.len,
		.subject = bt_arena_memdup(r->a, subjects.at, subjects.len * sizeof(*subjects.at)),
	};
	BT_VEC_RELEASE(&subjects);
	r->open = true;
	return true;
}

static void
read_line(struct reader *r, const char *line, size_t n, size_t number)
{
	const char *rest;
	enum bt_note_kind kind = kind_of(line, n, &rest);
	struct bt_note note = {.kind = kind, .date = BT_DATE_NONE, .line = number,
	                       .written = r->open ? r->head.date : BT_DATE_NONE};

	if (kind != BT_NOTE_KINDS && read_record(rest, line + n, r->a, &note)) {
		r->records++;
		BT_VEC_PUSH(&r->note, note);
		return;
	}
	if (kind != BT_NOTE_KINDS)
		add_fault(r, number, bt_arena_printf(r->a, EXPECTED, kinds[kind]));
	if (!open_note(r, line, n, number) && r->open)
		BT_VEC_PUSH(&r->body, bt_text_clean_dup(r->a, line, n));
}

/* The note of a heading stands before what was read below it. */
static void
order(struct bt_note *note, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct bt_note x = note[i];
		size_t k = i;

		for (; k > 0 && note[k - 1].line > x.line; k--)
			note[k] = note[k - 1];
		note[k] = x;
	}
}

void
bt_notes_parse(const char *text, size_t n, struct bt_arena *a, struct bt_notes *out)
{
	const char *end = text + n;
	struct reader r = {.a = a};

	for (size_t number = 1; text < end; number++) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t len = (size_t)((stop ? stop : end) - text);

		if (len > 0 && text[len - 1] == '\r')
			len--;
		read_line(&r, text, len, number);
		text = stop ? stop + 1 : end;
	}
	close_note(&r);
	order(r.note.at, r.note.len);
	*out = (struct bt_notes){
		.at = bt_arena_memdup(a, r.note.at, r.note.len * sizeof(*r.note.at)), .n = r.note.len,
		.fault = bt_arena_memdup(a, r.fault.at, r.fault.len * sizeof(*r.fault.at)), .n_fault = r.fault.len,
	};
	BT_VEC_RELEASE(&r.note);
	BT_VEC_RELEASE(&r.fault);
	BT_VEC_RELEASE(&r.body);
}

/* --- questions ---------------------------------------------------------------------------------------- */

bool
bt_note_is_known(const struct bt_note *n, bt_date as_of)
{
	bool ahead = n->kind == BT_NOTE_TARGET || n->kind == BT_NOTE_EVENT;
	bt_date date = ahead ? n->written : n->date;

	return as_of == BT_DATE_NONE || (date != BT_DATE_NONE && date <= as_of);
}

bool
bt_note_is_about(const struct bt_note *n, const char *subject)
{
	for (size_t i = 0; i < n->n_subject; i++)
		if (strcasecmp(n->subject[i], subject) == 0 ||
		    strcmp(bt_symbol_canonical(n->subject[i]), bt_symbol_canonical(subject)) == 0)
			return true;
	return false;
}

bool
bt_note_has(const struct bt_note *n, const char *word)
{
	const char *const texts[] = {n->text, n->name, n->source ? n->source : "", kinds[n->kind]};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcasestr(texts[i], word))
			return true;
	for (size_t i = 0; i < n->n_subject; i++)
		if (strcasestr(n->subject[i], word))
			return true;
	return false;
}
