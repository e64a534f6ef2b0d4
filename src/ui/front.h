/* ui/front.h - what the next run shows first: the reports of the panes that are shown, for model/front.h. */
#ifndef BT_UI_FRONT_H
#define BT_UI_FRONT_H

#include "base/buf.h"
#include "ui/screen.h"

/* Append the front of the present picture.  False: it is not worth one, because the cache holds something else or
 * has it already, or because what is shown is not of now.  */
BT_MUST_CHECK bool bt_screen_front(const struct bt_screen *s, struct bt_buf *out);

#endif
