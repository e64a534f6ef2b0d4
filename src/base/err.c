#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
	int exit_status;
	const char *text;
} statuses[] = {
#define BT_STATUS(id, exit_status, text) [BT_##id] = {exit_status, text},
#include "spec/status.def"
};

enum bt_status
bt_err_set(struct bt_err *err, enum bt_status status, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return status;
	err->status = status;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	return status;
}

enum bt_status
bt_err_wrap(struct bt_err *err, const char *fmt, ...)
{
	char old[sizeof(err->text)];
	va_list ap;
	size_t used;

	if (!err)
		return BT_E_IO; /* nobody listens */
	memcpy(old, err->text, sizeof(old));
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	used = strlen(err->text);
	snprintf(err->text + used, sizeof(err->text) - used, ": %s", old);
	return err->status;
}

const char *
bt_status_text(enum bt_status status)
{
	return statuses[status].text;
}

int
bt_status_exit(enum bt_status status)
{
	return statuses[status].exit_status;
}
