/* base/file.h - files of the user: read with a bound, written so that nothing is ever half there. */
#ifndef BT_BASE_FILE_H
#define BT_BASE_FILE_H

#include "base/arena.h"
#include "base/buf.h"

/* The whole file into *out, which must be empty and whose max bounds it.  gzip (recognised by its
 * first bytes) is not undone here.  The error names the path. */
BT_MUST_CHECK enum bt_status bt_file_read(const char *path, struct bt_buf *out, struct bt_err *err);

/* Replace path by these bytes: temporary file beside it, mode 0600, fsync, rename.  Does not follow
 * a symbolic link at path.  */
BT_MUST_CHECK enum bt_status bt_file_write(const char *path, const void *data, size_t n,
                                           struct bt_err *err);

/* Make the directory and its parents, mode 0700; existing ones are left as they are. */
BT_MUST_CHECK enum bt_status bt_file_mkdirs(const char *dir, struct bt_err *err);

enum bt_xdg { BT_XDG_CONFIG, BT_XDG_DATA, BT_XDG_CACHE, BT_XDG_STATE };

/* "<base>/broadtape/<name>" of the XDG directory; relative values of the variables are ignored.
 * BT_E_IO when there is neither the variable nor HOME. */
BT_MUST_CHECK enum bt_status bt_xdg_path(struct bt_arena *a, enum bt_xdg which, const char *name,
                                         const char **out, struct bt_err *err);

#endif
