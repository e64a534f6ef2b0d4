/* cli/cmd_screen.c - `broadtape` alone: the screen, where there is a terminal for it. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/print.h"
#include "cli/scene.h"
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
		.ascii = s->screen_ascii == BT_ASCII_YES,
		.mouse = s->screen_mouse,
		.accessible = s->screen_accessible,
	};

	if (t.theme == BT_THEME_AUTO)
		t.theme = bt_theme_auto(getenv("COLORFGBG"));
	return t;
}

/* The first mistake of the settings file, and how many more there are. */
static const char *
notice_of(const struct bt_cmd *cmd)
{
	if (cmd->faults->n < 2)
		return cmd->faults->n ? cmd->faults->at[0].text : NULL;
	return bt_arena_printf(cmd->arena, "%s (and %zu more: broadtape --print-config tells them)",
	                       cmd->faults->at[0].text, cmd->faults->n - 1);
}

/* What `show --csv` prints. */
static void
write_csv(const struct bt_report *r, struct bt_arena *a, struct bt_buf *out)
{
	struct bt_fields fields = bt_fields_all(r, a);

	bt_print_csv(r, &fields, true, out);
}

enum bt_status
bt_cmd_screen(const struct bt_cmd *cmd, struct bt_err *err)
{
	const struct bt_option_value *as_of = &cmd->args->opt[BT_OPT_AS_OF];
	struct bt_ui_options o = {
		.settings = cmd->settings,
		.term = term_options(cmd->settings),
		.as_of = as_of->given ? as_of->date : BT_DATE_NONE,
		.notice = notice_of(cmd),
		.write_csv = write_csv,
		.state = cmd->state,
		.state_path = cmd->state_path,
	};
	enum bt_status st;

	if (cmd->args->n_arg)
		return bt_err_set(err, BT_E_USAGE, "screen takes no arguments");
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return bt_err_set(err, BT_E_USAGE, "the screen needs a terminal; without one use "
		                  "'broadtape show VIEW'");
	st = bt_scene_config(cmd, &o.engine, err);
	return st ? st : bt_ui_run(&o, cmd->exit_status, err);
}
