/* Settings as their file has them: those that hold, or every default to be uncommented. */
#include <string.h>

#include "model/conf.h"

/* "key = value", long lists going on in indented lines: the ini reader takes lines of 197 bytes. */
static void
print_entry(const char *key, const char *value, enum bt_setting_kind kind, bool sample,
            struct bt_buf *out)
{
	size_t width = 0;

	bt_buf_printf(out, "%s%s =", sample ? "#" : "", key);
	if (kind != BT_SETTING_LIST) {
		bt_buf_printf(out, "%s%s\n", *value ? " " : "", value);
		return;
	}
	for (const char *p = value; *p;) {
		size_t n = strcspn(p, " ");

		if (width + n > 100) {
			bt_buf_printf(out, "\n%s   ", sample ? "#" : "");
			width = 0;
		}
		bt_buf_printf(out, " %.*s", (int)n, p);
		width += n + 1;
		p += n + strspn(p + n, " ");
	}
	bt_buf_str(out, "\n");
}

static void
print_setting(const struct bt_settings *s, struct bt_arena *a, enum bt_setting id, bool sample,
              struct bt_buf *out)
{
	const struct bt_setting_spec *spec = bt_setting_spec(id);

	if (sample) {
		const char *accepts = bt_setting_accepts(id, a);

		bt_buf_printf(out, "\n# %s.\n# Takes %s.\n", spec->help, accepts);
	}
	if (spec->key)
		print_entry(spec->key, bt_setting_text(s, a, id), spec->kind, sample, out);
}

static void
print_group(const struct bt_pairs *pairs, enum bt_setting_kind kind, bool sample, struct bt_buf *out)
{
	for (size_t i = 0; i < pairs->n; i++)
		print_entry(pairs->at[i].name, pairs->at[i].value, kind, sample, out);
}

void
bt_conf_print(const struct bt_settings *s, bool sample, struct bt_buf *out)
{
	const char *section = "";
	struct bt_arena a;

	bt_arena_init(&a, 0);
	for (int i = 0; i < BT_SETTING_COUNT; i++) {
		enum bt_setting id = (enum bt_setting)i;
		const struct bt_setting_spec *spec = bt_setting_spec(id);

		if (strcmp(spec->section, section) != 0)
			bt_buf_printf(out, "%s[%s]\n", i ? "\n" : "", spec->section);
		section = spec->section;
		print_setting(s, &a, id, sample, out);
		if (!spec->key)
			print_group(bt_settings_group(s, id), spec->kind, sample, out);
	}
	bt_arena_release(&a);
}
