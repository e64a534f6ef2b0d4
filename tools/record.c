/* tools/record.c - record a program on a terminal of 100x30 as an asciicast (version 2, docs.asciinema.org).
 *
 *     record SCRIPT OUT -- PROGRAM [ARGUMENT...]
 *
 * A line of the script is a step: milliseconds that pass before it, its keys, and an extended regular expression
 * that is on the screen afterwards, divided by tabs.  Keys are divided by blanks and called as in
 * tests/support/pty.h; "=text" is typed letter by letter; "-" is no key.  '#' begins a remark.
 *
 * What is written are the differences between the screens that stand still after each key, as an emulator of our own
 * sees them, at the times of the script: a recording has the same bytes on every run, whatever the machine does.
 * Ends with 1 when a screen is not as the script says, and with 2 when it cannot be made.  */
#define _GNU_SOURCE 1
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/pty.h"

#define COLS 100
#define ROWS 30
#define WAIT_MS 10000
#define QUIET_MS 250                     /* a screen stands still when nothing came for so long */
#define LETTER_MS 90                     /* between two letters of a text */

struct recorder {
	struct bt_pty *pty;
	FILE *out;
	struct bt_vt_cell shown[ROWS][COLS];
	long ms;                         /* of the recording */
	int cursor_x, cursor_y;
	bool cursor;
};

/* --- screens as bytes ---------------------------------------------------------------------------- */

static void
put_char(FILE *out, uint32_t ch)
{
	if (ch == '"' || ch == '\\')
		fprintf(out, "\\%c", (int)ch);
	else if (ch < 0x20)
		fprintf(out, "\\u%04x", ch);
	else if (ch < 0x80)
		fputc((int)ch, out);
	else if (ch < 0x800)
		fprintf(out, "%c%c", 0xC0 | ch >> 6, 0x80 | (ch & 63));
	else if (ch < 0x10000)
		fprintf(out, "%c%c%c", 0xE0 | ch >> 12, 0x80 | (ch >> 6 & 63), 0x80 | (ch & 63));
	else
		fprintf(out, "%c%c%c%c", 0xF0 | ch >> 18, 0x80 | (ch >> 12 & 63), 0x80 | (ch >> 6 & 63), 0x80 | (ch & 63));
}

static void
put_color(FILE *out, int32_t color, int base)
{
	if (color == BT_VT_DEFAULT)
		return;
	if (color & BT_VT_RGB)
		fprintf(out, ";%d;2;%d;%d;%d", base + 8, color >> 16 & 255, color >> 8 & 255, color & 255);
	else
		fprintf(out, ";%d;5;%d", base + 8, color);
}

static void
put_look(FILE *out, const struct bt_vt_cell *c)
{
	static const char digits[] = "12345789";         /* of SGR, in the order of enum bt_vt_attr */

	fputs("\\u001b[0", out);
	for (int i = 0; digits[i]; i++)
		if (c->attrs & 1 << i)
			fprintf(out, ";%c", digits[i]);
	put_color(out, c->fg, 30);
	put_color(out, c->bg, 40);
	fputc('m', out);
}

static bool
same_look(const struct bt_vt_cell *a, const struct bt_vt_cell *b)
{
	return a->attrs == b->attrs && a->fg == b->fg && a->bg == b->bg;
}

static bool
same_cell(const struct bt_vt_cell *a, const struct bt_vt_cell *b)
{
	return a->ch == b->ch && a->width == b->width && a->ncomb == b->ncomb && same_look(a, b) &&
	       memcmp(a->comb, b->comb, a->ncomb * sizeof a->comb[0]) == 0;
}

/* The cells of row y that changed, from the first to the last of them. */
static void
put_row(struct recorder *r, int y, const struct bt_vt_cell **look)
{
	const struct bt_vt *vt = bt_pty_vt(r->pty);
	int from = 0, to = COLS;

	while (from < COLS && same_cell(bt_vt_cell(vt, from, y), &r->shown[y][from]))
		from++;
	while (to > from && same_cell(bt_vt_cell(vt, to - 1, y), &r->shown[y][to - 1]))
		to--;
	while (from > 0 && from < to && bt_vt_cell(vt, from, y)->width == 0)
		from--;
	if (from == to)
		return;
	fprintf(r->out, "\\u001b[%d;%dH", y + 1, from + 1);
	for (int x = from; x < to; x++) {
		r->shown[y][x] = *bt_vt_cell(vt, x, y);
		if (r->shown[y][x].width == 0)
			continue;
		if (!*look || !same_look(*look, &r->shown[y][x]))
			put_look(r->out, &r->shown[y][x]);
		*look = &r->shown[y][x];
		put_char(r->out, r->shown[y][x].ch ? r->shown[y][x].ch : ' ');
		for (int i = 0; i < r->shown[y][x].ncomb; i++)
			put_char(r->out, r->shown[y][x].comb[i]);
	}
}

