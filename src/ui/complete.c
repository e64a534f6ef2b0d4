#include "ui/complete.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "core/calendar.h"
#include "ui/columns.h"
#include "ui/screen.h"
#include "ui/typed.h"
#include "ui/universe_list.h"

/* What a word of a kind is chosen from. */
struct chooser {
	const struct bt_screen *s;
	const char *stem;                /* what was typed of the word, at most 63 bytes */
	size_t len;
	const char *before;              /* the word before it: the setting whose value is typed */
	struct bt_choices *out;
	bool in_help;                    /* the second round: what has the stem in its help */
};

static bool
begins(const char *word, const char *stem, size_t n)
{
	/* the caret of an index need not be typed */
	return strncasecmp(word, stem, n) == 0 || (*word == '^' && strncasecmp(word + 1, stem, n) == 0);
}

/* Does a word of the help begin with the stem? */
static bool
in_words(const char *help, const char *stem, size_t n)
{
	for (const char *p = help; n > 1 && *p; p++)
		if ((p == help || p[-1] == ' ') && strncasecmp(p, stem, n) == 0)
			return true;
	return false;
}

static void
offer(struct chooser *c, const char *word, const char *help)
{
	struct bt_choices *out = c->out;
	bool is_prefix = begins(word, c->stem, c->len);

	if (is_prefix == c->in_help || (c->in_help && !in_words(help ? help : "", c->stem, c->len)))
		return;
	for (size_t i = 0; i < out->n; i++)
		if (strcmp(out->at[i].word, word) == 0)
			return;
	if (out->n == BT_CHOICES_MAX)
		return;
	if (strncasecmp(word, c->stem, c->len) != 0)
		out->by_prefix = false;
	out->at[out->n++] = (struct bt_choice){bt_arena_strdup(&out->arena, word),
	                                       bt_arena_strdup(&out->arena, help ? help : "")};
}

/* --- the kinds of words -------------------------------------------------------------------------- */

static void
offer_views(struct chooser *c)
{
#define BT_SCREEN(id, name) offer(c, #name, bt_view_spec(BT_VIEW_##id)->help);
#define BT_SCREEN_OPENED(id, name)
#include "spec/screens.def"
}

static void
offer_market(struct chooser *c)
{
	const struct bt_snapshot *snap = c->s->snapshot;
	struct bt_scope scope;

	if (!snap)
		return;
	scope = bt_scope_from_snapshot(snap, c->s->settings, 0);
	for (size_t i = 0; i < snap->market.n; i++)
		offer(c, snap->market.sec[i].symbol, bt_symbol_name(&scope, snap->market.sec[i].symbol));
	for (size_t i = 0; snap->universe && i < snap->universe->n; i++)
		offer(c, snap->universe->member[i].symbol, snap->universe->member[i].name);
}

static void
offer_series(struct chooser *c)
{
	const struct bt_pairs *named = &c->s->settings->series;

	offer_market(c);
#define BT_NAME(symbol, name, kind) offer(c, symbol, name);
#include "spec/names.def"
	offer(c, "MAG7", "the seven, equal weight, reset each quarter");
	offer(c, "MAG7D", "the seven, equal weight, reset each day");
	offer(c, "MAG7H", "the seven, equal weight once, then held");
	for (size_t i = 0; i < named->n; i++)
		offer(c, named->at[i].name, named->at[i].value);
#define BT_FUNCTION(id, name, kinds, form, help) offer(c, name "(", form ": " help);
#include "spec/functions.def"
}

static void
offer_date(struct chooser *c, bt_date d, const char *help)
{
	char text[BT_DATE_SIZE];

	if (d != BT_DATE_NONE)
		offer(c, bt_date_format(d, text), help);
}

/* The days that horizons count from, and the sessions just before now. */
static void
offer_dates(struct chooser *c)
{
	bt_date last = c->s->snapshot ? bt_market_last(&c->s->snapshot->market) : BT_DATE_NONE;
	static const struct {
		enum bt_horizon_kind kind;
		const char *help;
	} anchors[] = {
		{BT_HORIZON_1W, "a week before"},          {BT_HORIZON_MTD, "the end of last month"},
		{BT_HORIZON_QTD, "the end of last quarter"}, {BT_HORIZON_YTD, "the end of last year"},
		{BT_HORIZON_1Y, "a year before"},          {BT_HORIZON_3Y, "three years before"},
	};

	offer(c, "now", "the newest there is");
	if (last == BT_DATE_NONE)
		return;
	offer_date(c, last, "the newest session");
	for (size_t i = 0; i < sizeof(anchors) / sizeof(anchors[0]); i++)
		offer_date(c, bt_horizon_anchor((struct bt_horizon){anchors[i].kind, BT_DATE_NONE}, last,
		                                BT_BASE_PREV), anchors[i].help);
}

