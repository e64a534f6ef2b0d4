/* The rows of the breadth view: `show universes` turned on its side, a column of it a row, a universe a
 * column.  */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/screen.h"
#include "ui/spark.h"
#include "ui/view_breadth.h"

#define LABEL_W 10
#define HEAD_H 3                         /* title, universes, what the columns are */
#define NAME_MIN 5                       /* of a universe; coverage beside it goes first below that */
#define SPARK_MIN 9
#define SPARK_MAX 42

/* Widths of a universe's columns: today, a week and a month ago, each with the blank before it. */
static const struct form {
	int now, ago;
	int decimals;                    /* of what was */
} forms[] = {{8, 7, 1}, {7, 5, 0}, {11, 0, 0}};

/* What is where in one drawing. */
struct place {
	const struct form *form;
	int group_w;                     /* of a universe */
	int spark_w;                     /* of it, for a sparkline of its own */
	size_t shown;                    /* universes */
};

static int
width_of(const struct form *f)
{
	return f->now + 2 * f->ago;
}

int
bt_breadth_list_width(const struct bt_breadth_view *v)
{
	return LABEL_W + (int)v->n_side * width_of(&forms[0]);
}

int
bt_breadth_list_more(const struct bt_breadth_view *v, int spare)
{
	int n = v->n_side ? (int)v->n_side : 1, each = spare / n;

	return each < SPARK_MIN ? 0 : n * (each < SPARK_MAX ? each : SPARK_MAX);
}

/* The widest form in which all universes fit; else the narrowest, with as many as fit. */
static struct place
lay_out(struct bt_breadth_view *v, int w)
{
	const size_t n_form = sizeof(forms) / sizeof(forms[0]);
	int room = w - LABEL_W, n = v->n_side ? (int)v->n_side : 1;
	struct place p = {.form = &forms[n_form - 1]};

	for (size_t i = n_form; i-- > 0;)
		if (n * width_of(&forms[i]) <= room)
			p.form = &forms[i];
	p.group_w = width_of(p.form);
	p.shown = (size_t)(room / p.group_w > n ? n : room / p.group_w < 1 ? 1 : room / p.group_w);
	if (p.form == &forms[0] && room / n - p.group_w >= SPARK_MIN)
		p.spark_w = room / n - p.group_w < SPARK_MAX ? room / n - p.group_w : SPARK_MAX;
	p.group_w += p.spark_w;
	if (v->universe < v->first)
		v->first = v->universe;
	if (v->universe >= v->first + p.shown)
		v->first = v->universe + 1 - p.shown;
	if (v->first + p.shown > v->n_side)
		v->first = v->n_side > p.shown ? v->n_side - p.shown : 0;
	return p;
}

/* --- the cursor ------------------------------------------------------------------------------------------ */

void
bt_breadth_list_move(struct bt_breadth_view *v, int by)
{
	bool parts = bt_internal_spec(v->row)->week != NULL;
	long at = (long)v->universe * 3 + (parts ? v->part : 0) + (parts ? by : 3 * by);

	if (at < 0 || at >= 3 * (long)v->n_side)
		return;
	v->old = v->old || (size_t)at / 3 != v->universe;
	v->universe = (size_t)at / 3;
	v->part = (int)(at % 3);
}

const char *
bt_breadth_list_path(const struct bt_breadth_view *v)
{
	const struct bt_internal_spec *spec = bt_internal_spec(v->row);

	return spec->week && v->part == 1 ? spec->week : spec->week && v->part == 2 ? spec->month : spec->path;
}

/* --- heads ------------------------------------------------------------------------------------------------ */

static const struct bt_val *
row_of(const struct bt_breadth_view *v, size_t universe)
{
	return universe < v->report.rows.u.list.len ? &v->report.rows.u.list.at[universe] : NULL;
}

/* "nasdaq100 101/101": the list and how many of it have bars. */
static void
draw_universe(const struct bt_screen *s, size_t universe, struct bt_grid *g, int x, int y, int w)
{
	const struct bt_breadth_view *v = &s->breadth;
	const struct bt_val *row = row_of(v, universe);
	const char *name = bt_val_as_str(bt_val_get(row, "universe"));
	bool chosen = universe == v->universe;
	char cover[32];

	snprintf(cover, sizeof(cover), " %.0f/%.0f", bt_val_as_num(bt_val_get(row, "covered")),
	         bt_val_as_num(bt_val_get(row, "listed")));
	if (!name || w < 4)
		return;
	w--;                             /* the blank before it */
	if (w - bt_text_width(cover) < NAME_MIN)
		cover[0] = '\0';
	bt_grid_cut(g, x + 1, y, w - bt_text_width(cover), chosen ? BT_ROLE_FOCUS : BT_ROLE_TITLE,
	            bt_universe_short(name), s->glyphs == BT_GLYPHS_ASCII);
	bt_grid_right(g, x + 1, y, w, BT_ROLE_DIM, cover);
}

static void
draw_heads(const struct bt_screen *s, const struct place *p, struct bt_grid *g, struct bt_rect r)
{
	const struct bt_breadth_view *v = &s->breadth;
	int now = p->form->now, ago = p->form->ago;

	for (size_t i = 0; i < p->shown && v->first + i < v->n_side; i++) {
		int x = r.x + LABEL_W + (int)i * p->group_w, y = r.y + 2;

		draw_universe(s, v->first + i, g, x, r.y + 1, p->group_w);
		bt_grid_right(g, x, y, now, BT_ROLE_HEAD, "today");
		if (ago) {
			bt_grid_right(g, x + now, y, ago, BT_ROLE_HEAD, "1W");
			bt_grid_right(g, x + now + ago, y, ago, BT_ROLE_HEAD, "1M");
		}
	}
}

