/* A report as text for people: a table, or a field a line where a row is too wide for one. */
#include "cli/print.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "model/cell.h"

#define GAP 2                    /* blanks between columns */
#define SPARK_WIDTH 20
#define LIST_ROWS 20

struct table {
	const struct bt_report *report;
	const struct bt_fields *fields;
	const struct bt_text_style *style;
	struct bt_arena *arena;
	const char **cell;       /* rows x fields, clean */
	int *width;              /* of a field, title included */
};

/* Text as this output may show it: without UTF-8 every other character is one '?'. */
static const char *
shown(struct bt_arena *a, const struct bt_text_style *style, const char *text)
{
	char *clean = bt_text_clean_dup(a, text, strlen(text));
	char *to = clean;

	if (style->utf8)
		return clean;
	for (const char *p = clean; *p; p++) {
		if (((unsigned char)*p & 0xC0) != 0x80)
			*to++ = (unsigned char)*p < 0x80 ? *p : '?';
	}
	*to = '\0';
	return clean;
}

/* The last values of a list as one glyph each, between the least and the greatest of them. */
static const char *
spark(struct bt_arena *a, const struct bt_text_style *style, const struct bt_val *v)
{
	static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	static const char *const letters[] = {".", ":", "-", "=", "+", "*", "#"};
	const char *const *glyph = style->utf8 ? blocks : letters;
	int levels = style->utf8 ? 8 : 7;
	size_t n = bt_val_len(v), from = n > SPARK_WIDTH ? n - SPARK_WIDTH : 0;
	double value[SPARK_WIDTH], lo = INFINITY, hi = -INFINITY;
	const char *out = "";

	for (size_t i = from; i < n; i++) {
		struct bt_val item = bt_val_at(v, i);
		double x = bt_val_as_num(&item);

		value[i - from] = x;
		lo = x < lo ? x : lo;
		hi = x > hi ? x : hi;
	}
	for (size_t i = from; i < n; i++) {
		double x = value[i - from];
		int level = hi > lo ? (int)((x - lo) / (hi - lo) * levels) : levels / 2;

		out = bt_arena_printf(a, "%s%s", out, isnan(x) ? " " :
		                      glyph[level < levels ? level : levels - 1]);
	}
	return out;
}

static const char *
cell_text(struct table *t, const struct bt_field *f, const struct bt_val *v)
{
	char text[BT_CELL_TEXT_SIZE];
	struct bt_buf json;
	const char *out;

	if (bt_val_is_list(v) && f->format == BT_FORMAT_SPARK)
		return spark(t->arena, t->style, v);
	if (v && v->kind == BT_VAL_STR)
		return shown(t->arena, t->style, v->u.str);
	if (!v || f->format == BT_FORMAT_PCT || f->format == BT_FORMAT_TEXT ||
	    (!bt_val_is_list(v) && v->kind != BT_VAL_OBJ))
		return shown(t->arena, t->style, bt_cell_text(v, f->format, text));
	bt_buf_init(&json, 1 << 20);
	bt_print_json_value(v, &json);
	out = shown(t->arena, t->style, json.data);
	bt_buf_release(&json);
	return out;
}

static void
fill(struct table *t)
{
	size_t rows = t->report->rows.u.list.len, n = t->fields->n;

	t->cell = BT_ARENA_ARRAY(t->arena, rows * n, const char *);
	t->width = BT_ARENA_ARRAY(t->arena, n, int);
	for (size_t i = 0; i < n; i++) {
		const struct bt_field *f = &t->fields->at[i];

		t->width[i] = bt_text_width(f->title);
		for (size_t k = 0; k < rows; k++) {
			const struct bt_val *v = bt_val_path(&t->report->rows.u.list.at[k], f->path);
			const char *text = cell_text(t, f, v);
			int width = bt_text_width(text);

			t->cell[k * n + i] = text;
			t->width[i] = width > t->width[i] ? width : t->width[i];
		}
	}
}

/* The escape that colours a sign, "" when there is none. */
static const char *
sign_color(const struct bt_text_style *s, int sign)
{
	static const struct {
		const char *up, *down;
	} dark[] = {{"\033[38;5;75m", "\033[38;5;208m"}, {"\033[32m", "\033[31m"},
	            {"\033[31m", "\033[32m"}},
	  light[] = {{"\033[38;5;25m", "\033[38;5;130m"}, {"\033[32m", "\033[31m"},
	             {"\033[31m", "\033[32m"}},
	  few[] = {{"\033[36m", "\033[33m"}, {"\033[32m", "\033[31m"}, {"\033[31m", "\033[32m"}};

	if (s->colors == 0 || sign == 0)
		return "";
	if (s->colors < 256)
		return sign > 0 ? few[s->updown].up : few[s->updown].down;
	if (s->light)
		return sign > 0 ? light[s->updown].up : light[s->updown].down;
	return sign > 0 ? dark[s->updown].up : dark[s->updown].down;
}

static void
print_blanks(int n, struct bt_buf *out)
{
	while (n-- > 0)
		bt_buf_char(out, ' ');
}

/* One cell; the last of a line has no blanks behind it. */
static void
print_cell(const char *text, const char *color, int width, bool right, bool last, struct bt_buf *out)
{
	int pad = width - bt_text_width(text);

	if (right)
		print_blanks(pad, out);
	bt_buf_printf(out, "%s%s%s", color, text, *color ? "\033[0m" : "");
	if (!right && !last)
		print_blanks(pad, out);
	if (!last)
		print_blanks(GAP, out);
}

