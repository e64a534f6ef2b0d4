/* test_delta.c - bytes for a terminal: what they draw on an emulator is what was wanted, on every kind of
 * terminal, and they are few.  */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "support/vt.h"
#include "ui/delta.h"

/* --- terminals ------------------------------------------------------------------------------------ */

/* What the kinds of terminals that people have cannot do, of what ours can. */
struct kind {
	const char *name;
	int colors;
	bool to_column, erase_cells, repeat, ground, turns_off, ascii, ecma, wraps_late;
};

static const struct kind kinds[] = {
	{"xterm-256color", 256, true, true, true, true, true, false, true, true},
	{"tmux-256color", 256, true, false, false, false, true, false, true, true},
	{"screen", 8, true, false, false, false, true, false, true, true},
	{"linux", 8, true, true, false, true, true, false, true, true},
	{"vt100", 0, false, false, false, false, false, true, true, true},
	{"xterm-mono", 0, false, false, false, false, false, false, true, true},
	{"no ECMA-48", 8, false, false, false, false, false, false, false, true},
	{"ansi", 8, true, true, true, true, false, false, true, false},
};

static void
place_by(int x, int y, struct bt_buf *out)
{
	(void)bt_buf_printf(out, "\033[%d;%df", y + 1, x + 1);
}

static void
make_dialect(const struct kind *k, struct bt_dialect *d)
{
	static const char *const attr[BT_DIALECT_ATTRS] = {"1", "2", "4", "7"};
	const char *before = k->ecma ? "" : "\033[", *behind = k->ecma ? "" : "m";

	*d = (struct bt_dialect){.place = k->ecma, .place_by = place_by, .to_column = k->to_column,
	                         .to_row = k->to_column, .right = k->ecma, .left = k->ecma, .down = k->ecma,
	                         .up = k->ecma, .line_feed = k->ecma, .erase_line = k->ecma,
	                         .erase_cells = k->erase_cells, .repeat = k->repeat,
	                         .erases_in_ground = k->ground, .wraps = true, .wraps_late = k->wraps_late,
	                         .moves_in_look = k->ecma, .ascii = k->ascii, .joined = k->ecma,
	                         .turns_off = k->turns_off, .turns_default = k->turns_off,
	                         .plain = "\033[m", .clear = "\033[H\033[2J"};
	for (int i = 0; i < BT_DIALECT_ATTRS; i++)
		snprintf(d->attr[i], BT_DIALECT_WORD, "%s%s%s", before, attr[i], behind);
	for (int i = 0; i < BT_DIALECT_COLORS; i++) {
		snprintf(d->fg[i], BT_DIALECT_WORD, i < 8 ? "%s3%d%s" : "%s38;5;%d%s", before, i, behind);
		snprintf(d->bg[i], BT_DIALECT_WORD, i < 8 ? "%s4%d%s" : "%s48;5;%d%s", before, i, behind);
	}
}

/* A terminal, and what is written to it. */
struct stand {
	struct bt_dialect dialect;
	struct bt_palette palette;
	struct bt_pen pen;
	struct bt_buf out;
	struct bt_grid shown, wanted;
	struct bt_vt *vt;
};

static void
open_stand(struct stand *s, const struct kind *k, int w, int h)
{
	struct bt_palette_limits limits = {.colors = k->colors, .attrs = 15, .attrs_in_color = 15};

	*s = (struct stand){0};
	make_dialect(k, &s->dialect);
	bt_palette_init(&s->palette, BT_THEME_DARK, BT_UPDOWN_BLUE_ORANGE, limits);
	bt_buf_init(&s->out, 1 << 24);
	s->pen = (struct bt_pen){.dialect = &s->dialect, .out = &s->out};
	bt_grid_init(&s->shown);
	bt_grid_init(&s->wanted);
	bt_grid_reset(&s->shown, w, h);
	bt_grid_reset(&s->wanted, w, h);
	s->vt = bt_vt_new(w, h);
	assert_non_null(s->vt);
	bt_pen_clear(&s->pen, w, h);
}

static void
close_stand(struct stand *s)
{
	bt_vt_free(s->vt);
	bt_grid_release(&s->shown);
	bt_grid_release(&s->wanted);
	bt_buf_release(&s->out);
}

/* Write what differs; the bytes that it took. */
static size_t
flush(struct stand *s)
{
	size_t n;

	bt_delta_write(&s->palette, &s->pen, &s->shown, &s->wanted);
	assert_false(s->out.over);
	n = s->out.len;
	bt_vt_feed(s->vt, s->out.data, n);
	bt_buf_reset(&s->out);
	return n;
}

