#include "base/match.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum bt_status
bt_match_open(struct bt_match *m, const char *pattern, struct bt_err *err)
{
	char inner[BT_MATCH_SIZE], why[120];
	size_t n = strlen(pattern);
	int failed;

	*m = (struct bt_match){0};
	snprintf(m->text, sizeof(m->text), "%s", pattern);
	if (n < 3 || n >= sizeof(inner) || pattern[0] != '/' || pattern[n - 1] != '/')
		return BT_OK;
	snprintf(inner, sizeof(inner), "%.*s", (int)n - 2, pattern + 1);
	failed = regcomp(&m->regex, inner, REG_EXTENDED | REG_ICASE | REG_NOSUB);
	if (failed) {
		regerror(failed, &m->regex, why, sizeof(why));
		return bt_err_set(err, BT_E_USAGE, "%s: %s", m->text, why);
	}
	m->is_regex = true;
	return BT_OK;
}

void
bt_match_close(struct bt_match *m)
{
	if (m->is_regex)
		regfree(&m->regex);
	*m = (struct bt_match){0};
}

bool
bt_match_has(const struct bt_match *m, const char *text)
{
	size_t n = strlen(m->text);

	if (m->is_regex)
		return regexec(&m->regex, text, 0, NULL, 0) == 0;
	for (; *text && n; text++)
		if (strncasecmp(text, m->text, n) == 0)
			return true;
	return n == 0;
}
