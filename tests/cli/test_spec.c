/* The tables: names unique, helps good, and everything that is derived from them complete: --help, the
 * manual, the completions; with nothing in those that is in no table.  */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "cli/args.h"
#include "cli/help.h"
#include "model/conf.h"
#include "model/report.h"
#include "support/folder.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define MAX_HELP 110

struct named {
	const char *name, *help;
};

static const struct named commands[] = {
#define BT_COMMAND(id, name, args, help) {#name, help},
#include "spec/commands.def"
};
static const struct named views[] = {
#define BT_VIEW(id, name, args, columns, help) {#name, help},
#include "spec/views.def"
};
static const struct named options[] = {
#define BT_OPTION_GROUP(title)
#define BT_OPTION(id, name, letter, kind, arg, choices, commands, setting, help) {name, help},
#include "spec/options.def"
};
static const struct named columns[] = {
#define BT_COLUMN(id, name, title, format, width, metric, help) {name, help},
#include "spec/columns.def"
};
static const struct named horizons[] = {
#define BT_HORIZON(id, name, months, help) {name, help},
#include "spec/horizons.def"
};
static const struct named actions[] = {
#define BT_ACTION(id, name, keys, contexts, help) {name, help},
#include "spec/actions.def"
};
static const struct named typed[] = {
#define BT_TYPED(id, name, args, kinds, help) {name, help},
#include "spec/typed.def"
};
static const struct named metrics[] = {
#define BT_METRIC(id, name, title, inputs, params, lookback, unit, lo, hi, formula, source) \
	{name, title},
#include "spec/metrics.def"
};
static const struct named settings[] = {
#define BT_SETTING(section, key, kind, def, min, max, choices, help) {#section "." #key, help},
#define BT_SETTING_GROUP(section, kind, def, help) {#section ".", help},
#include "spec/settings.def"
};

static const struct table {
	const char *what;
	const struct named *at;
	size_t n;
} tables[] = {
	{"command", commands, COUNT(commands)}, {"view", views, COUNT(views)},
	{"option", options, COUNT(options)},    {"column", columns, COUNT(columns)},
	{"horizon", horizons, COUNT(horizons)}, {"action", actions, COUNT(actions)},
	{"typed command", typed, COUNT(typed)},
	{"metric", metrics, COUNT(metrics)},    {"setting", settings, COUNT(settings)},
};

/* A file of the build, else of the sources; the caller frees it. */
static char *
read_derived(const char *name)
{
	static const char *const variables[] = {"top_builddir", "top_srcdir"};
	struct bt_buf text;

	bt_buf_init(&text, 1 << 22);
	for (size_t i = 0; i < COUNT(variables); i++) {
		const char *dir = getenv(variables[i]);
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s", dir ? dir : ".", name);
		if (bt_file_read(path, &text, NULL) == BT_OK)
			return bt_buf_take(&text);
		bt_buf_reset(&text);
	}
	fail_msg("no file %s", name);
	return NULL;
}

/* roff's own spelling of the characters that docgen escapes. */
static const char *
roff(const char *name, char *out, size_t size)
{
	size_t n = 0;

	for (; *name && n + 5 < size; name++) {
		if (*name == '-')
			out[n++] = '\\';
		if (*name == '^') {
			memcpy(out + n, "\\(ha", 4);
			n += 4;
		} else {
			out[n++] = *name;
		}
	}
	out[n] = '\0';
	return out;
}

/* Whether text holds word, with neither letter, digit nor '_' on either side of it; a roff font
 * before it is none.  */
static bool
holds_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = text; (p = strstr(p, word)) != NULL; p++) {
		bool font = p - text >= 3 && p[-3] == '\\' && p[-2] == 'f';
		char before = p > text && !font ? p[-1] : ' ', after = p[n];

		if (!isalnum((unsigned char)after) && !strchr("-_", after ? after : ' ') &&
		    !isalnum((unsigned char)before) && before != '_')
			return true;
	}
	return false;
}

