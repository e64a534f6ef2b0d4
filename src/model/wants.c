#include "model/wants.h"

#include <string.h>

#include "base/vec.h"
#include "model/condition.h"

/* Parts of the settings that name symbols and expressions. */
enum {
	INDICES = 1 << 0,
	SEVEN = 1 << 1,
	RATIOS = 1 << 2,
	ROTATION = 1 << 3,
	SCORE = 1 << 4,
	WATCH = 1 << 5,
	SIGNALS = 1 << 6,
	VIX = 1 << 7,
	UNIVERSE = 1 << 8,
	NEWS = 1 << 9,
	SIDE = 1 << 10,
	NOTES = 1 << 11,
	RATES = 1 << 12,
	NOTHING = 1 << 13,
	EVERYTHING = NOTHING - 1,
	NAMES = 1 << 14,                 /* its arguments are names of lists, not symbols */
	HEADLINES = 1 << 15,             /* of the arguments */
};

/* What views show that were given no argument; `always` also with some.  A view that is not here
 * shows everything.  */
static const struct {
	const char *view;
	unsigned unasked, always;
} views[] = {
	{"indices", INDICES, NOTHING},
	{"mag7", SEVEN, NOTHING},
	{"watch", WATCH, WATCH | NAMES},
	{"ratios", RATIOS, NOTHING},
	{"ratio", NOTHING, NOTHING},
	{"trend", NOTHING, NOTHING},
	{"channel", NOTHING, NOTHING},
	{"pair", NOTHING, NOTHING},
	{"weeks", NOTHING, NOTHING},
	{"levels", NOTHING, NOTHING},
	{"symbol", NOTHING, HEADLINES | NOTES},
	{"vix", VIX, NOTHING},
	{"returns", INDICES | SEVEN, NOTHING},
	{"growth", INDICES | SEVEN, NOTHING},
	{"records", INDICES | SEVEN, NOTHING},
	{"rotation", ROTATION | UNIVERSE, UNIVERSE},
	{"news", NEWS, NEWS},
	{"notes", NOTES, NOTES},
	{"health", NOTHING, NOTHING},
	{"breadth", UNIVERSE, UNIVERSE},
	{"universes", UNIVERSE | SIDE | SIGNALS, UNIVERSE | SIDE | SIGNALS | NAMES},
	{"members", UNIVERSE, UNIVERSE},
	{"heatmap", UNIVERSE, UNIVERSE},
	{"sectors", UNIVERSE, UNIVERSE},
	{"concentration", UNIVERSE, UNIVERSE},
	{"signals", UNIVERSE | SIGNALS, UNIVERSE | SIGNALS},
	{"score", UNIVERSE | SCORE, UNIVERSE | SCORE},
};

struct words {
	BT_VEC(const char *) list;
	struct bt_arena *a;
};

static void
add(struct words *w, const char *word)
{
	if (!word || !*word)
		return;
	for (size_t i = 0; i < w->list.len; i++)
		if (strcmp(w->list.at[i], word) == 0)
			return;
	BT_VEC_PUSH(&w->list, word);
}

static void
add_all(struct words *w, struct bt_words words)
{
	for (size_t i = 0; i < words.n; i++)
		add(w, words.at[i]);
}

static void
add_parts(struct words *w, const struct bt_settings *s, unsigned parts)
{
	const struct {
		unsigned part;
		struct bt_words words;
	} lists[] = {
		{INDICES, s->lists_indices}, {SEVEN, s->lists_seven}, {SEVEN, s->lists_seven_also},
		{RATIOS, s->lists_ratios}, {ROTATION, s->lists_rotation},
		{RATES, s->lists_rates},
	};
	const struct {
		unsigned part;
		const char *word;
	} single[] = {
		{SEVEN, s->data_benchmark}, {ROTATION, s->rotation_benchmark}, {SCORE, s->score_small},
		{SCORE, s->score_mega}, {SCORE, s->score_ew}, {SCORE, s->score_cw},
		{SIGNALS, s->signals_benchmark}, {VIX, "^VIX"},
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (parts & lists[i].part)
			add_all(w, lists[i].words);
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		if (parts & single[i].part)
			add(w, single[i].word);
	for (size_t i = 0; parts & WATCH && i < s->watch.n; i++)
		add_all(w, bt_words_split(w->a, s->watch.at[i].value));
}

static struct bt_want
finish(struct words *w, unsigned parts)
{
	struct bt_want want = {
		.word = bt_arena_memdup(w->a, w->list.at, w->list.len * sizeof(*w->list.at)),
		.n_word = w->list.len,
		.universe = parts & UNIVERSE,
		.side = parts & SIDE,
		.news = parts & NEWS,
		.notes = parts & NOTES,
	};

	BT_VEC_RELEASE(&w->list);
	return want;
}

void
bt_want_add_notes(struct bt_want *want, const struct bt_notes *notes, struct bt_arena *a)
{
	struct words w = {.a = a};

	for (size_t i = 0; i < want->n_word; i++)
		add(&w, want->word[i]);
	for (size_t i = 0; i < notes->n; i++)
		for (size_t k = 0; k < notes->at[i].n_subject && notes->at[i].kind != BT_NOTE_EVENT; k++)
			add(&w, notes->at[i].subject[k]);
	want->n_word = w.list.len;
	want->word = bt_arena_memdup(a, w.list.at, w.list.len * sizeof(*w.list.at));
	BT_VEC_RELEASE(&w.list);
}

/* What the alerts are about. */
static void
add_alerts(struct words *w, const struct bt_settings *s)
{
	for (size_t i = 0; i < s->alerts.n; i++) {
		struct bt_condition c;
		struct bt_err err;

		if (s->alerts.at[i].value[0] && bt_condition_parse(s->alerts.at[i].value, w->a, &c, &err) == BT_OK)
			add(w, c.subject);
	}
}

struct bt_want
bt_want_of_all(const struct bt_settings *s, struct bt_arena *a)
{
	struct words w = {.a = a};

	add_parts(&w, s, EVERYTHING);
	add_alerts(&w, s);
	return finish(&w, EVERYTHING);
}

struct bt_want
bt_want_of_ask(const struct bt_ask *ask, const struct bt_settings *s, struct bt_arena *a)
{
	const char *const given[] = {ask->benchmark, ask->small_, ask->mega, ask->ew, ask->cw};
	/* A condition may speak of anything but news. */
	bool view = ask->view < BT_VIEW_COUNT;
	const char *name = view ? bt_view_spec(ask->view)->name : "";
	unsigned parts = view ? EVERYTHING : EVERYTHING & ~NEWS;
	const char *joined = "";
	struct words w = {.a = a};

	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++)
		if (strcmp(views[i].view, name) == 0)
			parts = ask->n_arg ? views[i].always : views[i].unasked | views[i].always;
	for (size_t i = 0; i < ask->n_arg && !(parts & NAMES); i++) {
		add(&w, ask->arg[i]);
		if (parts & HEADLINES)
			add(&w, bt_arena_printf(a, "%s%s", BT_WANT_NEWS, ask->arg[i]));
		joined = bt_arena_printf(a, "%s%s%s", joined, i ? " " : "", ask->arg[i]);
	}
	add(&w, joined);                        /* an expression that the shell has cut */
	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		add(&w, given[i]);
	if (strcmp(name, "rotation") == 0 && !ask->benchmark)
		add(&w, s->rotation_benchmark);
	add_parts(&w, s, parts);
	return finish(&w, parts);
}
