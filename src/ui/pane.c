#include "ui/pane.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "core/calendar.h"
#include "ui/view.h"

const struct bt_pane_spec *
bt_pane_spec(enum bt_pane_id id)
{
	static const struct bt_pane_spec specs[] = {
#define BT_PANE(id, view, title, report, column, width, columns) \
		{BT_VIEW_##view, title, BT_VIEW_##report, column, width, columns},
#include "spec/panes.def"
	};

	return &specs[id];
}

/* Replace %H in a pane's columns by the horizon that its bars show. */
static void
expand(const char *columns, const char *horizon, char *out, size_t size)
{
	size_t used = 0;

	for (const char *p = columns; *p && used + 16 < size; p++) {
		if (p[0] == '%' && p[1] == 'H') {
			used += (size_t)snprintf(out + used, size - used, "%s", horizon);
			p++;
		} else {
			out[used++] = *p;
		}
	}
	out[used] = '\0';
}

/* ":16" of the usual column with that path, of n bytes; its length, 0: it has the width that all have. */
static size_t
usual_width(const char *columns, const char *path, size_t n, const char **width)
{
	while (*(columns += strspn(columns, " "))) {
		size_t word = strcspn(columns, " ");

		if (strcspn(columns, " :/") == n && strncmp(columns, path, n) == 0) {
			*width = columns + n;
			return strcspn(*width, " /");
		}
		columns += word;
	}
	return 0;
}

/* The words that were chosen, each with a rank: the later, the sooner it falls away where it is narrow.  One without
 * a width of its own has that of the pane's usual column.  */
static void
rank(const char *words, const char *usual, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (int i = 0; *(words += strspn(words, " ")); i++) {
		size_t n = strcspn(words, " "), path = strcspn(words, " :");
		const char *width = "";
		size_t w = path == n ? usual_width(usual, words, path, &width) : 0;

		if (used + n + w + 4 > size)
			return;
		used += (size_t)snprintf(out + used, size - used, "%.*s%.*s/%d ", (int)n, words, (int)w, width,
		                         i < 9 ? i : 9);
		words += n;
	}
}

void
bt_pane_columns(struct bt_pane *p, enum bt_pane_id id)
{
	char columns[2 * BT_PANE_COLUMNS];

	if (p->chosen[0])
		rank(p->chosen, bt_pane_spec(id)->columns, columns, sizeof(columns));
	else
		expand(bt_pane_spec(id)->columns, p->horizon, columns, sizeof(columns));
	bt_table_columns(&p->table, columns);
}

void
bt_pane_sorted(struct bt_pane *p, enum bt_pane_id id)
{
	const char *path = p->table.sort >= 0 ? p->table.column[p->table.sort].cell.path : "";
	const char *horizon = strncmp(path, "returns.", 8) == 0 ? path + 8 : "";
	char name[BT_HORIZON_NAME_SIZE];

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(horizon, "."), horizon);
	if (*name && strcmp(name, p->horizon) != 0 && bt_pane_spec(id)->report == BT_VIEW_MAG7) {
		bt_pane_horizon(p, id, name);
		bt_table_update(&p->table, &p->report.rows);
	}
}

void
bt_pane_horizon(struct bt_pane *p, enum bt_pane_id id, const char *horizon)
{
	snprintf(p->horizon, sizeof(p->horizon), "%s", horizon);
	bt_pane_columns(p, id);
}

const char *
bt_pane_name(enum bt_pane_id id, char buf[40])
{
	static const char *const names[] = {
#define BT_PANE(id, view, title, report, column, width, columns) #id,
#include "spec/panes.def"
	};
	size_t n = 0;

	for (; names[id][n] && n < 39; n++)
		buf[n] = names[id][n] == '_' ? '-' : (char)(names[id][n] | 0x20);
	buf[n] = '\0';
	return buf;
}

void
bt_pane_init(struct bt_pane *p, enum bt_pane_id id)
{
	*p = (struct bt_pane){.report = {.rows = bt_val_list()}, .horizon = "YTD"};
	bt_table_init(&p->table, "");
	p->table.key_path = id == BT_PANE_NEWS_LIST ? "id"
	                    : bt_pane_spec(id)->report == BT_VIEW_NOTES ? "line" : NULL;
	bt_pane_columns(p, id);
}

void
bt_pane_release(struct bt_pane *p)
{
	bt_table_release(&p->table);
	bt_kept_release(&p->title);
	bt_kept_release(&p->body);
}

bool
bt_pane_cell(const struct bt_pane *p, struct bt_cell_place *out)
{
	const struct bt_table *t = &p->table;

	if (t->n == 0)
		return false;
	*out = (struct bt_cell_place){.report = &p->report, .row = t->order[t->selected],
	                              .path = t->column[t->cursor].cell.path};
	snprintf(out->title, sizeof(out->title), "%.40s: %.30s", t->key, t->column[t->cursor].cell.title);
	return true;
}