static void
offer_columns(struct chooser *c)
{
	struct bt_column_words words = bt_columns_all(c->s, c->s->focus, &c->out->arena);

	for (size_t i = 0; i < words.n; i++)
		offer(c, words.at[i].path, words.at[i].help);
}

static void
offer_columns_or_usual(struct chooser *c)
{
	offer(c, "usual", "those of before");
	offer_columns(c);
}

static void
offer_words(struct chooser *c, const char *words)
{
	while (*(words += strspn(words, " "))) {
		char word[64];

		snprintf(word, sizeof(word), "%.*s", (int)strcspn(words, " "), words);
		offer(c, word, "");
		words += strcspn(words, " ");
	}
}

static void
offer_directions(struct chooser *c)
{
	offer(c, "up", "the smallest first");
	offer(c, "down", "the greatest first");
}

static void
offer_themes(struct chooser *c)
{
	offer_words(c, bt_setting_spec(BT_SET_screen_theme)->choices);
}

static void
offer_settings(struct chooser *c)
{
	for (int i = 0; i < BT_SETTING_COUNT; i++) {
		const struct bt_setting_spec *spec = bt_setting_spec((enum bt_setting)i);
		char name[80];

		if (!spec->key)
			continue;
		snprintf(name, sizeof(name), "%s.%s", spec->section, spec->key);
		offer(c, name, spec->help);
	}
}

static void
offer_values(struct chooser *c)
{
	enum bt_setting id = bt_setting_of(c->before);
	const struct bt_setting_spec *spec = id == BT_SETTING_COUNT ? NULL : bt_setting_spec(id);

	if (!spec || !spec->key)
		return;
	offer_words(c, spec->kind == BT_SETTING_BOOL ? "yes no" : spec->choices);
	offer(c, bt_setting_text(c->s->settings, &c->out->arena, id), "as it is");
}

static void
offer_universe(void *user, const char *name, const char *help)
{
	offer(user, name, help);
}

static void
offer_universes(struct chooser *c)
{
	bt_universes_each(&c->out->arena, offer_universe, c);
}

