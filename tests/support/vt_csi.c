/* tests/support/vt_csi.c - control sequences: movement, erasing, modes, colours, reports. */
#define _GNU_SOURCE 1
#include "vt_internal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Parameter i, or its default when left out (or 0 where 0 means the default). */
static int
arg(const struct bt_vt *vt, int i, int otherwise)
{
	if (i >= vt->nparam || vt->param[i] < 0)
		return otherwise;
	return (int)vt->param[i];
}

static int
count(const struct bt_vt *vt)
{
	int n = arg(vt, 0, 1);

	return n < 1 ? 1 : n;
}

static void
erase_display(struct bt_vt *vt)
{
	switch (arg(vt, 0, 0)) {
	case 0:
		vt_erase(vt, vt->st.y, vt->st.x, vt->cols);
		vt_erase_rows(vt, vt->st.y + 1, vt->rows);
		break;
	case 1:
		vt_erase_rows(vt, 0, vt->st.y);
		vt_erase(vt, vt->st.y, 0, vt->st.x + 1);
		break;
	case 2:
		vt_erase_rows(vt, 0, vt->rows);
		break;
	case 3:   /* the scroll-back, which is not kept here */
		break;
	default:
		vt_note(vt, false, "CSI J %d", arg(vt, 0, 0));
	}
	vt->st.wrap_pending = false;
}

static void
erase_line(struct bt_vt *vt)
{
	switch (arg(vt, 0, 0)) {
	case 0:
		vt_erase(vt, vt->st.y, vt->st.x, vt->cols);
		break;
	case 1:
		vt_erase(vt, vt->st.y, 0, vt->st.x + 1);
		break;
	case 2:
		vt_erase(vt, vt->st.y, 0, vt->cols);
		break;
	default:
		vt_note(vt, false, "CSI K %d", arg(vt, 0, 0));
	}
	vt->st.wrap_pending = false;
}

static void
lines(struct bt_vt *vt, int n)
{
	if (vt->st.y < vt->st.top || vt->st.y > vt->st.bottom)
		return;
	vt_scroll(vt, vt->st.y, vt->st.bottom, n);
	vt_move(vt, 0, vt->st.y);
}

static void
vertical(struct bt_vt *vt, int n)
{
	int y = vt->st.y + n;

	/* the region's edges hold the cursor back when it starts inside */
	if (n < 0 && vt->st.y >= vt->st.top && y < vt->st.top)
		y = vt->st.top;
	if (n > 0 && vt->st.y <= vt->st.bottom && y > vt->st.bottom)
		y = vt->st.bottom;
	vt_move(vt, vt->st.x, y);
}

static void
region(struct bt_vt *vt)
{
	int top = arg(vt, 0, 1), bottom = arg(vt, 1, vt->rows);

	if (top < 1)
		top = 1;
	if (bottom < 1 || bottom > vt->rows)
		bottom = vt->rows;
	if (top >= bottom && !(vt->rows == 1 && top == 1))
		return;
	vt->st.top = top - 1;
	vt->st.bottom = bottom - 1;
	vt_move_origin(vt, 0, 0);
}

/* 38 and 48 carry a colour: ;5;n  ;2;r;g;b  :5:n  :2:r:g:b  :2::r:g:b.  Returns the index of the
 * last parameter used. */
static int
extended_colour(struct bt_vt *vt, int i, int32_t *colour)
{
	int which = (int)vt->param[i];
	int kind = arg(vt, i + 1, -1);

	if (kind == 5 && i + 2 < vt->nparam && arg(vt, i + 2, 0) <= 255) {
		*colour = arg(vt, i + 2, 0);
		return i + 2;
	}
	if (kind == 2) {
		int first = i + 2;

		if (vt->sub[i + 1] && i + 5 < vt->nparam && vt->sub[i + 5])
			first++;   /* a colour space stands before the three */
		if (first + 2 < vt->nparam) {
			*colour = BT_VT_RGB | (arg(vt, first, 0) & 255) << 16 |
				(arg(vt, first + 1, 0) & 255) << 8 | (arg(vt, first + 2, 0) & 255);
			return first + 2;
		}
	}
	vt_note(vt, false, "CSI m %d:%d", which, kind);
	return vt->nparam;
}

