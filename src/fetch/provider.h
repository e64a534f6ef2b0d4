/* fetch/provider.h - what a data source can be asked, and how its answers are read.
 *
 * A provider makes the URL of a job and reads the body of the answer into plain records; it does no
 * I/O, keeps no state and never trusts a byte.  Retry, limits and breaker are fetch/retry's.  */
#ifndef BT_FETCH_PROVIDER_H
#define BT_FETCH_PROVIDER_H

#include "base/arena.h"
#include "base/buf.h"
#include "core/market.h"
#include "core/news.h"
#include "fetch/fault.h"

enum bt_job_kind {
	BT_JOB_HISTORY,          /* all daily columns of one symbol */
	BT_JOB_CLOSES,           /* closes and last prices of up to max_symbols symbols */
	BT_JOB_NEWS,             /* one feed */
};
#define BT_CAN(kind) (1u << BT_JOB_##kind)

struct bt_job {
	enum bt_job_kind kind;
	const char *const *symbol;   /* canonical; of NEWS: what the feed is about, may be none */
	size_t n;
	const char *range;           /* "5d", "1y", "max": repeats, so that an HTTP cache can help */
	bt_date from, to;            /* with range NULL: these days, both included */
	const char *url;             /* of a feed */
	const char *feed;            /* its name */
};

/* Records read from one answer; all memory is the arena's.
 *
 * A security of a CLOSES answer has dates and closes alone.  Its bars may be empty (n = 0) while its
 * quote is not; fields that the source left out are NAN, 0, NULL as the types say.  */
struct bt_answer {
	enum bt_fault fault;             /* BT_FAULT_NONE: good */
	char detail[160];                /* clean words beside the fault; may be "" */
	bool unchanged;                  /* 304: what is there is still true; no records */
	struct bt_security *sec;         /* with bars, quote, kind, name; symbol as asked for */
	size_t n_sec;
	const char **missing;            /* asked for, not in the answer */
	size_t n_missing;
	struct bt_news_item *news;
	size_t n_news;
	bt_date newest_split;            /* of a HISTORY answer; BT_DATE_NONE none */
	size_t dropped_rows;             /* no bars: without close, doubled, of the future */
	size_t nulled_cells;             /* open, high, low, volume that contradicted the close */
	size_t flagged_jumps;            /* possible unadjusted splits */
};

enum bt_agent {
	BT_AGENT_NAMED,                  /* "Mozilla/5.0 (compatible; broadtape/<version>)" */
	BT_AGENT_LIBRARY,                /* libcurl's own */
};
enum bt_http { BT_HTTP_ANY, BT_HTTP_1_1 };

/* How a source speaks; one constant in each fetch/provider_<name>.c. */
struct bt_speech {
	/* The URL of a job below base_url (no slash at its end).  BT_E_LIMIT: more than
	 * BT_URL_MAX bytes or max_symbols; BT_E_USAGE: a job this source cannot do. */
	enum bt_status (*url)(const struct bt_job *job, const char *base_url, struct bt_buf *out);
	/* Judge status and body, then read.  Never fails otherwise than by answer->fault. */
	void (*read)(const struct bt_job *job, int http_status, const char *body, size_t len,
	             int64_t now_utc, struct bt_arena *a, struct bt_answer *answer);
};

/* One row of spec/providers.def. */
struct bt_provider {
	const char *id;                  /* "yahoo" */
	const char *name;                /* for people */
	const char *base_url;            /* default of the setting; "": the job's own url */
	unsigned jobs;                   /* BT_CAN bits */
	size_t max_symbols;              /* of a CLOSES job */
	size_t max_bytes;                /* of a body */
	double per_second;               /* requests, default of the setting */
	int at_once;
	int max_redirects;
	const char *user_agent;          /* NULL: libcurl's own */
	bool http_1_1;
	const char *key_header;          /* "Authorization: Token " and then the key; NULL: no key */
	const char *help;
	const struct bt_speech *speech;
};

#define BT_URL_MAX 2048

/* In the order of the table; NULL for i past the end. */
const struct bt_provider *bt_provider_at(size_t i);
const struct bt_provider *bt_provider_find(const char *id);

/* URL of the job, with the limits checked. */
BT_MUST_CHECK enum bt_status bt_provider_url(const struct bt_provider *p, const struct bt_job *job,
                                             const char *base_url, struct bt_buf *out,
                                             struct bt_err *err);
/* Read the answer into *answer, which is overwritten. */
void bt_provider_read(const struct bt_provider *p, const struct bt_job *job, int http_status,
                      const char *body, size_t len, int64_t now_utc, struct bt_arena *a,
                      struct bt_answer *answer);

/* For readers: set fault and detail (cleaned, cut). */
void bt_answer_fail(struct bt_answer *answer, enum bt_fault fault, const char *fmt, ...)
        BT_PRINTF(3, 4);

#endif
