/* tests/support/vt.c - the emulator's cells, cursor and screens. */
#define _GNU_SOURCE 1
#include "vt_internal.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static struct bt_vt_cell
blank(const struct bt_vt *vt)
{
	return (struct bt_vt_cell){.ch = ' ', .width = 1, .fg = BT_VT_DEFAULT, .bg = vt->pen.bg};
}

static struct bt_vt_cell *
at(struct bt_vt *vt, int x, int y)
{
	return &vt->shown->cell[(size_t)y * (size_t)vt->cols + (size_t)x];
}

static int
clamp(int v, int lo, int hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

/* A cell is about to be overwritten alone: the other half of a wide character becomes blank. */
static void
split_wide(struct bt_vt *vt, int x, int y)
{
	if (x < 0 || x >= vt->cols)
		return;
	if (at(vt, x, y)->width == 0 && x > 0) {
		at(vt, x - 1, y)->ch = ' ';
		at(vt, x - 1, y)->ncomb = 0;
		at(vt, x - 1, y)->width = 1;
	}
	if (at(vt, x, y)->width == 2 && x + 1 < vt->cols) {
		at(vt, x + 1, y)->ch = ' ';
		at(vt, x + 1, y)->width = 1;
	}
}

/* DEC special graphics 0x60..0x7e as Unicode. */
static uint32_t
line_drawing(uint32_t ch)
{
	static const uint16_t map[] = {
		0x25c6, 0x2592, 0x2409, 0x240c, 0x240d, 0x240a, 0x00b0, 0x00b1, 0x2424, 0x240b,
		0x2518, 0x2510, 0x250c, 0x2514, 0x253c, 0x23ba, 0x23bb, 0x2500, 0x23bc, 0x23bd,
		0x251c, 0x2524, 0x2534, 0x252c, 0x2502, 0x2264, 0x2265, 0x03c0, 0x2260, 0x00a3,
		0x00b7
	};

	return ch >= 0x60 && ch <= 0x7e ? map[ch - 0x60] : ch;
}

static int
char_width(struct bt_vt *vt, uint32_t ch)
{
	locale_t old = uselocale(vt->utf8);
	int w = wcwidth((wchar_t)ch);

	uselocale(old);
	return w;
}

static void
combine(struct bt_vt *vt, uint32_t ch)
{
	struct bt_vt_cell *c;

	if (vt->last_x < 0 || vt->last_x >= vt->cols || vt->last_y >= vt->rows)
		return;
	c = at(vt, vt->last_x, vt->last_y);
	if (c->ncomb < BT_VT_COMBINING)
		c->comb[c->ncomb++] = ch;
}

void
vt_put(struct bt_vt *vt, uint32_t ch)
{
	int w;

	if (vt->g[vt->gl] == '0')
		ch = line_drawing(ch);
	else if (vt->g[vt->gl] == 'A' && ch == '#')
		ch = 0xa3;
	w = ch < 0x7f ? 1 : char_width(vt, ch);
	if (w == 0) {
		combine(vt, ch);
		return;
	}
	if (w < 0) {
		vt_note(vt, false, "U+%04X", (unsigned)ch);
		ch = 0xfffd;
		w = 1;
	}
	if (w > vt->cols)
		return;
	if (vt->st.autowrap && (vt->st.wrap_pending || vt->st.x + w > vt->cols)) {
		vt->st.x = 0;
		vt_index(vt);
	}
	vt->st.wrap_pending = false;
	if (vt->st.x + w > vt->cols)
		vt->st.x = vt->cols - w;
	if (vt->st.insert)
		vt_insert_chars(vt, w);
	split_wide(vt, vt->st.x, vt->st.y);
	if (w == 2)
		split_wide(vt, vt->st.x + 1, vt->st.y);
	*at(vt, vt->st.x, vt->st.y) = (struct bt_vt_cell){
		.ch = ch, .width = (uint8_t)w,
		.attrs = vt->pen.attrs, .fg = vt->pen.fg, .bg = vt->pen.bg
	};
	if (w == 2)
		*at(vt, vt->st.x + 1, vt->st.y) = (struct bt_vt_cell){
			.attrs = vt->pen.attrs, .fg = vt->pen.fg, .bg = vt->pen.bg
		};
	vt->last_x = vt->st.x;
	vt->last_y = vt->st.y;
	vt->last_ch = ch;
	vt->st.x += w;
	if (vt->st.x >= vt->cols) {
		vt->st.x = vt->cols - 1;
		vt->st.wrap_pending = vt->st.autowrap;
	}
}

/* REP repeats what was drawn, so the character set is not applied a second time. */
void
vt_repeat(struct bt_vt *vt, long n)
{
	char keep = vt->g[vt->gl];
	long most = (long)vt->cols * vt->rows;

	if (vt->last_ch == 0)
		return;
	vt->g[vt->gl] = 'B';
	for (long i = 0; i < n && i < most; i++)
		vt_put(vt, vt->last_ch);
	vt->g[vt->gl] = keep;
}

void
vt_move(struct bt_vt *vt, int x, int y)
{
	vt->st.x = clamp(x, 0, vt->cols - 1);
	vt->st.y = clamp(y, 0, vt->rows - 1);
	vt->st.wrap_pending = false;
}

void
vt_move_origin(struct bt_vt *vt, int x, int y)
{
	if (vt->st.origin)
		vt_move(vt, x, clamp(y + vt->st.top, vt->st.top, vt->st.bottom));
	else
		vt_move(vt, x, y);
}

void
vt_erase(struct bt_vt *vt, int y, int x0, int x1)
{
	x0 = clamp(x0, 0, vt->cols);
	x1 = clamp(x1, 0, vt->cols);
	if (x0 >= x1)
		return;
	split_wide(vt, x0, y);
	split_wide(vt, x1 - 1, y);
	for (int x = x0; x < x1; x++)
		*at(vt, x, y) = blank(vt);
}

void
vt_erase_rows(struct bt_vt *vt, int y0, int y1)
{
	for (int y = clamp(y0, 0, vt->rows); y < clamp(y1, 0, vt->rows); y++)
		vt_erase(vt, y, 0, vt->cols);
}

void
vt_scroll(struct bt_vt *vt, int top, int bottom, int n)
{
	int height = bottom - top + 1;
	size_t row = (size_t)vt->cols * sizeof(struct bt_vt_cell);
	int by = clamp(n < 0 ? -n : n, 0, height);

	if (n > 0) {
		memmove(at(vt, 0, top), at(vt, 0, top) + (size_t)by * (size_t)vt->cols,
			(size_t)(height - by) * row);
		vt_erase_rows(vt, bottom + 1 - by, bottom + 1);
	} else if (n < 0) {
		memmove(at(vt, 0, top) + (size_t)by * (size_t)vt->cols, at(vt, 0, top),
			(size_t)(height - by) * row);
		vt_erase_rows(vt, top, top + by);
	}
}

void
vt_index(struct bt_vt *vt)
{
	if (vt->st.y == vt->st.bottom)
		vt_scroll(vt, vt->st.top, vt->st.bottom, 1);
	else if (vt->st.y < vt->rows - 1)
		vt->st.y++;
	vt->st.wrap_pending = false;
}

void
vt_reverse_index(struct bt_vt *vt)
{
	if (vt->st.y == vt->st.top)
		vt_scroll(vt, vt->st.top, vt->st.bottom, -1);
	else if (vt->st.y > 0)
		vt->st.y--;
	vt->st.wrap_pending = false;
}

void
vt_insert_chars(struct bt_vt *vt, int n)
{
	int x = vt->st.x, y = vt->st.y;

	n = clamp(n, 0, vt->cols - x);
	if (n == 0)
		return;
	if (at(vt, x, y)->width == 0)
		split_wide(vt, x, y);
	split_wide(vt, vt->cols - n, y);
	memmove(at(vt, x, y) + n, at(vt, x, y), (size_t)(vt->cols - x - n) * sizeof(struct bt_vt_cell));
	for (int i = x; i < x + n; i++)
		*at(vt, i, y) = blank(vt);
	/* a wide character whose right half was pushed over the edge */
	if (at(vt, vt->cols - 1, y)->width == 2)
		*at(vt, vt->cols - 1, y) = blank(vt);
}

void
vt_delete_chars(struct bt_vt *vt, int n)
{
	int x = vt->st.x, y = vt->st.y;

	n = clamp(n, 0, vt->cols - x);
	if (n == 0)
		return;
	split_wide(vt, x, y);
	split_wide(vt, x + n - 1, y);
	memmove(at(vt, x, y), at(vt, x, y) + n, (size_t)(vt->cols - x - n) * sizeof(struct bt_vt_cell));
	for (int i = vt->cols - n; i < vt->cols; i++)
		*at(vt, i, y) = blank(vt);
}

void
vt_tab(struct bt_vt *vt, int n)
{
	int step = n < 0 ? -1 : 1;
	int x = vt->st.x;

	n = clamp(n < 0 ? -n : n, 0, vt->cols);
	while (n-- > 0) {
		do
			x += step;
		while (x > 0 && x < vt->cols - 1 && !vt->tab[x]);
		x = clamp(x, 0, vt->cols - 1);
	}
	vt_move(vt, x, vt->st.y);
}

void
vt_save(struct bt_vt *vt)
{
	vt->shown->saved = (struct vt_saved){
		.x = vt->st.x, .y = vt->st.y, .wrap_pending = vt->st.wrap_pending,
		.origin = vt->st.origin, .pen = vt->pen, .g = {vt->g[0], vt->g[1]}, .gl = vt->gl
	};
}

void
vt_restore(struct bt_vt *vt)
{
	const struct vt_saved *s = &vt->shown->saved;

	vt->st.origin = s->origin;
	vt->pen = s->pen;
	vt->g[0] = s->g[0];
	vt->g[1] = s->g[1];
	vt->gl = s->gl;
	vt_move(vt, s->x, s->y);
	vt->st.wrap_pending = s->wrap_pending;
}

void
vt_use_alternate(struct bt_vt *vt, bool on, bool clear, bool cursor)
{
	struct vt_pen keep = vt->pen;

	if (on == vt->st.alternate) {
		if (!on && cursor)
			vt_restore(vt);
		return;
	}
	if (on && cursor)
		vt_save(vt);
	vt->shown = &vt->screen[on ? 1 : 0];
	vt->st.alternate = on;
	vt->last_x = -1;
	if (on && clear) {
		vt->pen = (struct vt_pen){0, BT_VT_DEFAULT, BT_VT_DEFAULT};
		vt_erase_rows(vt, 0, vt->rows);
		vt->pen = keep;
	}
	if (!on && cursor)
		vt_restore(vt);
}

void
vt_align(struct bt_vt *vt)
{
	for (int y = 0; y < vt->rows; y++)
		for (int x = 0; x < vt->cols; x++)
			*at(vt, x, y) = (struct bt_vt_cell){.ch = 'E', .width = 1,
				.fg = BT_VT_DEFAULT, .bg = BT_VT_DEFAULT};
	vt->st.top = 0;
	vt->st.bottom = vt->rows - 1;
	vt_move(vt, 0, 0);
}

static void
default_tabs(struct bt_vt *vt)
{
	for (int x = 0; x < vt->cols; x++)
		vt->tab[x] = x % 8 == 0;
}

/* Soft (DECSTR) leaves the cells and the alternate screen alone; hard is RIS. */
void
vt_reset(struct bt_vt *vt, bool hard)
{
	struct bt_vt_state *st = &vt->st;

	vt->pen = (struct vt_pen){0, BT_VT_DEFAULT, BT_VT_DEFAULT};
	vt->g[0] = vt->g[1] = 'B';
	vt->gl = 0;
	st->cursor_visible = true;
	st->autowrap = true;
	st->origin = st->insert = st->app_cursor = st->app_keypad = false;
	st->top = 0;
	st->bottom = vt->rows - 1;
	st->wrap_pending = false;
	vt->shown->saved = (struct vt_saved){.pen = vt->pen, .g = {'B', 'B'}};
	if (!hard)
		return;
	vt->shown = &vt->screen[0];
	st->alternate = st->reverse_screen = st->bracketed_paste = st->focus_events = false;
	st->sync = st->mouse_sgr = false;
	st->mouse = 0;
	vt->shown->saved = (struct vt_saved){.pen = vt->pen, .g = {'B', 'B'}};
	default_tabs(vt);
	vt_erase_rows(vt, 0, vt->rows);
	vt_move(vt, 0, 0);
	vt->last_x = -1;
	vt->last_ch = 0;
}

static struct bt_vt_cell *
new_cells(int cols, int rows)
{
	size_t n = (size_t)cols * (size_t)rows;
	struct bt_vt_cell *c = calloc(n, sizeof *c);

	for (size_t i = 0; c && i < n; i++)
		c[i] = (struct bt_vt_cell){.ch = ' ', .width = 1,
			.fg = BT_VT_DEFAULT, .bg = BT_VT_DEFAULT};
	return c;
}

struct bt_vt *
bt_vt_new(int cols, int rows)
{
	struct bt_vt *vt;

	if (cols < 1 || rows < 1 || cols > 2000 || rows > 2000)
		return NULL;
	vt = calloc(1, sizeof *vt);
	if (!vt)
		return NULL;
	vt->cols = cols;
	vt->rows = rows;
	vt->screen[0].cell = new_cells(cols, rows);
	vt->screen[1].cell = new_cells(cols, rows);
	vt->tab = calloc((size_t)cols, sizeof *vt->tab);
	vt->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (!vt->screen[0].cell || !vt->screen[1].cell || !vt->tab || !vt->utf8) {
		bt_vt_free(vt);
		return NULL;
	}
	vt->shown = &vt->screen[1];
	vt_reset(vt, false);
	vt_reset(vt, true);
	return vt;
}

void
bt_vt_free(struct bt_vt *vt)
{
	if (!vt)
		return;
	free(vt->screen[0].cell);
	free(vt->screen[1].cell);
	free(vt->tab);
	if (vt->utf8)
		freelocale(vt->utf8);
	free(vt);
}

bool
bt_vt_resize(struct bt_vt *vt, int cols, int rows)
{
	struct bt_vt_cell *fresh[2];
	bool *tab;

	if (cols < 1 || rows < 1 || cols > 2000 || rows > 2000)
		return false;
	fresh[0] = new_cells(cols, rows);
	fresh[1] = new_cells(cols, rows);
	tab = calloc((size_t)cols, sizeof *tab);
	if (!fresh[0] || !fresh[1] || !tab) {
		free(fresh[0]);
		free(fresh[1]);
		free(tab);
		return false;
	}
	for (int s = 0; s < 2; s++) {
		int w = cols < vt->cols ? cols : vt->cols;

		for (int y = 0; y < rows && y < vt->rows; y++) {
			struct bt_vt_cell *to = fresh[s] + (size_t)y * (size_t)cols;

			memcpy(to, vt->screen[s].cell + (size_t)y * (size_t)vt->cols,
				(size_t)w * sizeof *to);
			if (to[w - 1].width == 2) {
				to[w - 1].ch = ' ';
				to[w - 1].width = 1;
			}
		}
		free(vt->screen[s].cell);
		vt->screen[s].cell = fresh[s];
	}
	free(vt->tab);
	vt->tab = tab;
	vt->cols = cols;
	vt->rows = rows;
	default_tabs(vt);
	vt->st.top = 0;
	vt->st.bottom = rows - 1;
	vt->last_x = -1;
	vt_move(vt, vt->st.x, vt->st.y);
	return true;
}

int
bt_vt_cols(const struct bt_vt *vt)
{
	return vt->cols;
}

int
bt_vt_rows(const struct bt_vt *vt)
{
	return vt->rows;
}

const struct bt_vt_state *
bt_vt_state(const struct bt_vt *vt)
{
	return &vt->st;
}

const struct bt_vt_cell *
bt_vt_cell(const struct bt_vt *vt, int x, int y)
{
	static const struct bt_vt_cell outside = {.ch = ' ', .width = 1,
		.fg = BT_VT_DEFAULT, .bg = BT_VT_DEFAULT};

	if (x < 0 || y < 0 || x >= vt->cols || y >= vt->rows)
		return &outside;
	return &vt->shown->cell[(size_t)y * (size_t)vt->cols + (size_t)x];
}
