/* cli/cmd.h - one function a command, and what they all are given. */
#ifndef BT_CLI_CMD_H
#define BT_CLI_CMD_H

#include "cli/args.h"
#include "model/conf.h"
#include "model/state.h"

struct bt_cmd {
	struct bt_arena *arena;          /* never runs dry; lives to the end */
	const struct bt_args *args;
	const struct bt_settings *settings;   /* the file's, with the options over them */
	const struct bt_conf_faults *faults;  /* mistakes in the file; told on stderr unless SCREEN runs */
	const char *conf_path;           /* the settings file, there or not; NULL: nowhere to look */
	const struct bt_state *state;    /* what was kept of the last run; NULL: the sample keeps nothing */
	const char *state_path;          /* of that file; NULL: nowhere */
	const char *alerts_path;         /* the file of what alerts hold; NULL: nowhere */
	const char *cache;               /* path of the cache; NULL: there can be none */
	int64_t now_utc;                 /* when the program began */
	int *exit_status;                /* set by SCREEN when a signal ended it: 128 + its number */
};

/* Do it, printing to stdout.  What came of it is the program's exit status; a failure has its words in
 * *err, which main prints; BT_E_FALSE has none.  */
typedef enum bt_status bt_cmd_fn(const struct bt_cmd *cmd, struct bt_err *err);

#define BT_COMMAND(id, name, args, help) bt_cmd_fn bt_cmd_##name;
#include "spec/commands.def"

#endif
