#include "ui/ruler.h"

#include "ui/axis.h"

#define LEAST_W 10
#define MOST_W 512

bt_date
bt_ruler_from(const struct bt_ruler *r)
{
	static const int months[] = {12, 36, 120};

	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
		bt_date from = bt_date_add_months(r->last, -months[i]);

		if (from <= r->first)
			break;
		if (r->at >= from + (r->last - from) / 20)
			return from;
	}
	return r->first;
}

static bool
is_drawn(const struct bt_ruler *r, struct bt_rect row)
{
	return row.w >= LEAST_W && r->first != BT_DATE_NONE && r->last > r->first && r->at != BT_DATE_NONE;
}

static int
width(struct bt_rect row)
{
	return row.w < MOST_W ? row.w : MOST_W;
}

int
bt_ruler_column(const struct bt_ruler *r, struct bt_rect row, bt_date d)
{
	bt_date from = bt_ruler_from(r);
	long long w = width(row) - 1;

	if (d <= from)
		return row.x;
	return row.x + (int)(d >= r->last ? w : (w * (d - from) + (r->last - from) / 2) / (r->last - from));
}

bt_date
bt_ruler_date(const struct bt_ruler *r, struct bt_rect row, int x)
{
	bt_date from = bt_ruler_from(r);
	int w = width(row);

	if (!is_drawn(r, row) || x < row.x || x >= row.x + w)
		return BT_DATE_NONE;
	return from + (bt_date)(((long long)(r->last - from) * (x - row.x) + (w - 1) / 2) / (w - 1));
}

void
bt_ruler_draw(const struct bt_ruler *r, struct bt_grid *g, struct bt_rect row)
{
	static const char *const line[] = {"─", "─", "-"}, *const end[] = {"┤", "┤", "|"};
	static const char *const here[] = {"◆", "♦", "^"};
	struct bt_tick tick[BT_AXIS_TICKS];
	bt_date date[MOST_W];
	int w = width(row);
	size_t n;

	if (!is_drawn(r, row))
		return;
	for (int x = 0; x < w; x++)
		date[x] = bt_ruler_date(r, row, row.x + x);
	bt_grid_fill(g, (struct bt_rect){row.x, row.y, w, 1}, BT_ROLE_BORDER, line[r->glyphs]);
	bt_grid_text(g, row.x + w - 1, row.y, 1, BT_ROLE_BORDER, end[r->glyphs]);
	n = bt_axis_dates(date, w - 1, tick);
	for (size_t i = 0; i < n; i++)
		bt_grid_text(g, row.x + tick[i].at, row.y, w - 1 - tick[i].at, BT_ROLE_DIM, tick[i].label);
	bt_grid_text(g, bt_ruler_column(r, row, r->at), row.y, 1, BT_ROLE_FOCUS, here[r->glyphs]);
}