static void
offer_horizons(struct chooser *c)
{
#define BT_HORIZON(id, name, months, help) \
	if (BT_HORIZON_##id != BT_HORIZON_SINCE) \
		offer(c, name, help);
#include "spec/horizons.def"
}

static void
offer_sources(struct chooser *c)
{
	offer(c, "yahoo", "Yahoo Finance, and what stands in for it");
	offer(c, "sample", "the built-in made-up market");
	offer(c, "csv:", "files of yours: a directory of SYMBOL.csv, or one long file");
	offer(c, "import", "what `broadtape import` has put into the cache");
	offer(c, c->s->settings->data_source, "of the settings");
}

static void
offer_lists(struct chooser *c)
{
	const struct bt_pairs *lists = &c->s->settings->watch;

	for (size_t i = 0; i < lists->n; i++)
		if (lists->at[i].value[0])
			offer(c, lists->at[i].name, lists->at[i].value);
}

static void
offer_alerts(struct chooser *c)
{
	const struct bt_pairs *alerts = &c->s->settings->alerts;

	for (size_t i = 0; i < alerts->n; i++)
		if (alerts->at[i].value[0])
			offer(c, alerts->at[i].name, alerts->at[i].value);
}

/* The words of people first; then every column and horizon, for a condition may name any. */
static void
offer_fields(struct chooser *c)
{
	offer(c, "close", "the last close");
	offer(c, "trend", "of the trend line: none, below, testing, broken_out, failed");
#define BT_HORIZON(id, name, months, help) offer(c, name, help);
#include "spec/horizons.def"
	for (int i = 0; i < BT_COLUMN_COUNT; i++)
		if (bt_column_spec((enum bt_column)i)->format != BT_FORMAT_TREE)
			offer(c, bt_column_spec((enum bt_column)i)->name, bt_column_spec((enum bt_column)i)->help);
}

static void
offer_actions(struct chooser *c)
{
	for (int a = 0; a < BT_ACTION_COUNT; a++)
		offer(c, bt_action_spec((enum bt_action)a)->name, bt_action_spec((enum bt_action)a)->help);
}

static void
offer_commands(struct chooser *c)
{
	for (int t = 0; t < BT_TYPED_COUNT; t++)
		offer(c, bt_typed_spec((enum bt_typed)t)->name, bt_typed_spec((enum bt_typed)t)->help);
	for (int a = 0; a < BT_ACTION_COUNT; a++)
		if (bt_action_spec((enum bt_action)a)->contexts & ~(BT_CTX_PROMPT | BT_CTX_PICK))
			offer(c, bt_action_spec((enum bt_action)a)->name, bt_action_spec((enum bt_action)a)->help);
}

static const struct {
	char kind;
	void (*offer)(struct chooser *c);
} kinds[] = {
	{':', offer_commands}, {'v', offer_views},    {'s', offer_series}, {'d', offer_dates},
	{'c', offer_columns},  {'C', offer_columns_or_usual}, {'o', offer_directions}, {'t', offer_settings}, {'w', offer_values},
	{'m', offer_themes},   {'u', offer_universes}, {'S', offer_sources}, {'h', offer_horizons}, {'a', offer_actions},
	{'l', offer_lists},    {'n', offer_alerts},   {'f', offer_fields},
};

/* --- which kind a word is of ---------------------------------------------------------------------- */

static size_t
word_start(const char *text, size_t cursor, const char *ends)
{
	size_t from = cursor;

	while (from > 0 && !strchr(ends, text[from - 1]))
		from--;
	return from;
}

static void
choose(struct chooser *c, char kind, const char *text, size_t from, size_t cursor)
{
	char stem[64];

	c->out->n = 0;
	c->out->from = from;
	c->out->by_prefix = true;
	snprintf(stem, sizeof(stem), "%.*s", (int)(cursor - from), text + from);
	c->stem = stem;
	c->len = strlen(stem);
	for (int round = 0; round < 2 && c->out->n == 0; round++) {
		c->in_help = round == 1;
		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
			if (kinds[i].kind == kind)
				kinds[i].offer(c);
	}
}

/* Nothing here fits the part of an expression from `from`: what a source has found for it, or that it might be
 * asked.  */
static void
offer_found(const struct bt_screen *s, const char *text, size_t from, size_t cursor, struct bt_choices *out)
{
	const struct bt_snapshot *snap = s->snapshot;
	char word[sizeof(out->ask)];

	if (!snap || cursor - from < 2 || cursor - from >= sizeof(word))
		return;
	snprintf(word, sizeof(word), "%.*s", (int)(cursor - from), text + from);
	if (!snap->found_for || strcasecmp(snap->found_for, word) != 0) {
		memcpy(out->ask, word, sizeof(word));
		return;
	}
	out->from = from;
	out->by_prefix = false;
	for (size_t i = 0; i < snap->n_found && out->n < BT_CHOICES_MAX; i++) {
		const struct bt_found *f = &snap->found[i];

		out->at[out->n++] = (struct bt_choice){
			bt_arena_strdup(&out->arena, f->symbol),
			bt_arena_printf(&out->arena, "%s%s%s", f->name, *f->exchange ? ", " : "", f->exchange),
		};
	}
}

/* The kind of the word of a command line that begins at `from`; *before: the word in front of it. */
static char
kind_of_word(struct bt_arena *a, const char *text, size_t from, const char **before)
{
	struct bt_words words = bt_words_split(a, bt_arena_strndup(a, text, from));
	enum bt_typed t;
	const char *letters;
	size_t n;

	if (words.n == 0)
		return ':';
	*before = words.at[words.n - 1];
	t = bt_typed_find(words.at[0]);
	if (t == BT_TYPED_COUNT)
		return '\0';
	letters = bt_typed_spec(t)->kinds;
	n = strlen(letters);
	return n == 0 ? '\0' : letters[words.n - 1 < n ? words.n - 1 : n - 1];
}

void
bt_complete(const struct bt_screen *s, enum bt_entry kind, const char *text, size_t cursor,
            struct bt_choices *out)
{
	static const char lone[BT_ENTRY_COUNT] = {[BT_ENTRY_DATE] = 'd', [BT_ENTRY_SERIES] = 's'};
	struct chooser c = {.s = s, .before = "", .out = out};
	size_t from = word_start(text, cursor, " ");
	char letter = lone[kind];

	bt_arena_release(&out->arena);
	out->n = 0;
	out->ask[0] = '\0';
	if (kind == BT_ENTRY_COMMAND)
		letter = kind_of_word(&out->arena, text, from, &c.before);
	out->spaced = kind == BT_ENTRY_COMMAND && letter != 's';
	if (letter == 's') {                    /* a part of an expression; '-' also stands in symbols */
		from = word_start(text, cursor, " (),*/+");
		choose(&c, letter, text, from, cursor);
		if (out->n > 0)
			return;
		from = word_start(text, cursor, " (),*/+-");
	}
	if (letter)
		choose(&c, letter, text, from, cursor);
	if (letter == 's' && out->n == 0)
		offer_found(s, text, word_start(text, cursor, " (),*/+"), cursor, out);
}
