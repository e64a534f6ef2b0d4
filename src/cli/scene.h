/* cli/scene.h - what a command looks at: a source, opened and as fresh as asked for. */
#ifndef BT_CLI_SCENE_H
#define BT_CLI_SCENE_H

#include "cli/cmd.h"
#include "model/report.h"

struct bt_scene;

/* Open the source of the settings.  A network source is first asked for what the ask needs and is out of
 * date, 30 s at most, unless offline.
 *	BT_E_USAGE     the source is none
 *	BT_E_NODATA    its files hold nothing
 *	BT_E_PROVIDER  it answered nothing and nothing is cached  */
BT_MUST_CHECK enum bt_status bt_scene_open(const struct bt_cmd *cmd, const struct bt_ask *ask,
                                           struct bt_scene **out, struct bt_err *err);
void bt_scene_free(struct bt_scene *s);

const struct bt_scope *bt_scene_scope(const struct bt_scene *s);

#endif
