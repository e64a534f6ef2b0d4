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

/* Judge a JSON answer whole: the tree of a good one, or NULL and answer->fault, with the source's own words
 * (members "detail", "message") in the detail.  Free it by cJSON_Delete.  */
cJSON *bt_body_json(int http_status, const char *body, size_t len, struct bt_answer *answer);

#endif
