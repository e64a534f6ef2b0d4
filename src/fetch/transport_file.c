#include "fetch/transport_file.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/vec.h"
#include "base/xalloc.h"

#define MAX_BYTES (8u << 20)

struct pending {
	const struct bt_file_answer *row;   /* NULL: in no row */
	size_t max_bytes;
	bool cancelled;
	void *user;
};

struct bt_transport {
	const struct bt_file_answer *row;
	size_t n_row, next, count;
	BT_VEC(struct pending) pending;     /* from `next` on */
	struct given *given;                /* in the caller's hands */
};

struct given {
	struct given *next;
	struct bt_buf body;
	struct bt_response res;
};

static const char *
file_version(void)
{
	return "files";
}

static enum bt_status
file_open(int max_per_host, int max_total, struct bt_transport **out, struct bt_err *err)
{
	(void)max_per_host;
	(void)max_total;
	(void)out;
	return bt_err_set(err, BT_E_USAGE, "a transport of files is made from a table");
}

static bool
fits(const struct bt_file_answer *row, const char *url)
{
	size_t n = strlen(row->url);

	if (n && row->url[n - 1] == '*')
		return strncmp(row->url, url, n - 1) == 0;
	return strcmp(row->url, url) == 0;
}

static enum bt_status
file_submit(struct bt_transport *t, const struct bt_request *req, struct bt_err *err)
{
	struct pending p = {.user = req->user,
	                    .max_bytes = req->max_bytes ? req->max_bytes : MAX_BYTES};

	(void)err;
	for (size_t i = 0; i < t->n_row && !p.row; i++)
		if (fits(&t->row[i], req->url))
			p.row = &t->row[i];
	BT_VEC_PUSH(&t->pending, p);
	t->count++;
	return BT_OK;
}

/* The body of a row; what it cannot hold is too large. */
static enum bt_net
load(const struct pending *p, struct bt_buf *body)
{
	enum bt_status st = BT_OK;

	if (p->row && p->row->path)
		st = bt_file_read(p->row->path, body, NULL);
	else
		st = bt_buf_str(body, p->row && p->row->body ? p->row->body : "");
	return st == BT_OK ? BT_NET_OK : st == BT_E_LIMIT ? BT_NET_TOO_LARGE : BT_NET_OTHER;
}

static const struct bt_response *
answer(struct bt_transport *t, const struct pending *p)
{
	enum bt_net net = p->cancelled ? BT_NET_CANCELLED : p->row ? p->row->net : BT_NET_OK;

	struct given *g = bt_xcalloc(1, sizeof(*g));

	bt_buf_init(&g->body, p->max_bytes);
	g->next = t->given;
	t->given = g;
	if (net == BT_NET_OK)
		net = load(p, &g->body);
	g->res = (struct bt_response){
		.net = net,
		.status = net != BT_NET_OK ? 0
	                  : !p->row        ? 404
	                  : p->row->status ? p->row->status
	                                   : 200,
		.body = g->body.data ? g->body.data : "",
		.len = g->body.len,
		.content_type = "",
		.etag = p->row && p->row->etag ? p->row->etag : "",
		.last_modified = "",
		.set_cookie = "",
		.retry_after_s = p->row && p->row->retry_after_s ? p->row->retry_after_s : -1,
		.max_age_s = -1,
		.user = p->user,
	};
	if (net != BT_NET_OK)
		memcpy(g->res.net_text, "recorded failure", sizeof("recorded failure"));
	return &g->res;
}

static const struct bt_response *
file_poll(struct bt_transport *t, int wake_fd, int timeout_ms)
{
	struct pollfd wake = {.fd = wake_fd, .events = POLLIN};

	if (t->next < t->pending.len)
		return answer(t, &t->pending.at[t->next++]);
	t->next = t->pending.len = 0;
	if (timeout_ms)
		poll(&wake, wake_fd >= 0, timeout_ms);
	return NULL;
}

static void
given_free(struct given *g)
{
	bt_buf_release(&g->body);
	free(g);
}

static void
file_drop(struct bt_transport *t, const struct bt_response *res)
{
	for (struct given **at = &t->given; *at; at = &(*at)->next) {
		struct given *g = *at;

		if (&g->res != res)
			continue;
		*at = g->next;
		given_free(g);
		return;
	}
}

static size_t
file_open_requests(const struct bt_transport *t)
{
	return t->pending.len - t->next;
}

static void
file_cancel(struct bt_transport *t, const void *user)
{
	for (size_t i = t->next; i < t->pending.len; i++)
		if (t->pending.at[i].user == user)
			t->pending.at[i].cancelled = true;
}

static void
file_close(struct bt_transport *t)
{
	if (!t)
		return;
	BT_VEC_RELEASE(&t->pending);
	while (t->given) {
		struct given *next = t->given->next;

		given_free(t->given);
		t->given = next;
	}
	free(t);
}

const struct bt_transport_ops bt_transport_file = {
	.abi = BT_TRANSPORT_ABI,
	.version = file_version,
	.open = file_open,
	.submit = file_submit,
	.poll = file_poll,
	.drop = file_drop,
	.open_requests = file_open_requests,
	.cancel = file_cancel,
	.close = file_close,
};

struct bt_transport *
bt_transport_file_new(const struct bt_file_answer *row, size_t n)
{
	struct bt_transport *t = bt_xcalloc(1, sizeof(*t));

	t->row = row;
	t->n_row = n;
	return t;
}

size_t
bt_transport_file_count(const struct bt_transport *t)
{
	return t->count;
}
