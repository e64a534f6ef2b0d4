/* tests/support/loopback_conn.h - one connection: its request, its answer on the way out. */
#ifndef BT_TESTS_LOOPBACK_CONN_H
#define BT_TESTS_LOOPBACK_CONN_H

#include <zlib.h>

#include "loopback_site.h"

enum lb_conn_state {
	LB_READING,     /* waiting for a whole request */
	LB_WAITING,     /* answer ready, its delay not over */
	LB_SENDING,
	LB_HANGING,     /* never answered: until the client goes */
	LB_LINGERING,   /* all sent; reads on until the client closes, so that nothing is lost */
	LB_DONE         /* to be closed */
};

struct lb_conn {
	int fd, id;
	bool control;            /* came in by the control port: not counted */
	bool in_flight;          /* its request is counted as such */
	bool abort;              /* end with a reset */
	enum lb_conn_state state;
	struct lb_buf in, out;
	size_t sent;
	struct lb_response res;
	uint64_t stream_left;
	bool z_on;
	z_stream z;
	int64_t wake_ns;         /* nothing to do before; 0: no such time */
	struct lb_conn *next;
};

struct lb_conn *lb_conn_new(int fd, int id, bool control);
void lb_conn_free(struct lb_conn *c, struct lb_site *site);
/* What to poll for. */
short lb_conn_events(const struct lb_conn *c, int64_t now);
/* Do what can be done after poll() said revents. */
void lb_conn_step(struct lb_conn *c, struct lb_site *site, short revents, int64_t now);

#endif
