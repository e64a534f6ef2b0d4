/* tests/support/loopback_client.c - start and steer test-loopback from a C test. */
#define _GNU_SOURCE 1
#include "loopback_client.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
become(const struct bt_loopback *lb, const char *port, int out)
{
	const char *argv[BT_LOOPBACK_ARGS + 8];
	size_t n = 0;

	argv[n++] = lb->program;
	for (size_t i = 0; lb->args[i]; i++)
		argv[n++] = lb->args[i];
	argv[n++] = "--with-parent";
	argv[n++] = "--control-file";
	argv[n++] = "-";
	argv[n++] = "--port";
	argv[n++] = port;
	argv[n] = NULL;
	if (dup2(out, 1) < 0)
		_exit(127);
	execv(lb->program, (char *const *)(uintptr_t)argv);
	fprintf(stderr, "loopback: %s: %s\n", lb->program, strerror(errno));
	_exit(127);
}

/* The server prints its ports once it listens. */
static bool
read_ports(struct bt_loopback *lb, int fd)
{
	char line[64];
	size_t n = 0;

	while (n + 1 < sizeof line && !memchr(line, '\n', n)) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		ssize_t got;

		if (poll(&p, 1, 10000) <= 0)
			return false;
		got = read(fd, line + n, sizeof line - 1 - n);
		if (got <= 0)
			return false;
		n += (size_t)got;
	}
	line[n] = '\0';
	return sscanf(line, "%d %d", &lb->port, &lb->control_port) == 2;
}

static bool
launch(struct bt_loopback *lb)
{
	char port[16];
	int fd[2];
	bool ok;

	snprintf(port, sizeof port, "%d", lb->port);
	if (pipe2(fd, O_CLOEXEC) < 0)
		return false;
	lb->pid = fork();
	if (lb->pid == 0)
		become(lb, port, fd[1]);
	close(fd[1]);
	ok = lb->pid > 0 && read_ports(lb, fd[0]);
	close(fd[0]);
	if (!ok)
		bt_loopback_kill(lb);
	snprintf(lb->url, sizeof lb->url, "http://127.0.0.1:%d", lb->port);
	return ok;
}

bool
bt_loopback_start(struct bt_loopback *lb, const char *program, const char *const *args)
{
	*lb = (struct bt_loopback){.program = program, .pid = -1};
	for (size_t i = 0; args && args[i]; i++) {
		if (i + 1 == BT_LOOPBACK_ARGS)
			return false;
		lb->args[i] = args[i];
	}
	return launch(lb);
}

void
bt_loopback_kill(struct bt_loopback *lb)
{
	if (lb->pid > 0) {
		kill(lb->pid, SIGKILL);
		waitpid(lb->pid, NULL, 0);
	}
	lb->pid = -1;
}

bool
bt_loopback_return(struct bt_loopback *lb)
{
	return lb->pid < 0 && launch(lb);
}

/* SIGTERM lets it run to its end, where a leak check may speak. */
bool
bt_loopback_stop(struct bt_loopback *lb)
{
	int status = 0;

	if (lb->pid > 0) {
		kill(lb->pid, SIGTERM);
		waitpid(lb->pid, &status, 0);
	}
	lb->pid = -1;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

char *
bt_loopback_ask(const struct bt_loopback *lb, const char *target)
{
	struct bt_http_answer a;
	char *body;

	bt_http_get(lb->control_port, target, NULL, 64u << 20, 10000, &a);
	body = a.status == 200 && a.complete ? a.body : NULL;
	if (body)
		a.body = NULL;
	else if (a.status == 400)
		fprintf(stderr, "loopback: %s: %s\n", target, a.body);
	bt_http_free(&a);
	return body;
}

bool
bt_loopback_control(const struct bt_loopback *lb, const char *rule)
{
	char target[4096];
	char *answer;

	snprintf(target, sizeof target, "/__control?%s", rule);
	answer = bt_loopback_ask(lb, target);
	free(answer);
	return answer != NULL;
}

long
bt_loopback_stat(const struct bt_loopback *lb, const char *name)
{
	char *stats = bt_loopback_ask(lb, "/__stats"), *at;
	char key[512];
	long n = -1;

	snprintf(key, sizeof key, "\"%s\":", name);
	at = stats ? strstr(stats, key) : NULL;
	if (at)
		n = strtol(at + strlen(key), NULL, 10);
	free(stats);
	return n;
}

bool
bt_loopback_wait_stat(const struct bt_loopback *lb, const char *name, long n, int ms)
{
	long until = now_ms() + ms;

	for (;;) {
		if (bt_loopback_stat(lb, name) >= n)
			return true;
		if (now_ms() >= until)
			return false;
		poll(NULL, 0, 2);   /* between two looks */
	}
}
