#include "model/cell.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static char *
text_big(double x, char buf[BT_CELL_TEXT_SIZE])
{
	static const struct {
		double unit;
		char letter;
	} units[] = {{1e12, 'T'}, {1e9, 'B'}, {1e6, 'M'}, {1e3, 'k'}};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (fabs(x) >= units[i].unit) {
			snprintf(buf, BT_CELL_TEXT_SIZE, "%.1f%c", x / units[i].unit, units[i].letter);
			return buf;
		}
	}
	snprintf(buf, BT_CELL_TEXT_SIZE, "%.0f", x);
	return buf;
}

/* -0.00 reads as if something had fallen. */
static double
unsigned_zero(double x, double half)
{
	return fabs(x) < half ? 0 : x;
}

char *
bt_age_text(int64_t seconds, char buf[BT_CELL_TEXT_SIZE])
{
	static const struct {
		int64_t below, unit;
		char letter;
	} units[] = {{60, 1, 's'}, {3600, 60, 'm'}, {86400, 3600, 'h'}, {INT64_MAX, 86400, 'd'}};

	snprintf(buf, BT_CELL_TEXT_SIZE, "-");
	for (size_t i = 0; seconds >= 0 && i < sizeof(units) / sizeof(units[0]); i++) {
		if (seconds < units[i].below) {
			snprintf(buf, BT_CELL_TEXT_SIZE, "%lld%c", (long long)(seconds / units[i].unit), units[i].letter);
			break;
		}
	}
	return buf;
}

static char *
text_number(double x, enum bt_format format, char buf[BT_CELL_TEXT_SIZE])
{
	switch (format) {
	case BT_FORMAT_PCT:
	case BT_FORMAT_FIXED:
		snprintf(buf, BT_CELL_TEXT_SIZE, "%+.2f", unsigned_zero(x, 0.005));
		break;
	case BT_FORMAT_SHARE:
		snprintf(buf, BT_CELL_TEXT_SIZE, "%.1f", x);
		break;
	case BT_FORMAT_PRICE:
		snprintf(buf, BT_CELL_TEXT_SIZE, fabs(x) < 1 ? "%.4f" : "%.2f", x);
		break;
	case BT_FORMAT_METER:
		snprintf(buf, BT_CELL_TEXT_SIZE, "%.*f", fabs(x) >= 10 ? 1 : 3, unsigned_zero(x, 0.0005));
		break;
	case BT_FORMAT_PART:
		snprintf(buf, BT_CELL_TEXT_SIZE, "%.*f%%", fabs(x) < 0.0995 ? 2 : 1, 100 * x);
		break;
	case BT_FORMAT_COUNT:
		snprintf(buf, BT_CELL_TEXT_SIZE, "%.0f", x);
		break;
	case BT_FORMAT_CHANGE:
		snprintf(buf, BT_CELL_TEXT_SIZE, x == 0 ? "%.0f" : "%+.0f", x);
		break;
	case BT_FORMAT_BIG:
		return text_big(x, buf);
	case BT_FORMAT_AGE:
		return bt_age_text((int64_t)x, buf);
	default:
		snprintf(buf, BT_CELL_TEXT_SIZE, "%.6g", x);
		break;
	}
	return buf;
}

static char *
text_list(const struct bt_val *v, enum bt_format format, char buf[BT_CELL_TEXT_SIZE])
{
	size_t used = 0;

	for (size_t i = 0; i < bt_val_len(v); i++) {
		struct bt_val item = bt_val_at(v, i);
		const char *word = bt_val_as_str(&item);
		char date[BT_DATE_SIZE], one[BT_CELL_TEXT_SIZE];

		if (item.kind == BT_VAL_DATE)
			word = bt_date_format(item.u.date, date);
		else if (format == BT_FORMAT_PCT)
			word = bt_cell_text(&item, format, one);
		if (!word || used + strlen(word) + 2 > BT_CELL_TEXT_SIZE)
			break;
		used += (size_t)snprintf(buf + used, BT_CELL_TEXT_SIZE - used, "%s%s", used ? " " : "",
		                         word);
	}
	if (used == 0)
		snprintf(buf, BT_CELL_TEXT_SIZE, "-");
	return buf;
}

char *
bt_cell_text(const struct bt_val *v, enum bt_format format, char buf[BT_CELL_TEXT_SIZE])
{
	snprintf(buf, BT_CELL_TEXT_SIZE, "-");
	if (!v)
		return buf;
	switch (v->kind) {
	case BT_VAL_NUM:
		return text_number(v->u.num, format, buf);
	case BT_VAL_STR:
		snprintf(buf, BT_CELL_TEXT_SIZE, "%s", v->u.str);
		break;
	case BT_VAL_DATE:
		bt_date_format(v->u.date, buf);
		break;
	case BT_VAL_BOOL:
		snprintf(buf, BT_CELL_TEXT_SIZE, "%s", v->u.truth ? "yes" : "no");
		break;
	case BT_VAL_LIST:
	case BT_VAL_NUMS:
	case BT_VAL_DATES:
		return text_list(v, format, buf);
	case BT_VAL_NULL:
	case BT_VAL_OBJ:
		break;
	}
	return buf;
}

bool
bt_format_is_right(enum bt_format format)
{
	return format >= BT_FORMAT_PRICE && format <= BT_FORMAT_AGE;
}

int
bt_cell_direction(const struct bt_val *v, enum bt_format format)
{
	double x = bt_val_as_num(v);

	if (format == BT_FORMAT_CHANGE)
		return (x > 0) - (x < 0);
	if (format != BT_FORMAT_PCT || isnan(x) || fabs(x) < 0.005)
		return 0;
	return x > 0 ? 1 : -1;
}

bool
bt_cell_column(const char *path, struct bt_cell_column *out)
{
	const char *end = path + strcspn(path, ".");
	const struct bt_column_spec *spec;
	char name[32];

	if ((size_t)(end - path) >= sizeof(name) || strlen(path) >= sizeof(out->path))
		return false;
	memcpy(name, path, (size_t)(end - path));
	name[end - path] = '\0';
	snprintf(out->path, sizeof(out->path), "%s", path);
	out->column = bt_column_find(name);
	if (out->column == BT_COLUMN_COUNT)
		return false;
	spec = bt_column_spec(out->column);
	out->format = spec->format;
	out->width = spec->width;
	snprintf(out->title, sizeof(out->title), "%s", spec->title);
	if (*end == '\0')
		return true;
	/* returns.YTD.pct and the like: the middle names the column, the end its kind */
	const char *last = strrchr(path, '.') + 1;
	size_t middle = last - 1 > end ? (size_t)(last - 1 - (end + 1)) : strlen(end + 1);

	snprintf(out->title, sizeof(out->title), "%.*s", (int)middle, end + 1);
	if (strcmp(last, "pct") == 0)
		out->format = BT_FORMAT_PCT;
	else if (strcmp(last, "base_date") == 0)
		out->format = BT_FORMAT_DATE;
	else if (strcmp(last, "beats") == 0) {
		snprintf(out->title, sizeof(out->title), "beats");
		out->format = BT_FORMAT_BOOL;
	}
	else
		out->format = BT_FORMAT_PRICE;
	out->width = out->format == BT_FORMAT_DATE ? 10 : 8;
	return true;
}
