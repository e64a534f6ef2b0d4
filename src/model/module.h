/* model/module.h - the network library, loaded when it is first needed and not before. */
#ifndef BT_MODEL_MODULE_H
#define BT_MODEL_MODULE_H

#include "base/err.h"
#include "fetch/transport.h"

/* Load the curl transport: from `path` when given, else beside an uninstalled program, else from
 * $(pkglibdir).  It stays loaded to the end of the process: a resolver's thread may outlive everything
 * else.  BT_E_NET with the cause and the places looked at.  */
BT_MUST_CHECK enum bt_status bt_module_load(const char *path, const struct bt_transport_ops **out,
                                            struct bt_err *err);

#endif
