/* tests/support/loopback.c - the server's sockets and its loop. */
#define _GNU_SOURCE 1
#include "loopback.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loopback_conn.h"

#define CONNS 1024   /* more wait in the backlog */

static volatile sig_atomic_t signalled;

static void
on_signal(int sig)
{
	signalled = sig;
}

static int
listen_on(int port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int on = 1;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, (struct sockaddr *)&a, sizeof a) < 0 || listen(fd, 128) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static int
port_of(int fd)
{
	struct sockaddr_in a;
	socklen_t n = sizeof a;

	return getsockname(fd, (struct sockaddr *)&a, &n) < 0 ? -1 : ntohs(a.sin_port);
}

bool
lb_server_open(struct lb_server *s)
{
	struct sigaction act = {.sa_handler = on_signal};

	/* before anybody can know the port, so that every stop is an orderly one */
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
	s->control_fd = -1;
	s->listen_fd = listen_on(s->port);
	if (s->listen_fd >= 0 && s->want_control)
		s->control_fd = listen_on(0);
	if (s->listen_fd < 0 || (s->want_control && s->control_fd < 0)) {
		fprintf(stderr, "test-loopback: 127.0.0.1:%d: %s\n", s->port, strerror(errno));
		return false;
	}
	s->port = port_of(s->listen_fd);
	s->control_port = s->want_control ? port_of(s->control_fd) : 0;
	s->site.can_be_down = s->want_control;
	s->site.first_now = s->site.market.now;
	s->site.stats.start_ns = lb_now_ns();
	return true;
}

static void
accept_one(struct lb_server *s, int from)
{
	struct linger hard = {.l_onoff = 1, .l_linger = 0};
	bool control = from == s->control_fd;
	int fd = accept4(from, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK), on = 1;
	struct lb_conn *c;

	if (fd < 0)
		return;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (!control && lb_faults_refuse(&s->site.faults)) {
		s->site.stats.refused++;
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
		close(fd);
		return;
	}
	c = lb_conn_new(fd, ++s->nconn, control);
	c->next = s->conn;
	s->conn = c;
	if (!control)
		lb_stats_open(&s->site.stats, 1);
}

static void
drop(struct lb_server *s, struct lb_conn **at)
{
	struct lb_conn *c = *at;

	*at = c->next;
	if (!c->control)
		lb_stats_open(&s->site.stats, -1);
	lb_conn_free(c, &s->site);
}

/* mode=down closes the port and what hangs on it; its end opens it again. */
static void
follow_down(struct lb_server *s)
{
	bool down = lb_faults_down(&s->site.faults);

	if (down && s->listen_fd >= 0) {
		close(s->listen_fd);
		s->listen_fd = -1;
		for (struct lb_conn *c = s->conn; c; c = c->next)
			if (!c->control) {
				c->abort = true;
				c->state = LB_DONE;
			}
	} else if (!down && s->listen_fd < 0) {
		s->listen_fd = listen_on(s->port);
	}
}

static int
timeout_ms(const struct lb_server *s, int64_t now, int64_t end)
{
	int64_t until = end;

	for (const struct lb_conn *c = s->conn; c; c = c->next)
		if (c->wake_ns > 0 && c->wake_ns < until)
			until = c->wake_ns;
	if (until <= now)
		return 0;
	return until - now > 60000000000 ? 60000 : (int)((until - now + 999999) / 1000000);
}

static void
one_round(struct lb_server *s, int64_t end)
{
	static struct pollfd fd[CONNS + 2];
	int64_t now = lb_now_ns();
	nfds_t n = 2;

	fd[0] = (struct pollfd){.fd = s->listen_fd, .events = POLLIN};
	fd[1] = (struct pollfd){.fd = s->control_fd, .events = POLLIN};
	for (struct lb_conn *c = s->conn; c; c = c->next)
		fd[n++] = (struct pollfd){.fd = c->fd, .events = lb_conn_events(c, now)};
	if (n == CONNS + 2)
		fd[0].fd = fd[1].fd = -1;
	if (poll(fd, n, timeout_ms(s, now, end)) < 0)
		return;
	now = lb_now_ns();
	n = 2;
	for (struct lb_conn *c = s->conn; c; c = c->next)
		lb_conn_step(c, &s->site, fd[n++].revents, now);
	follow_down(s);
	for (struct lb_conn **at = &s->conn; *at;)
		if ((*at)->state == LB_DONE)
			drop(s, at);
		else
			at = &(*at)->next;
	if (fd[0].revents & POLLIN && s->listen_fd >= 0)
		accept_one(s, s->listen_fd);
	if (fd[1].revents & POLLIN)
		accept_one(s, s->control_fd);
}

/* /__quit is obeyed when its answer is out. */
static bool
finished(const struct lb_server *s)
{
	if (signalled)
		return true;
	if (!s->site.quit)
		return false;
	for (const struct lb_conn *c = s->conn; c; c = c->next)
		if (c->state == LB_SENDING)
			return false;
	return true;
}

void
lb_server_run(struct lb_server *s)
{
	int64_t end = lb_now_ns() + (int64_t)s->lifetime_s * 1000000000;

	while (!finished(s) && lb_now_ns() < end)
		one_round(s, end);
}

void
lb_server_close(struct lb_server *s)
{
	while (s->conn)
		drop(s, &s->conn);
	if (s->listen_fd >= 0)
		close(s->listen_fd);
	if (s->control_fd >= 0)
		close(s->control_fd);
	lb_faults_clear(&s->site.faults);
	lb_routes_free(s->site.routes);
	lb_market_free(&s->site.market);
	lb_stats_free(&s->site.stats);
}
