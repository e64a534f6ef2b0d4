/* report_health.c - `show health`: each source a row; cache, clock and the newest requests beside them. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "model/health.h"
#include "model/report.h"
#include "model/settings.h"

/* When, as text; null for 0: never. */
static struct bt_val
stamp(struct bt_arena *a, int64_t utc)
{
	char text[BT_CLOCK_STAMP_SIZE];

	return utc ? bt_val_str(bt_arena_strdup(a, bt_clock_stamp(utc, text))) : bt_val_null();
}

/* Seconds from then to now, not below 0; NAN for 0: never. */
static double
age(const struct bt_scope *scope, int64_t utc)
{
	if (!utc)
		return NAN;
	return scope->now_utc > utc ? (double)(scope->now_utc - utc) : 0;
}

static struct bt_val
text_or_null(const char *s)
{
	return s && *s ? bt_val_str(s) : bt_val_null();
}

static const char *
breaker_name(enum bt_breaker b)
{
	static const char *const names[] = {
		[BT_BREAKER_CLOSED] = "closed", [BT_BREAKER_OPEN] = "open",
		[BT_BREAKER_HALF_OPEN] = "half-open",
	};

	return names[b];
}

/* --- sources ----------------------------------------------------------------------------------- */

static struct bt_val
failures_of(struct bt_arena *a, const struct bt_provider_health *p)
{
	struct bt_val by_cause = bt_val_obj();

	for (int f = 0; f < BT_FAULT_COUNT; f++)
		if (p->failures[f])
			bt_val_set(a, &by_cause, bt_fault_name((enum bt_fault)f), bt_val_num((double)p->failures[f]));
	return by_cause;
}

/* Symbols whose numbers are this source's now. */
static size_t
served_by(const struct bt_market *m, const char *id)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		n += m->sec[i].source && strcmp(m->sec[i].source, id) == 0;
	for (size_t i = 0; i < m->n_stand_in; i++)
		n += strcmp(m->stand_in[i].source, id) == 0;
	return n;
}

static void
add_source(const struct bt_scope *scope, const struct bt_provider_health *p, struct bt_arena *a,
           struct bt_report *r)
{
	struct bt_val *row = bt_report_row(r, a);

	bt_row_str(a, row, BT_COL_PROVIDER, p->id);
	bt_row_str(a, row, BT_COL_NAME, p->name);
	bt_row_str(a, row, BT_COL_STATE, bt_health_state_name(p->state));
	bt_row_str(a, row, BT_COL_BREAKER, breaker_name(p->breaker));
	bt_row_set(a, row, BT_COL_LAST_OK, stamp(a, p->last_ok_utc));
	bt_row_num(a, row, BT_COL_AGE_S, age(scope, p->last_ok_utc));
	bt_row_num(a, row, BT_COL_LATENCY_MS, p->latency_ms < 0 ? NAN : (double)p->latency_ms);
	bt_row_num(a, row, BT_COL_REQUESTS, (double)p->requests);
	bt_row_num(a, row, BT_COL_FAILED, (double)p->failed);
	bt_row_set(a, row, BT_COL_FAILURES, failures_of(a, p));
	bt_row_num(a, row, BT_COL_BYTES, (double)p->bytes);
	bt_row_set(a, row, BT_COL_LIMIT, text_or_null(p->limit));
	bt_row_num(a, row, BT_COL_WAITING, (double)p->waiting);
	bt_row_num(a, row, BT_COL_SERVES, (double)served_by(scope->market, p->id));
	bt_row_str(a, row, BT_COL_FAULT, p->fault ? bt_fault_name(p->fault) : NULL);
	bt_row_set(a, row, BT_COL_CAUSE, text_or_null(p->cause));
	bt_row_set(a, row, BT_COL_LAST_FAIL, stamp(a, p->last_fail_utc));
	bt_row_set(a, row, BT_COL_NEXT_TRY, stamp(a, p->next_try_utc));
}

/* --- beside them ------------------------------------------------------------------------------- */

static struct bt_val
clock_of(const struct bt_health *h, struct bt_arena *a)
{
	struct bt_val clock = bt_val_obj();

	bt_val_set(a, &clock, "ahead_s", bt_val_num(h->clock_ahead_s));
	bt_val_set(a, &clock, "note", text_or_null(h->clock_note));
	return clock;
}