static bool
sgr_attribute(struct bt_vt *vt, int n)
{
	static const struct {
		int on, off;
		uint16_t attr, cleared;
	} row[] = {
		{1, 22, BT_VT_BOLD, BT_VT_BOLD | BT_VT_DIM},
		{2, 22, BT_VT_DIM, BT_VT_BOLD | BT_VT_DIM},
		{3, 23, BT_VT_ITALIC, BT_VT_ITALIC},
		{4, 24, BT_VT_UNDERLINE, BT_VT_UNDERLINE},
		{21, 24, BT_VT_UNDERLINE, BT_VT_UNDERLINE},
		{5, 25, BT_VT_BLINK, BT_VT_BLINK},
		{7, 27, BT_VT_REVERSE, BT_VT_REVERSE},
		{8, 28, BT_VT_HIDDEN, BT_VT_HIDDEN},
		{9, 29, BT_VT_STRIKE, BT_VT_STRIKE},
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		if (n == row[i].on) {
			vt->pen.attrs |= row[i].attr;
			return true;
		}
		if (n == row[i].off) {
			vt->pen.attrs = (uint16_t)(vt->pen.attrs & ~row[i].cleared);
			return true;
		}
	}
	return false;
}

static bool
sgr_colour(struct bt_vt *vt, int n)
{
	if (n >= 30 && n <= 37)
		vt->pen.fg = n - 30;
	else if (n >= 40 && n <= 47)
		vt->pen.bg = n - 40;
	else if (n >= 90 && n <= 97)
		vt->pen.fg = n - 90 + 8;
	else if (n >= 100 && n <= 107)
		vt->pen.bg = n - 100 + 8;
	else if (n == 39)
		vt->pen.fg = BT_VT_DEFAULT;
	else if (n == 49)
		vt->pen.bg = BT_VT_DEFAULT;
	else
		return false;
	return true;
}

static void
sgr(struct bt_vt *vt)
{
	if (vt->nparam == 0)
		vt->pen = (struct vt_pen){0, BT_VT_DEFAULT, BT_VT_DEFAULT};
	for (int i = 0; i < vt->nparam; i++) {
		int n = arg(vt, i, 0);

		if (n == 0)
			vt->pen = (struct vt_pen){0, BT_VT_DEFAULT, BT_VT_DEFAULT};
		else if (n == 38)
			i = extended_colour(vt, i, &vt->pen.fg);
		else if (n == 48)
			i = extended_colour(vt, i, &vt->pen.bg);
		else if (n == 4 && i + 1 < vt->nparam && vt->sub[i + 1]) {
			/* 4:0 none, 4:1..5 kinds of underline */
			vt->pen.attrs = (uint16_t)(vt->pen.attrs & ~BT_VT_UNDERLINE);
			if (arg(vt, i + 1, 1) != 0)
				vt->pen.attrs |= BT_VT_UNDERLINE;
			i++;
		} else if (n == 10 || n == 11 || n == 12) {
			;   /* fonts of the Linux console */
		} else if (!sgr_attribute(vt, n) && !sgr_colour(vt, n)) {
			vt_note(vt, false, "CSI m %d", n);
		}
	}
}

/* Private modes that are a flag of the state, and no more. */
static const struct {
	int mode;
	size_t flag;
} flags[] = {
	{1, offsetof(struct bt_vt_state, app_cursor)},
	{5, offsetof(struct bt_vt_state, reverse_screen)},
	{6, offsetof(struct bt_vt_state, origin)},
	{7, offsetof(struct bt_vt_state, autowrap)},
	{25, offsetof(struct bt_vt_state, cursor_visible)},
	{1004, offsetof(struct bt_vt_state, focus_events)},
	{1006, offsetof(struct bt_vt_state, mouse_sgr)},
	{2004, offsetof(struct bt_vt_state, bracketed_paste)},
	{2026, offsetof(struct bt_vt_state, sync)},
};

