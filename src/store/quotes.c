/* Quotes of securities, on the live page of their source. */
#include "store/bars.h"
#include "store/live.h"

static void
set_quote(struct bt_live_row *r, const struct bt_quote *q)
{
	r->last = q->last;
	r->prev_close = q->prev_close;
	r->open = q->open;
	r->high = q->high;
	r->low = q->low;
	r->volume = q->volume;
	r->pre = q->pre;
	r->post = q->post;
	r->quote_utc = q->ts_utc;
	r->fetched_utc = q->fetched_utc;
	r->delayed_min = q->delayed_min;
}

static enum bt_status
put_in(struct bt_store *s, const struct bt_security *const *sec, size_t n, struct bt_err *err)
{
	int64_t source, id, serial;
	struct bt_live_row *live;
	enum bt_status st = bt_db_source(s, sec[0]->source, true, &source, err);

	if (!st)
		st = bt_db_serial(s, &serial, err);
	for (size_t i = 0; !st && i < n; i++) {
		st = bt_bars_id(s, source, sec[i]->symbol, &id, err);
		if (st || !id)
			continue;               /* no bars yet: a quote alone is not kept */
		st = bt_live_change(s, source, id, &live, err);
		if (st)
			break;
		set_quote(live, &sec[i]->quote);
		live->serial = serial;
	}
	return st;
}

enum bt_status
bt_store_put_quotes(struct bt_store *s, const struct bt_security *const *sec, size_t n,
                    struct bt_err *err)
{
	bool own;
	enum bt_status st = n ? bt_db_enter(s, &own, err) : BT_OK;

	return st || !n ? st : bt_db_leave(s, own, put_in(s, sec, n, err), err);
}
