/* fetch/transport_file.h - a transport that answers from a table: for tests and replays.
 *
 * Same contract as the network's; nothing is opened but the files of the table.  */
#ifndef BT_FETCH_TRANSPORT_FILE_H
#define BT_FETCH_TRANSPORT_FILE_H

#include "fetch/transport.h"

struct bt_file_answer {
	const char *url;         /* exact; with a '*' at its end, how the address begins */
	int status;              /* 0: 200 */
	const char *path;        /* file of the body, or */
	const char *body;        /* the body itself; both NULL: empty */
	enum bt_net net;         /* a failure instead of an answer */
	int64_t retry_after_s;   /* 0: none */
	const char *etag;
};

/* open of this table refuses; make the transport by the function below. */
extern const struct bt_transport_ops bt_transport_file;

/* Answer from the rows, first match first; 404 for what is in none.  Rows are borrowed.  Responses
 * come in the order of the requests.  */
struct bt_transport *bt_transport_file_new(const struct bt_file_answer *row, size_t n);

/* Requests taken so far. */
size_t bt_transport_file_count(const struct bt_transport *t);

#endif
