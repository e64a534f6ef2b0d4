/* fetch/transport.h - requests over the network, behind a table of functions.
 *
 * The curl transport is a module of its own (broadtape-curl.so), opened by the engine after the first
 * paint; tests use the same one against a server on loopback.  One transport belongs to one thread.  */
#ifndef BT_FETCH_TRANSPORT_H
#define BT_FETCH_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define BT_TRANSPORT_ABI 1

/* One request.  All text is copied by submit. */
struct bt_request {
	const char *url;                 /* absolute, http or https */
	const char *const *header;       /* "Name: value" lines */
	size_t n_header;
	const char *user_agent;          /* NULL: libcurl's own "curl/<version>" */
	const char *etag, *last_modified;/* for a conditional request, or NULL */
	size_t max_bytes;                /* of the decoded body; more aborts it while it arrives */
	int max_redirects;               /* 0: none followed */
	bool plain_http;                 /* the source's own setting says http */
	bool http_1_1;
	bool has_key;                    /* never redirected to another origin, never logged */
	void *user;                      /* comes back with the response */
};

enum bt_net {
	BT_NET_OK,                       /* an HTTP answer of any status */
	BT_NET_DNS, BT_NET_CONNECT, BT_NET_TLS, BT_NET_TIMEOUT, BT_NET_CUT, BT_NET_TOO_LARGE,
	BT_NET_REDIRECT, BT_NET_CANCELLED, BT_NET_OTHER,
};

/* What came of it.  Owned by the transport until the next call of poll or close. */
struct bt_response {
	enum bt_net net;
	char net_text[160];              /* the cause in words; clean */
	int status;                      /* HTTP; 0 when none */
	const char *body;                /* NUL-ended */
	size_t len;
	const char *content_type, *etag, *last_modified;   /* "" when absent */
	int64_t retry_after_s;           /* -1 none */
	int64_t date_utc;                /* server's Date; 0 none */
	int64_t max_age_s;               /* Cache-Control; -1 none */
	int64_t latency_ms;
	void *user;
};

struct bt_transport;

struct bt_transport_ops {
	int abi;                         /* BT_TRANSPORT_ABI */
	const char *(*version)(void);
	enum bt_status (*open)(int max_per_host, int max_total, struct bt_transport **out, struct bt_err *err);
	/* Start a request; it ends with a response from poll, always. */
	enum bt_status (*submit)(struct bt_transport *t, const struct bt_request *req, struct bt_err *err);
	/* Wait for something: a finished request, `wake_fd` readable, or timeout_ms (-1: for ever), then
	 * give one finished response or NULL.  Call again until NULL before waiting anew. */
	const struct bt_response *(*poll)(struct bt_transport *t, int wake_fd, int timeout_ms);
	size_t (*open_requests)(const struct bt_transport *t);
	/* Never waits for a resolver. */
	void (*close)(struct bt_transport *t);
};

/* The table that the module exports under this name. */
#define BT_TRANSPORT_SYMBOL "bt_transport_curl"

#endif
