/* golden.h - golden tables beside the tree (they are no part of it), read and compared and counted.
 *
 * A number agrees within 1e-9 of itself, or, near 0, within 1e-12; an empty cell is null.  */
#ifndef BT_TESTS_GOLDEN_H
#define BT_TESTS_GOLDEN_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/num.h"
#include "fetch/csv_line.h"

#define GOLDEN_FIELDS 64

struct golden {
	char name[64];
	struct bt_buf text;
	struct bt_csv_cursor cursor;
	struct bt_field head[GOLDEN_FIELDS], cell[GOLDEN_FIELDS];
	size_t n;
	size_t rows, compared;
};

static inline const char *
golden_path(const char *name, char buf[400])
{
	const char *top = getenv("top_srcdir");

	snprintf(buf, 400, "%s/../shared/%s", top ? top : ".", name);
	return buf;
}

static inline void
golden_open(struct golden *g, const char *name)
{
	struct bt_field line;
	char path[400];

	*g = (struct golden){0};
	snprintf(g->name, sizeof(g->name), "%s", name);
	bt_buf_init(&g->text, 1 << 26);
	assert_int_equal(bt_file_read(golden_path(name, path), &g->text, NULL), BT_OK);
	bt_csv_cursor_init(&g->cursor, g->text.data, g->text.len);
	assert_true(bt_csv_next(&g->cursor, &line));
	g->n = bt_csv_split(line, g->head, GOLDEN_FIELDS);
}

/* Says how much was compared: "nothing failed" and "nothing was compared" look alike. */
static inline void
golden_close(struct golden *g)
{
	printf("%s: %zu rows, %zu comparisons\n", g->name, g->rows, g->compared);
	assert_true(g->rows > 0 && g->compared > 0);
	bt_buf_release(&g->text);
}

static inline bool
golden_next(struct golden *g)
{
	struct bt_field line;

	if (!bt_csv_next(&g->cursor, &line))
		return false;
	if (bt_csv_split(line, g->cell, GOLDEN_FIELDS) != g->n)
		fail_msg("%s line %zu has not %zu fields", g->name, g->cursor.line, g->n);
	g->rows++;
	return true;
}

static inline struct bt_field
golden_cell(const struct golden *g, const char *name)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->head[i].n == strlen(name) && memcmp(g->head[i].s, name, g->head[i].n) == 0)
			return g->cell[i];
	fail_msg("%s: no column %s", g->name, name);
	return (struct bt_field){0};
}

static inline const char *
golden_text(const struct golden *g, const char *name, char buf[64])
{
	struct bt_field f = golden_cell(g, name);

	snprintf(buf, 64, "%.*s", (int)f.n, f.s);
	return buf;
}

static inline bt_date
golden_date(const struct golden *g, const char *name)
{
	struct bt_field f = golden_cell(g, name);
	bt_date d = BT_DATE_NONE;

	bt_date_parse(f.s, f.n, &d);
	return d;
}

/* The number, or NAN when the cell is empty. */
static inline double
golden_num(const struct golden *g, const char *name)
{
	struct bt_field f = golden_cell(g, name);
	double x = NAN;

	if (f.n)
		assert_true(bt_num_parse(f.s, f.n, &x));
	return x;
}

static inline bool
golden_equal(double want, double mine)
{
	return isnan(want) ? isnan(mine) : fabs(mine - want) <= 1e-12 + 1e-9 * fabs(want);
}

static inline void
golden_check(struct golden *g, const char *name, double mine)
{
	double want = golden_num(g, name);

	g->compared++;
	if (!golden_equal(want, mine))
		fail_msg("%s line %zu, %s: %.14g, not %.14g", g->name, g->cursor.line, name, mine, want);
}

static inline void
golden_check_text(struct golden *g, const char *name, const char *mine)
{
	char buf[64];

	g->compared++;
	assert_string_equal(golden_text(g, name, buf), mine ? mine : "");
}

static inline void
golden_check_date(struct golden *g, const char *name, bt_date mine)
{
	char buf[BT_DATE_SIZE];

	g->compared++;
	if (golden_date(g, name) != mine)
		fail_msg("%s line %zu, %s: %s", g->name, g->cursor.line, name, bt_date_format(mine, buf));
}

#endif
