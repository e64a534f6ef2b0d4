#include "core/market.h"

#include <string.h>

/* Spellings of indices: what people and files write, and the canonical symbol. */
static const struct {
	const char *alias, *symbol;
} aliases[] = {
	{"_DJI", "^DJI"},   {"DJI", "^DJI"},     {"_GSPC", "^GSPC"}, {"GSPC", "^GSPC"},
	{"_SPX", "^GSPC"},  {"SPX", "^GSPC"},    {"^SPX", "^GSPC"},  {"_IXIC", "^IXIC"},
	{"IXIC", "^IXIC"},  {"COMP", "^IXIC"},   {"_NDX", "^NDX"},   {"NDX", "^NDX"},
	{"_RUT", "^RUT"},   {"RUT", "^RUT"},     {"_SP600", "^SP600"}, {"SP600", "^SP600"},
	{"SML", "^SP600"},  {"_SP400", "^SP400"}, {"SP400", "^SP400"}, {"^MID", "^SP400"},
	{"_MID", "^SP400"}, {"MID", "^SP400"},   {"_VIX", "^VIX"},   {"VIX", "^VIX"},
	{"_TNX", "^TNX"},   {"TNX", "^TNX"},     {"_IRX", "^IRX"},   {"IRX", "^IRX"},
	{"_FVX", "^FVX"},   {"FVX", "^FVX"},     {"_TYX", "^TYX"},   {"TYX", "^TYX"},
	{"_RUI", "^RUI"},   {"RUI", "^RUI"},     {"_RUA", "^RUA"},   {"RUA", "^RUA"},
};

const char *
bt_symbol_canonical(const char *s)
{
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (strcmp(s, aliases[i].alias) == 0)
			return aliases[i].symbol;
	return s;
}

bool
bt_symbol_normalize(char *s)
{
	size_t n = strlen(s);

	for (char *p = s; *p; p++) {
		if (*p <= ' ' || *p > '~' || *p == '"' || *p == '\'' || *p == ',')
			return false;
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	}
	/* .A and .B alone: other letters are exchanges ("VOD.L") */
	if (n > 2 && s[n - 2] == '.' && (s[n - 1] == 'A' || s[n - 1] == 'B'))
		s[n - 2] = '-';
	return n > 0;
}

static const struct bt_security *
find_in(const struct bt_security *sec, size_t n, const char *symbol)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int order = strcmp(sec[mid].symbol, symbol);

		if (order == 0)
			return &sec[mid];
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const struct bt_security *
bt_market_find(const struct bt_market *m, const char *symbol)
{
	const struct bt_security *sec = find_in(m->sec, m->n, symbol);
	const char *canonical = sec ? symbol : bt_symbol_canonical(symbol);

	return canonical == symbol ? sec : find_in(m->sec, m->n, canonical);
}

const struct bt_security *
bt_market_stand_in(const struct bt_market *m, const char *symbol)
{
	const struct bt_security *sec = bt_market_find(m, symbol);

	return find_in(m->stand_in, m->n_stand_in, sec ? sec->symbol : bt_symbol_canonical(symbol));
}

const struct bt_security *
bt_market_next(struct bt_market_walk *w, const char *symbol)
{
	const struct bt_market *m = w->market;
	const struct bt_security *sec;

	for (size_t i = w->next; i < m->n && i < w->next + 3; i++) {
		if (strcmp(m->sec[i].symbol, symbol) == 0) {
			w->next = i + 1;
			return &m->sec[i];
		}
	}
	sec = bt_market_find(m, symbol);
	if (sec)
		w->next = (size_t)(sec - m->sec) + 1;
	return sec;
}

struct bt_bars
bt_market_bars(const struct bt_market *m, const char *symbol, bt_date as_of)
{
	const struct bt_security *sec = bt_market_find(m, symbol);

	return sec ? bt_bars_upto(&sec->bars, as_of) : (struct bt_bars){0};
}

bt_date
bt_market_last(const struct bt_market *m)
{
	bt_date last = BT_DATE_NONE;

	if (m->last)
		return m->last;
	for (size_t i = 0; i < m->n; i++) {
		const struct bt_bars *b = &m->sec[i].bars;

		if (b->n && b->date[b->n - 1] > last && m->sec[i].kind != BT_KIND_RATE)
			last = b->date[b->n - 1];
	}
	return last;
}
