/* base/match.h - does a text have what was typed?  For search and filters.
 *
 * A pattern is plain text, found anywhere and in any letter case; between slashes ("/^a.*b$/") it is an extended
 * regular expression, in any case, too.  Plain by default because symbols are made of what such expressions
 * use: ^RUT, BRK.B, ES=F.  */
#ifndef BT_BASE_MATCH_H
#define BT_BASE_MATCH_H

#include <regex.h>
#include <stdbool.h>

#include "base/err.h"

#define BT_MATCH_SIZE 256

struct bt_match {
	char text[BT_MATCH_SIZE];        /* the pattern as typed, cut to this */
	bool is_regex;
	regex_t regex;
};

/* BT_E_USAGE: a wrong regular expression, and what is wrong with it; *m is then closed. */
BT_MUST_CHECK enum bt_status bt_match_open(struct bt_match *m, const char *pattern, struct bt_err *err);
/* A match that is all zero may be closed, too. */
void bt_match_close(struct bt_match *m);
bool bt_match_has(const struct bt_match *m, const char *text);

#endif
