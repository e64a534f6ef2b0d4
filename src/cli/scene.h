/* cli/scene.h - what a command looks at: a source, opened and as fresh as asked for. */
#ifndef BT_CLI_SCENE_H
#define BT_CLI_SCENE_H

#include "cli/cmd.h"
#include "model/engine.h"
#include "model/report.h"

/* The engine as settings and options want it: source, universe, cache, offline, as-of.
 *	BT_E_USAGE   the source is none
 *	BT_E_NODATA  there is no such universe, list or file
 *	BT_E_PARSE   the universe's file is wrong  */
BT_MUST_CHECK enum bt_status bt_scene_config(const struct bt_cmd *cmd, struct bt_engine_config *out,
                                             struct bt_err *err);

struct bt_scene;

/* Open the source.  One over the network is first asked for what is wanted and out of date, 30 s at
 * most, unless offline; what fails is told on stderr, and old data is used.
 *	BT_E_NODATA    the source holds nothing
 *	BT_E_PROVIDER  it answered nothing, and nothing is cached
 *	others         as bt_scene_config, bt_source_csv_open  */
BT_MUST_CHECK enum bt_status bt_scene_open(const struct bt_cmd *cmd, const struct bt_want *want,
                                           struct bt_scene **out, struct bt_err *err);
void bt_scene_free(struct bt_scene *s);

const struct bt_scope *bt_scene_scope(const struct bt_scene *s);

/* The status of a failure that some failed request may have caused: BT_E_NODATA becomes BT_E_PROVIDER. */
enum bt_status bt_scene_blame(const struct bt_scene *s, enum bt_status st, struct bt_err *err);

#endif
