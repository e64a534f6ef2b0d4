#include "ui/news_reader.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "core/calendar.h"
#include "ui/flow.h"
#include "ui/news_row.h"

/* "2025-12-23 16:09 EST": a stamp of UTC in New York, where the sessions are. */
static void
ny_text(const char *stamp, char *buf, size_t size)
{
	char day[BT_DATE_SIZE];
	int hour, minute, second;
	int64_t utc;
	bt_date d;

	buf[0] = '\0';
	if (!bt_date_parse(stamp, 10 <= strlen(stamp) ? 10 : 0, &d) || sscanf(stamp + 10, "T%d:%d", &hour, &minute) != 2)
		return;
	utc = (int64_t)d * 86400 + hour * 3600 + minute * 60;
	second = bt_ny_second(utc);
	snprintf(buf, size, "%s %02d:%02d %s", bt_date_format(bt_ny_date(utc), day), second / 3600,
	         second / 60 % 60, bt_ny_zone(utc));
}

/* "marketwatch (www.marketwatch.com), 2025-12-23 16:09 EST, 7h ago, new": where the link goes is seen before it is
 * opened; while the market is closed without the age.  */
static void
put_origin(const struct bt_screen *s, struct bt_flow *f, const struct bt_val *row, int64_t now_utc)
{
	const char *link = bt_news_text(row, "link");
	char text[300], when[40], age[BT_CELL_TEXT_SIZE], host[100];

	bt_cell_text(bt_val_get(row, "age_s"), BT_FORMAT_AGE, age);
	ny_text(bt_news_text(row, "published"), when, sizeof(when));
	/* an age stands only where it is redrawn with the clock */
	bt_news_host(link, strlen(link), host, sizeof(host));
	snprintf(text, sizeof(text), "%.80s%s%s%s, %s%s%.8s%s%s", bt_news_text(row, "feed"), *host ? " (" : "", host,
	         *host ? ")" : "", when,
	         bt_screen_is_running(s, now_utc) ? ", " : "", bt_screen_is_running(s, now_utc) ? age : "",
	         bt_screen_is_running(s, now_utc) ? " ago" : "",
	         bt_val_is_true(bt_val_get(row, "unread")) ? ", new" : "");
	bt_flow_text(f, BT_ROLE_DIM, text);
}

/* "NVDA ▲+1.20 %  ^RUT ▼-0.31 %  on 2025-12-23" */
static void
put_moves(const struct bt_screen *s, struct bt_flow *f, const struct bt_val *row)
{
	const struct bt_val *symbols = bt_val_get(row, "symbols"), *moves = bt_val_get(row, "moves");
	bool ascii = s->glyphs == BT_GLYPHS_ASCII;
	struct bt_flow_line l = bt_flow_line(f);
	char text[64], value[BT_CELL_TEXT_SIZE], date[BT_DATE_SIZE];

	for (size_t i = 0; i < bt_news_length(symbols) && i < bt_news_length(moves); i++) {
		const struct bt_val *move = &moves->u.list.at[i];
		int direction = bt_cell_direction(move, BT_FORMAT_PCT);
		const char *glyph = direction == 0 || ascii ? "" : direction > 0 ? "▲" : "▼";

		snprintf(text, sizeof(text), "%.20s ", bt_val_as_str(&symbols->u.list.at[i]));
		bt_flow_part(&l, BT_ROLE_STRONG, text);
		snprintf(text, sizeof(text), "%s%.20s %%  ", glyph, bt_cell_text(move, BT_FORMAT_PCT, value));
		bt_flow_part(&l, direction > 0 ? BT_ROLE_UP : direction < 0 ? BT_ROLE_DOWN : BT_ROLE_TEXT,
		             move->kind == BT_VAL_NUM ? text : "-  ");
	}
	if (bt_news_length(symbols) == 0)
		return;
	snprintf(text, sizeof(text), "on %s", bt_date_format(bt_val_as_date(bt_val_get(row, "move_date")), date));
	bt_flow_part(&l, BT_ROLE_DIM, text);
	bt_flow_end(&l);
}

