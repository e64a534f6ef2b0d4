#include "cli/help.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "config.h"
#include "fetch/version.h"
#include "model/module.h"
#include "model/report.h"
#include "store/version.h"
#include "ui/term_version.h"

#define LEFT 26                  /* columns of names */
#define WIDTH 79

/* A name at the left and its help at the right, which goes on below itself. */
static void
print_entry(const char *name, const char *help, struct bt_buf *out)
{
	size_t at = (size_t)(WIDTH - LEFT);

	bt_buf_printf(out, "  %-*s", LEFT - 3, name);
	if (strlen(name) > LEFT - 3)
		bt_buf_printf(out, "\n%*s", LEFT - 1, "");
	while (*help) {
		size_t n = strlen(help);

		if (n > at) {
			for (n = at; n > 0 && help[n] != ' '; n--)
				;
		}
		bt_buf_printf(out, " %.*s\n", (int)n, help);
		help += n + (help[n] == ' ');
		if (*help)
			bt_buf_printf(out, "%*s", LEFT - 1, "");
	}
}

static void
print_option(const char *name, char letter, const char *arg, bool optional, const char *help,
             struct bt_buf *out)
{
	char text[80], shown[40];

	if (optional)
		snprintf(shown, sizeof(shown), "[=%s]", arg);
	else
		snprintf(shown, sizeof(shown), "%s%s", arg ? "=" : "", arg ? arg : "");
	if (letter)
		snprintf(text, sizeof(text), "-%c, --%s%s", letter, name, shown);
	else
		snprintf(text, sizeof(text), "    --%s%s", name, shown);
	print_entry(text, help, out);
}

static void
print_commands(struct bt_buf *out)
{
	for (int i = 0; i < BT_CMD_COUNT; i++) {
		const struct bt_command_spec *spec = bt_command_spec((enum bt_command_id)i);
		char text[80];

		snprintf(text, sizeof(text), "%s%s%s", spec->name, *spec->args ? " " : "", spec->args);
		print_entry(text, spec->help, out);
	}
}

static void
print_views(struct bt_buf *out)
{
	for (int i = 0; i < BT_VIEW_COUNT; i++) {
		const struct bt_view_spec *spec = bt_view_spec((enum bt_view)i);
		char text[80];

		snprintf(text, sizeof(text), "%s%s%s", spec->name, *spec->args ? " " : "", spec->args);
		print_entry(text, spec->help, out);
	}
}

static void
print_options(struct bt_buf *out)
{
#define BT_OPTION_GROUP(title) bt_buf_printf(out, "\n%s options:\n", title);
#define BT_OPTION(id, name, letter, kind, arg, choices, commands, setting, help) \
	print_option(name, letter, arg, BT_OPTION_##kind == BT_OPTION_CHOICE_OPT, help, out);
#include "spec/options.def"
}

/* The ways to end that share a number stand behind it together. */
static void
print_statuses(struct bt_buf *out)
{
	char text[200] = "", code[8];

	for (int i = 0; i < BT_STATUS_COUNT; i++) {
		int now = bt_status_exit((enum bt_status)i);
		size_t used = strlen(text);

		snprintf(text + used, sizeof(text) - used, "%s%s", used ? ", " : "",
		         bt_status_text((enum bt_status)i));
		if (i + 1 < BT_STATUS_COUNT && bt_status_exit((enum bt_status)(i + 1)) == now)
			continue;
		snprintf(code, sizeof(code), "%d", now);
		print_entry(code, text, out);
		text[0] = '\0';
	}
}

void
bt_help_print(struct bt_buf *out)
{
	bt_buf_str(out, "Usage: broadtape [OPTION...] [COMMAND [ARGUMENT...]]\n"
	                "How broad is the market?  A screen for people, numbers for programs.\n"
	                "\nCommands:\n");
	print_commands(out);
	bt_buf_str(out, "\nViews of show (symbols left out: the view's defaults):\n");
	print_views(out);
	print_options(out);
	bt_buf_str(out, "\nExit status:\n");
	print_statuses(out);
	bt_buf_str(out, "\nManual: broadtape(1), broadtape.conf(5), broadtape-json(5),\n"
	                "broadtape-indicators(7), broadtape-providers(7).\n");
}

void
bt_version_print(struct bt_buf *out)
{
	const struct bt_transport_ops *curl;
	struct bt_err err;

	bt_buf_printf(out, "broadtape %s\n%s, SQLite %s, ", BT_VERSION, bt_term_version(),
	              bt_store_version());
	bt_fetch_version(out);
	bt_buf_printf(out, ", inih %s\n", INIH_VERSION);
	if (bt_module_load(NULL, &curl, &err) == BT_OK)
		bt_buf_printf(out, "%s\n", curl->version());
	else
		bt_buf_printf(out, "no network: %s\n", err.text);
	bt_buf_str(out, "Copyright 2026 the broadtape authors; MIT licence, without any warranty.\n");
}
