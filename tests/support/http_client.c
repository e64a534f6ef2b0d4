/* tests/support/http_client.c - a tiny HTTP client, to judge the server with (loopback_client.h). */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "loopback_client.h"

struct incoming {
	char *p;
	size_t n, room;
};

static long
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool
wait_for(int fd, short what, long until)
{
	struct pollfd p = {.fd = fd, .events = what};
	long left = until - now_ms();

	return poll(&p, 1, left < 0 ? 0 : (int)left) > 0;
}

static int
connect_to(int port, long until, int *error)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	socklen_t n = sizeof *error;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	*error = 0;
	if (fd < 0)
		*error = errno;
	else if (connect(fd, (struct sockaddr *)&a, sizeof a) < 0 && errno != EINPROGRESS)
		*error = errno;
	else if (!wait_for(fd, POLLOUT, until))
		*error = ETIMEDOUT;
	else
		getsockopt(fd, SOL_SOCKET, SO_ERROR, error, &n);
	if (*error && fd >= 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static bool
send_request(int fd, int port, const char *target, const char *headers, long until, int *error)
{
	char text[16384];
	int len = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
		"Connection: close\r\n%s\r\n", target, port, headers ? headers : "");
	size_t n = 0;

	if (len < 0 || (size_t)len >= sizeof text)
		return false;
	while (n < (size_t)len) {
		ssize_t done = send(fd, text + n, (size_t)len - n, MSG_NOSIGNAL);

		if (done > 0) {
			n += (size_t)done;
		} else if (errno != EAGAIN || !wait_for(fd, POLLOUT, until)) {
			*error = errno == EAGAIN ? ETIMEDOUT : errno;
			return false;
		}
	}
	return true;
}

/* Append what comes; false at the end, on error or time-out. */
static bool
receive(int fd, struct incoming *in, long until, int *error)
{
	ssize_t n;

	if (in->n + 65537 > in->room) {
		in->room = in->room * 2 + 131072;
		in->p = realloc(in->p, in->room);
		if (!in->p)
			abort();
	}
	for (;;) {
		n = recv(fd, in->p + in->n, 65536, 0);
		if (n > 0) {
			in->n += (size_t)n;
			in->p[in->n] = '\0';
			return true;
		}
		if (n == 0)
			return false;
		if (errno != EAGAIN) {
			*error = errno;
			return false;
		}
		if (!wait_for(fd, POLLIN, until)) {
			*error = ETIMEDOUT;
			return false;
		}
	}
}

static char *
copy(const char *p, size_t n)
{
	char *c = malloc(n + 1);

	if (!c)
		abort();
	if (n)
		memcpy(c, p, n);
	c[n] = '\0';
	return c;
}

/* Take chunks apart in place; true when the last one was there. */
static bool
dechunk(struct bt_http_answer *a)
{
	size_t from = 0, to = 0;

	for (;;) {
		char *end, *line = a->body + from;
		unsigned long n = strtoul(line, &end, 16);
		size_t skip = (size_t)(end - a->body) + 2;

		if (end == line || strncmp(end, "\r\n", 2) != 0)
			break;
		if (n == 0) {
			a->body_n = to;
			a->body[to] = '\0';
			return true;
		}
		if (skip + n > a->body_n)
			break;
		memmove(a->body + to, a->body + skip, n);
		to += n;
		from = skip + n + 2;
		if (from >= a->body_n)
			break;
	}
	a->body_n = to;
	a->body[to] = '\0';
	return false;
}

static void
finish(struct bt_http_answer *a, struct incoming *in, bool ended)
{
	char *blank = in->n ? memmem(in->p, in->n, "\r\n\r\n", 4) : NULL;
	size_t head = blank ? (size_t)(blank - in->p) + 4 : in->n;
	char value[64];

	a->head = copy(in->p, head);
	a->body = copy(in->p + head, in->n - head);
	a->body_n = in->n - head;
	a->declared = (size_t)-1;
	free(in->p);
	if (!blank || sscanf(a->head, "HTTP/1.1 %d", &a->status) != 1)
		return;
	if (bt_http_header(a, "Content-Length", value, sizeof value))
		a->declared = strtoul(value, NULL, 10);
	if (a->status == 304)
		a->declared = 0;
	if (bt_http_header(a, "Transfer-Encoding", value, sizeof value))
		a->complete = dechunk(a);
	else
		a->complete = a->declared == (size_t)-1 ? ended && !a->error : a->body_n == a->declared;
}

void
bt_http_get(int port, const char *target, const char *headers, size_t most, int ms,
	struct bt_http_answer *out)
{
	long until = now_ms() + ms;
	struct incoming in = {copy("", 0), 0, 1};
	bool ended = false;
	int fd;

	*out = (struct bt_http_answer){.status = 0};
	fd = connect_to(port, until, &out->error);
	if (fd >= 0 && send_request(fd, port, target, headers, until, &out->error)) {
		while (in.n < most && receive(fd, &in, until, &out->error))
			;
		ended = in.n < most;
	}
	if (fd >= 0)
		close(fd);
	finish(out, &in, ended);
}

void
bt_http_free(struct bt_http_answer *a)
{
	free(a->head);
	free(a->body);
	a->head = a->body = NULL;
}

bool
bt_http_header(const struct bt_http_answer *a, const char *name, char *out, size_t size)
{
	size_t len = strlen(name);

	for (const char *p = a->head ? strstr(a->head, "\r\n") : NULL; p; p = strstr(p, "\r\n")) {
		p += 2;
		if (strncasecmp(p, name, len) != 0 || p[len] != ':')
			continue;
		p += len + 1;
		p += strspn(p, " ");
		snprintf(out, size, "%.*s", (int)strcspn(p, "\r"), p);
		return true;
	}
	return false;
}