static void
draw_title(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	const struct bt_breadth_view *v = &s->breadth;
	const struct bt_val *row = row_of(v, v->universe);
	bt_date d = bt_val_as_date(bt_val_get(row, "date"));
	char remark[80] = "", date[BT_DATE_SIZE];

	if (d != BT_DATE_NONE)
		snprintf(remark, sizeof(remark), "%s%s%s", bt_date_format(d, date),
		         bt_val_is_true(bt_val_get(row, "provisional")) ? "*" : "",
		         r.w >= 50 ? ", members as listed today" : "");
	bt_title_draw(s, g, r, "Breadth", remark, v->report.price == BT_PRICE_ADJCLOSE ? " adjclose" : " close",
	              !v->on_chart);
}

/* --- rows ------------------------------------------------------------------------------------------------- */

static void
draw_number(const struct bt_screen *s, const char *path, const struct bt_val *row, int decimals, bool at,
            struct bt_grid *g, int x, int y, int w)
{
	const struct bt_val *val = bt_val_get(row, path);
	struct bt_cell_column column;
	char text[BT_CELL_TEXT_SIZE] = "-";
	int direction = 0;
	bool none = !val || val->kind == BT_VAL_NULL;

	if (bt_cell_column(path, &column) && !none) {
		bt_cell_text(val, column.format, text);
		direction = bt_cell_direction(val, column.format);
	}
	if (val && val->kind == BT_VAL_NUM && !decimals)
		snprintf(text, sizeof(text), "%.0f", val->u.num);
	bt_grid_right(g, x + 1, y, w - 1, at ? BT_ROLE_FOCUS : none ? BT_ROLE_DIM
	              : bt_screen_is_stale(s) ? BT_ROLE_STALE : direction > 0 ? BT_ROLE_UP
	              : direction < 0 ? BT_ROLE_DOWN : BT_ROLE_TEXT, text);
}

/* Its newest sessions up to the day. */
static void
draw_spark(const struct bt_screen *s, const struct bt_internal_spec *spec, size_t universe, struct bt_grid *g,
           int x, int y, int w)
{
	const struct bt_breadth_view *v = &s->breadth;
	const struct bt_breadth *b = v->side[universe].breadth;
	size_t n = bt_dates_upto(b->date, b->n, v->report.as_of), used = n < (size_t)w ? n : (size_t)w;

	if (spec->column < BT_BREADTH_ALL && w > 0)
		bt_spark_draw(g, x, y, w, bt_screen_is_stale(s) ? BT_ROLE_STALE : BT_ROLE_SPARK, s->glyphs,
		              b->col[spec->column] + (n - used), used);
}

/* A date takes the columns of what was, too; where nothing was kept they hold a sparkline. */
static void
draw_universe_row(const struct bt_screen *s, const struct place *p, size_t i, size_t universe,
                  struct bt_grid *g, int x, int y)
{
	const struct bt_breadth_view *v = &s->breadth;
	const struct bt_internal_spec *spec = bt_internal_spec(i);
	const struct bt_val *row = row_of(v, universe);
	int now = p->form->now, ago = p->form->ago, date_w = now < 11 ? now + ago : now;
	bool at = i == v->row && universe == v->universe && !v->on_chart;
	struct bt_cell_column column = {.format = BT_FORMAT_TEXT};
	bool is_date = bt_cell_column(spec->path, &column) && column.format == BT_FORMAT_DATE;

	draw_number(s, spec->path, row, 1, at && (!spec->week || v->part == 0), g, x, y, is_date ? date_w : now);
	if (spec->week && ago) {
		draw_number(s, spec->week, row, p->form->decimals, at && v->part == 1, g, x + now, y, ago);
		draw_number(s, spec->month, row, p->form->decimals, at && v->part == 2, g, x + now + ago, y, ago);
	} else if (ago && !is_date && !p->spark_w) {
		draw_spark(s, spec, universe, g, x + now + 1, y, 2 * ago - 1);
	}
	if (p->spark_w)
		draw_spark(s, spec, universe, g, x + now + 2 * ago + 1, y, p->spark_w - 1);
}

static void
scroll(struct bt_breadth_view *v, int room)
{
	size_t n = bt_internal_count();

	v->page = room > 0 ? (size_t)room : 1;
	if (v->row < v->top)
		v->top = v->row;
	if (v->row >= v->top + v->page)
		v->top = v->row - v->page + 1;
	if (v->top + v->page > n)
		v->top = n > v->page ? n - v->page : 0;
}

void
bt_breadth_list_draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	struct bt_breadth_view *v = &s->breadth;
	struct place p = lay_out(v, r.w);
	bool ascii = s->glyphs == BT_GLYPHS_ASCII;

	draw_title(s, g, (struct bt_rect){r.x, r.y, r.w, 1});
	draw_heads(s, &p, g, r);
	scroll(v, r.h - HEAD_H);
	for (int k = 0; k < r.h - HEAD_H && v->top + (size_t)k < bt_internal_count(); k++) {
		size_t i = v->top + (size_t)k;
		struct bt_cell_column column = {.title = ""};
		int y = r.y + HEAD_H + k;

		bt_cell_column(bt_internal_spec(i)->path, &column);
		bt_grid_cut(g, r.x, y, LABEL_W, BT_ROLE_TEXT, column.title, ascii);
		for (size_t u = 0; u < p.shown && v->first + u < v->n_side; u++)
			draw_universe_row(s, &p, i, v->first + u, g, r.x + LABEL_W + (int)u * p.group_w, y);
		if (i == v->row && !s->overlay.open) {
			bt_grid_select(g, r.x, y, r.w);
			g->cursor_x = r.x;
			g->cursor_y = y;
		}
	}
}