struct room {
	int rank, rows, least;
};

static struct room
room_of(int id)
{
	static const struct room rooms[BT_PANE_COUNT] = {
#define BT_ROOM(id, rank, rows, least) [BT_PANE_##id] = {rank, rows, least},
#include "spec/rooms.def"
	};

	return rooms[id];
}

bool
bt_pane_is_extra(enum bt_pane_id id)
{
	return room_of((int)id).rank > 0;
}

/* The focus stands on a pane that is shown. */
static void
mend_focus(struct bt_screen *s)
{
	if (s->layout.single || s->pane[s->focus].place.w > 0)
		return;
	for (int i = BT_PANE_COUNT; i-- > 0;)
		if (s->pane[i].place.w > 0)
			s->focus = (enum bt_pane_id)i;
}

void
bt_panes_lay_out(struct bt_screen *s, int w, int h)
{
	struct bt_pane_wish wish[BT_PANE_COUNT];
	int id[BT_PANE_COUNT], n = 0, focus = 0;

	for (int i = 0; i < BT_PANE_COUNT; i++) {
		const struct bt_pane_spec *spec = bt_pane_spec((enum bt_pane_id)i);
		struct room room = room_of(i);

		s->pane[i].place = (struct bt_rect){0};
		if (!bt_screen_has_pane(s, i))
			continue;
		focus = (int)s->focus == i ? n : focus;
		wish[n] = (struct bt_pane_wish){.rows = room.rows ? room.rows : (int)s->pane[i].table.total + 2,
		                                .least = room.least, .rank = room.rank,
		                                .column = spec->column, .width = spec->width};
		id[n++] = i;
	}
	s->layout = bt_layout_make(w, h, wish, n, focus, s->zoom);
	for (int i = 0; i < n; i++)
		s->pane[id[i]].place = s->layout.pane[i];
	mend_focus(s);
}

void
bt_title_draw(const struct bt_screen *s, struct bt_grid *g, struct bt_rect r, const char *title,
              const char *remark, const char *right, bool focused)
{
	bool ascii = s->glyphs == BT_GLYPHS_ASCII;
	int x = r.x, end = r.x + r.w;

	if (!s->accessible)
		bt_grid_fill(g, (struct bt_rect){r.x, r.y, r.w, 1}, BT_ROLE_BORDER, ascii ? "-" : "─");
	x += bt_grid_cut(g, x, r.y, r.w, focused ? BT_ROLE_FOCUS : BT_ROLE_TITLE, title, ascii);
	x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_BORDER, " ");
	if (s->snapshot && s->snapshot->market.sample) {
		x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_SAMPLE, "SAMPLE");
		x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_BORDER, " ");
	}
	if (remark[0] && bt_text_width(remark) + 1 <= end - x) {
		x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_DIM, remark);
		x += bt_grid_text(g, x, r.y, end - x, BT_ROLE_BORDER, " ");
	}
	if (right[0] && bt_text_width(right) + 2 <= end - x)
		bt_grid_right(g, x, r.y, end - x, BT_ROLE_DIM, right);
}

/* Are the numbers of that report made of prices?  Then the title says of which. */
static bool
is_of_prices(enum bt_view report)
{
	return report != BT_VIEW_NEWS && report != BT_VIEW_NOTES && report != BT_VIEW_HEALTH;
}

/* Are the rows of that report older than they should be?  What is said of sources never is. */
static bool
is_stale(const struct bt_screen *s, enum bt_view report)
{
	if (report == BT_VIEW_HEALTH)
		return false;
	return report == BT_VIEW_NEWS ? bt_screen_news_is_stale(s) : bt_screen_is_stale(s);
}

