#include "model/source.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/source_build.h"

bool
bt_source_kind(const char *name, enum bt_source_kind *out)
{
	if (strcmp(name, "yahoo") == 0)
		*out = BT_SOURCE_YAHOO;
	else if (strcmp(name, "sample") == 0)
		*out = BT_SOURCE_SAMPLE;
	else if (strcmp(name, "import") == 0 || (strncmp(name, "import:", 7) == 0 && name[7]))
		*out = BT_SOURCE_IMPORT;
	else if (strncmp(name, "csv:", 4) == 0 && name[4])
		*out = BT_SOURCE_CSV;
	else
		return false;
	return true;
}

struct bt_source *
bt_source_new(const char *name, bool sample)
{
	struct bt_source *s = bt_xcalloc(1, sizeof(*s));

	bt_xarena_init(&s->arena);
	s->market.source = bt_arena_strdup(&s->arena, name);
	s->market.sample = sample;
	return s;
}

void
bt_source_free(struct bt_source *s)
{
	if (!s)
		return;
	BT_VEC_RELEASE(&s->sec);
	bt_arena_release(&s->arena);
	free(s);
}

enum bt_kind
bt_kind_of_symbol(const char *symbol)
{
	static const struct {
		const char *end;
		enum bt_kind kind;
	} ends[] = {{"=F", BT_KIND_FUTURE}, {"=X", BT_KIND_CURRENCY}, {"-USD", BT_KIND_CRYPTO}};
	size_t n = strlen(symbol);

	if (symbol[0] == '^')
		return BT_KIND_INDEX;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t m = strlen(ends[i].end);

		if (n > m && strcmp(symbol + n - m, ends[i].end) == 0)
			return ends[i].kind;
	}
	return BT_KIND_UNKNOWN;
}

struct entry {
	struct bt_security sec;
	size_t order;            /* of adding */
};

static int
by_symbol(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int order = strcmp(a->sec.symbol, b->sec.symbol);

	if (order)
		return order;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* The securities sorted by symbol, the first added of each, in the arena. */
static void
make_market(struct bt_source *s)
{
	size_t n = s->sec.len, kept = 0;
	struct entry *entry = bt_xcalloc(n + 1, sizeof(*entry));
	struct bt_security *sec = BT_ARENA_ARRAY(&s->arena, n, struct bt_security);

	for (size_t i = 0; i < n; i++)
		entry[i] = (struct entry){s->sec.at[i], i};
	qsort(entry, n, sizeof(*entry), by_symbol);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(entry[i].sec.symbol, entry[i - 1].sec.symbol) != 0)
			sec[kept++] = entry[i].sec;
	free(entry);
	BT_VEC_RELEASE(&s->sec);
	s->market.sec = sec;
	s->market.n = kept;
}

void
bt_source_finish(struct bt_source *s)
{
	struct bt_universe_member *member;
	size_t n = 0;

	make_market(s);
	member = BT_ARENA_ARRAY(&s->arena, s->market.n, struct bt_universe_member);
	for (size_t i = 0; i < s->market.n; i++) {
		const struct bt_security *sec = &s->market.sec[i];

		if (sec->kind == BT_KIND_INDEX)
			continue;
		member[n++] = (struct bt_universe_member){.symbol = sec->symbol, .name = sec->name,
		                                          .cap = NAN, .cap_date = BT_DATE_NONE};
	}
	s->all = (struct bt_universe){.name = "all", .list_date = BT_DATE_NONE,
	                              .member = member, .n = n};
}

const struct bt_market *
bt_source_market(const struct bt_source *s)
{
	return &s->market;
}

const struct bt_universe *
bt_source_all(const struct bt_source *s)
{
	return &s->all;
}

const struct bt_source_tally *
bt_source_tally(const struct bt_source *s)
{
	return &s->tally;
}
