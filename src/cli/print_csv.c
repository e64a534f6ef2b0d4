/* A report as comma-separated values (RFC 4180): one line a row, its nested members as columns. */
#include "cli/print.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "base/xalloc.h"

/* RFC 4180 quoting, after the text was made one clean line. */
static void
print_field(const char *s, struct bt_buf *out)
{
	size_t size = 3 * strlen(s) + 1;
	char *clean = bt_xmalloc(size);
	size_t n = bt_text_clean(s, strlen(s), clean, size);
	bool quote = strpbrk(clean, ",\"") || (n && (clean[0] == ' ' || clean[n - 1] == ' '));

	if (quote)
		bt_buf_char(out, '"');
	for (size_t i = 0; i < n; i++) {
		if (clean[i] == '"')
			bt_buf_char(out, '"');
		bt_buf_char(out, clean[i]);
	}
	if (quote)
		bt_buf_char(out, '"');
	free(clean);
}

/* The value's own text, unquoted. */
static void
value_text(const struct bt_val *v, struct bt_buf *out)
{
	char num[BT_NUM_SIZE], date[BT_DATE_SIZE];

	switch (v->kind) {
	case BT_VAL_NULL:
		break;
	case BT_VAL_BOOL:
		bt_buf_char(out, v->u.truth ? '1' : '0');
		break;
	case BT_VAL_NUM:
		bt_buf_str(out, bt_num_format(v->u.num, num));
		break;
	case BT_VAL_STR:
		bt_buf_str(out, v->u.str);
		break;
	case BT_VAL_DATE:
		bt_buf_str(out, bt_date_format(v->u.date, date));
		break;
	case BT_VAL_LIST:
	case BT_VAL_NUMS:
	case BT_VAL_DATES:
		for (size_t i = 0; i < bt_val_len(v); i++) {
			struct bt_val item = bt_val_at(v, i);

			if (i)
				bt_buf_char(out, ' ');
			value_text(&item, out);
		}
		break;
	case BT_VAL_OBJ:
		bt_print_json_value(v, out);
		break;
	}
}

static void
print_value(const struct bt_val *v, struct bt_buf *out)
{
	struct bt_buf text;

	if (!v || v->kind == BT_VAL_NULL)
		return;
	bt_buf_init(&text, out->max);
	value_text(v, &text);
	if (text.data)
		print_field(text.data, out);
	bt_buf_release(&text);
}

static bool
is_source(const struct bt_field *f)
{
	return strcmp(f->path, "source") == 0;
}

void
bt_print_csv(const struct bt_report *r, const struct bt_fields *fields, bool header,
             struct bt_buf *out)
{
	const struct bt_val report_source = bt_val_str(r->source);

	for (size_t i = 0; header && i < fields->n; i++) {
		if (!is_source(&fields->at[i]))
			bt_buf_printf(out, "%s,", fields->at[i].path);
	}
	if (header)
		bt_buf_str(out, "source\n");
	for (size_t k = 0; k < r->rows.u.list.len; k++) {
		const struct bt_val *row = &r->rows.u.list.at[k];
		const struct bt_val *source = bt_val_get(row, "source");

		for (size_t i = 0; i < fields->n; i++) {
			if (is_source(&fields->at[i]))
				continue;
			print_value(bt_val_path(row, fields->at[i].path), out);
			bt_buf_char(out, ',');
		}
		print_value(source && source->kind == BT_VAL_STR ? source : &report_source, out);
		bt_buf_char(out, '\n');
	}
}
