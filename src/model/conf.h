/* model/conf.h - the settings file: read with every mistake told, printed, never rewritten. */
#ifndef BT_MODEL_CONF_H
#define BT_MODEL_CONF_H

#include "base/buf.h"
#include "model/settings.h"

/* One mistake: "FILE:LINE: [section] key: reason; what is accepted; what is used". */
struct bt_conf_fault {
	int line;
	const char *text;        /* clean, whole sentence of one line */
};

struct bt_conf_faults {
	struct bt_conf_fault *at;
	size_t n, cap;
};

/* Add one, with its file, line and words made by the format. */
void bt_conf_fault_add(struct bt_conf_faults *f, struct bt_arena *a, const char *path, int line,
                       const char *fmt, ...) BT_PRINTF(5, 6);

/* Read the file over *s.  A wrong or unknown key, a line that is too long for the ini reader or
 * that is no setting is added to *faults, in the order of lines, and keeps what *s held.
 *	BT_E_NODATA  there is no such file
 *	BT_E_IO      it cannot be read
 *	BT_E_PARSE   it is no text file
 * In these three *s is untouched.  */
BT_MUST_CHECK enum bt_status bt_conf_load(const char *path, struct bt_settings *s, struct bt_arena *a,
                                          struct bt_conf_faults *faults, struct bt_err *err);

/* All settings as a file that reads back the same.  As a sample each key stands behind '#' after its
 * help, so that a copy of it freezes no default.  */
void bt_conf_print(const struct bt_settings *s, bool sample, struct bt_buf *out);

#endif
