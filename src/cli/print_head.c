/* print_head.c - the members beside a report's rows, in words instead of JSON. */
#include "cli/print.h"

#include "model/cell.h"

/* Deeper than this only JSON shows it. */
#define DEPTH 2

static void add_value(const struct bt_val *v, int depth, struct bt_buf *out);

static bool
is_plain(const struct bt_val *v)
{
	return !bt_val_is_list(v) && v->kind != BT_VAL_OBJ;
}

/* Two numbers are a count and what it is of: "4 of 7". */
static bool
is_share(const struct bt_val *v)
{
	return bt_val_len(v) == 2 && bt_val_at(v, 0).kind == BT_VAL_NUM && bt_val_at(v, 1).kind == BT_VAL_NUM;
}

static void
add_list(const struct bt_val *v, int depth, struct bt_buf *out)
{
	const char *between = "; ";

	if (bt_val_len(v) == 0)
		bt_buf_str(out, "-");
	for (size_t i = 0; i < bt_val_len(v); i++) {
		struct bt_val item = bt_val_at(v, i);

		if (i == 0 && is_plain(&item))
			between = is_share(v) ? " of " : " ";
		bt_buf_str(out, i ? between : "");
		add_value(&item, depth + 1, out);
	}
}

/* "YTD 4 of 7  1Y 2 of 7"; of a return its percentage alone. */
static void
add_object(const struct bt_val *v, int depth, struct bt_buf *out)
{
	const struct bt_val *pct = bt_val_get(v, "pct");
	char text[BT_CELL_TEXT_SIZE];

	if (pct) {
		bt_buf_str(out, bt_cell_text(pct, BT_FORMAT_PCT, text));
		return;
	}
	for (size_t i = 0; i < v->u.obj.len; i++) {
		bt_buf_printf(out, "%s%s ", i ? "  " : "", v->u.obj.at[i].name);
		add_value(&v->u.obj.at[i].val, depth + 1, out);
	}
}

static void
add_value(const struct bt_val *v, int depth, struct bt_buf *out)
{
	char text[BT_CELL_TEXT_SIZE];

	if (v->kind == BT_VAL_STR)
		bt_buf_str(out, v->u.str);
	else if (is_plain(v))
		bt_buf_str(out, bt_cell_text(v, BT_FORMAT_REAL, text));
	else if (depth > DEPTH)
		bt_buf_str(out, "...");
	else if (bt_val_is_list(v))
		add_list(v, depth, out);
	else
		add_object(v, depth, out);
}

void
bt_print_head_value(const struct bt_val *v, struct bt_buf *out)
{
	add_value(v, 0, out);
}
