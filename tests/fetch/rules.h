/* rules.h - what every accepted answer keeps, whatever its bytes were; for tests and fuzzers. */
#ifndef BT_TESTS_RULES_H
#define BT_TESTS_RULES_H

#include <math.h>
#include <string.h>

#include "fetch/provider.h"

#define RULE(cond) \
	do { \
		if (!(cond)) \
			return #cond; \
	} while (0)

static inline const char *
broken_bar(const struct bt_bars *b, size_t i, int64_t now)
{
	RULE(b->close[i] > 0 && b->close[i] <= 1e12);
	RULE(b->date[i] <= now / 86400 + 1 && b->date[i] > -70000);
	RULE(i == 0 || b->date[i] > b->date[i - 1]);
	RULE(!b->open || isnan(b->open[i]) || (b->open[i] > 0 && b->open[i] <= 1e12));
	RULE(!b->high || isnan(b->high[i]) || (b->high[i] >= b->close[i] && b->high[i] <= 1e12));
	RULE(!b->low || isnan(b->low[i]) || (b->low[i] <= b->close[i] && b->low[i] > 0));
	RULE(!b->open || !b->high || !(b->open[i] > b->high[i]));
	RULE(!b->open || !b->low || !(b->open[i] < b->low[i]));
	RULE(!b->adjclose || isnan(b->adjclose[i]) || (b->adjclose[i] > 0 && b->adjclose[i] <= 1e12));
	RULE(!b->volume || isnan(b->volume[i]) || (b->volume[i] >= 0 && b->volume[i] <= 1e15));
	return NULL;
}

static inline const char *
broken_security(const struct bt_security *sec, int64_t now)
{
	const struct bt_quote *q = &sec->quote;
	const char *broken = NULL;

	RULE(sec->symbol && *sec->symbol);
	RULE(isnan(q->last) || (q->last > 0 && isfinite(q->last)));
	RULE(isnan(q->prev_close) || (q->prev_close > 0 && isfinite(q->prev_close)));
	RULE(q->ts_utc <= now + 86400);
	RULE(sec->provisional == BT_DATE_NONE ||
	     (sec->bars.n && sec->bars.date[sec->bars.n - 1] == sec->provisional));
	for (size_t i = 0; i < sec->bars.n && !broken; i++)
		broken = broken_bar(&sec->bars, i, now);
	return broken;
}

static inline const char *
broken_text(const char *s)
{
	RULE(s);
	for (; *s; s++)
		RULE((unsigned char)*s >= 0x20 && *s != 0x7F);
	return NULL;
}

static inline const char *
broken_news(const struct bt_news_item *n, int64_t now)
{
	const char *const texts[] = {n->title, n->summary, n->id, n->link, n->feed, n->symbol};
	const char *broken = NULL;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && !broken; i++)
		broken = broken_text(texts[i]);
	if (broken)
		return broken;
	RULE(n->title[0] && n->id[0]);
	RULE(!n->link[0] || strncasecmp(n->link, "http", 4) == 0);
	RULE(!strpbrk(n->link, " \"'<>"));
	RULE(n->published_utc <= now + 86400);
	return NULL;
}

/* The first rule that the answer breaks, in words; NULL: none. */
static inline const char *
broken_rule(const struct bt_answer *ans, int64_t now)
{
	const char *broken = broken_text(ans->detail);

	RULE(ans->fault < BT_FAULT_COUNT);
	for (size_t i = 0; i < ans->n_sec && !broken; i++)
		broken = broken_security(&ans->sec[i], now);
	for (size_t i = 0; i < ans->n_news && !broken; i++)
		broken = broken_news(&ans->news[i], now);
	return broken;
}

#endif
