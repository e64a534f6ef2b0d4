/* cli/ask.h - what a command line asks of a view. */
#ifndef BT_CLI_ASK_H
#define BT_CLI_ASK_H

#include "cli/args.h"
#include "model/report.h"

/* The ask for a view: the options over the settings, and the command's arguments from `first` on. */
void bt_ask_from_args(const struct bt_args *args, const struct bt_settings *s, enum bt_view view,
                      size_t first, struct bt_ask *out);

#endif
