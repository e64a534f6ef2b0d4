/* fetch/security.h - securities as sources tell of them, where they tell little: dates without times, quotes
 * without bars.  All dates are New York's.  */
#ifndef BT_FETCH_SECURITY_H
#define BT_FETCH_SECURITY_H

#include "fetch/rows.h"

/* A security about which nothing is known yet but where and when it came from. */
struct bt_security bt_security_new(const char *symbol, const char *source, int64_t now_utc);

/* Daily rows of the symbol, which is copied: the rules enforced by bt_rows_finish, the last bar provisional
 * while its session's close is not in, no quote.  */
void bt_security_of_rows(struct bt_security *sec, const char *symbol, const char *source, struct bt_rows *rows,
                         int64_t now_utc, struct bt_arena *a, struct bt_answer *answer);

/* The answer is this quote; one without a price, or with a time of the future, is NO_DATA. */
void bt_answer_take_quote(struct bt_answer *answer, struct bt_security *sec);

#endif
