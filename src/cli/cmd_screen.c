/* cli/cmd_screen.c - `broadtape` alone: the screen, where there is a terminal for it. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "model/universe_file.h"
#include "ui/app.h"

/* Colour: the option and the setting win over NO_COLOR, that over the terminal. */
static bool
wants_color(const struct bt_settings *s)
{
	const char *no_color = getenv("NO_COLOR");

	if (s->screen_color != BT_COLOR_AUTO)
		return s->screen_color == BT_COLOR_ALWAYS;
	return !no_color || !*no_color;
}

static struct bt_term_options
term_options(const struct bt_settings *s)
{
	struct bt_term_options t = {
		.theme = (enum bt_set_theme)s->screen_theme,
		.updown = (enum bt_set_updown)s->screen_updown,
		.color = wants_color(s),
		.color_forced = s->screen_color == BT_COLOR_ALWAYS,
		.ascii = s->screen_ascii == BT_ASCII_YES,
		.mouse = s->screen_mouse,
		.accessible = s->screen_accessible,
	};

	if (t.theme == BT_THEME_AUTO)
		t.theme = bt_theme_auto(getenv("COLORFGBG"));
	return t;
}

enum bt_status
bt_cmd_screen(const struct bt_cmd *cmd, struct bt_err *err)
{
	const struct bt_settings *s = cmd->settings;
	const struct bt_option_value *as_of = &cmd->args->opt[BT_OPT_AS_OF];
	struct bt_ui_options o = {
		.settings = s,
		.term = term_options(s),
		.as_of = as_of->given ? as_of->date : BT_DATE_NONE,
		.notice = cmd->faults->n ? cmd->faults->at[0].text : NULL,
	};
	enum bt_status st = BT_OK;
	int status = 0;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return bt_err_set(err, BT_E_USAGE, "the screen needs a terminal; without one use "
		                  "'broadtape show VIEW'");
	o.engine = (struct bt_engine_config){
		.source = s->data_source,
		.settings = s,
		.cache = cmd->cache,
		.offline = s->data_offline,
		.as_of = o.as_of,
	};
	if (strcmp(s->data_universe, "all") != 0)
		st = bt_universe_open(s->data_universe, cmd->arena, &o.engine.universe, err);
	if (!st)
		st = bt_ui_run(&o, &status, err);
	if (!st && status)
		exit(status);
	return st;
}
