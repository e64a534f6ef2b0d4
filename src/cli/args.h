/* cli/args.h - the command line, checked against spec/options.def and spec/commands.def. */
#ifndef BT_CLI_ARGS_H
#define BT_CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "core/horizon.h"
#include "model/settings.h"

enum bt_command_id {
#define BT_COMMAND(id, name, args, help) BT_CMD_##id,
#include "spec/commands.def"
	BT_CMD_COUNT
};

struct bt_command_spec {
	const char *name;
	const char *args;        /* synopsis */
	const char *help;
};
const struct bt_command_spec *bt_command_spec(enum bt_command_id id);

enum bt_option {
#define BT_OPTION_GROUP(title)
#define BT_OPTION(id, name, letter, kind, arg, choices, commands, setting, help) BT_OPT_##id,
#include "spec/options.def"
	BT_OPT_COUNT
};

enum bt_option_kind {
	BT_OPTION_FLAG,
	BT_OPTION_TEXT,
	BT_OPTION_FILE,
	BT_OPTION_DATE,
	BT_OPTION_COUNT,         /* a whole number from 2 */
	BT_OPTION_CHOICE,
	BT_OPTION_CHOICE_OPT,    /* the word may be left out: the first */
	BT_OPTION_HORIZONS,
};

struct bt_option_spec {
	const char *name;
	char letter;             /* 0: none */
	enum bt_option_kind kind;
	const char *arg;         /* NULL: takes none */
	const char *choices;
	const char *commands;    /* that take it, joined by blanks; "" all */
	enum bt_setting setting; /* that it stands for, or BT_SETTING_COUNT */
	const char *help;
};
const struct bt_option_spec *bt_option_spec(enum bt_option id);

/* One option as given; the member of its kind is set. */
struct bt_option_value {
	bool given;
	const char *text;        /* as typed; "" of a flag */
	bt_date date;            /* DATE; else BT_DATE_NONE */
	int number;              /* COUNT, or the number of the choice */
};

struct bt_args {
	enum bt_command_id command;
	const char *const *arg;  /* after the command */
	size_t n_arg;
	struct bt_option_value opt[BT_OPT_COUNT];
	struct bt_horizon *horizon;
	size_t n_horizon;
};

/* Read argv, options and arguments in any order, "--" ending the options.  BT_E_USAGE: the text says what
 * is wrong; an option that the C library itself refuses has been told on stderr already and the text
 * is "".  --help and --version win over every later mistake.  */
BT_MUST_CHECK enum bt_status bt_args_parse(int argc, char *const *argv, struct bt_arena *a,
                                           struct bt_args *out, struct bt_err *err);

/* Put the options that stand for a setting into *s. */
BT_MUST_CHECK enum bt_status bt_args_apply(const struct bt_args *args, struct bt_arena *a,
                                           struct bt_settings *s, struct bt_err *err);

#endif
