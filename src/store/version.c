#include "store/version.h"

#include <sqlite3.h>

const char *
bt_store_version(void)
{
	return sqlite3_libversion();
}
