#include "cli/args.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/near.h"
#include "base/num.h"
#include "base/text.h"

#define LONG_ONLY 256            /* value of getopt for option 0 */

static const struct bt_command_spec commands[] = {
#define BT_COMMAND(id, name, args, help) [BT_CMD_##id] = {#name, args, help},
#include "spec/commands.def"
};

static const struct bt_option_spec options[] = {
#define BT_OPTION_GROUP(title)
#define BT_OPTION(id, name, letter, kind, arg, choices, commands, setting, help) \
	[BT_OPT_##id] = {name, letter, BT_OPTION_##kind, arg, choices, commands, setting, help},
#include "spec/options.def"
};

static const struct option long_options[] = {
#define ARGUMENT_FLAG no_argument
#define ARGUMENT_TEXT required_argument
#define ARGUMENT_FILE required_argument
#define ARGUMENT_DATE required_argument
#define ARGUMENT_COUNT required_argument
#define ARGUMENT_CHOICE required_argument
#define ARGUMENT_CHOICE_OPT optional_argument
#define ARGUMENT_HORIZONS required_argument
#define BT_OPTION_GROUP(title)
#define BT_OPTION(id, name, letter, kind, arg, choices, commands, setting, help) \
	{name, ARGUMENT_##kind, NULL, LONG_ONLY + BT_OPT_##id},
#include "spec/options.def"
	{0},
};

const struct bt_command_spec *
bt_command_spec(enum bt_command_id id)
{
	return &commands[id];
}

const struct bt_option_spec *
bt_option_spec(enum bt_option id)
{
	return &options[id];
}

/* --- values ---------------------------------------------------------------------------------- */

/* What was typed, as a message may repeat it. */
static const char *
said(struct bt_arena *a, const char *text)
{
	return bt_text_clean_dup(a, text, strlen(text));
}

static enum bt_status
parse_date(const struct bt_option_spec *spec, struct bt_arena *a, struct bt_option_value *v,
           struct bt_err *err)
{
	if (bt_date_parse(v->text, strlen(v->text), &v->date))
		return BT_OK;
	return bt_err_set(err, BT_E_USAGE, "--%s: '%s' is no date; write YYYY-MM-DD", spec->name,
	                  said(a, v->text));
}

static enum bt_status
parse_count(const struct bt_option_spec *spec, struct bt_arena *a, struct bt_option_value *v,
            struct bt_err *err)
{
	long long n;

	if (!bt_num_parse_int(v->text, strlen(v->text), &n) || n < 2 || n > 100000)
		return bt_err_set(err, BT_E_USAGE, "--%s: '%s' is no whole number from 2 to 100000",
		                  spec->name, said(a, v->text));
	v->number = (int)n;
	return BT_OK;
}

static enum bt_status
parse_choice(const struct bt_option_spec *spec, struct bt_arena *a, struct bt_option_value *v,
             struct bt_err *err)
{
	struct bt_words words = bt_words_split(a, spec->choices);

	if (*v->text == '\0' && spec->kind == BT_OPTION_CHOICE_OPT)
		v->text = words.at[0];
	for (size_t i = 0; i < words.n; i++) {
		if (strcmp(words.at[i], v->text) == 0) {
			v->number = (int)i;
			return BT_OK;
		}
	}
	return bt_err_set(err, BT_E_USAGE, "--%s: '%s' is not one of: %s", spec->name,
	                  said(a, v->text), spec->choices);
}

static const char *
horizon_names(struct bt_arena *a)
{
	const char *out = "";
	char name[BT_HORIZON_NAME_SIZE];

	for (int k = 0; k < BT_HORIZON_SINCE; k++) {
		struct bt_horizon h = {(enum bt_horizon_kind)k, BT_DATE_NONE};

		out = bt_arena_printf(a, "%s%s, ", out, bt_horizon_name(h, name));
	}
	return bt_arena_printf(a, "%sSINCE:YYYY-MM-DD", out);
}

static enum bt_status
parse_horizons(const struct bt_option_spec *spec, struct bt_arena *a, struct bt_args *args,
               const struct bt_option_value *v, struct bt_err *err)
{
	struct bt_words words = bt_words_split(a, v->text);

	args->horizon = BT_ARENA_ARRAY(a, words.n, struct bt_horizon);
	args->n_horizon = words.n;
	for (size_t i = 0; i < words.n; i++) {
		if (!bt_horizon_parse(words.at[i], &args->horizon[i]))
			return bt_err_set(err, BT_E_USAGE, "--%s: '%s' is none of: %s", spec->name,
			                  said(a, words.at[i]), horizon_names(a));
	}
	if (words.n == 0)
		return bt_err_set(err, BT_E_USAGE, "--%s: names no horizon; there are: %s",
		                  spec->name, horizon_names(a));
	return BT_OK;
}

static enum bt_status
parse_value(enum bt_option id, struct bt_arena *a, struct bt_args *args, const char *text,
            struct bt_err *err)
{
	const struct bt_option_spec *spec = &options[id];
	struct bt_option_value *v = &args->opt[id];

	*v = (struct bt_option_value){true, text ? text : "", BT_DATE_NONE, 0};
	switch (spec->kind) {
	case BT_OPTION_FLAG:
	case BT_OPTION_TEXT:
		return BT_OK;
	case BT_OPTION_FILE:
		return *v->text ? BT_OK : bt_err_set(err, BT_E_USAGE, "--%s: names no file", spec->name);
	case BT_OPTION_DATE:
		return parse_date(spec, a, v, err);
	case BT_OPTION_COUNT:
		return parse_count(spec, a, v, err);
	case BT_OPTION_CHOICE:
	case BT_OPTION_CHOICE_OPT:
		return parse_choice(spec, a, v, err);
	case BT_OPTION_HORIZONS:
		return parse_horizons(spec, a, args, v, err);
	}
	return BT_OK;
}

/* --- the line -------------------------------------------------------------------------------- */

static enum bt_option
option_of(int c)
{
	int i = 0;

	if (c >= LONG_ONLY)
		return (enum bt_option)(c - LONG_ONLY);
	while (i < BT_OPT_COUNT && options[i].letter != c)
		i++;
	return (enum bt_option)i;
}

/* ":"-less string of letters for getopt: only flags have letters. */
static void
short_options(char out[BT_OPT_COUNT + 1])
{
	size_t n = 0;

	for (int i = 0; i < BT_OPT_COUNT; i++) {
		if (options[i].letter)
			out[n++] = options[i].letter;
	}
	out[n] = '\0';
}

static enum bt_status
find_command(struct bt_args *args, struct bt_arena *a, struct bt_err *err)
{
	const char *names[BT_CMD_COUNT];
	const char *near, *word;

	args->command = BT_CMD_SCREEN;
	if (args->n_arg == 0)
		return BT_OK;
	for (int i = 0; i < BT_CMD_COUNT; i++) {
		names[i] = commands[i].name;
		if (strcmp(names[i], args->arg[0]) == 0) {
			args->command = (enum bt_command_id)i;
			args->arg++;
			args->n_arg--;
			return BT_OK;
		}
	}
	word = said(a, args->arg[0]);
	near = bt_near(word, names, BT_CMD_COUNT);
	return bt_err_set(err, BT_E_USAGE, "no command '%s'%s%s%s", word, near ? "; did you mean '" : "",
	                  near ? near : "", near ? "'?" : "");
}

static bool
is_word_of(const char *words, const char *word)
{
	size_t len = strlen(word);
	const char *p = words;

	while ((p = strstr(p, word)) != NULL) {
		if ((p == words || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
			return true;
		p += len;
	}
	return false;
}

static enum bt_status
check_options(const struct bt_args *args, struct bt_err *err)
{
	const char *command = commands[args->command].name;

	for (int i = 0; i < BT_OPT_COUNT; i++) {
		if (args->opt[i].given && *options[i].commands &&
		    !is_word_of(options[i].commands, command))
			return bt_err_set(err, BT_E_USAGE, "--%s does not go with the command %s, only "
			                  "with: %s", options[i].name, command, options[i].commands);
	}
	if (args->opt[BT_OPT_JSON].given && args->opt[BT_OPT_CSV].given)
		return bt_err_set(err, BT_E_USAGE, "--json and --csv exclude each other");
	if (args->opt[BT_OPT_EXPLAIN].given && args->opt[BT_OPT_CSV].given)
		return bt_err_set(err, BT_E_USAGE, "--explain has no place in --csv; use --json");
	return BT_OK;
}

enum bt_status
bt_args_parse(int argc, char *const *argv, struct bt_arena *a, struct bt_args *out,
              struct bt_err *err)
{
	char letters[BT_OPT_COUNT + 1];
	enum bt_status st = BT_OK;
	int c;

	*out = (struct bt_args){0};
	short_options(letters);
	optind = 0;
	while ((c = getopt_long(argc, argv, letters, long_options, NULL)) != -1) {
		enum bt_option id = option_of(c);

		if (c == '?')
			return bt_err_set(err, BT_E_USAGE, "%s", "");
		if (id != BT_OPT_COUNT)
			st = parse_value(id, a, out, optarg, err);
		if (st || id == BT_OPT_HELP || id == BT_OPT_VERSION)
			return st;
	}
	out->arg = (const char *const *)(argv + optind);
	out->n_arg = (size_t)(argc - optind);
	st = find_command(out, a, err);
	return st ? st : check_options(out, err);
}

/* What the option says in the words of its setting: a flag is "yes". */
static const char *
setting_text(enum bt_option id, const struct bt_option_value *v)
{
	return options[id].kind == BT_OPTION_FLAG ? "yes" : v->text;
}

enum bt_status
bt_args_apply(const struct bt_args *args, struct bt_arena *a, struct bt_settings *s,
              struct bt_err *err)
{
	for (int i = 0; i < BT_OPT_COUNT; i++) {
		enum bt_setting id = options[i].setting;

		if (args->opt[i].given && id != BT_SETTING_COUNT &&
		    bt_setting_parse(s, a, id, NULL, setting_text((enum bt_option)i, &args->opt[i]), err))
			return bt_err_wrap(err, "--%s", options[i].name);
	}
	if (args->opt[BT_OPT_SAMPLE].given)
		return bt_setting_parse(s, a, BT_SET_data_source, NULL, "sample", err);
	return BT_OK;
}
