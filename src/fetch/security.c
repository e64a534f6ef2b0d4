#include "fetch/security.h"

#include <math.h>

#include "core/calendar.h"

struct bt_security
bt_security_new(const char *symbol, const char *source, int64_t now_utc)
{
	return (struct bt_security){
		.symbol = symbol,
		.source = source,
		.provisional = BT_DATE_NONE,
		.quote = {
			.last = NAN, .prev_close = NAN, .open = NAN, .high = NAN, .low = NAN, .volume = NAN,
			.pre = NAN, .post = NAN, .fetched_utc = now_utc, .delayed_min = -1,
		},
	};
}

void
bt_security_of_rows(struct bt_security *sec, const char *symbol, const char *source, struct bt_rows *rows,
                    int64_t now_utc, struct bt_arena *a, struct bt_answer *answer)
{
	bt_date today = bt_ny_date(now_utc), last;

	*sec = bt_security_new(bt_arena_strdup(a, symbol), source, now_utc);
	sec->bars = bt_rows_finish(rows, today, a, answer);
	if (!sec->bars.n)
		return;
	last = sec->bars.date[sec->bars.n - 1];
	if (last == today && !bt_calendar_close_is_in(NULL, last, now_utc))
		sec->provisional = last;
}

void
bt_answer_take_quote(struct bt_answer *answer, struct bt_security *sec)
{
	if (isnan(sec->quote.last) || sec->quote.ts_utc > sec->quote.fetched_utc + 86400) {
		bt_answer_fail(answer, BT_FAULT_NO_DATA, "no price of %s", sec->symbol);
		return;
	}
	answer->sec = sec;
	answer->n_sec = 1;
}
