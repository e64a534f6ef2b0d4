/* cli/help.h - what `--help` and `--version` print, and what else the program says about itself. */
#ifndef BT_CLI_HELP_H
#define BT_CLI_HELP_H

#include "base/buf.h"

/* Commands, views, options and exit statuses, from their tables. */
void bt_help_print(struct bt_buf *out);

/* The program's version and those of its libraries. */
void bt_version_print(struct bt_buf *out);

#endif