static bool
set_flag(struct bt_vt *vt, int mode, bool on)
{
	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
		if (flags[i].mode != mode)
			continue;
		*(bool *)((char *)&vt->st + flags[i].flag) = on;
		return true;
	}
	return false;
}

static bool
private_mode(struct bt_vt *vt, int mode, bool on)
{
	bool is_flag = set_flag(vt, mode, on);

	switch (mode) {
	case 6:
		vt_move_origin(vt, 0, 0);
		break;
	case 9:
	case 1000:
	case 1001:
	case 1002:
	case 1003:
		vt->st.mouse = on ? mode : 0;
		break;
	case 47:
	case 1047:
	case 1049:
		vt_use_alternate(vt, on, mode != 47, mode == 1049);
		break;
	case 1048:
		if (on)
			vt_save(vt);
		else
			vt_restore(vt);
		break;
	case 69:     /* left and right margins: only their end */
		return !on;
	case 3:      /* 80/132 columns, slow scroll, repeat, blinking cursor, meta: no effect here */
	case 4:
	case 8:
	case 12:
	case 1034:
	case 1005:
	case 1015:
		break;
	default:
		return is_flag;
	}
	return true;
}

static void
set_modes(struct bt_vt *vt, bool on)
{
	for (int i = 0; i < vt->nparam; i++) {
		int mode = arg(vt, i, 0);
		bool known;

		if (vt->csi_prefix == '?') {
			known = private_mode(vt, mode, on);
		} else {
			/* 4 insert, 34 the cursor shape of screen, 20 newline (off only) */
			known = mode == 4 || mode == 34 || (mode == 20 && !on);
			if (mode == 4)
				vt->st.insert = on;
		}
		vt_note(vt, known, "CSI %s%c %d", vt->csi_prefix ? "?" : "", on ? 'h' : 'l', mode);
	}
}

static void
report(struct bt_vt *vt)
{
	if (arg(vt, 0, 0) == 5)
		vt_answer(vt, "\033[0n");
	else if (arg(vt, 0, 0) == 6)
		vt_answer(vt, "\033[%d;%dR", vt->st.y + 1, vt->st.x + 1);
}

static void
clear_tabs(struct bt_vt *vt)
{
	if (arg(vt, 0, 0) == 0)
		vt->tab[vt->st.x] = false;
	else if (arg(vt, 0, 0) == 3)
		memset(vt->tab, 0, (size_t)vt->cols * sizeof *vt->tab);
}

/* --- sequences without prefix and intermediates ------------------------------------------------------ */

static void up(struct bt_vt *vt) { vertical(vt, -count(vt)); }
static void down(struct bt_vt *vt) { vertical(vt, count(vt)); }
static void right(struct bt_vt *vt) { vt_move(vt, vt->st.x + count(vt), vt->st.y); }
static void left(struct bt_vt *vt) { vt_move(vt, vt->st.x - count(vt), vt->st.y); }
static void to_column(struct bt_vt *vt) { vt_move(vt, count(vt) - 1, vt->st.y); }
static void to_row(struct bt_vt *vt) { vt_move_origin(vt, vt->st.x, count(vt) - 1); }
static void to_place(struct bt_vt *vt) { vt_move_origin(vt, arg(vt, 1, 1) - 1, arg(vt, 0, 1) - 1); }
static void tab_on(struct bt_vt *vt) { vt_tab(vt, count(vt)); }
static void tab_back(struct bt_vt *vt) { vt_tab(vt, -count(vt)); }
static void insert_lines(struct bt_vt *vt) { lines(vt, -count(vt)); }
static void delete_lines(struct bt_vt *vt) { lines(vt, count(vt)); }
static void scroll_up(struct bt_vt *vt) { vt_scroll(vt, vt->st.top, vt->st.bottom, count(vt)); }
static void scroll_down(struct bt_vt *vt) { vt_scroll(vt, vt->st.top, vt->st.bottom, -count(vt)); }
static void repeat(struct bt_vt *vt) { vt_repeat(vt, count(vt)); }
static void say_who(struct bt_vt *vt) { vt_answer(vt, "\033[?62;22c"); }

