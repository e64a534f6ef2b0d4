/* The parser of answers: cJSON's tree in an arena, lists of numbers as columns.
 *
 * cJSON itself calls malloc for each value and each text, which is most of the time of an answer and, with a
 * refresh every few seconds, most of the program's.  Here a node is taken from an array, texts are written one
 * behind the other, and the numbers of a list need no node.  The grammar is that of RFC 8259, told apart from
 * cJSON's by tests/fetch/test_json.c; what it bounds is in json.h.  */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "fetch/json.h"

#define MAX_DEPTH 64
#define NODES 64                 /* taken from the arena at a time */

struct parser {
	const char *p, *end;
	struct bt_arena *a;
	char *text;              /* where the next text goes: all of them are no longer than the body */
	cJSON *node;
	size_t n_node;           /* left of those taken */
	size_t n_value;
	struct bt_column *column;
	size_t n_column, cap_column;
	int depth;
	enum bt_fault fault;     /* TOO_LARGE: too many values, or no memory */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
skip_blanks(struct parser *s)
{
	while (s->p < s->end && is_blank(*s->p))
		s->p++;
}

/* Past that byte; false: another stands there. */
static bool
take(struct parser *s, char c)
{
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

static bool
too_large(struct parser *s)
{
	s->fault = BT_FAULT_TOO_LARGE;
	return false;
}

/* --- scalars ------------------------------------------------------------------------------------- */

/* Four hexadecimal digits; false: they are none. */
static bool
scan_hex(struct parser *s, uint32_t *out)
{
	*out = 0;
	for (int i = 0; i < 4; i++, s->p++) {
		char c = s->p < s->end ? *s->p : '\0';

		if (c >= '0' && c <= '9')
			*out = *out * 16 + (uint32_t)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			*out = *out * 16 + (uint32_t)((c | 0x20) - 'a' + 10);
		else
			return false;
	}
	return true;
}

/* After "\u": a character, of two halves where one is not all of it.  A half alone and NUL are none. */
static bool
scan_unicode(struct parser *s, char **out)
{
	uint32_t c, low;

	if (!scan_hex(s, &c))
		return false;
	if (c >= 0xD800 && c < 0xDC00 && s->end - s->p >= 6 && s->p[0] == '\\' && s->p[1] == 'u') {
		const char *second = s->p;

		s->p += 2;
		if (!scan_hex(s, &low))
			return false;
		if (low >= 0xDC00 && low < 0xE000)
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
		else
			s->p = second;
	}
	if (c == 0 || (c >= 0xD800 && c < 0xE000))
		c = BT_TEXT_REPLACEMENT;
	*out += bt_utf8_encode(c, *out);
	return true;
}

static bool
scan_escape(struct parser *s, char **out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *which;

	if (s->p == s->end)
		return false;
	if (take(s, 'u'))
		return scan_unicode(s, out);
	which = strchr(from, *s->p);
	if (!which)
		return false;
	*(*out)++ = to[which - from];
	s->p++;
	return true;
}

/* The text that begins at its quote; NULL: it is none. */
static char *
scan_text(struct parser *s)
{
	char *text = s->text, *out = text;

	if (!take(s, '"'))
		return NULL;
	for (;;) {
		const char *from = s->p;

		while (s->p < s->end && *s->p != '"' && *s->p != '\\')
			s->p++;
		memcpy(out, from, (size_t)(s->p - from));
		out += s->p - from;
		if (s->p == s->end)
			return NULL;
		if (*s->p++ == '"')
			break;
		if (!scan_escape(s, &out))
			return NULL;
	}
	*out++ = '\0';
	s->text = out;
	return text;
}

/* Is it a number as JSON has it: no "+1", ".5", "1.", "01"? */
static bool
is_number(const char *p, const char *end)
{
	const char *digits;

	p += p < end && *p == '-';
	for (digits = p; p < end && *p >= '0' && *p <= '9'; p++)
		continue;
	if (p == digits || (*digits == '0' && p - digits > 1))
		return false;
	if (p < end && *p == '.') {
		for (digits = ++p; p < end && *p >= '0' && *p <= '9'; p++)
			continue;
		if (p == digits)
			return false;
	}
	if (p < end && (*p | 0x20) == 'e') {
		p++;
		p += p < end && (*p == '+' || *p == '-');
		for (digits = p; p < end && *p >= '0' && *p <= '9'; p++)
			continue;
		if (p == digits)
			return false;
	}
	return p == end;
}

/* A number; NAN when a double cannot hold it. */
static bool
scan_number(struct parser *s, double *x)
{
	const char *from = s->p, *stop = bt_num_scan(from, s->end, x);
	bool zero = from < s->end && from[*from == '-' && from + 1 < s->end] == '0';

	if (stop && !zero && (stop == s->end || (*stop != '.' && (*stop | 0x20) != 'e'))) {
		s->p = stop;
		return true;
	}
	for (stop = from; stop < s->end && *stop && strchr("+-.0123456789eE", *stop); stop++)
		continue;
	if (!is_number(from, stop))
		return false;
	if (!bt_num_parse(from, (size_t)(stop - from), x))
		*x = NAN;
	s->p = stop;
	return true;
}

/* null, true, false: cJSON's type of it, or cJSON_Invalid. */
static int
scan_word(struct parser *s)
{
	static const struct {
		const char *word;
		int type;
	} words[] = {{"null", cJSON_NULL}, {"true", cJSON_True}, {"false", cJSON_False}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i].word);

		if ((size_t)(s->end - s->p) >= n && memcmp(s->p, words[i].word, n) == 0) {
			s->p += n;
			return words[i].type;
		}
	}
	return cJSON_Invalid;
}

