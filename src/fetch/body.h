/* fetch/body.h - the first look at an answer: is it at all what was asked for?
 *
 * The body is judged before the status: sources answer 200 with a web page, a consent form or the words
 * "Too Many Requests".  */
#ifndef BT_FETCH_BODY_H
#define BT_FETCH_BODY_H

#include "fetch/json.h"
#include "fetch/provider.h"

enum bt_body { BT_BODY_JSON, BT_BODY_XML, BT_BODY_CSV, BT_BODY_TEXT };

/* False and answer->fault set when the body cannot be of that kind; the status itself is left for the
 * reader to judge when the body may hold words about it (JSON with status 404).  */
bool bt_body_judge(enum bt_body kind, int http_status, const char *body, size_t len,
                   struct bt_answer *answer);

/* Judge a JSON answer whole and parse it into the arena: true for a good one.  False: answer->fault is set, with the source's own words (members "detail", "message") in the detail.  */
bool bt_body_json(int http_status, const char *body, size_t len, struct bt_arena *a, struct bt_json *json,
                  struct bt_answer *answer);

#endif
