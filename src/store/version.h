/* store/version.h - which database this program runs with. */
#ifndef BT_STORE_VERSION_H
#define BT_STORE_VERSION_H

/* The version of the SQLite that is loaded, "3.40.1". */
const char *bt_store_version(void);

#endif
