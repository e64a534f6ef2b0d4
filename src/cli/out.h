/* cli/out.h - standard output: all of it, or a failure that is told. */
#ifndef BT_CLI_OUT_H
#define BT_CLI_OUT_H

#include <stdbool.h>

#include "base/buf.h"
#include "cli/print.h"
#include "model/settings.h"

/* Write it all.  A reader that went away ends the program quietly by SIGPIPE, even when that was ignored by
 * whoever started it.  BT_E_IO: disk full and the like; BT_E_LIMIT: the buffer had overflowed.  */
BT_MUST_CHECK enum bt_status bt_out_write(const struct bt_buf *b, struct bt_err *err);

/* How text may look there: by the settings, the locale, the terminal and NO_COLOR. */
struct bt_text_style bt_out_style(const struct bt_settings *s);

#endif
