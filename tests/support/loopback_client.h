/* tests/support/loopback_client.h - start and steer test-loopback from a C test; a tiny HTTP client.
 *
 *     struct bt_loopback lb;
 *     const char *const args[] = {"--now", "2025-12-23", NULL};
 *     assert_true(bt_loopback_start(&lb, "./test-loopback", args));
 *     ... program with base URL lb.url ...
 *     bt_loopback_control(&lb, "mode=429&path=/v8/..*&retry-after=5");
 *     bt_loopback_kill(&lb); ... bt_loopback_return(&lb);      the server dies, and comes back
 *     assert_int_equal(bt_loopback_stat(&lb, "requests"), 3);
 *     bt_loopback_stop(&lb);
 */
#ifndef BT_TESTS_LOOPBACK_CLIENT_H
#define BT_TESTS_LOOPBACK_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define BT_LOOPBACK_ARGS 40

struct bt_loopback {
	pid_t pid;
	int port, control_port;
	char url[64];              /* http://127.0.0.1:PORT */
	const char *program;       /* borrowed, as are the arguments */
	const char *args[BT_LOOPBACK_ARGS];
};

/* Start the server and wait until it listens.  args ends with NULL; NULL for none.  It ends with
 * the test at the latest. */
bool bt_loopback_start(struct bt_loopback *lb, const char *program, const char *const *args);
/* false when it had crashed or its sanitizer complained. */
bool bt_loopback_stop(struct bt_loopback *lb);
/* SIGKILL, as a crash; then start again on the same port with the same arguments. */
void bt_loopback_kill(struct bt_loopback *lb);
bool bt_loopback_return(struct bt_loopback *lb);

/* A fault rule ("mode=..."), over the control port, so that it works while the other is down. */
bool bt_loopback_control(const struct bt_loopback *lb, const char *rule);
/* Body of a control path, e.g. "/__stats"; the caller's to free(), NULL on failure. */
char *bt_loopback_ask(const struct bt_loopback *lb, const char *target);
/* First number behind "name": in the statistics, or that of a path in by_path; -1 when absent. */
long bt_loopback_stat(const struct bt_loopback *lb, const char *name);
/* Poll until a statistic is at least n, in ms at most. */
bool bt_loopback_wait_stat(const struct bt_loopback *lb, const char *name, long n, int ms);

/* One GET on a connection of its own; the body as sent (chunks taken apart, gzip left as it is). */
struct bt_http_answer {
	int status;           /* 0: no status line came */
	char *head;           /* status line and headers */
	char *body;           /* NUL-terminated; body_n bytes */
	size_t body_n;
	size_t declared;      /* Content-Length; (size_t)-1: none */
	bool complete;        /* all that was declared came */
	int error;            /* errno of connect or read: ECONNREFUSED, ECONNRESET, ETIMEDOUT */
};

/* headers: lines "Name: value\r\n" or NULL.  At most most bytes of body are kept; reading stops
 * there. */
void bt_http_get(int port, const char *target, const char *headers, size_t most, int ms,
	struct bt_http_answer *out);
void bt_http_free(struct bt_http_answer *a);
/* Value of a header into out[size]; false when absent. */
bool bt_http_header(const struct bt_http_answer *a, const char *name, char *out, size_t size);

#endif