static void
next_line(struct bt_vt *vt)
{
	down(vt);
	vt_move(vt, 0, vt->st.y);
}

static void
previous_line(struct bt_vt *vt)
{
	up(vt);
	vt_move(vt, 0, vt->st.y);
}

static void
insert_chars(struct bt_vt *vt)
{
	vt_insert_chars(vt, count(vt));
	vt->st.wrap_pending = false;
}

static void
delete_chars(struct bt_vt *vt)
{
	vt_delete_chars(vt, count(vt));
	vt->st.wrap_pending = false;
}

static void
erase_chars(struct bt_vt *vt)
{
	vt_erase(vt, vt->st.y, vt->st.x, vt->st.x + count(vt));
	vt->st.wrap_pending = false;
}

static const struct {
	char final;
	void (*act)(struct bt_vt *vt);
} plain[] = {
	{'@', insert_chars}, {'A', up}, {'B', down}, {'C', right}, {'D', left}, {'E', next_line}, {'F', previous_line},
	{'G', to_column}, {'H', to_place}, {'I', tab_on}, {'J', erase_display}, {'K', erase_line},
	{'L', insert_lines}, {'M', delete_lines}, {'P', delete_chars}, {'S', scroll_up}, {'T', scroll_down},
	{'X', erase_chars}, {'Z', tab_back}, {'`', to_column}, {'a', right}, {'b', repeat}, {'c', say_who},
	{'d', to_row}, {'e', down}, {'f', to_place}, {'g', clear_tabs}, {'m', sgr}, {'n', report}, {'r', region},
	{'s', vt_save}, {'u', vt_restore},
};

/* False: not known. */
static bool
plain_csi(struct bt_vt *vt, char final)
{
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
		if (plain[i].final == final) {
			plain[i].act(vt);
			return true;
		}
	}
	return final == 't' && (arg(vt, 0, 0) == 22 || arg(vt, 0, 0) == 23);   /* only the title stack is harmless */
}

void
vt_csi(struct bt_vt *vt, char final)
{
	bool known = false;
	char prefix[2] = {vt->csi_prefix, '\0'};

	if ((final == 'h' || final == 'l') && vt->ninter == 0 &&
	    (vt->csi_prefix == 0 || vt->csi_prefix == '?')) {
		set_modes(vt, final == 'h');
		return;
	}
	if (vt->csi_prefix == 0 && vt->ninter == 0) {
		known = plain_csi(vt, final);
	} else if (vt->csi_prefix == 0 && strcmp(vt->inter, "!") == 0 && final == 'p') {
		vt_reset(vt, false);
		known = true;
	} else if (vt->csi_prefix == 0 && strcmp(vt->inter, " ") == 0 && final == 'q') {
		known = true;   /* cursor shape */
	} else if (vt->csi_prefix == '>' && vt->ninter == 0 && final == 'c') {
		vt_answer(vt, "\033[>41;379;0c");
		known = true;
	} else if (vt->csi_prefix == '?' && vt->ninter == 0 && final == 'c') {
		known = true;   /* cursor shape of the Linux console */
	}
	if (final == 't')
		vt_note(vt, known, "CSI %s%st %d", prefix, vt->inter, arg(vt, 0, 0));
	else
		vt_note(vt, known, "CSI %s%s%c", prefix, vt->inter, final);
}
