/* tests/support/loopback_stats.h - what the server counts, and the JSON of it.
 *
 * {"requests":N,"by_path":{"/v8/...":N},"by_status":{"200":N},
 *  "connections":{"open":N,"max_open":N,"accepted":N,"refused":N},
 *  "in_flight":N,"max_in_flight":N,"bytes_in":N,"bytes_out":N,
 *  "conditional":{"asked":N,"hits":N},"gzip":N,"now":EPOCH,"faults":[...]}
 *
 * Requests for the control paths are not counted; in_flight is requests read whose answer is not
 * out, so max_in_flight is the client's parallelism.
 */
#ifndef BT_TESTS_LOOPBACK_STATS_H
#define BT_TESTS_LOOPBACK_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loopback_http.h"

#define LB_LOG 2000   /* requests remembered */

struct lb_count {
	char *name;
	unsigned long n;
};

struct lb_seen {
	struct lb_buf text;        /* one JSON object without its end */
	int status;
};

struct lb_stats {
	unsigned long requests, open, max_open, accepted, refused, in_flight, max_in_flight;
	unsigned long long bytes_in, bytes_out;
	unsigned long conditional, hits, gzip;
	struct lb_count *path;
	size_t npath;
	unsigned long status[1000];
	struct lb_seen log[LB_LOG];
	size_t nlog;               /* ever; the ring holds the last LB_LOG */
	int64_t start_ns;
};

void lb_stats_request(struct lb_stats *s, const struct lb_request *r, int connection);
void lb_stats_status(struct lb_stats *s, int status);   /* of the request counted last */
void lb_stats_in_flight(struct lb_stats *s, int change);
void lb_stats_open(struct lb_stats *s, int change);
/* Members of the object, without the braces. */
void lb_stats_json(const struct lb_stats *s, struct lb_buf *out);
void lb_stats_requests_json(const struct lb_stats *s, struct lb_buf *out);
/* Zero the counters; what is open now stays open. */
void lb_stats_reset(struct lb_stats *s);
void lb_stats_free(struct lb_stats *s);

int64_t lb_now_ns(void);   /* CLOCK_MONOTONIC */

#endif