/* Name, what is to be said of it, and at the right what prices its numbers are of. */
static void
draw_title(struct bt_screen *s, struct bt_grid *g, enum bt_pane_id id, bool focused)
{
	struct bt_pane *p = &s->pane[id];
	struct bt_rect place = {p->place.x, p->place.y, p->place.w, 1};
	uint64_t key = BT_KEPT_SEED;
	const struct bt_report *r = &p->report;
	const struct bt_view_ops *ops = bt_view_ops(s);
	char title[64], remark[64] = "", right[64] = "";
	int fit = p->place.h - 2, used = 0;

	if (p->table.filtered)
		snprintf(remark, sizeof(remark), "%zu of %zu %s %.30s", p->table.n, p->table.total,
		         p->table.filter_not ? "without" : "with", p->table.filter.text);
	else if (r->rows.u.list.len > 0 && ops->remark)
		ops->remark(s, id, p->place.w < 48, remark, sizeof(remark));
	if (fit > 0 && p->table.n > (size_t)fit)         /* more than there is room for: say so */
		used = snprintf(right, sizeof(right), " %d/%zu%s", fit, p->table.n,
		                is_of_prices(bt_pane_spec(id)->report) ? "," : "");
	if (r->rows.u.list.len > 0 && is_of_prices(bt_pane_spec(id)->report))
		snprintf(right + used, sizeof(right) - (size_t)used, " %s, base %s",
		         r->price == BT_PRICE_ADJCLOSE ? "adjclose" : "close",
		         r->base == BT_BASE_FIRST ? "first" : "prev");
	snprintf(title, sizeof(title), "%s", bt_pane_spec(id)->title);
	if (ops->title)
		ops->title(s, id, title, sizeof(title));
	key = bt_kept_mix_text(bt_kept_mix_text(bt_kept_mix_text(key, title), remark), right);
	key = bt_kept_mix(key, (uint64_t)s->glyphs * 8 + focused * 4u + s->accessible * 2u +
	                       (s->snapshot && s->snapshot->market.sample));
	if (bt_kept_restore(&p->title, key, place, g))
		return;
	bt_title_draw(s, g, place, title, remark, right, focused);
	bt_kept_save(&p->title, key, place, g);
}

/* All that the rows of a pane are drawn from, as one number; not which of them is selected. */
static uint64_t
key_of(const struct bt_screen *s, const struct bt_pane *p, const struct bt_table_style *style)
{
	const struct bt_table *t = &p->table;
	uint64_t key = bt_kept_mix(BT_KEPT_SEED, s->serial);

	key = bt_kept_mix(key, (uint64_t)style->glyphs * 4 + style->stale * 2u + style->running);
	key = bt_kept_mix(key, (uint64_t)style->now_utc / 60);
	key = bt_kept_mix(key, (uintptr_t)p->report.rows.u.list.at);
	key = bt_kept_mix(key, t->n);
	key = bt_kept_mix(key, t->top);
	key = bt_kept_mix(key, (uint64_t)t->sort * 4 + t->reverse * 2u + t->filtered);
	key = bt_kept_mix_text(key, t->filtered ? t->filter.text : "");
	key = bt_kept_mix_text(key, style->bar_path);
	for (size_t i = 0; i < t->n_column; i++) {
		key = bt_kept_mix(key, (uint64_t)t->column[i].cell.column * 256 + (uint64_t)t->column[i].rank);
		key = bt_kept_mix_text(key, t->column[i].cell.path);
		key = bt_kept_mix(key, (uint64_t)t->column[i].cell.width);
	}
	return key;
}

static void
draw_body(const struct bt_screen *s, struct bt_pane *p, struct bt_grid *g, struct bt_rect r,
          const struct bt_table_style *style)
{
	uint64_t key;

	bt_table_scroll(&p->table, r.h - 1);
	key = key_of(s, p, style);
	if (bt_kept_restore(&p->body, key, r, g))
		return;
	bt_table_draw(&p->table, &p->report.rows, g, r, style);
	if (p->table.n == 0 && r.h > 1)
		bt_grid_cut(g, r.x, r.y + 1, r.w, BT_ROLE_DIM,
		            p->failed ? p->err.text : p->table.filtered && p->table.total ? "no row is like that"
		            : s->snapshot ? "nothing here yet" : "",
		            s->glyphs == BT_GLYPHS_ASCII);
	bt_kept_save(&p->body, key, r, g);
}

void
bt_pane_draw(struct bt_screen *s, struct bt_grid *g, enum bt_pane_id id)
{
	struct bt_pane *p = &s->pane[id];
	struct bt_rect r = p->place;
	struct bt_rect body = {r.x, r.y + 1, r.w, r.h - 1};
	bool focused = s->focus == id;
	char bar[64];
	struct bt_table_style style = {.glyphs = s->glyphs, .stale = is_stale(s, bt_pane_spec(id)->report),
	                               .now_utc = s->drawn_utc, .made_utc = p->report.generated_utc,
	                               .running = s->running, .bar_path = bar,
	                               .strong_path = id == BT_PANE_NEWS_LIST ? "unread" : NULL};

	if (r.w <= 0 || r.h <= 0)
		return;
	if (bt_pane_spec(id)->report == BT_VIEW_NEWS && s->as_of != BT_DATE_NONE) {
		style.made_utc = bt_ny_instant(s->as_of + 1, 0);        /* ages of a past day are those of its end */
		style.now_utc = style.made_utc - 1;
	}
	if (bt_pane_spec(id)->report == BT_VIEW_HEALTH && s->snapshot && s->snapshot->health.moment_utc)
		style.now_utc = s->snapshot->health.moment_utc;
	snprintf(bar, sizeof(bar), "returns.%s.pct", p->horizon);
	draw_title(s, g, id, focused);
	draw_body(s, p, g, body, &style);
	if (focused && !s->overlay.open)
		bt_table_select(&p->table, g, body);
}
