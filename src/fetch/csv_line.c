#include "fetch/csv_line.h"

#include <string.h>

#include "base/text.h"

void
bt_csv_cursor_init(struct bt_csv_cursor *c, const char *data, size_t len)
{
	static const char mark[] = "\xEF\xBB\xBF";
	size_t skip = len >= 3 && memcmp(data, mark, 3) == 0 ? 3 : 0;

	*c = (struct bt_csv_cursor){.p = data + skip, .end = data + len};
}

/* An old Mac text has no LF at all: its lines are found by their CR. */
bool
bt_csv_next(struct bt_csv_cursor *c, struct bt_field *line)
{
	size_t left = (size_t)(c->end - c->p);
	const char *lf, *stop;

	if (left == 0)
		return false;
	lf = memchr(c->p, '\n', left);
	if (!lf)
		lf = memchr(c->p, '\r', left);
	stop = lf ? lf : c->end;
	line->s = c->p;
	line->n = (size_t)(stop - c->p);
	if (line->n && line->s[line->n - 1] == '\r')
		line->n--;
	c->p = lf ? lf + 1 : c->end;
	c->line++;
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* From p: the field's content, and where its comma or the line's end is. */
static const char *
cut_field(const char *p, const char *end, struct bt_field *out)
{
	const char *stop;

	while (p < end && is_blank(*p))
		p++;
	if (p < end && *p == '"') {
		const char *q = p + 1;

		while (q < end && (*q != '"' || (q + 1 < end && q[1] == '"')))
			q += *q == '"' ? 2 : 1;
		*out = (struct bt_field){p + 1, (size_t)(q - p - 1)};
		while (q < end && *q != ',')
			q++;
		return q;
	}
	for (stop = p; stop < end && *stop != ','; stop++)
		continue;
	*out = (struct bt_field){p, (size_t)(stop - p)};
	while (out->n && is_blank(out->s[out->n - 1]))
		out->n--;
	return stop;
}

size_t
bt_csv_split(struct bt_field line, struct bt_field *field, size_t max)
{
	const char *p = line.s, *end = line.s + line.n;
	struct bt_field rest;
	size_t n = 0;

	for (;;) {
		p = cut_field(p, end, n < max ? &field[n] : &rest);
		n++;
		if (p == end)
			return n;
		p++;
	}
}

char *
bt_csv_word(struct bt_field f, char *buf, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < f.n && n + 1 < size; i++) {
		char c = f.s[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			buf[n++] = c;
	}
	buf[n] = '\0';
	return buf;
}

const char *
bt_csv_text(struct bt_arena *a, struct bt_field f)
{
	char *text = f.n ? bt_text_clean_dup(a, f.s, f.n) : NULL;
	char *to = text;

	if (!text)
		return NULL;
	for (const char *from = text; *from; from++) {
		*to++ = *from;
		if (from[0] == '"' && from[1] == '"')
			from++;
	}
	*to = '\0';
	return *text ? text : NULL;
}
