#include "ui/candle.h"

#include <math.h>

enum period { DAY, WEEK, MONTH, QUARTER, YEAR, PERIODS };

static const char *const names[PERIODS] = {"day", "week", "month", "quarter", "year"};

/* --- grouping -------------------------------------------------------------------------------------- */

/* A number that changes where a period begins. */
static int
period_of(bt_date d, enum period p)
{
	int y, m, day;

	if (p <= WEEK)
		return p == DAY ? d : bt_date_week(d);
	bt_date_split(d, &y, &m, &day);
	return p == MONTH ? y * 12 + m : p == QUARTER ? y * 4 + (m - 1) / 3 : y;
}

static size_t
count_periods(const struct bt_chart *c, enum period p)
{
	size_t n = 0;
	int before = 0;

	for (size_t i = 0; i < c->n; i++) {
		int now = period_of(c->date[i], p);

		if (!isfinite(c->value[i]))
			continue;
		n += n == 0 || now != before;
		before = now;
	}
	return n;
}

static double
or_else(double v, double other)
{
	return isfinite(v) ? v : other;
}

static struct bt_candle
candle_of(const struct bt_chart *c, size_t i, double close_before)
{
	struct bt_candle k = {.close = c->value[i]};

	k.open = or_else(c->open[i], or_else(close_before, k.close));
	k.high = fmax(or_else(c->high[i], k.close), fmax(k.open, k.close));
	k.low = fmin(or_else(c->low[i], k.close), fmin(k.open, k.close));
	return k;
}

/* Put a day's candle behind those of the same period. */
static void
join(struct bt_candle *k, const struct bt_candle *day)
{
	k->high = fmax(k->high, day->high);
	k->low = fmin(k->low, day->low);
	k->close = day->close;
}

void
bt_candles_make(const struct bt_chart *c, int columns, struct bt_candles *out)
{
	size_t most = columns < 1 ? 1 : columns > BT_CHART_COLUMNS ? BT_CHART_COLUMNS : (size_t)columns;
	enum period p = DAY;
	double close_before = NAN;
	size_t count, seen = 0;
	int before = 0;

	while ((count = count_periods(c, p)) > most && p < YEAR)
		p++;
	out->n = 0;
	out->period = names[p];
	for (size_t i = 0; i < c->n; i++) {
		int now = period_of(c->date[i], p);
		struct bt_candle day;

		if (!isfinite(c->value[i]))
			continue;
		seen += seen == 0 || now != before;
		day = candle_of(c, i, close_before);
		close_before = day.close;
		if (count - seen >= most) {
			before = now;
			continue;
		}
		if (out->n && now == before)
			join(&out->at[out->n - 1], &day);
		else
			out->at[out->n++] = day;
		out->last[out->n - 1] = i;
		before = now;
	}
}

/* --- drawing --------------------------------------------------------------------------------------- */

/* What stands in one half of a cell. */
enum part { EMPTY, WICK, BODY };

struct look {
	const char *glyph[3][3];         /* [upper half][lower half] */
};

/* Heavy line: rising; block: falling. */
static const struct look rising[] = {
	[BT_GLYPHS_UTF8] = {{{" ", "╷", "╻"}, {"╵", "│", "╽"}, {"╹", "╿", "┃"}}},
	[BT_GLYPHS_HALF] = {{{" ", "│", "▒"}, {"│", "│", "▒"}, {"▒", "▒", "▒"}}},
	[BT_GLYPHS_ASCII] = {{{" ", "|", "O"}, {"|", "|", "O"}, {"O", "O", "O"}}},
};
static const struct look falling[] = {
	[BT_GLYPHS_UTF8] = {{{" ", "╷", "▄"}, {"╵", "│", "▄"}, {"▀", "▀", "█"}}},
	[BT_GLYPHS_HALF] = {{{" ", "│", "▄"}, {"│", "│", "▄"}, {"▀", "▀", "█"}}},
	[BT_GLYPHS_ASCII] = {{{" ", "|", "#"}, {"|", "|", "#"}, {"#", "#", "#"}}},
};

/* A candle in half rows. */
struct halves {
	int low, high, bottom, top;      /* of the wick and of the body, both ends included */
	bool up;
};

static enum part
part_at(const struct halves *h, int row)
{
	if (row >= h->bottom && row <= h->top)
		return BODY;
	return row >= h->low && row <= h->high ? WICK : EMPTY;
}

static struct halves
halves_of(const struct bt_candle *k, const struct bt_scale *scale, int rows)
{
	return (struct halves){
		.low = bt_scale_row(scale, k->low, rows),
		.high = bt_scale_row(scale, k->high, rows),
		.bottom = bt_scale_row(scale, fmin(k->open, k->close), rows),
		.top = bt_scale_row(scale, fmax(k->open, k->close), rows),
		.up = k->close >= k->open,
	};
}

void
bt_candles_draw(const struct bt_candles *k, const struct bt_scale *scale, enum bt_glyphs glyphs,
                struct bt_grid *g, struct bt_rect plot)
{
	if (plot.w < 1 || plot.h < 1)
		return;
	for (size_t i = 0; i < k->n; i++) {
		struct halves h = halves_of(&k->at[i], scale, 2 * plot.h);
		const struct look *look = h.up ? &rising[glyphs] : &falling[glyphs];
		int x = plot.x + bt_chart_column(i, k->n, plot.w);

		for (int row = 0; row < plot.h; row++) {
			enum part upper = part_at(&h, 2 * row + 1), lower = part_at(&h, 2 * row);

			if (upper != EMPTY || lower != EMPTY)
				bt_grid_text(g, x, plot.y + plot.h - 1 - row, 1,
				             h.up ? BT_ROLE_UP : BT_ROLE_DOWN,
				             look->glyph[upper][lower]);
		}
	}
}
