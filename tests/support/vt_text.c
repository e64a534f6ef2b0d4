/* tests/support/vt_text.c - the emulator's screen as text: rows, search, dump. */
#define _GNU_SOURCE 1
#include "vt_internal.h"

#include <stdlib.h>
#include <string.h>

/* Counts all bytes, stores those that fit. */
struct sink {
	char *out;
	size_t size, used;
};

static void
put_byte(struct sink *s, unsigned c)
{
	if (s->used + 1 < s->size)
		s->out[s->used] = (char)(unsigned char)c;
	s->used++;
}

static void
put_utf8(struct sink *s, uint32_t c)
{
	if (c < 0x80) {
		put_byte(s, c);
	} else if (c < 0x800) {
		put_byte(s, 0xc0 | c >> 6);
		put_byte(s, 0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		put_byte(s, 0xe0 | c >> 12);
		put_byte(s, 0x80 | (c >> 6 & 0x3f));
		put_byte(s, 0x80 | (c & 0x3f));
	} else {
		put_byte(s, 0xf0 | c >> 18);
		put_byte(s, 0x80 | (c >> 12 & 0x3f));
		put_byte(s, 0x80 | (c >> 6 & 0x3f));
		put_byte(s, 0x80 | (c & 0x3f));
	}
}

static void
put_cell(struct sink *s, const struct bt_vt_cell *c)
{
	if (c->width == 0)
		return;
	put_utf8(s, c->ch);
	for (int i = 0; i < c->ncomb; i++)
		put_utf8(s, c->comb[i]);
}

static void
end_string(struct sink *s)
{
	if (s->size)
		s->out[s->used < s->size ? s->used : s->size - 1] = '\0';
}

static bool
is_blank(const struct bt_vt_cell *c)
{
	return c->ch == ' ' && c->ncomb == 0;
}

static void
put_row(const struct bt_vt *vt, int y, struct sink *s)
{
	int end = vt->cols;

	while (end > 0 && is_blank(bt_vt_cell(vt, end - 1, y)))
		end--;
	for (int x = 0; x < end; x++)
		put_cell(s, bt_vt_cell(vt, x, y));
}

size_t
bt_vt_row(const struct bt_vt *vt, int y, char *out, size_t size)
{
	struct sink s = {out, size, 0};

	if (y >= 0 && y < vt->rows)
		put_row(vt, y, &s);
	end_string(&s);
	return s.used;
}

char *
bt_vt_text(const struct bt_vt *vt)
{
	size_t cell = 4 * (1 + BT_VT_COMBINING);
	size_t size = (size_t)vt->rows * ((size_t)vt->cols * cell + 1) + 1;
	struct sink s = {malloc(size), size, 0};
	char *fit;

	if (!s.out)
		return NULL;
	for (int y = 0; y < vt->rows; y++) {
		put_row(vt, y, &s);
		put_byte(&s, '\n');
	}
	end_string(&s);
	fit = realloc(s.out, s.used + 1);
	return fit ? fit : s.out;
}

/* Does text start at that cell, going over wide halves and combining marks as a reader does? */
static bool
starts_at(const struct bt_vt *vt, const char *text, int x, int y)
{
	while (*text) {
		char one[4 * (1 + BT_VT_COMBINING) + 1];
		struct sink s = {one, sizeof one, 0};

		if (x >= vt->cols)
			return false;
		put_cell(&s, bt_vt_cell(vt, x, y));
		end_string(&s);
		if (s.used && strncmp(text, one, s.used) != 0)
			return false;
		text += s.used;
		x++;
	}
	return true;
}

bool
bt_vt_find(const struct bt_vt *vt, const char *text, int *x, int *y)
{
	for (int row = 0; row < vt->rows; row++)
		for (int col = 0; col < vt->cols; col++) {
			if (bt_vt_cell(vt, col, row)->width == 0 || !starts_at(vt, text, col, row))
				continue;
			if (x)
				*x = col;
			if (y)
				*y = row;
			return true;
		}
	return false;
}

static void
dump_edge(const struct bt_vt *vt, FILE *out)
{
	fputc('+', out);
	for (int x = 0; x < vt->cols; x++)
		fputc('-', out);
	fputs("+\n", out);
}

void
bt_vt_dump(const struct bt_vt *vt, FILE *out)
{
	fprintf(out, "%dx%d%s, cursor %d,%d%s\n", vt->cols, vt->rows,
		vt->st.alternate ? " alternate" : "", vt->st.x, vt->st.y,
		vt->st.cursor_visible ? "" : " hidden");
	dump_edge(vt, out);
	for (int y = 0; y < vt->rows; y++) {
		fputc('|', out);
		for (int x = 0; x < vt->cols; x++) {
			char one[4 * (1 + BT_VT_COMBINING) + 1];
			struct sink s = {one, sizeof one, 0};

			put_cell(&s, bt_vt_cell(vt, x, y));
			end_string(&s);
			fputs(one, out);
		}
		fputs("|\n", out);
	}
	dump_edge(vt, out);
}
