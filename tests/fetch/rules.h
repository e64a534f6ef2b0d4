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
	RULE(isnan(q->open) || (q->open > 0 && isfinite(q->open)));
	RULE(isnan(q->high) || (q->high > 0 && isfinite(q->high)));
	RULE(isnan(q->low) || (q->low > 0 && isfinite(q->low)));
	RULE(isnan(q->pre) || (q->pre > 0 && isfinite(q->pre)));
	RULE(isnan(q->post) || (q->post > 0 && isfinite(q->post)));
	RULE(isnan(q->volume) || (q->volume >= 0 && q->volume <= 1e15));
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

/* Lines of text: none of them empty at the ends, never three newlines. */
static inline const char *
broken_lines(const char *s)
{
	RULE(s && s[0] != '\n' && !strstr(s, "\n\n\n"));
	RULE(!*s || s[strlen(s) - 1] != '\n');
	for (; *s; s++)
		RULE(((unsigned char)*s >= 0x20 && *s != 0x7F) || *s == '\n');
	return NULL;
}

/* Addresses a line each, of the web alone, the item's own first; never that one alone. */
static inline const char *
broken_links(const struct bt_news_item *n)
{
	size_t own = strlen(n->link);

	RULE(n->links && !strpbrk(n->links, " \"'<>\t\x1B"));
	if (!*n->links)
		return NULL;
	RULE(!own || (strncmp(n->links, n->link, own) == 0 && n->links[own] == '\n'));
	for (const char *p = n->links; p; p = strchr(p, '\n'), p = p ? p + 1 : NULL)
		RULE(strncasecmp(p, "http://", 7) == 0 || strncasecmp(p, "https://", 8) == 0);
	return NULL;
}

static inline const char *
broken_news(const struct bt_news_item *n, int64_t now)
{
	const char *const texts[] = {n->title, n->id, n->link, n->feed, n->symbol};
	const char *broken = NULL;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && !broken; i++)
		broken = broken_text(texts[i]);
	broken = broken ? broken : broken_lines(n->summary);
	broken = broken ? broken : broken_links(n);
	if (broken)
		return broken;
	RULE(n->title[0] && n->id[0]);
	RULE(!n->link[0] || strncasecmp(n->link, "http", 4) == 0);
	RULE(!strpbrk(n->link, " \"'<>"));
	RULE(n->published_utc <= now + 86400);
	return NULL;
}

static inline const char *
broken_rate(const struct bt_rate *r, int64_t now)
{
	RULE(r->id && *r->id && r->source && r->line.n > 0);
	for (size_t i = 0; i < r->line.n; i++) {
		RULE(isfinite(r->line.value[i]));
		RULE(r->line.date[i] <= now / 86400 + 1 && r->line.date[i] > -70000);
		RULE(i == 0 || r->line.date[i] > r->line.date[i - 1]);
	}
	return NULL;
}

static inline const char *
broken_whole(const struct bt_whole_market *w, int64_t now)
{
	RULE(w->rows == w->advances + w->declines + w->unchanged + w->unpriced);
	RULE(isfinite(w->up_volume) && w->up_volume >= 0 && isfinite(w->down_volume) && w->down_volume >= 0);
	RULE(w->fetched_utc == now);
	return NULL;
}

static inline const char *
broken_found(const struct bt_found *f)
{
	const char *broken = broken_text(f->symbol);

	RULE(broken || (*f->symbol && strlen(f->symbol) < BT_NAME_MAX && !strpbrk(f->symbol, " ,\"'")));
	if (!broken)
		broken = broken_text(f->name);
	return broken ? broken : broken_text(f->exchange);
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
	for (size_t i = 0; i < ans->n_rate && !broken; i++)
		broken = broken_rate(&ans->rate[i], now);
	for (size_t i = 0; i < ans->n_found && !broken; i++)
		broken = broken_found(&ans->found[i]);
	if (ans->whole && !broken)
		broken = broken_whole(ans->whole, now);
	RULE(broken || !ans->crumb || (*ans->crumb && strlen(ans->crumb) <= 32 && !strpbrk(ans->crumb, " <{")));
	return broken;
}

#endif
