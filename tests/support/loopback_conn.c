/* tests/support/loopback_conn.c - one connection: reading, waiting, sending, ending. */
#define _GNU_SOURCE 1
#include "loopback_conn.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINGER_NS 2000000000   /* a client that does not close is cut off after that */
#define PIECE 65536
#define BODY_MOST (4u << 20)   /* of a request */

struct lb_conn *
lb_conn_new(int fd, int id, bool control)
{
	struct lb_conn *c = lb_alloc(sizeof *c);

	c->fd = fd;
	c->id = id;
	c->control = control;
	return c;
}

static void
drop_answer(struct lb_conn *c, struct lb_site *site)
{
	if (c->in_flight)
		lb_stats_in_flight(&site->stats, -1);
	c->in_flight = false;
	if (c->z_on)
		deflateEnd(&c->z);
	c->z_on = false;
	lb_response_free(&c->res);
	lb_buf_free(&c->out);
	c->sent = 0;
}

void
lb_conn_free(struct lb_conn *c, struct lb_site *site)
{
	struct linger hard = {.l_onoff = 1, .l_linger = 0};

	if (c->abort)
		setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
	close(c->fd);
	drop_answer(c, site);
	lb_buf_free(&c->in);
	free(c);
}

static void
put_chunked(struct lb_buf *o, const char *p, size_t n)
{
	for (size_t at = 0, part; at < n; at += part) {
		part = n - at < 4000 ? n - at : 4000;
		lb_putf(o, "%zx\r\n", part);
		lb_put(o, p + at, part);
		lb_puts(o, "\r\n");
	}
	lb_puts(o, "0\r\n\r\n");
}

/* The answer's bytes; of a stream only the head, lb_refill() makes the rest. */
static void
begin_answer(struct lb_conn *c, int64_t now)
{
	struct lb_response *res = &c->res;
	size_t head;

	lb_response_head(res, &c->out);
	head = c->out.n;
	if (res->stream && !res->no_body) {
		c->stream_left = res->stream_bytes;
		if (res->stream == LB_STREAM_BOMB)
			c->z_on = deflateInit2(&c->z, 9, Z_DEFLATED, 15 + 16, 9,
				Z_DEFAULT_STRATEGY) == Z_OK;
	} else if (!res->no_body) {
		if (res->chunked)
			put_chunked(&c->out, res->body.p ? res->body.p : "", res->body.n);
		else if (res->body.n)
			lb_put(&c->out, res->body.p, res->body.n);
	}
	if (res->cut >= 0 && head + (size_t)res->cut < c->out.n)
		c->out.n = head + (size_t)res->cut;
	lb_buf_free(&res->body);
	c->state = res->hang ? LB_HANGING : res->delay_ms > 0 ? LB_WAITING : LB_SENDING;
	c->wake_ns = res->delay_ms > 0 ? now + (int64_t)res->delay_ms * 1000000 : 0;
}

/* Make the next piece of a stream; false when it is all out. */
static bool
refill(struct lb_conn *c)
{
	static char blanks[PIECE];
	unsigned char packed[PIECE];

	memset(blanks, ' ', sizeof blanks);
	c->out.n = 0;
	c->sent = 0;
	while (c->out.n == 0 && c->stream_left > 0) {
		size_t n = c->stream_left < PIECE ? (size_t)c->stream_left : PIECE;

		c->stream_left -= n;
		if (!c->z_on) {
			lb_put(&c->out, blanks, n);
			continue;
		}
		c->z.next_in = (unsigned char *)blanks;
		c->z.avail_in = (unsigned)n;
		do {
			c->z.next_out = packed;
			c->z.avail_out = sizeof packed;
			deflate(&c->z, c->stream_left ? Z_NO_FLUSH : Z_FINISH);
			lb_put(&c->out, packed, sizeof packed - c->z.avail_out);
		} while (c->z.avail_out == 0);
	}
	return c->out.n > 0;
}

