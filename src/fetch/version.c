#include "fetch/version.h"

#include <string.h>

#include <cjson/cJSON.h>
#include <expat.h>
#include <zlib.h>

void
bt_fetch_version(struct bt_buf *out)
{
	const char *expat = XML_ExpatVersion();          /* "expat_2.5.0" */
	const char *number = strchr(expat, '_');

	bt_buf_printf(out, "cJSON %s, expat %s, zlib %s", cJSON_Version(), number ? number + 1 : expat,
	              zlibVersion());
}