static void
spec__names__are_unique(void **state)
{
	(void)state;
	for (size_t t = 0; t < COUNT(tables); t++) {
		for (size_t i = 0; i < tables[t].n; i++) {
			for (size_t k = i + 1; k < tables[t].n; k++) {
				if (strcmp(tables[t].at[i].name, tables[t].at[k].name) == 0)
					fail_msg("two rows of %s %s", tables[t].what, tables[t].at[i].name);
			}
		}
	}
}

static void
spec__help__is_there_short_and_without_full_stop(void **state)
{
	(void)state;
	for (size_t t = 0; t < COUNT(tables); t++) {
		for (size_t i = 0; i < tables[t].n; i++) {
			const char *help = tables[t].at[i].help;
			size_t n = strlen(help);

			if (n == 0 || n > MAX_HELP || help[n - 1] == '.')
				fail_msg("help of %s %s: '%s'", tables[t].what, tables[t].at[i].name,
				         help);
		}
	}
}

static void
spec__columns_of_views__are_columns(void **state)
{
	(void)state;
	for (int i = 0; i < BT_VIEW_COUNT; i++) {
		const struct bt_view_spec *spec = bt_view_spec((enum bt_view)i);
		char words[1024];

		assert_true(strlen(spec->columns) < sizeof(words));
		snprintf(words, sizeof(words), "%s", spec->columns);
		for (char *p = words, *word; (word = strsep(&p, " ")) != NULL;) {
			word[strcspn(word, ".")] = '\0';
			if (*word && bt_column_find(word) == BT_COLUMN_COUNT)
				fail_msg("view %s: no column '%s'", spec->name, word);
		}
	}
}

static void
spec__settings__defaults_are_in_range_and_survive(void **state)
{
	struct bt_settings s;
	struct bt_arena a;
	struct bt_err err;

	(void)state;
	bt_xarena_init(&a);
	bt_settings_init(&s, &a);
	for (int i = 0; i < BT_SETTING_COUNT; i++) {
		enum bt_setting id = (enum bt_setting)i;
		const struct bt_setting_spec *spec = bt_setting_spec(id);
		const char *text;

		assert_true(spec->min <= spec->max);
		assert_true(*bt_setting_accepts(id, &a) != '\0');
		if (!spec->key)
			continue;
		text = bt_setting_text(&s, &a, id);
		assert_int_equal(bt_setting_parse(&s, &a, id, NULL, text, &err), BT_OK);
		assert_string_equal(bt_setting_text(&s, &a, id), text);
		assert_int_equal(bt_setting_find(spec->section, spec->key), id);
	}
	bt_arena_release(&a);
}

static void
spec__help_text__names_every_command_view_and_option(void **state)
{
	struct bt_buf out;

	(void)state;
	bt_buf_init(&out, 1 << 20);
	bt_help_print(&out);
	for (size_t t = 0; t < 3; t++) {
		for (size_t i = 0; i < tables[t].n; i++) {
			if (!holds_word(out.data, tables[t].at[i].name))
				fail_msg("--help lacks %s %s", tables[t].what, tables[t].at[i].name);
		}
	}
	for (char *line = out.data, *end; line; line = end ? end + 1 : NULL) {
		end = strchr(line, '\n');
		assert_true((end ? (size_t)(end - line) : strlen(line)) <= 80);
	}
	bt_buf_release(&out);
}

static void
lacks(const char *file, const struct named *rows, size_t n, bool escaped)
{
	char *text = read_derived(file);
	char name[256];

	for (size_t i = 0; i < n; i++) {
		if (!holds_word(text, escaped ? roff(rows[i].name, name, sizeof(name)) : rows[i].name))
			fail_msg("%s lacks %s", file, rows[i].name);
	}
	free(text);
}

static void
spec__manual__names_every_row(void **state)
{
	(void)state;
	lacks("man/broadtape.1", commands, COUNT(commands), true);
	lacks("man/broadtape.1", views, COUNT(views), true);
	lacks("man/broadtape.1", options, COUNT(options), true);
	lacks("man/broadtape.1", actions, COUNT(actions), true);
	lacks("man/broadtape.1", typed, COUNT(typed), true);
	lacks("man/broadtape.1", horizons, COUNT(horizons), true);
	lacks("man/broadtape-json.5", columns, COUNT(columns), true);
	lacks("man/broadtape-indicators.7", metrics, COUNT(metrics), true);
}

