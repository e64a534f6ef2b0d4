#include "fetch/tiny_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

#define MAX_CONNS 64

struct conn {
	int fd;
	char in[8192];
	size_t n_in;
	const struct tiny_route *route;  /* being answered */
	size_t sent_head, sent_body;
	int64_t next_ms;                 /* nothing is sent before */
	bool hanging;
};

struct tiny {
	const struct tiny_route *route;
	size_t n_route;
	int listener, port, stop[2];
	struct conn conn[MAX_CONNS];
	size_t n_conn;
	pthread_t thread;
	pthread_mutex_t lock;            /* guards the four below */
	size_t connections, requests, body_bytes;
	char last[8192];
};

static void
drop(struct tiny *s, size_t i, bool reset)
{
	struct linger hard = {.l_onoff = 1};

	if (reset)
		setsockopt(s->conn[i].fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
	close(s->conn[i].fd);
	s->conn[i] = s->conn[--s->n_conn];
}

static const struct tiny_route *
route_of(const struct tiny *s, const char *request)
{
	static const struct tiny_route none = {
		.head = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"};
	const char *path = strchr(request, ' ');

	for (size_t i = 0; path && i < s->n_route; i++) {
		size_t n = strlen(s->route[i].path);

		if (strncmp(path + 1, s->route[i].path, n) == 0 && strchr(" ?", path[1 + n]))
			return &s->route[i];
	}
	return &none;
}

/* Start to answer when a whole request is there. */
static void
take_request(struct tiny *s, struct conn *c)
{
	char *end;

	c->in[c->n_in] = '\0';
	end = strstr(c->in, "\r\n\r\n");
	if (c->route || !end)
		return;
	c->route = route_of(s, c->in);
	c->sent_head = c->sent_body = 0;
	c->next_ms = bt_clock_mono_ms() + c->route->delay_ms;
	pthread_mutex_lock(&s->lock);
	s->requests++;
	memcpy(s->last, c->in, (size_t)(end + 4 - c->in));
	s->last[end + 4 - c->in] = '\0';
	pthread_mutex_unlock(&s->lock);
	c->n_in -= (size_t)(end + 4 - c->in);
	memmove(c->in, end + 4, c->n_in);
}

/* Send what can be sent; false when the answer is complete or the peer is gone. */
static bool
send_some(struct tiny *s, struct conn *c)
{
	const struct tiny_route *r = c->route;
	size_t total = r->len * (r->repeat ? r->repeat : 1), n_head = strlen(r->head);
	const char *from;
	size_t n;
	ssize_t put;

	if (c->sent_head < n_head) {
		from = r->head + c->sent_head;
		n = n_head - c->sent_head;
	} else if (c->sent_body < total) {
		from = r->body + c->sent_body % r->len;
		n = r->drip_ms ? 1 : r->len - c->sent_body % r->len;
	} else {
		return false;
	}
	put = send(c->fd, from, n, MSG_NOSIGNAL);
	if (put < 0)
		return errno == EAGAIN;
	if (c->sent_head < n_head) {
		c->sent_head += (size_t)put;
	} else {
		c->sent_body += (size_t)put;
		c->next_ms = r->drip_ms ? bt_clock_mono_ms() + r->drip_ms : 0;
		pthread_mutex_lock(&s->lock);
		s->body_bytes += (size_t)put;
		pthread_mutex_unlock(&s->lock);
	}
	return true;
}

/* The answer is out; false when the connection goes with it. */
static bool
end_answer(struct tiny *s, size_t i)
{
	struct conn *c = &s->conn[i];
	enum tiny_end end = c->route->end;

	if (end == TINY_CLOSE || end == TINY_RESET) {
		drop(s, i, end == TINY_RESET);
		return false;
	}
	c->hanging = end == TINY_HANG;
	if (!c->hanging) {
		c->route = NULL;
		take_request(s, c);
	}
	return true;
}

static void
serve(struct tiny *s, size_t i, short events)
{
	struct conn *c = &s->conn[i];

	if (events & (POLLIN | POLLHUP | POLLERR)) {
		ssize_t got = read(c->fd, c->in + c->n_in, sizeof(c->in) - 1 - c->n_in);

		if (got == 0 || (got < 0 && errno != EAGAIN)) {
			drop(s, i, false);
			return;
		}
		c->n_in += got > 0 ? (size_t)got : 0;
		take_request(s, c);
	}
	while (c->route && !c->hanging && bt_clock_mono_ms() >= c->next_ms) {
		struct pollfd p = {.fd = c->fd, .events = POLLOUT};

		if (!send_some(s, c)) {
			end_answer(s, i);
			return;
		}
		if (poll(&p, 1, 0) == 0)
			return;
	}
}

static void
accept_one(struct tiny *s)
{
	int fd = accept(s->listener, NULL, NULL);

	if (fd < 0)
		return;
	if (s->n_conn == MAX_CONNS) {
		close(fd);
		return;
	}
	fcntl(fd, F_SETFL, O_NONBLOCK);
	s->conn[s->n_conn++] = (struct conn){.fd = fd};
	pthread_mutex_lock(&s->lock);
	s->connections++;
	pthread_mutex_unlock(&s->lock);
}

static void *
run(void *user)
{
	struct tiny *s = user;

	for (;;) {
		struct pollfd p[MAX_CONNS + 2];
		int64_t now = bt_clock_mono_ms();
		int wait_ms = -1;

		p[0] = (struct pollfd){.fd = s->stop[0], .events = POLLIN};
		p[1] = (struct pollfd){.fd = s->listener, .events = POLLIN};
		for (size_t i = 0; i < s->n_conn; i++) {
			const struct conn *c = &s->conn[i];
			bool sending = c->route && !c->hanging;

			p[i + 2] = (struct pollfd){.fd = c->fd, .events = POLLIN};
			if (sending && c->next_ms <= now)
				p[i + 2].events |= POLLOUT;
			else if (sending && (wait_ms < 0 || c->next_ms - now < wait_ms))
				wait_ms = (int)(c->next_ms - now);
		}
		size_t n = s->n_conn;

		poll(p, n + 2, wait_ms);
		if (p[0].revents)
			return NULL;
		for (size_t i = n; i-- > 0;) /* downwards: a dropped one is replaced by the last */
			serve(s, i, p[i + 2].revents);
		if (p[1].revents)
			accept_one(s);
	}
}

struct tiny *
tiny_start(const struct tiny_route *route, size_t n)
{
	struct tiny *s = calloc(1, sizeof(*s));
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);

	s->route = route;
	s->n_route = n;
	pthread_mutex_init(&s->lock, NULL);
	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->listener < 0 || bind(s->listener, (struct sockaddr *)&at, len) || listen(s->listener, 64) ||
	    getsockname(s->listener, (struct sockaddr *)&at, &len) || pipe(s->stop))
		abort();
	s->port = ntohs(at.sin_port);
	if (pthread_create(&s->thread, NULL, run, s))
		abort();
	return s;
}

void
tiny_stop(struct tiny *s)
{
	if (!s)
		return;
	if (write(s->stop[1], "", 1) != 1)
		abort();
	pthread_join(s->thread, NULL);
	while (s->n_conn)
		drop(s, 0, false);
	close(s->listener);
	close(s->stop[0]);
	close(s->stop[1]);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

int
tiny_port(const struct tiny *s)
{
	return s->port;
}

static size_t
locked(struct tiny *s, const size_t *what)
{
	size_t n;

	pthread_mutex_lock(&s->lock);
	n = *what;
	pthread_mutex_unlock(&s->lock);
	return n;
}

size_t
tiny_connections(struct tiny *s)
{
	return locked(s, &s->connections);
}

size_t
tiny_requests(struct tiny *s)
{
	return locked(s, &s->requests);
}

size_t
tiny_body_bytes(struct tiny *s)
{
	return locked(s, &s->body_bytes);
}

char *
tiny_last_request(struct tiny *s)
{
	char *copy;

	pthread_mutex_lock(&s->lock);
	copy = strdup(s->last);
	pthread_mutex_unlock(&s->lock);
	return copy;
}