static int
cell_sign(const struct table *t, size_t row, const struct bt_field *f)
{
	return bt_cell_direction(bt_val_path(&t->report->rows.u.list.at[row], f->path), f->format);
}

static void
print_rows(const struct table *t, bool header, struct bt_buf *out)
{
	size_t n = t->fields->n;

	for (size_t i = 0; header && i < n; i++) {
		const struct bt_field *f = &t->fields->at[i];

		print_cell(f->title, "", t->width[i], bt_format_is_right(f->format), i + 1 == n, out);
	}
	if (header)
		bt_buf_char(out, '\n');
	for (size_t k = 0; k < t->report->rows.u.list.len; k++) {
		for (size_t i = 0; i < n; i++) {
			const struct bt_field *f = &t->fields->at[i];

			print_cell(t->cell[k * n + i], sign_color(t->style, cell_sign(t, k, f)),
			           t->width[i], bt_format_is_right(f->format), i + 1 == n, out);
		}
		bt_buf_char(out, '\n');
	}
}

/* A row too wide for one line: one field a line, under each other. */
static void
print_upright(const struct table *t, struct bt_buf *out)
{
	int width = 0;

	for (size_t i = 0; i < t->fields->n; i++) {
		int w = bt_text_width(t->fields->at[i].title);

		width = w > width ? w : width;
	}
	for (size_t i = 0; i < t->fields->n; i++) {
		const struct bt_field *f = &t->fields->at[i];

		print_cell(f->title, "", width, false, false, out);
		print_cell(t->cell[i], sign_color(t->style, cell_sign(t, 0, f)), 0, false, true, out);
		bt_buf_char(out, '\n');
	}
}

/* --- members beside the rows ------------------------------------------------------------------- */

/* A list of objects is a table of its own, behind the rows. */
static bool
is_table(const struct bt_val *v)
{
	return v->kind == BT_VAL_LIST && v->u.list.len && v->u.list.at[0].kind == BT_VAL_OBJ;
}

/* Its newest rows under its name; JSON has them all. */
static void
print_list(const struct table *t, const struct bt_member *m, struct bt_buf *out)
{
	const struct bt_val *first = &m->val.u.list.at[0];
	struct bt_report part = *t->report;
	struct bt_fields fields = {.n = first->u.obj.len};
	struct table list = {&part, &fields, t->style, t->arena, NULL, NULL};

	part.rows = m->val;
	if (part.rows.u.list.len > LIST_ROWS)
		part.rows.u.list.len = LIST_ROWS;
	fields.at = BT_ARENA_ARRAY(t->arena, fields.n, struct bt_field);
	for (size_t i = 0; i < fields.n; i++) {
		const char *name = first->u.obj.at[i].name;
		struct bt_cell_column cell = {0};
		bool known = bt_cell_column(name, &cell);

		fields.at[i] = (struct bt_field){
			name, known ? bt_arena_strdup(t->arena, cell.title) : name,
			known ? cell.format : BT_FORMAT_REAL,
		};
	}
	fill(&list);
	bt_buf_printf(out, "\n%s\n", m->name);
	print_rows(&list, true, out);
}

/* What all numbers below rest on; and the members beside the rows. */
static void
print_title(struct table *t, struct bt_buf *out)
{
	const struct bt_report *r = t->report;
	char date[BT_DATE_SIZE];

	bt_buf_printf(out, "%s  as of %s  base %s  price %s  source %s\n", bt_view_spec(r->view)->name,
	              bt_date_format(r->as_of, date), r->base == BT_BASE_FIRST ? "first" : "prev",
	              r->price == BT_PRICE_ADJCLOSE ? "adjclose" : "close",
	              shown(t->arena, t->style, r->source ? r->source : "-"));
	for (size_t i = 0; i < r->head.u.obj.len; i++) {
		const struct bt_member *m = &r->head.u.obj.at[i];
		struct bt_buf words;

		if (is_table(&m->val))
			continue;
		bt_buf_init(&words, 1 << 20);
		bt_print_head_value(&m->val, &words);
		bt_buf_printf(out, "%s: %s\n", m->name, shown(t->arena, t->style, words.data ? words.data : ""));
		bt_buf_release(&words);
	}
	bt_buf_char(out, '\n');
}

void
bt_print_text(const struct bt_report *r, const struct bt_fields *fields, bool header,
              const struct bt_text_style *style, struct bt_arena *a, struct bt_buf *out)
{
	struct table t = {r, fields, style, a, NULL, NULL};
	int total = -GAP;

	fill(&t);
	for (size_t i = 0; i < fields->n; i++)
		total += t.width[i] + GAP;
	if (header)
		print_title(&t, out);
	if (r->rows.u.list.len == 1 && total > style->columns)
		print_upright(&t, out);
	else if (r->rows.u.list.len)
		print_rows(&t, header, out);
	else
		bt_buf_str(out, "no rows\n");
	for (size_t i = 0; header && i < r->head.u.obj.len; i++)
		if (is_table(&r->head.u.obj.at[i].val))
			print_list(&t, &r->head.u.obj.at[i], out);
}
