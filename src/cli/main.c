/* cli/main.c - from argv to an exit status. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli/cmd.h"
#include "cli/help.h"
#include "cli/out.h"
#include "model/calendar_file.h"

static bt_cmd_fn *const functions[] = {
#define BT_COMMAND(id, name, args, help) [BT_CMD_##id] = bt_cmd_##name,
#include "spec/commands.def"
};

/* A closed 0, 1 or 2 would be given to the next file opened: the cache must not get our messages.
 * Held so that writing to it fails, as it should. */
static void
hold_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static int
fail(enum bt_status st, const struct bt_err *err)
{
	if (st != BT_OK && err->text[0])
		fprintf(stderr, "broadtape: %s\n", err->text);
	if (bt_status_exit(st) == 2)
		fprintf(stderr, "Try 'broadtape --help' for more information.\n");
	return bt_status_exit(st);
}

/* The settings file's place: --config, or the usual one; NULL when there is no place for it. */
static const char *
conf_path(struct bt_arena *a, const struct bt_args *args)
{
	const char *path = NULL;

	if (args->opt[BT_OPT_CONFIG].given)
		return args->opt[BT_OPT_CONFIG].text;
	return bt_xdg_path(a, BT_XDG_CONFIG, "broadtape.conf", &path, NULL) ? NULL : path;
}

/* A file that was named must be there; the usual one may be missing, and when it cannot be read the
 * program still starts, with a word about it. */
static enum bt_status
load_settings(const struct bt_args *args, const char *path, struct bt_arena *a,
              struct bt_settings *s, struct bt_conf_faults *faults, struct bt_err *err)
{
	enum bt_status st;

	bt_settings_init(s, a);
	st = path ? bt_conf_load(path, s, a, faults, err) : BT_OK;
	if (st && args->opt[BT_OPT_CONFIG].given)
		return bt_err_set(err, BT_E_IO, "%s", bt_arena_strdup(a, err->text));
	if (st && st != BT_E_NODATA)
		fprintf(stderr, "broadtape: %s; every setting is at its default\n", err->text);
	return bt_args_apply(args, a, s, err);
}

/* The user's closures and half days.  As with the settings: a file that was named must be there, and the
 * usual one that cannot be read is told and left aside.  */
static enum bt_status
load_calendar(struct bt_settings *s, struct bt_arena *a, struct bt_conf_faults *faults, struct bt_err *err)
{
	const char *path = *s->data_calendar ? s->data_calendar : NULL;
	enum bt_status st;

	if (!path && bt_xdg_path(a, BT_XDG_CONFIG, "calendar", &path, NULL))
		return BT_OK;
	st = bt_calendar_file_read(path, a, &s->calendar, faults, err);
	if (st && *s->data_calendar)
		return bt_err_set(err, BT_E_IO, "%s", bt_arena_strdup(a, err->text));
	if (st && st != BT_E_NODATA)
		fprintf(stderr, "broadtape: %s; the exchange's own calendar holds\n", err->text);
	return BT_OK;
}

/* The user's lists, alerts and the rest of the last run; the sample leaves no trace and follows none.  A file
 * that cannot be used is told, and everything is as at the first start.  */
static void
load_state(struct bt_cmd *cmd, struct bt_state *state, struct bt_settings *s, struct bt_conf_faults *faults)
{
	struct bt_err err;

	bt_state_init(state);
	if (strcmp(s->data_source, "sample") == 0 ||
	    bt_xdg_path(cmd->arena, BT_XDG_STATE, "screen", &cmd->state_path, NULL))
		return;
	if (bt_xdg_path(cmd->arena, BT_XDG_STATE, "alerts", &cmd->alerts_path, NULL))
		cmd->alerts_path = NULL;
	if (bt_state_load(state, cmd->state_path, &err))
		bt_conf_fault_add(faults, cmd->arena, cmd->state_path, 1, "%s", err.text);
	bt_state_apply(state, s, cmd->arena);
	cmd->state = state;
}

static void
tell_faults(const struct bt_conf_faults *faults)
{
	for (size_t i = 0; i < faults->n; i++)
		fprintf(stderr, "broadtape: %s\n", faults->at[i].text);
}

static enum bt_status
print_config(const struct bt_settings *s, struct bt_err *err)
{
	enum bt_status st;
	struct bt_buf out;

	bt_buf_init(&out, 1 << 20);
	bt_conf_print(s, false, &out);
	st = bt_out_write(&out, err);
	bt_buf_release(&out);
	return st;
}

static enum bt_status
print_about(const struct bt_args *args, struct bt_err *err)
{
	enum bt_status st;
	struct bt_buf out;

	bt_buf_init(&out, 1 << 20);
	if (args->opt[BT_OPT_HELP].given)
		bt_help_print(&out);
	else
		bt_version_print(&out);
	st = bt_out_write(&out, err);
	bt_buf_release(&out);
	return st;
}

static enum bt_status
run(const struct bt_args *args, struct bt_arena *a, int *exit_status, struct bt_err *err)
{
	struct bt_conf_faults faults = {0};
	struct bt_settings settings;
	struct bt_state state = {0};
	struct bt_cmd cmd = {
		.arena = a, .args = args, .settings = &settings, .faults = &faults,
		.conf_path = conf_path(a, args), .now_utc = bt_clock_utc(),
		.exit_status = exit_status,
	};
	enum bt_status st = load_settings(args, cmd.conf_path, a, &settings, &faults, err);

	if (!st)
		st = load_calendar(&settings, a, &faults, err);
	if (st)
		return st;
	if (!args->opt[BT_OPT_PRINT_CONFIG].given)
		load_state(&cmd, &state, &settings, &faults);
	if (args->command != BT_CMD_SCREEN || args->opt[BT_OPT_PRINT_CONFIG].given)
		tell_faults(&faults);
	if (args->opt[BT_OPT_PRINT_CONFIG].given)
		return print_config(&settings, err);
	if (*settings.data_cache)
		cmd.cache = settings.data_cache;
	else if (bt_xdg_path(a, BT_XDG_CACHE, "market.db", &cmd.cache, NULL))
		cmd.cache = NULL;
	st = functions[args->command](&cmd, err);
	bt_state_release(&state);
	return st;
}

int
main(int argc, char **argv)
{
	struct bt_err err = {BT_OK, ""};
	struct bt_arena arena;
	struct bt_args args;
	int exit_status = EXIT_SUCCESS;
	enum bt_status st;

	hold_descriptors();
	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C");
	bt_xarena_init(&arena);
	st = bt_args_parse(argc, argv, &arena, &args, &err);
	if (st == BT_OK && (args.opt[BT_OPT_HELP].given || args.opt[BT_OPT_VERSION].given))
		st = print_about(&args, &err);
	else if (st == BT_OK)
		st = run(&args, &arena, &exit_status, &err);
	bt_arena_release(&arena);
	return st ? fail(st, &err) : exit_status;
}