/* An event: what changed since the last one. */
static void
put_screen(struct recorder *r)
{
	const struct bt_vt_state *st = bt_vt_state(bt_pty_vt(r->pty));
	const struct bt_vt_cell *look = NULL;

	fprintf(r->out, "[%ld.%03ld, \"o\", \"", r->ms / 1000, r->ms % 1000);
	for (int y = 0; y < ROWS; y++)
		put_row(r, y, &look);
	if (st->cursor_visible != r->cursor)
		fprintf(r->out, "\\u001b[?25%c", st->cursor_visible ? 'h' : 'l');
	r->cursor = st->cursor_visible;
	fprintf(r->out, "\\u001b[0m\\u001b[%d;%dH\"]\n", st->y + 1, st->x + 1);
}

static void
settle(struct recorder *r)
{
	while (bt_pty_pump(r->pty, QUIET_MS))
		;
}

/* --- the script ---------------------------------------------------------------------------------- */

static bool
press(struct recorder *r, const char *key)
{
	bool pressed = bt_pty_key(r->pty, key);

	settle(r);
	put_screen(r);
	return pressed;
}

static bool
type(struct recorder *r, const char *text)
{
	for (; *text; text++) {
		char one[2] = {*text, '\0'};

		if (!press(r, *text == ' ' ? "Space" : one))
			return false;
		r->ms += LETTER_MS;
	}
	return true;
}

/* One line; false when the screen is not as it says. */
static bool
take_step(struct recorder *r, char *line)
{
	char *rest, *pause = strtok_r(line, "\t\n", &rest), *keys = strtok_r(NULL, "\t\n", &rest);
	char *ere = strtok_r(NULL, "\t\n", &rest), *key, *more;
	bool done = true;

	if (!pause || *pause == '#' || !keys)
		return true;
	r->ms += strtol(pause, NULL, 10);
	for (key = strtok_r(keys, " ", &more); key && done; key = strtok_r(NULL, " ", &more))
		if (strcmp(key, "-") != 0)
			done = key[0] == '=' && key[1] ? type(r, key + 1) : press(r, key);
	if (!done || (ere && !bt_pty_wait_regex(r->pty, ere, WAIT_MS)))
		return false;
	settle(r);
	put_screen(r);
	return true;
}

static int
record(struct recorder *r, FILE *script)
{
	char line[1000];
	int number = 0;

	fprintf(r->out, "{\"version\": 2, \"width\": %d, \"height\": %d, \"title\": \"broadtape on its SAMPLE\", "
	        "\"env\": {\"TERM\": \"xterm-256color\"}}\n", COLS, ROWS);
	fputs("[0.000, \"o\", \"\\u001b[2J\"]\n", r->out);
	while (fgets(line, sizeof line, script)) {
		number++;
		if (!take_step(r, line)) {
			fprintf(stderr, "record: line %d of the script\n", number);
			return 1;
		}
	}
	return 0;
}

static void
blank(struct recorder *r)
{
	for (int y = 0; y < ROWS; y++)
		for (int x = 0; x < COLS; x++)
			r->shown[y][x] = (struct bt_vt_cell){.ch = ' ', .width = 1, .fg = BT_VT_DEFAULT, .bg = BT_VT_DEFAULT};
}

int
main(int argc, char **argv)
{
	static struct recorder r = {.cursor = true};
	FILE *script;
	int status;

	setlocale(LC_ALL, "C.UTF-8");
	if (argc < 5 || strcmp(argv[3], "--") != 0) {
		fprintf(stderr, "usage: record SCRIPT OUT -- PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	script = fopen(argv[1], "re");
	r.out = fopen(argv[2], "we");
	r.pty = bt_pty_open(&(struct bt_pty_spec){.argv = argv + 4, .cols = COLS, .rows = ROWS});
	if (!script || !r.out || !r.pty) {
		perror("record");
		return 2;
	}
	blank(&r);
	status = record(&r, script);
	bt_pty_close(r.pty);
	fclose(script);
	if (fclose(r.out) != 0) {
		perror(argv[2]);
		return 2;
	}
	return status;
}