static int
attrs_of(int attr)
{
	return (attr & BT_BOLD ? BT_VT_BOLD : 0) | (attr & BT_FAINT ? BT_VT_DIM : 0) |
	       (attr & BT_UNDERLINE ? BT_VT_UNDERLINE : 0) | (attr & BT_REVERSE ? BT_VT_REVERSE : 0);
}

/* Is that what the emulator shows? */
static void
check_cell(const struct stand *s, const struct bt_cell *c, int x, int y)
{
	const struct bt_vt_cell *have = bt_vt_cell(s->vt, x, y);
	struct bt_look look = s->palette.look[c->role][c->selected];
	bool is_blank = strcmp(c->text, " ") == 0;
	uint32_t cp = 0;
	size_t n = bt_utf8_decode(c->text, strlen(c->text), &cp);

	if (s->dialect.ascii && cp > 0x7E)
		cp = '?';
	assert_int_equal(have->ch, cp);
	for (int i = 0; c->text[n] && !s->dialect.ascii; i++) {
		n += bt_utf8_decode(c->text + n, strlen(c->text + n), &cp);
		assert_true(i < have->ncomb);
		assert_int_equal(have->comb[i], cp);
	}
	assert_int_equal(have->bg, look.bg);
	if (is_blank && bt_look_is_ground(look)) {
		assert_int_equal(have->attrs & (BT_VT_UNDERLINE | BT_VT_REVERSE), 0);
	} else {
		assert_int_equal(have->fg, look.fg);
		assert_int_equal(have->attrs, attrs_of(look.attr));
	}
}

static size_t
check(const struct stand *s)
{
	size_t n = 0;

	for (int y = 0; y < s->wanted.h; y++) {
		for (int x = 0; x < s->wanted.w; x++) {
			const struct bt_cell *c = bt_grid_at(&s->wanted, x, y);

			bool is_corner = y == s->wanted.h - 1 &&
			                 x + (x + 1 < s->wanted.w && !c[1].text[0] ? 2 : 1) == s->wanted.w;

			if (c->text[0] == '\0' || (is_corner && !s->dialect.wraps_late))
				continue;        /* the shadow of a wide one; what would scroll */
			check_cell(s, c, x, y);
			n++;
		}
	}
	assert_int_equal(bt_vt_state(s->vt)->x, s->wanted.cursor_x);
	assert_int_equal(bt_vt_state(s->vt)->y, s->wanted.cursor_y);
	assert_int_equal(bt_vt_unknown(s->vt), 0);
	assert_int_equal(memcmp(s->shown.cell, s->wanted.cell,
	                        sizeof(struct bt_cell) * (size_t)s->wanted.w * (size_t)s->wanted.h), 0);
	return n;
}

/* --- pictures ------------------------------------------------------------------------------------- */

static uint64_t state;

static unsigned
random_below(unsigned n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state >> 33) % n;
}

/* Put something somewhere: words, lines, blanks, wide characters, marks, a selected row. */
static void
scribble(struct bt_grid *g)
{
	static const char *const pieces[] = {"a", "Nasdaq", "  ", "          ", "──────────────────────────", "▲+1.25%",
		"▁▂▃▄▅▆▇█", "漢字", "e\xcc\x81x", "0", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "한", "é", "█", "                         ",
		"⣿⡇", "x漢", "                                                                  "};
	int x = (int)random_below((unsigned)g->w + 4) - 4, y = (int)random_below((unsigned)g->h);
	enum bt_role role = (enum bt_role)random_below(BT_ROLE_COUNT);
	const char *piece = pieces[random_below(sizeof(pieces) / sizeof(pieces[0]))];

	switch (random_below(12)) {
	case 0:
		bt_grid_select(g, 0, y, g->w);
		break;
	case 1:
		bt_grid_fill(g, (struct bt_rect){x, y, (int)random_below(40), (int)random_below(4)}, role, " ");
		break;
	case 2:
		bt_grid_right(g, 0, y, g->w, role, piece);
		break;
	default:
		bt_grid_text(g, x, y, g->w - (x < 0 ? 0 : x), role, piece);
		break;
	}
}

