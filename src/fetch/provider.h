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
	BT_JOB_QUOTES,           /* last prices of up to max_quotes symbols, no bars */
	BT_JOB_NEWS,             /* one feed, or the headlines about symbol[0] */
	BT_JOB_SEARCH,           /* symbols and names that fit `words` */
	BT_JOB_RATE,             /* up to max_symbols series of spec/rates.def, named in `symbol` */
	BT_JOB_WHOLE_MARKET,     /* counts over all listed shares */
	BT_JOB_COOKIE,           /* what a visitor is given first, at `url`; see fetch/visitor.h */
	BT_JOB_CRUMB,            /* and the word that goes with it */
	BT_JOB_KINDS
};
#define BT_CAN(kind) (1u << BT_JOB_##kind)

struct bt_job {
	enum bt_job_kind kind;
	const char *const *symbol;   /* canonical; of NEWS: what the feed is about, may be none */
	size_t n;
	const char *range;           /* "5d", "1y", "max": repeats, so that an HTTP cache can help */
	bt_date from, to;            /* with range NULL: these days, both included */
	bt_date today;               /* in New York, for sources that want a date where others take a
	                              * range; 0 or BT_DATE_NONE: they are asked for all they have */
	const char *url;             /* of a feed, of COOKIE */
	const char *feed;            /* its name */
	const char *words;           /* of SEARCH */
	enum bt_kind asset;          /* of QUOTES, for sources that file funds apart; may be UNKNOWN */
	const char *crumb;           /* of Yahoo's QUOTES; its cookies travel as a header */
};

/* A symbol that fits what was searched for, best first. */
struct bt_found {
	const char *symbol, *name;   /* clean; name may be "" */
	const char *exchange;        /* for people; may be "" */
	enum bt_kind kind;
};

/* One series of rates: ascending dates, finite values (0 and less are possible), no gap filled. */
struct bt_rate {
	const char *id;              /* row of spec/rates.def */
	const char *source;
	struct bt_line line;
};

/* All listed shares of the exchanges counted by their change of the day. */
struct bt_whole_market {
	size_t rows;                 /* shares in the answer */
	size_t advances, declines, unchanged;
	size_t unpriced;             /* neither price nor change: in none of the three */
	double up_volume, down_volume;   /* shares traded of those */
	int64_t fetched_utc;         /* the source states no time of its own */
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
	struct bt_found *found;
	size_t n_found;
	struct bt_rate *rate;
	size_t n_rate;
	struct bt_whole_market *whole;   /* NULL: none */
	const char *crumb;               /* of CRUMB; NULL none */
	bt_date newest_split;            /* of a HISTORY answer; BT_DATE_NONE none */
	unsigned flaws[BT_FAULT_COUNT];  /* of a good answer, by cause: for the health view */
	size_t dropped_rows;             /* no bars: without close, doubled, of the future */
	size_t nulled_cells;             /* open, high, low, volume that contradicted the close */
	size_t flagged_jumps;            /* possible unadjusted splits */
};

enum bt_agent {
	BT_AGENT_NAMED,                  /* "Mozilla/5.0 (compatible; broadtape/<version>)" */
	BT_AGENT_LIBRARY,                /* libcurl's own */
};
enum bt_http { BT_HTTP_ANY, BT_HTTP_1_1 };

/* Room for a source's own name of a symbol. */
#define BT_NAME_MAX 32

/* How a source speaks; one constant in each fetch/provider_<name>.c. */
struct bt_speech {
	/* The source's own name for a canonical symbol (of RATE: a series) in such a job, into buf;
	 * NULL: it has none.  No function: every symbol under its own name.  */
	const char *(*name)(enum bt_job_kind kind, const char *symbol, char buf[BT_NAME_MAX]);
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
	const char *credit;              /* whose data these are, as it is to be said beside them */
	const char *base_url;            /* default of the setting; "": the job's own url */
	unsigned jobs;                   /* BT_CAN bits */
	size_t max_symbols;              /* of a CLOSES or RATE job */
	size_t max_quotes;               /* of a QUOTES job */
	size_t max_bytes;                /* of a body */
	double per_second;               /* requests, default of the setting */
	int at_once;
	int max_redirects;
	int delay_min;                   /* of quotes that do not state it; -1: it differs by symbol */
	const char *user_agent;          /* NULL: libcurl's own */
	bool http_1_1;
	const char *headers;             /* more request headers, a line each; "" none */
	const char *key_header;          /* "Authorization: Token " and then the key; NULL: no key */
	const char *help;
	const struct bt_speech *speech;
};

#define BT_URL_MAX 2048

/* In the order of the table; NULL for i past the end. */
const struct bt_provider *bt_provider_at(size_t i);
const struct bt_provider *bt_provider_find(const char *id);

/* Can it do such a job, about this symbol (NULL: about any)?  A source that needs a key says yes: whether
 * the user has one is not known here.  */
bool bt_provider_can(const struct bt_provider *p, enum bt_job_kind kind, const char *symbol);
/* Most symbols in one job of that kind; 1 where only one is possible, 0 where none is needed. */
size_t bt_provider_most(const struct bt_provider *p, enum bt_job_kind kind);

/* The request headers of its jobs: its own, the key's (NULL: none), the visitor's cookies ("a=b; c=d";
 * NULL: none).  An array in the arena, its length in *n; NULL with *n = 0 when there are none.  A key that
 * could break out of its line is left out.  */
const char *const *bt_provider_headers(const struct bt_provider *p, const char *key, const char *cookies,
                                       struct bt_arena *a, size_t *n);

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