/* --- columns ------------------------------------------------------------------------------------- */

/* An upper bound of the values in a list's text.  Counted in blocks whose sum fits into a byte, which the
 * compiler makes vectors of.  */
static size_t
count_values(const char *s, size_t n)
{
	enum { BLOCK = 128 };
	size_t values = 1, i = 0;

	for (; i + BLOCK <= n; i += BLOCK) {
		unsigned char sum = 0;

		for (size_t j = 0; j < BLOCK; j++)
			sum = (unsigned char)(sum + (s[i + j] == ','));
		values += sum;
	}
	for (; i < n; i++)
		values += s[i] == ',';
	return values;
}

/* Room for one more value; false: too many, or no memory. */
static bool
reserve(struct parser *s, struct bt_column *c, size_t *cap)
{
	double *x;

	if (c->n < *cap)
		return true;
	if (!*cap) {
		/* as many as there are commas before the list ends: nearly always exact */
		const char *stop = memchr(s->p, ']', (size_t)(s->end - s->p));

		*cap = count_values(s->p, (size_t)((stop ? stop : s->end) - s->p));
	} else {
		*cap *= 2;
	}
	x = *cap <= 2 * BT_JSON_MAX_VALUES ? BT_ARENA_ARRAY(s->a, *cap, double) : NULL;
	if (!x)
		return too_large(s);
	if (c->n)
		memcpy(x, c->x, c->n * sizeof(*x));
	c->x = x;
	return true;
}

/* A scalar of a list; false: none begins here.  Texts are passed over: to be no number is all they say. */
static bool
scan_cell(struct parser *s, double *x)
{
	char *text = s->text;
	bool good;

	if (s->p == s->end || *s->p == '{' || *s->p == '[')
		return false;
	if (*s->p == '-' || (*s->p >= '0' && *s->p <= '9'))
		return scan_number(s, x);
	*x = NAN;
	good = *s->p == '"' ? scan_text(s) != NULL : scan_word(s) != cJSON_Invalid;
	s->text = text;
	return good;
}

/* The rest of a list, after its bracket, as a column; false: it is none, the parser stands where it stood. */
static bool
scan_column(struct parser *s, struct bt_column *c)
{
	const char *from = s->p;
	size_t cap = 0;
	double x;

	*c = (struct bt_column){0};
	do {
		skip_blanks(s);
		if (!scan_cell(s, &x) || !reserve(s, c, &cap))
			break;
		c->x[c->n++] = x;
		skip_blanks(s);
		if (take(s, ']'))
			return true;
	} while (take(s, ','));
	s->p = from;
	return false;
}

static bool
keep_column(struct parser *s, const struct bt_column *c)
{
	if (s->n_column == s->cap_column) {
		size_t cap = s->cap_column ? s->cap_column * 2 : 32;
		struct bt_column *list = BT_ARENA_ARRAY(s->a, cap, struct bt_column);

		if (!list)
			return too_large(s);
		if (s->n_column)
			memcpy(list, s->column, s->n_column * sizeof(*list));
		s->column = list;
		s->cap_column = cap;
	}
	s->column[s->n_column++] = *c;
	s->n_value += c->n;
	return s->n_value <= BT_JSON_MAX_VALUES || too_large(s);
}