static void
bytes__draw_what_is_wanted__on_every_terminal(void **unused)
{
	static const struct {
		int w, h;
	} sizes[] = {{40, 10}, {1, 1}, {2, 3}, {80, 24}, {133, 7}, {300, 5}};
	size_t compared = 0;

	(void)unused;
	state = 20261121;
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			struct stand s;

			open_stand(&s, &kinds[k], sizes[i].w, sizes[i].h);
			for (int frame = 0; frame < 60; frame++) {
				if (frame % 10 == 0)
					bt_grid_reset(&s.wanted, s.wanted.w, s.wanted.h);
				for (unsigned n = random_below(frame % 3 ? 4 : 60); n-- > 0;)
					scribble(&s.wanted);
				s.wanted.cursor_x = (int)random_below((unsigned)s.wanted.w);
				s.wanted.cursor_y = (int)random_below((unsigned)s.wanted.h);
				flush(&s);
				compared += check(&s);
				assert_int_equal(flush(&s), 0);
			}
			close_stand(&s);
		}
	}
	assert_true(compared > 1000000);
}

/* A small change takes few bytes: a digit, a row that becomes blank, a cell of two looks taking turns. */
static void
bytes__are_few__for_small_changes(void **unused)
{
	struct stand s;

	(void)unused;
	open_stand(&s, &kinds[0], 120, 40);
	for (int y = 0; y < 40; y++)
		bt_grid_text(&s.wanted, 0, y, 120, y % 2 ? BT_ROLE_UP : BT_ROLE_TEXT, "a row of words and of 123 numbers 4.5");
	flush(&s);
	s.wanted.cursor_y = 20;
	assert_in_range(flush(&s), 1, 5);
	bt_grid_text(&s.wanted, 3, 20, 1, BT_ROLE_TEXT, "x");
	s.wanted.cursor_x = 4;
	assert_in_range(flush(&s), 1, 9);        /* to column 3, plain, the letter */
	bt_grid_fill(&s.wanted, (struct bt_rect){0, 20, 120, 1}, BT_ROLE_TEXT, " ");
	s.wanted.cursor_x = 0;
	assert_in_range(flush(&s), 1, 4);
	for (int x = 0; x < 120; x++)
		bt_grid_text(&s.wanted, x, 20, 1, x % 2 ? BT_ROLE_UP : BT_ROLE_DOWN, "#");
	assert_in_range(flush(&s), 120, 5 * 120);        /* a word each would be 13 * 120 */
	check(&s);
	close_stand(&s);
}

/* One row: the selection moves from another, and back. */
static void
bytes__are_of_two_rows__for_a_selection(void **unused)
{
	struct stand s;
	size_t first, again;

	(void)unused;
	open_stand(&s, &kinds[0], 80, 24);
	for (int y = 0; y < 24; y++)
		bt_grid_text(&s.wanted, 0, y, 80, BT_ROLE_TEXT, "a row of a table that is selected");
	bt_grid_select(&s.wanted, 0, 4, 80);
	flush(&s);
	for (int x = 0; x < 80; x++)
		s.wanted.cell[4 * 80 + x].selected = 0;
	bt_grid_select(&s.wanted, 0, 5, 80);
	first = flush(&s);
	again = flush(&s);
	check(&s);
	assert_in_range(first, 66, 66 + 40);
	assert_int_equal(again, 0);
	close_stand(&s);
}

/* What would steer the terminal is not sent, should it ever stand in a cell. */
static void
controls__are_not_sent__from_a_cell(void **unused)
{
	static const char *const bad[] = {"\033", "a\033", "\x7f", "\xc2\x9b", "\a", "e\xc2\x9b"};

	(void)unused;
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		struct stand s;

		open_stand(&s, &kinds[k], 40, 3);
		for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
			bt_buf_reset(&s.out);
			snprintf(s.wanted.cell[5].text, BT_CELL_BYTES, "%s", bad[i]);
			flush(&s);
			assert_int_equal(bt_vt_unknown(s.vt), 0);
			assert_int_equal(bt_vt_state(s.vt)->bells, 0);
			assert_non_null(strchr("?ae", (int)bt_vt_cell(s.vt, 5, 0)->ch));
			assert_int_equal(bt_vt_cell(s.vt, 7, 1)->ch, ' ');
		}
		close_stand(&s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes__draw_what_is_wanted__on_every_terminal),
		cmocka_unit_test(bytes__are_few__for_small_changes),
		cmocka_unit_test(controls__are_not_sent__from_a_cell),
		cmocka_unit_test(bytes__are_of_two_rows__for_a_selection),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("delta", tests, NULL, NULL);
}
