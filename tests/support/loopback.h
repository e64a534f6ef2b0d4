/* tests/support/loopback.h - an HTTP/1.1 server for tests, on 127.0.0.1 and nowhere else.
 *
 * One thread, one poll() loop; ends by itself after a lifetime.  What it answers is described in
 * loopback_site.h, how it can be made to fail in loopback_fault.h, how to start it in
 * loopback_main.c (test-loopback --help) and, from C, in loopback_client.h.
 */
#ifndef BT_TESTS_LOOPBACK_H
#define BT_TESTS_LOOPBACK_H

#include <stdbool.h>

#include "loopback_site.h"

struct lb_conn;

struct lb_server {
	/* set before lb_server_open */
	int port;                 /* 0: any; afterwards the one in use */
	bool want_control;        /* a second port, for /__ paths while the first is down */
	long lifetime_s;
	struct lb_site site;

	int listen_fd, control_fd;
	int control_port;
	int nconn;                /* of all time */
	struct lb_conn *conn;
};

/* Bind; false with a message on stderr. */
bool lb_server_open(struct lb_server *s);
/* Serve until the lifetime is over, /__quit, SIGTERM or SIGINT. */
void lb_server_run(struct lb_server *s);
void lb_server_close(struct lb_server *s);

#endif
