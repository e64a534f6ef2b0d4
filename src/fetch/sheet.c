#include "fetch/sheet.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "fetch/csv_line.h"

/* "04/06/2026" */
static bool
parse_american(struct bt_field f, bt_date *out)
{
	char iso[10];

	if (f.n != 10 || f.s[2] != '/' || f.s[5] != '/')
		return false;
	memcpy(iso, f.s + 6, 4);
	iso[4] = iso[7] = '-';
	memcpy(iso + 5, f.s, 2);
	memcpy(iso + 8, f.s + 3, 2);
	return bt_date_parse(iso, sizeof(iso), out);
}

static bool
parse_date(struct bt_field f, bt_date *out)
{
	return bt_date_parse(f.s, f.n, out) || parse_american(f, out);
}

/* A missing value is NAN; false: no number and no word for a missing one. */
static bool
parse_value(struct bt_field f, double *out)
{
	*out = NAN;
	return !f.n || (f.n == 1 && f.s[0] == '.') || bt_num_parse(f.s, f.n, out);
}

static bool
read_header(struct bt_field line, struct bt_arena *a, struct bt_sheet *sheet)
{
	struct bt_field field[BT_SHEET_COLUMNS + 1];
	size_t n = bt_csv_split(line, field, BT_SHEET_COLUMNS + 1);
	char word[24];

	if (n < 2 || n > BT_SHEET_COLUMNS + 1)
		return false;
	bt_csv_word(field[0], word, sizeof(word));
	if (strcmp(word, "date") != 0 && strcmp(word, "observationdate") != 0)
		return false;
	sheet->n_column = n - 1;
	for (size_t i = 1; i < n; i++)
		if (!(sheet->name[i - 1] = bt_csv_text(a, field[i])))
			return false;
	return true;
}

static bool
allocate(struct bt_sheet *sheet, size_t capacity, struct bt_arena *a)
{
	sheet->date = BT_ARENA_ARRAY(a, capacity, bt_date);
	for (size_t c = 0; c < sheet->n_column; c++)
		if (!(sheet->column[c] = BT_ARENA_ARRAY(a, capacity, double)))
			return false;
	return sheet->date != NULL;
}

/* The line as row sheet->n; false: it is none. */
static bool
read_row(struct bt_field line, struct bt_sheet *sheet)
{
	struct bt_field field[BT_SHEET_COLUMNS + 1];

	if (bt_csv_split(line, field, BT_SHEET_COLUMNS + 1) != sheet->n_column + 1 ||
	    !parse_date(field[0], &sheet->date[sheet->n]))
		return false;
	for (size_t c = 0; c < sheet->n_column; c++)
		if (!parse_value(field[c + 1], &sheet->column[c][sheet->n]))
			return false;
	sheet->n++;
	return true;
}

static size_t
count_lines(const char *s, size_t n)
{
	size_t lines = 0;

	for (const char *p = s; (p = memchr(p, '\n', (size_t)(s + n - p))); p++)
		lines++;
	return lines;
}

bool
bt_sheet_read(const char *body, size_t len, struct bt_arena *a, struct bt_sheet *sheet,
             struct bt_answer *answer)
{
	struct bt_csv_cursor c;
	struct bt_field line;
	size_t bad = 0;

	*sheet = (struct bt_sheet){0};
	bt_csv_cursor_init(&c, body, len);
	if (!bt_csv_next(&c, &line) || !read_header(line, a, sheet)) {
		bt_answer_fail(answer, BT_FAULT_FORMAT, "no header of a date and its values");
		return false;
	}
	if (body[len - 1] != '\n') {
		bt_answer_fail(answer, BT_FAULT_TRUNCATED, "within line %zu", count_lines(body, len) + 1);
		return false;
	}
	if (!allocate(sheet, count_lines(body, len), a)) {
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "out of memory");
		return false;
	}
	while (bt_csv_next(&c, &line))
		bad += line.n && !read_row(line, sheet);
	answer->dropped_rows += bad;
	if (bad && !sheet->n) {
		bt_answer_fail(answer, BT_FAULT_FORMAT, "none of %zu lines is a row", bad);
		return false;
	}
	return true;
}