/* --- the tree ------------------------------------------------------------------------------------ */

static cJSON *
new_node(struct parser *s)
{
	if (!s->n_node) {
		s->node = BT_ARENA_ARRAY(s->a, NODES, cJSON);
		s->n_node = s->node ? NODES : 0;
	}
	if (!s->n_node || ++s->n_value > BT_JSON_MAX_VALUES) {
		too_large(s);
		return NULL;
	}
	s->n_node--;
	return s->node++;
}

static cJSON *scan_value(struct parser *s);

/* Members or elements up to the bracket that closes them, linked behind *first; false: they are none. */
static bool
scan_children(struct parser *s, bool named, cJSON **first)
{
	char close = named ? '}' : ']';
	cJSON *last = NULL;

	skip_blanks(s);
	if (take(s, close))
		return true;
	do {
		char *name = NULL;
		cJSON *child;

		skip_blanks(s);
		if (named) {
			name = scan_text(s);
			skip_blanks(s);
			if (!name || !take(s, ':'))
				return false;
		}
		child = scan_value(s);
		if (!child)
			return false;
		child->string = name;
		child->prev = last;
		*(last ? &last->next : first) = child;
		last = child;
		skip_blanks(s);
		if (take(s, close))
			return true;
	} while (take(s, ','));
	return false;
}

static bool
scan_list(struct parser *s, cJSON *v)
{
	struct bt_column c;
	cJSON *place;

	v->type = cJSON_Array;
	if (!scan_column(s, &c))
		return !s->fault && scan_children(s, false, &v->child);
	place = keep_column(s, &c) ? new_node(s) : NULL;
	if (!place)
		return false;
	place->type = cJSON_Number;
	place->valueint = (int)(s->n_column - 1);
	place->valuedouble = (double)place->valueint;
	v->child = place;
	return true;
}

/* The value that begins after blanks; NULL: none does. */
static cJSON *
scan_value(struct parser *s)
{
	cJSON *v = new_node(s);
	bool good = false;

	skip_blanks(s);
	if (!v || s->p == s->end || s->depth == MAX_DEPTH)
		return NULL;
	s->depth++;
	if (*s->p == '"') {
		v->type = cJSON_String;
		v->valuestring = scan_text(s);
		good = v->valuestring != NULL;
	} else if (take(s, '{')) {
		v->type = cJSON_Object;
		good = scan_children(s, true, &v->child);
	} else if (take(s, '[')) {
		good = scan_list(s, v);
	} else if (*s->p == '-' || (*s->p >= '0' && *s->p <= '9')) {
		v->type = cJSON_Number;
		good = scan_number(s, &v->valuedouble);
	} else {
		v->type = scan_word(s);
		good = v->type != cJSON_Invalid;
	}
	s->depth--;
	return good ? v : NULL;
}

/* --- the whole ----------------------------------------------------------------------------------- */

/* Why text that is not JSON is not: its brackets or its last string are still open, or otherwise. */
static enum bt_fault
why_not(const char *s, size_t n)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < n; i++) {
		if (quoted && s[i] == '\\')
			i++;
		else if (s[i] == '"')
			quoted = !quoted;
		else if (!quoted && (s[i] == '{' || s[i] == '['))
			depth++;
		else if (!quoted && (s[i] == '}' || s[i] == ']') && depth-- == 0)
			return BT_FAULT_FORMAT;
	}
	return depth || quoted ? BT_FAULT_TRUNCATED : BT_FAULT_FORMAT;
}

bool
bt_json_parse(const char *body, size_t len, struct bt_arena *a, struct bt_json *out, enum bt_fault *fault)
{
	struct parser s = {.p = body, .a = a};

	*out = (struct bt_json){0};
	*fault = BT_FAULT_NONE;
	while (len && is_blank(body[len - 1]))
		len--;
	s.end = body + len;
	s.text = bt_arena_alloc(a, len + 1);
	if (!len)
		*fault = BT_FAULT_EMPTY;
	else if (memchr(body, '\0', len))
		*fault = BT_FAULT_FORMAT; /* no text has one */
	else if (!s.text)
		*fault = BT_FAULT_TOO_LARGE;
	if (*fault)
		return false;
	out->top = scan_value(&s);
	out->column = s.column;
	out->n_column = s.n_column;
	if (!out->top || s.p != s.end) {
		out->top = NULL;
		*fault = s.fault ? s.fault : why_not(body, len);
	}
	return !*fault;
}
