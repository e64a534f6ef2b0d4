#include "fetch/url.h"

#include <string.h>

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

enum bt_status
bt_url_escape(const char *s, struct bt_buf *out)
{
	enum bt_status st = BT_OK;

	for (; *s && !st; s++)
		st = strchr(DIGITS LETTERS "-._~", *s) ? bt_buf_char(out, *s)
		                                       : bt_buf_printf(out, "%%%02X", (unsigned char)*s);
	return st;
}

bool
bt_url_is_word(const char *s)
{
	return *s && s[strspn(s, DIGITS LETTERS)] == '\0';
}
