/* A report as JSON, nested as it is; what a terminal could take for a command is escaped, not lost. */
#include "cli/print.h"

#include <string.h>

#include "base/clock.h"
#include "base/num.h"
#include "base/text.h"

/* Code points that JSON may hold as they are and a terminal should not get. */
static bool
must_escape(uint32_t cp)
{
	char raw[5] = {0}, clean[8];
	size_t n = bt_utf8_encode(cp, raw);

	return bt_text_clean(raw, n, clean, sizeof(clean)) != n || memcmp(raw, clean, n) != 0;
}

static void
print_escaped(uint32_t cp, struct bt_buf *out)
{
	static const char letters[] = "\b\f\n\r\t", names[] = "bfnrt";
	const char *p = cp && cp < 0x20 ? strchr(letters, (int)cp) : NULL;

	if (cp == '"' || cp == '\\')
		bt_buf_printf(out, "\\%c", (char)cp);
	else if (p)
		bt_buf_printf(out, "\\%c", names[p - letters]);
	else if (cp > 0xFFFF)
		bt_buf_printf(out, "\\u%04x\\u%04x", 0xD800 + ((cp - 0x10000) >> 10),
		              0xDC00 + ((cp - 0x10000) & 0x3FF));
	else
		bt_buf_printf(out, "\\u%04x", cp);
}

/* The text whole: what a terminal could take for a command is escaped, not lost.  Bytes that are no
 * UTF-8 become U+FFFD.  */
static void
print_string(const char *s, struct bt_buf *out)
{
	size_t left = strlen(s);
	char raw[4];
	uint32_t cp;

	bt_buf_char(out, '"');
	while (left) {
		size_t n = bt_utf8_decode(s, left, &cp);

		if (cp == '"' || cp == '\\' || (cp != ' ' && (cp < 0x21 || cp > 0x7E) && must_escape(cp)))
			print_escaped(cp, out);
		else
			bt_buf_add(out, raw, bt_utf8_encode(cp, raw));
		s += n;
		left -= n;
	}
	bt_buf_char(out, '"');
}

static void
print_list(const struct bt_val *v, struct bt_buf *out)
{
	bt_buf_char(out, '[');
	for (size_t i = 0; i < bt_val_len(v); i++) {
		struct bt_val item = bt_val_at(v, i);

		if (i)
			bt_buf_char(out, ',');
		bt_print_json_value(&item, out);
	}
	bt_buf_char(out, ']');
}

static void
print_member(const char *name, const struct bt_val *v, bool first, struct bt_buf *out)
{
	if (!first)
		bt_buf_char(out, ',');
	print_string(name, out);
	bt_buf_char(out, ':');
	bt_print_json_value(v, out);
}

static void
print_object(const struct bt_val *v, struct bt_buf *out)
{
	bt_buf_char(out, '{');
	for (size_t i = 0; i < v->u.obj.len; i++)
		print_member(v->u.obj.at[i].name, &v->u.obj.at[i].val, i == 0, out);
	bt_buf_char(out, '}');
}

void
bt_print_json_value(const struct bt_val *v, struct bt_buf *out)
{
	char num[BT_NUM_SIZE], date[BT_DATE_SIZE];

	switch (v->kind) {
	case BT_VAL_NULL:
		bt_buf_str(out, "null");
		break;
	case BT_VAL_BOOL:
		bt_buf_str(out, v->u.truth ? "true" : "false");
		break;
	case BT_VAL_NUM:
		bt_buf_str(out, bt_num_format(v->u.num, num));
		break;
	case BT_VAL_STR:
		print_string(v->u.str, out);
		break;
	case BT_VAL_DATE:
		bt_buf_printf(out, "\"%s\"", bt_date_format(v->u.date, date));
		break;
	case BT_VAL_LIST:
	case BT_VAL_NUMS:
	case BT_VAL_DATES:
		print_list(v, out);
		break;
	case BT_VAL_OBJ:
		print_object(v, out);
		break;
	}
}

static bool
is_wanted(const struct bt_fields *fields, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; fields && i < fields->n; i++) {
		const char *path = fields->at[i].path;

		if (strncmp(path, name, len) == 0 && (path[len] == '\0' || path[len] == '.'))
			return true;
	}
	return !fields;
}

static void
print_row(const struct bt_val *row, const struct bt_fields *fields, struct bt_buf *out)
{
	bool first = true;

	bt_buf_char(out, '{');
	for (size_t i = 0; i < row->u.obj.len; i++) {
		const struct bt_member *m = &row->u.obj.at[i];

		if (!is_wanted(fields, m->name))
			continue;
		print_member(m->name, &m->val, first, out);
		first = false;
	}
	bt_buf_char(out, '}');
}

void
bt_print_json(const struct bt_report *r, const struct bt_fields *fields, struct bt_buf *out)
{
	char stamp[BT_CLOCK_STAMP_SIZE];
	const struct bt_val as_of = bt_val_date(r->as_of), source = bt_val_str(r->source);

	bt_buf_printf(out, "{\"schema\":%d,\"view\":\"%s\",", BT_SCHEMA, bt_view_spec(r->view)->name);
	print_member("as_of", &as_of, true, out);
	bt_buf_printf(out, ",\"generated\":\"%s\"", bt_clock_stamp(r->generated_utc, stamp));
	print_member("source", &source, false, out);
	bt_buf_printf(out, ",\"base\":\"%s\",\"price\":\"%s\"",
	              r->base == BT_BASE_FIRST ? "first" : "prev",
	              r->price == BT_PRICE_ADJCLOSE ? "adjclose" : "close");
	for (size_t i = 0; i < r->head.u.obj.len; i++)
		print_member(r->head.u.obj.at[i].name, &r->head.u.obj.at[i].val, false, out);
	bt_buf_str(out, ",\"rows\":[");
	for (size_t i = 0; i < r->rows.u.list.len; i++) {
		bt_buf_str(out, i ? ",\n" : "\n");
		print_row(&r->rows.u.list.at[i], fields, out);
	}
	bt_buf_str(out, r->rows.u.list.len ? "\n]}\n" : "]}\n");
}