/* A whole request in the buffer?  Then answer it. */
static void
take_request(struct lb_conn *c, struct lb_site *site, int64_t now)
{
	struct lb_request r;
	long head = lb_request_parse(c->in.p ? c->in.p : "", c->in.n, &r);

	if (head == 0)
		return;
	if (head < 0 || r.content_length > BODY_MOST) {
		if (head > 0)
			lb_request_free(&r);
		memset(&c->res, 0, sizeof c->res);
		lb_response_text(&c->res, 400, "text/plain", "this is no HTTP request\n");
		c->res.cut = -1;
		c->res.close = true;
		c->in.n = 0;
		begin_answer(c, now);
		return;
	}
	if (c->in.n < (size_t)head + r.content_length) {
		lb_request_free(&r);
		return;
	}
	if (strncmp(r.path, "/__", 3) != 0) {
		lb_stats_request(&site->stats, &r, c->id);
		lb_stats_in_flight(&site->stats, 1);
		c->in_flight = true;
	}
	memset(&c->res, 0, sizeof c->res);
	lb_site_answer(site, &r, &c->res);
	c->in.n -= (size_t)head + r.content_length;
	memmove(c->in.p, c->in.p + (size_t)head + r.content_length, c->in.n);
	lb_request_free(&r);
	begin_answer(c, now);
}

/* false: the client has closed its side or is gone. */
static bool
read_some(struct lb_conn *c, struct lb_site *site, bool keep)
{
	char part[16384];
	ssize_t n = read(c->fd, part, sizeof part);

	if (n > 0) {
		if (keep)
			lb_put(&c->in, part, (size_t)n);
		if (!c->control)
			site->stats.bytes_in += (unsigned long long)n;
		return true;
	}
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

static void
end_answer(struct lb_conn *c, struct lb_site *site, int64_t now)
{
	bool last = c->res.close, reset = c->res.reset;

	drop_answer(c, site);
	if (reset) {
		c->abort = true;
		c->state = LB_DONE;
	} else if (last) {
		shutdown(c->fd, SHUT_WR);
		c->state = LB_LINGERING;
		c->wake_ns = now + LINGER_NS;
	} else {
		c->state = LB_READING;
		c->wake_ns = 0;
		take_request(c, site, now);   /* one that came behind the last */
	}
}

static void
send_some(struct lb_conn *c, struct lb_site *site, int64_t now)
{
	size_t n;
	ssize_t done;

	if (c->sent == c->out.n && !(c->stream_left && refill(c))) {
		end_answer(c, site, now);
		return;
	}
	n = c->out.n - c->sent;
	if (c->res.drip_bytes > 0 && n > (size_t)c->res.drip_bytes)
		n = (size_t)c->res.drip_bytes;
	done = send(c->fd, c->out.p + c->sent, n, MSG_NOSIGNAL);
	if (done < 0) {
		if (errno != EAGAIN && errno != EINTR)
			c->state = LB_DONE;
		return;
	}
	c->sent += (size_t)done;
	if (!c->control)
		site->stats.bytes_out += (unsigned long long)done;
	if (c->sent == c->out.n && c->stream_left == 0)
		end_answer(c, site, now);
	else if (c->res.drip_bytes > 0)
		c->wake_ns = now + (int64_t)c->res.drip_ms * 1000000;
}

short
lb_conn_events(const struct lb_conn *c, int64_t now)
{
	switch (c->state) {
	case LB_READING:
	case LB_LINGERING:
		return POLLIN;
	case LB_SENDING:
		return c->wake_ns > now ? POLLRDHUP : POLLOUT | POLLRDHUP;
	default:
		return POLLRDHUP;
	}
}

void
lb_conn_step(struct lb_conn *c, struct lb_site *site, short revents, int64_t now)
{
	if (revents & (POLLERR | POLLNVAL) ||
	    (revents & (POLLRDHUP | POLLHUP) && c->state != LB_READING && c->state != LB_LINGERING)) {
		c->state = LB_DONE;   /* the client gave up */
		return;
	}
	if (c->state == LB_WAITING && now >= c->wake_ns) {
		c->state = LB_SENDING;
		c->wake_ns = 0;
	}
	switch (c->state) {
	case LB_READING:
		if (!(revents & (POLLIN | POLLHUP)))
			break;
		if (read_some(c, site, true))
			take_request(c, site, now);
		else
			c->state = LB_DONE;
		break;
	case LB_LINGERING:
		if (now >= c->wake_ns || (revents & (POLLIN | POLLHUP) && !read_some(c, site, false)))
			c->state = LB_DONE;
		break;
	case LB_SENDING:
		if (now >= c->wake_ns)
			send_some(c, site, now);
		break;
	default:
		break;
	}
}
