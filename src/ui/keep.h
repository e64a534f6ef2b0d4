/* ui/keep.h - what the screen keeps between runs: where the user stood, how tables are sorted and which columns
 * they have, ranges of charts, ratios that were added, lines that were typed.  The day is not kept: a screen
 * starts at now.  */
#ifndef BT_UI_KEEP_H
#define BT_UI_KEEP_H

#include "model/state.h"
#include "ui/screen.h"

/* Stand as the lines say; what they name and this program has not is passed over. */
void bt_keep_restore(struct bt_screen *s, const struct bt_state *from, int64_t now_utc);

/* Put the screen's lines in place of those in *into; histories are joined, the newest last. */
void bt_keep_collect(struct bt_screen *s, struct bt_state *into);

/* Save: everything, or only what the user has just changed (s->changed), over what the file holds by now. */
BT_MUST_CHECK enum bt_status bt_keep_save(struct bt_screen *s, const char *path, bool everything,
                                          struct bt_err *err);

#endif
