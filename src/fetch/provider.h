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

enum bt_job_kind {
	BT_JOB_HISTORY,          /* all daily columns of one symbol */
	BT_JOB_CLOSES,           /* closes and last prices of up to max_symbols symbols */
	BT_JOB_NEWS,             /* one feed */
};

struct bt_job {
	enum bt_job_kind kind;
	const char *const *symbol;   /* canonical spellings */
	size_t n;
	const char *range;           /* "5d", "1y", "max": repeats, so that an HTTP cache can help */
	const char *url;             /* of a feed */
	const char *feed;            /* its name */
};

/* Why an answer was no good: counted in the health view, said on the status line. */
enum bt_fault {
#define BT_FAULT(id, name, text) BT_FAULT_##id,
#include "spec/faults.def"
	BT_FAULT_COUNT
};
const char *bt_fault_name(enum bt_fault f);
const char *bt_fault_text(enum bt_fault f);

/* Records read from one answer; all memory is the arena's. */
struct bt_answer {
	enum bt_fault fault;             /* BT_FAULT_NONE: good */
	char detail[160];                /* clean words beside the fault */
	struct bt_security *sec;         /* with bars, quote, kind, name; symbol as asked for */
	size_t n_sec;
	const char **missing;            /* asked for, not in the answer */
	size_t n_missing;
	struct bt_news_item *news;
	size_t n_news;
	bt_date newest_split;            /* of a HISTORY answer; BT_DATE_NONE none */
	size_t dropped_rows;             /* rows that were no valid bar */
	size_t flagged_jumps;            /* possible unadjusted splits */
};

struct bt_provider {
	const char *id;                  /* "yahoo" */
	const char *name;
	size_t max_symbols;              /* of a CLOSES job */
	size_t max_bytes;                /* of a body */
	/* The URL of a job below base_url (no slash at its end); BT_E_LIMIT when too long. */
	enum bt_status (*url)(const struct bt_job *job, const char *base_url, struct bt_buf *out);
	/* Judge status and body, then read.  Never fails otherwise than by answer->fault. */
	void (*read)(const struct bt_job *job, int http_status, const char *body, size_t len,
	             int64_t now_utc, struct bt_arena *a, struct bt_answer *answer);
};

const struct bt_provider *bt_provider_find(const char *id);

#endif