static struct bt_val
cache_of(const struct bt_scope *scope, const struct bt_cache_health *c, struct bt_arena *a)
{
	struct bt_val cache = bt_val_obj();

	bt_val_set(a, &cache, "path", text_or_null(c->path));
	bt_val_set(a, &cache, "note", text_or_null(c->note));
	bt_val_set(a, &cache, "bytes", c->bytes < 0 ? bt_val_null() : bt_val_num((double)c->bytes));
	bt_val_set(a, &cache, "held_bytes", bt_val_num((double)c->held_bytes));
	bt_val_set(a, &cache, "age_s", bt_val_num(age(scope, c->updated_utc)));
	bt_val_set(a, &cache, "symbols", bt_val_num((double)c->symbols));
	bt_val_set(a, &cache, "bars", bt_val_num((double)c->bars));
	bt_val_set(a, &cache, "oldest", bt_val_date(c->oldest));
	bt_val_set(a, &cache, "newest", bt_val_date(c->newest));
	bt_val_set(a, &cache, "read_only", bt_val_bool(c->read_only));
	bt_val_set(a, &cache, "lease", bt_val_str(bt_lease_state_name(c->lease)));
	bt_val_set(a, &cache, "holder", c->holder ? bt_val_num((double)c->holder) : bt_val_null());
	return cache;
}

static struct bt_val
words_of(const struct bt_words *w, struct bt_arena *a)
{
	struct bt_val list = bt_val_list();

	for (size_t i = 0; i < w->n; i++)
		bt_val_add(a, &list, bt_val_str(w->at[i]));
	return list;
}

/* Who is asked for what, in which order. */
static struct bt_val
order_of(const struct bt_settings *s, struct bt_arena *a)
{
	struct bt_val order = bt_val_obj();

	if (!s)
		return bt_val_null();
	bt_val_set(a, &order, "history", words_of(&s->sources_history, a));
	bt_val_set(a, &order, "quotes", words_of(&s->sources_quotes, a));
	bt_val_set(a, &order, "vix", words_of(&s->sources_vix, a));
	bt_val_set(a, &order, "rates", words_of(&s->sources_rates, a));
	bt_val_set(a, &order, "news", words_of(&s->sources_news, a));
	bt_val_set(a, &order, "market", words_of(&s->sources_market, a));
	return order;
}

static struct bt_val
log_of(const struct bt_health *h, struct bt_arena *a)
{
	struct bt_val log = bt_val_list();

	for (size_t i = 0; i < h->n_event; i++) {
		const struct bt_health_event *e = &h->event[i];
		struct bt_val *one = bt_val_add(a, &log, bt_val_obj());

		bt_row_set(a, one, BT_COL_TIME, stamp(a, e->utc));
		bt_row_str(a, one, BT_COL_PROVIDER, e->provider);
		bt_row_str(a, one, BT_COL_WHAT, e->what);
		bt_row_num(a, one, BT_COL_HTTP_STATUS, e->http_status ? e->http_status : NAN);
		bt_row_str(a, one, BT_COL_FAULT, e->fault ? bt_fault_name(e->fault) : NULL);
		bt_row_num(a, one, BT_COL_LATENCY_MS, (double)e->latency_ms);
		bt_row_num(a, one, BT_COL_BYTES, (double)e->bytes);
	}
	return log;
}

bt_report_maker bt_report_health;

enum bt_status
bt_report_health(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a,
                 struct bt_report *r, struct bt_err *err)
{
	static const enum bt_column columns[] = {
		BT_COL_PROVIDER, BT_COL_NAME, BT_COL_STATE, BT_COL_BREAKER, BT_COL_LAST_OK, BT_COL_AGE_S,
		BT_COL_LATENCY_MS, BT_COL_REQUESTS, BT_COL_FAILED, BT_COL_FAILURES, BT_COL_BYTES,
		BT_COL_LIMIT, BT_COL_WAITING, BT_COL_SERVES, BT_COL_FAULT, BT_COL_CAUSE, BT_COL_LAST_FAIL,
		BT_COL_NEXT_TRY, BT_COLUMN_COUNT,
	};
	const struct bt_health *h = scope->health;

	if (ask->n_arg)
		return bt_err_set(err, BT_E_USAGE, "health: takes no arguments");
	bt_report_columns(r, columns);
	for (size_t i = 0; h && i < h->n_provider; i++)
		add_source(scope, &h->provider[i], a, r);
	bt_val_set(a, &r->head, "order", order_of(scope->settings, a));
	bt_val_set(a, &r->head, "requests", bt_val_num(h ? (double)bt_health_requests(h) : 0));
	bt_val_set(a, &r->head, "transport", text_or_null(h ? h->transport : NULL));
	bt_val_set(a, &r->head, "clock", h ? clock_of(h, a) : bt_val_null());
	bt_val_set(a, &r->head, "cache", h ? cache_of(scope, &h->cache, a) : bt_val_null());
	bt_val_set(a, &r->head, "log", h ? log_of(h, a) : bt_val_list());
	return BT_OK;
}
