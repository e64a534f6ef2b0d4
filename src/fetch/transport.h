/* fetch/transport.h - requests over the network, behind a table of functions.
 *
 * The curl transport is a module of its own (broadtape-curl.so), opened by the engine after the
 * first paint and never closed again, because a thread of the resolver may outlive its request;
 * tests use the same one against a server on loopback.  One transport belongs to one thread, which
 * has SIGPIPE blocked or ignored.  */
#ifndef BT_FETCH_TRANSPORT_H
#define BT_FETCH_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define BT_TRANSPORT_ABI 5

/* One GET.  All text is copied by submit. */
struct bt_request {
	const char *url;                 /* absolute, http or https, no user name */
	const char *const *header;       /* "Name: value" lines */
	size_t n_header;
	const char *user_agent;          /* NULL: libcurl's own "curl/<version>" */
	const char *etag, *last_modified;/* for a conditional request, or NULL */
	size_t max_bytes;                /* of the decoded body, counted as it comes; 0: 8 MiB */
	int connect_timeout_ms;          /* 0: 5 s */
	int timeout_ms;                  /* of the whole request; 0: 20 s */
	int max_redirects;               /* 0: none followed, the answer is the 3xx itself */
	const char *ca_file;             /* certificates trusted in place of the system's; NULL or "": none */
	bool plain_http;                 /* the source's own setting says http */
	bool http_1_1;
	bool has_key;                    /* never redirected to another origin */
	void *user;                      /* comes back with the response */
};

enum bt_net {
	BT_NET_OK,                       /* an HTTP answer of any status */
	BT_NET_DNS, BT_NET_CONNECT, BT_NET_TLS, BT_NET_TIMEOUT, BT_NET_CUT, BT_NET_TOO_LARGE,
	BT_NET_REDIRECT, BT_NET_CANCELLED, BT_NET_OTHER,
};

/* What came of it.  Owned by the transport until it is dropped, or all is closed. */
struct bt_response {
	enum bt_net net;
	char net_text[160];              /* the cause in words; clean, without path and query */
	int status;                      /* HTTP; 0 when none */
	const char *body;                /* NUL-ended */
	size_t len;
	const char *content_type, *etag, *last_modified;   /* "" when absent */
	const char *set_cookie;          /* values of Set-Cookie, a line each, at most 8 KiB; "" none */
	int64_t retry_after_s;           /* -1 none */
	int64_t date_utc;                /* server's Date, and the Age of what a cache gave; 0 none */
	int64_t max_age_s;               /* Cache-Control; -1 none */
	int64_t latency_ms;
	void *user;
};

struct bt_transport;

struct bt_transport_ops {
	int abi;                         /* BT_TRANSPORT_ABI */
	const char *(*version)(void);
	enum bt_status (*open)(int max_per_host, int max_total, struct bt_transport **out,
	                       struct bt_err *err);
	/* Start a request; after BT_OK it ends with a response from poll, always. */
	enum bt_status (*submit)(struct bt_transport *t, const struct bt_request *req,
	                         struct bt_err *err);
	/* Give one finished response.  When there is none yet, wait for one, for wake_fd (-1: none)
	 * to be readable, or for timeout_ms (-1: for ever), whichever is first; NULL then.  Call
	 * again with timeout 0 until NULL before waiting anew; that also puts on the line what was
	 * submitted since. */
	const struct bt_response *(*poll)(struct bt_transport *t, int wake_fd, int timeout_ms);
	/* The caller has done with a response. */
	void (*drop)(struct bt_transport *t, const struct bt_response *res);
	/* Requests submitted whose responses were not given yet. */
	size_t (*open_requests)(const struct bt_transport *t);
	/* End the requests with this user; poll gives their responses, with BT_NET_CANCELLED. */
	void (*cancel)(struct bt_transport *t, const void *user);
	/* Drops what is open.  Never waits for a resolver. */
	void (*close)(struct bt_transport *t);
};

/* The table that the module exports under this name. */
#define BT_TRANSPORT_SYMBOL "bt_transport_curl"
#define BT_TRANSPORT_MODULE "broadtape-curl.so"

#endif