static void
spec__manual_and_sample__have_every_setting_at_its_default(void **state)
{
	char *page = read_derived("man/broadtape.conf.5");
	char *sample = read_derived("completions/broadtape.conf");
	struct bt_conf_faults faults = {0};
	struct bt_settings s, from_sample;
	struct folder dir;
	char *bare;
	struct bt_buf defaults, read_back;
	struct bt_arena a;
	struct bt_err err;
	size_t n = 0;

	(void)state;
	bt_xarena_init(&a);
	bt_buf_init(&defaults, 1 << 20);
	bt_buf_init(&read_back, 1 << 20);
	bt_settings_init(&s, &a);
	bt_conf_print(&s, false, &defaults);
	for (size_t i = 0; i < COUNT(settings); i++) {
		char key[128], name[256];

		snprintf(key, sizeof(key), "%s", strchr(settings[i].name, '.') + 1);
		if (*key && !holds_word(page, roff(key, name, sizeof(name))))
			fail_msg("broadtape.conf(5) lacks %s", settings[i].name);
	}
	/* Uncommented, the sample is the defaults. */
	bare = bt_xmalloc(strlen(sample) + 1);
	for (const char *p = sample; *p; p++) {
		if (!(*p == '#' && p[1] != ' ' && p[1] != '#' && (p == sample || p[-1] == '\n')))
			bare[n++] = *p;
	}
	bare[n] = '\0';
	folder_open(&dir);
	folder_put(&dir, "broadtape.conf", bare);
	memset(&from_sample, 0, sizeof(from_sample));
	assert_int_equal(bt_conf_load(folder_path(&dir, "broadtape.conf"), &from_sample, &a, &faults, &err), BT_OK);
	folder_close(&dir);
	assert_int_equal(faults.n, 0);
	/* Empty texts stand in the sample, too, so nothing of from_sample is unset. */
	bt_conf_print(&from_sample, false, &read_back);
	assert_string_equal(read_back.data, defaults.data);
	bt_buf_release(&defaults);
	bt_buf_release(&read_back);
	bt_arena_release(&a);
	free(bare);
	free(page);
	free(sample);
}

static bool
is_option(const char *name, size_t n)
{
	for (size_t i = 0; i < COUNT(options); i++) {
		if (strlen(options[i].name) == n && memcmp(options[i].name, name, n) == 0)
			return true;
	}
	return false;
}

static void
spec__completions__have_every_row_and_no_other_option(void **state)
{
	static const char *const files[] = {"completions/bash/broadtape", "completions/zsh/_broadtape",
	                                    "completions/fish/broadtape.fish"};

	(void)state;
	for (size_t f = 0; f < COUNT(files); f++) {
		char *text = read_derived(files[f]);
		const char *mark = strstr(files[f], "fish") ? " -l " : "--";

		lacks(files[f], commands, COUNT(commands), false);
		lacks(files[f], views, COUNT(views), false);
		lacks(files[f], options, COUNT(options), false);
		for (const char *p = text; (p = strstr(p, mark)) != NULL;) {
			size_t n;

			p += strlen(mark);
			n = strspn(p, "abcdefghijklmnopqrstuvwxyz-");
			if (n && isalpha((unsigned char)*p) && !is_option(p, n))
				fail_msg("%s offers --%.*s", files[f], (int)n, p);
		}
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spec__names__are_unique),
		cmocka_unit_test(spec__help__is_there_short_and_without_full_stop),
		cmocka_unit_test(spec__columns_of_views__are_columns),
		cmocka_unit_test(spec__settings__defaults_are_in_range_and_survive),
		cmocka_unit_test(spec__help_text__names_every_command_view_and_option),
		cmocka_unit_test(spec__manual__names_every_row),
		cmocka_unit_test(spec__manual_and_sample__have_every_setting_at_its_default),
		cmocka_unit_test(spec__completions__have_every_row_and_no_other_option),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