static void
put_same(struct bt_flow *f, const struct bt_val *row)
{
	const struct bt_val *same = bt_val_get(row, "same");
	char text[400];

	if (bt_news_length(same) == 0)
		return;
	bt_flow_blank(f);
	bt_flow_text(f, BT_ROLE_DIM, "Also told by");
	for (size_t i = 0; i < bt_news_length(same); i++) {
		const struct bt_val *one = &same->u.list.at[i];

		snprintf(text, sizeof(text), "%.40s: %.300s", bt_news_text(one, "feed"), bt_news_text(one, "title"));
		bt_flow_hanging(f, BT_ROLE_TEXT, text, 2);
	}
}

/* As they are numbered in the text: the host is what one must see before anything is opened. */
static void
put_links(struct bt_flow *f, const struct bt_val *row)
{
	struct bt_news_links l = bt_news_links_of(row);
	char text[BT_LINK_SIZE + 8];

	if (l.n)
		bt_flow_blank(f);
	for (size_t i = 0; i < l.n; i++) {
		snprintf(text, sizeof(text), "[%zu] %.*s", i + 1, (int)l.len[i], l.at[i]);
		bt_flow_hanging(f, BT_ROLE_LINE2, text, 4);
	}
}

/* The numbers of links in the text look as they do in the list: "[2]", where there is a second. */
static void
mark_numbers(struct bt_grid *g, struct bt_rect r, size_t n_links)
{
	for (int y = r.y; y < r.y + r.h; y++) {
		for (int x = r.x; x < r.x + r.w; x++) {
			size_t number = 0;
			int end = x + 1;

			if (bt_grid_at(g, x, y)->text[0] != '[')
				continue;
			for (; end < r.x + r.w && strchr("0123456789", bt_grid_at(g, end, y)->text[0]) &&
			       bt_grid_at(g, end, y)->text[0] && number < 100; end++)
				number = 10 * number + (size_t)(bt_grid_at(g, end, y)->text[0] - '0');
			if (number == 0 || number > n_links || end >= r.x + r.w || bt_grid_at(g, end, y)->text[0] != ']')
				continue;
			for (int i = x; i <= end; i++)
				g->cell[(size_t)y * (size_t)g->w + (size_t)i].role = BT_ROLE_LINE2;
		}
	}
}

/* The story from its line v->top on; v->lines and v->page are true afterwards. */
static void
put_story(struct bt_screen *s, struct bt_grid *g, struct bt_rect r, const struct bt_val *row)
{
	struct bt_news_view *v = &s->news;
	struct bt_flow f = bt_flow_open(g, r, v->top, s->glyphs == BT_GLYPHS_ASCII);

	bt_flow_text(&f, BT_ROLE_STRONG, bt_news_text(row, "title"));
	put_origin(s, &f, row, s->drawn_utc);
	put_moves(s, &f, row);
	if (*bt_news_text(row, "summary")) {
		bt_flow_blank(&f);
		bt_flow_text(&f, BT_ROLE_TEXT, bt_news_text(row, "summary"));
	}
	put_same(&f, row);
	put_links(&f, row);
	mark_numbers(g, r, bt_news_length(bt_val_get(row, "links")));
	v->lines = bt_flow_lines(&f, v->top);
	v->page = (size_t)r.h;
	v->host_shown = v->top == 0 && r.h > 2;
}

void
bt_news_reader_draw(struct bt_screen *s, struct bt_grid *g, struct bt_rect r)
{
	struct bt_news_view *v = &s->news;
	const struct bt_val *row = bt_news_row(s);
	struct bt_rect body = {r.x, r.y + 1, r.w, r.h - 1};
	char place[40] = "";

	if (r.w <= 0 || r.h <= 0)
		return;
	v->lines = v->page = 0;
	if (row && body.h > 0)
		put_story(s, g, body, row);
	if (v->lines > v->page)
		snprintf(place, sizeof(place), " %zu-%zu of %zu", v->top + 1,
		         v->top + v->page < v->lines ? v->top + v->page : v->lines, v->lines);
	bt_title_draw(s, g, r, "Reader", "", place, v->reading);
	if (row && v->reading && !s->overlay.open) {
		g->cursor_x = body.x;
		g->cursor_y = body.y;
	}
}
