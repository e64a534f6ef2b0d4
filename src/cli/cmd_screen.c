/* cli/cmd_screen.c - `broadtape` alone: the screen, where there is a terminal for it. */
#include <unistd.h>

#include "cli/cmd.h"

enum bt_status
bt_cmd_screen(const struct bt_cmd *cmd, struct bt_err *err)
{
	(void)cmd;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return bt_err_set(err, BT_E_USAGE, "the screen needs a terminal; without one use "
		                  "'broadtape show VIEW'");
	return bt_err_set(err, BT_E_USAGE, "this build has no screen yet; use 'broadtape show VIEW'");
}
