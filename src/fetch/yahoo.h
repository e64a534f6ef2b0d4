/* fetch/yahoo.h - the parts of Yahoo's answers that its endpoints share (providers.md, sections 3
 * to 9). */
#ifndef BT_FETCH_YAHOO_H
#define BT_FETCH_YAHOO_H

#include "fetch/json.h"
#include "fetch/provider.h"
#include "fetch/rows.h"

/* What `meta` of a chart or spark answer says about dates; everything may be missing there. */
struct bt_yahoo_meta {
	const cJSON *json;               /* NULL: the flat v8 spark has no meta */
	int64_t gmtoffset;               /* seconds, of now; 0 unknown */
	bool has_offset;
	int64_t market_ts;               /* regularMarketTime; 0 unknown */
	int64_t regular_start, regular_end;   /* of the current or next session; 0 unknown */
	const char *interval;            /* dataGranularity or NULL */
};

void bt_yahoo_meta(const cJSON *json, struct bt_yahoo_meta *meta);

/* Civil date at the exchange of a bar's stamp.  A stamp is the session's open, shifted by an hour
 * when gmtoffset (of now) is not that of its day: two hours of grace give the right date of every
 * bar known. The live bar carries the time of its last trade instead, with today's offset: no grace
 * there.  */
bt_date bt_yahoo_date(const struct bt_yahoo_meta *meta, int64_t ts);

/* Date of the latest bar that can be true. */
bt_date bt_yahoo_today(const struct bt_yahoo_meta *meta, int64_t now_utc);

/* Name, kind, currency, quote, provisional mark of sec, whose symbol and bars are set. */
void bt_yahoo_describe(const struct bt_yahoo_meta *meta, int64_t now_utc, struct bt_arena *a,
                       struct bt_security *sec);

/* Rows of parallel arrays: stamps and these columns, NULL where the answer has no such.  A cell that is no number
 * (null, "Infinity") or beyond the end of its array is NAN.  Without stamps there is no row.  False: no
 * memory.  */
enum bt_yahoo_cell { BT_YAHOO_CLOSE, BT_YAHOO_OPEN, BT_YAHOO_HIGH, BT_YAHOO_LOW, BT_YAHOO_VOLUME,
	             BT_YAHOO_ADJCLOSE, BT_YAHOO_CELLS };
bool bt_yahoo_rows(const struct bt_yahoo_meta *meta, const cJSON *timestamp,
                   const cJSON *const column[BT_YAHOO_CELLS], struct bt_arena *a, struct bt_answer *answer,
                   struct bt_rows *rows);

/* Is that symbol of an answer the one asked for?  Indices have two spellings. */
bool bt_yahoo_same_symbol(const char *answered, const char *asked);

/* What Yahoo calls a kind, a text of its padded names, and the minutes by which a symbol or all of an exchange
 * are late (-1 unknown; exchange may be NULL).  */
enum bt_kind bt_yahoo_kind(const char *type);
const char *bt_yahoo_text(const cJSON *json, const char *name, struct bt_arena *a);
int bt_yahoo_delay(const char *symbol, const char *exchange);

/* The answers without bars. */
void bt_yahoo_read_quotes(const struct bt_job *job, const cJSON *tree, int64_t now_utc,
                          struct bt_arena *a, struct bt_answer *answer);
void bt_yahoo_read_search(const struct bt_job *job, const cJSON *tree, int64_t now_utc,
                          struct bt_arena *a, struct bt_answer *answer);
void bt_yahoo_read_news(const struct bt_job *job, const cJSON *tree, int64_t now_utc,
                        struct bt_arena *a, struct bt_answer *answer);

/* The two answers that hold bars. */
void bt_yahoo_read_chart(const struct bt_job *job, const cJSON *tree, int64_t now_utc,
                         struct bt_arena *a, struct bt_answer *answer);
void bt_yahoo_read_spark(const struct bt_job *job, const cJSON *tree, int64_t now_utc,
                         struct bt_arena *a, struct bt_answer *answer);

#endif
