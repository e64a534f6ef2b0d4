#include "ui/typed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/near.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "model/source.h"
#include "ui/act.h"
#include "ui/alert_list.h"
#include "ui/chart_key.h"
#include "ui/columns.h"
#include "ui/live.h"
#include "ui/screen_key.h"
#include "ui/take_out.h"
#include "ui/travel.h"
#include "ui/universe_list.h"
#include "ui/view.h"
#include "ui/watch.h"

const struct bt_typed_spec *
bt_typed_spec(enum bt_typed t)
{
	static const struct bt_typed_spec specs[] = {
#define BT_TYPED(id, name, args, kinds, help) {name, args, kinds, help},
#include "spec/typed.def"
	};

	return &specs[t];
}

enum bt_typed
bt_typed_find(const char *name)
{
	int t = 0;

	while (t < BT_TYPED_COUNT && strcmp(bt_typed_spec((enum bt_typed)t)->name, name) != 0)
		t++;
	return (enum bt_typed)t;
}

/* A line taken apart. */
struct line {
	const char *rest;                /* all behind the name, blanks at its ends gone */
	struct bt_words word;            /* the same in words */
	struct bt_arena *arena;
	int64_t now_utc;
};

/* The n-th word, or "". */
static const char *
word(const struct line *l, size_t i)
{
	return i < l->word.n ? l->word.at[i] : "";
}

/* "no view ovrview; did you mean overview?" */
static void
unknown(struct bt_screen *s, const char *what, const char *name, const char *const *known, size_t n)
{
	const char *near = bt_near(name, known, n);

	bt_screen_notice(s, true, near ? "no %s \"%.60s\"; did you mean %s?" : "no %s \"%.60s\"; Tab shows all",
	                 what, name, near);
}

#define RUN(id) static void run_##id(struct bt_screen *s, const struct line *l)

RUN(VIEW)
{
	static const struct {
		const char *name;
		enum bt_view view;
	} views[] = {
#define BT_SCREEN(id, name) {#name, BT_VIEW_##id},
#include "spec/screens.def"
	};
	const char *names[sizeof(views) / sizeof(views[0])];
	size_t n = sizeof(views) / sizeof(views[0]);

	for (size_t i = 0; i < n; i++) {
		names[i] = views[i].name;
		if (strcmp(names[i], word(l, 0)) != 0)
			continue;
		if (views[i].view == BT_VIEW_SYMBOL)
			bt_screen_act(s, BT_ACTION_OPEN, l->now_utc);
		else
			bt_screen_view(s, views[i].view, l->now_utc);
		return;
	}
	unknown(s, "view", word(l, 0), names, n);
}

RUN(OPEN)
{
	char text[BT_PROMPT_SIZE];

	if (*l->rest && bt_series_typed(s, l->rest, text, l->now_utc))
		bt_screen_open(s, text, l->now_utc);
	else if (!*l->rest)
		bt_screen_act(s, BT_ACTION_OPEN, l->now_utc);
}

RUN(COMPARE)
{
	char text[BT_PROMPT_SIZE] = "";

	if (bt_screen_chart(s) && (!*l->rest || bt_series_typed(s, l->rest, text, l->now_utc)))
		bt_chart_compare(s, text, l->now_utc);
	else if (!bt_screen_chart(s))
		bt_screen_notice(s, true, "no chart is shown here; Enter opens one");
}

RUN(AS_OF)
{
	bt_date d;

	if (strcmp(l->rest, "now") == 0)
		bt_screen_go(s, BT_DATE_NONE, l->now_utc);
	else if (bt_date_parse(l->rest, strlen(l->rest), &d))
		bt_travel_to(s, d, l->now_utc);
	else
		bt_screen_notice(s, true, "\"%.40s\" is no date; type one such as 2025-12-23, or now", l->rest);
}

RUN(SORT)
{
	struct bt_pane *p = &s->pane[s->focus];
	const char *names[BT_TABLE_COLUMNS];
	int column = *l->rest ? bt_table_find(&p->table, word(l, 0)) : -1;

	if (bt_view_ops(s)->whole) {
		bt_screen_notice(s, true, "%s", "no table to sort here");
		return;
	}
	if (column < 0 && *l->rest) {
		for (size_t i = 0; i < p->table.n_column; i++)
			names[i] = p->table.column[i].cell.path;
		unknown(s, "column", word(l, 0), names, p->table.n_column);
		return;
	}
	bt_table_sort_by(&p->table, &p->report.rows, column,
	                 l->word.n > 1 ? (strcmp(word(l, 1), "down") == 0 ? BT_SORT_DOWN : BT_SORT_UP)
	                               : BT_SORT_USUAL);
	bt_pane_sorted(p, s->focus);
}

RUN(SEARCH)
{
	if (*l->rest)
		bt_screen_search(s, l->rest);
	else
		bt_screen_act(s, BT_ACTION_SEARCH_NEXT, l->now_utc);
}

RUN(FILTER)
{
	bt_screen_filter(s, l->rest);
}

RUN(COLUMNS)
{
	struct bt_err err;

	if (!*l->rest)
		bt_columns_open(s);
	else if (bt_columns_set(s, s->focus, strcmp(l->rest, "usual") == 0 ? "" : l->rest, &err))
		bt_screen_notice(s, true, "%s", err.text);
}

RUN(WATCH)
{
	if (*l->rest)
		bt_watch_show(s, l->rest, l->now_utc);
	else
		bt_watch_turn(s, 1, l->now_utc);
}

RUN(NEW)
{
	const char *words = l->rest + strlen(word(l, 0));

	bt_watch_make(s, word(l, 0), words + strspn(words, " "), l->now_utc);
}

RUN(DELETE)
{
	bt_watch_drop(s, l->rest, l->now_utc);
}

RUN(ADD)
{
	if (*l->rest)
		bt_watch_add(s, l->rest, l->now_utc);
	else
		bt_screen_act(s, BT_ACTION_EXPRESSION, l->now_utc);
}

RUN(REMOVE)
{
	bt_watch_remove(s, l->rest, l->now_utc);
}

RUN(WRITE)
{
	bt_write_rows(s, l->rest, false);
}

RUN(WRITE_OVER)
{
	bt_write_rows(s, l->rest, true);
}

RUN(ALERT)
{
	if (*l->rest)
		bt_alerts_add(s, l->rest, l->now_utc);
	else
		bt_alerts_open(s);
}

RUN(UNALERT)
{
	bt_alerts_remove(s, l->rest);
}

static void
set(struct bt_screen *s, enum bt_setting id, const char *text, int64_t now_utc)
{
	struct bt_err err;

	if (bt_live_set(s, id, NULL, text, &err))
		bt_screen_notice(s, true, "%s", err.text);
	else
		bt_screen_remake(s, now_utc);
}

RUN(THEME)
{
	set(s, BT_SET_screen_theme, l->rest, l->now_utc);
}

/* "NAME VALUE", and as vi has it "NAME=VALUE" and "NAME?": the name, and where the value begins ("" none). */
static const char *
setting_name(const struct line *l, const char **value)
{
	size_t n = strcspn(l->rest, " =?");
	const char *rest = l->rest + n;

	*value = *rest == '?' ? "" : rest + strspn(rest, " =");
	return bt_arena_strndup(l->arena, l->rest, n);
}

RUN(SET)
{
	const char *value, *name = setting_name(l, &value);
	enum bt_setting id = bt_setting_of(name);
	const char *names[BT_SETTING_COUNT];
	size_t n = 0;

	if (id != BT_SETTING_COUNT && bt_setting_spec(id)->key) {
		if (*value)
			set(s, id, value, l->now_utc);
		else
			bt_screen_notice(s, false, "%s is %s: %s", name,
			                 bt_setting_text(s->settings, l->arena, id), bt_setting_spec(id)->help);
		return;
	}
	for (int i = 0; i < BT_SETTING_COUNT; i++)
		if (bt_setting_spec((enum bt_setting)i)->key)
			names[n++] = bt_arena_printf(l->arena, "%s.%s", bt_setting_spec((enum bt_setting)i)->section,
			                             bt_setting_spec((enum bt_setting)i)->key);
	unknown(s, "setting", name, names, n);
}

RUN(BIND)
{
	const char *keys = l->rest + strlen(word(l, 0));
	struct bt_err err;

	if (bt_keymap_bind(&s->keymap, word(l, 0), keys + strspn(keys, " "), &err))
		bt_screen_notice(s, true, "%s", err.text);
	else if (err.text[0])
		bt_screen_notice(s, false, "%s", err.text);
}

RUN(UNIVERSE)
{
	if (!*l->rest) {
		bt_universes_open(s);
		return;
	}
	snprintf(s->argument, sizeof(s->argument), "%s", l->rest);
	s->effect = BT_EFFECT_UNIVERSE;
}

RUN(HORIZON)
{
	const struct bt_view_ops *ops = bt_view_ops(s);
	struct bt_horizon h;

	if (!ops->horizon)
		bt_screen_notice(s, true, "no horizon to choose here; the heat map and the rotation view have one");
	else if (!bt_horizon_parse(l->rest, &h) || h.kind == BT_HORIZON_SINCE)
		bt_screen_notice(s, true, "no horizon \"%.40s\"; Tab shows all", l->rest);
	else
		ops->horizon(s, h.kind, l->now_utc);
}

RUN(SOURCE)
{
	const char *now = s->snapshot ? s->snapshot->market.source : "";
	enum bt_source_kind kind;

	if (!*l->rest)
		bt_screen_notice(s, false, "the source is %s; \":source NAME\" shows another", now);
	else if (!bt_source_kind(l->rest, &kind))
		bt_screen_notice(s, true, "no source \"%.60s\"; there are yahoo, sample, csv:PATH and import[:NAME]", l->rest);
	else if (s->snapshot && strcmp(now, l->rest) == 0)
		bt_screen_notice(s, false, "that is the source already");
	else {
		snprintf(s->argument, sizeof(s->argument), "%s", l->rest);
		s->effect = BT_EFFECT_SOURCE;
	}
}

RUN(REFRESH)
{
	(void)l;
	s->effect = strcmp(l->rest, "all") == 0 ? BT_EFFECT_REFRESH_ALL : BT_EFFECT_REFRESH;
}

RUN(QUIT)
{
	(void)l;
	s->effect = BT_EFFECT_QUIT;
}

static void (*const runs[])(struct bt_screen *s, const struct line *l) = {
#define BT_TYPED(id, name, args, kinds, help) [BT_TYPED_##id] = run_##id,
#include "spec/typed.def"
};

/* --- finding it ----------------------------------------------------------------------------------- */

#define NAMES (BT_TYPED_COUNT + BT_ACTION_COUNT)

static const struct {
	const char *word, *name;
} shorts[] = {
#define BT_TYPED(id, name, args, kinds, help)
#define BT_TYPED_SHORT(word, name) {word, name},
#include "spec/typed.def"
};

/* All names, those of the commands first; an action that only a line knows is none. */
static size_t
all_names(const char *names[NAMES])
{
	size_t n = 0;

	for (int t = 0; t < BT_TYPED_COUNT; t++)
		names[n++] = bt_typed_spec((enum bt_typed)t)->name;
	for (int a = 0; a < BT_ACTION_COUNT; a++)
		if (bt_action_spec((enum bt_action)a)->contexts & ~(BT_CTX_PROMPT | BT_CTX_PICK))
			names[n++] = bt_action_spec((enum bt_action)a)->name;
	return n;
}

/* The name in full of what was typed, or NULL with a word about it. */
static const char *
full_name(struct bt_screen *s, const char *typed)
{
	const char *names[NAMES], *found = NULL;
	size_t n = all_names(names), len = strlen(typed);

	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], typed) == 0)
			return names[i];
	for (size_t i = 0; i < sizeof(shorts) / sizeof(shorts[0]); i++)
		if (strcmp(shorts[i].word, typed) == 0)
			return shorts[i].name;
	for (size_t i = 0; i < n; i++) {
		if (strncmp(names[i], typed, len) != 0)
			continue;
		if (found && strcmp(found, names[i]) != 0) {
			bt_screen_notice(s, true, "\"%.40s\" may be %s or %s", typed, found, names[i]);
			return NULL;
		}
		found = names[i];
	}
	if (!found)
		unknown(s, "command", typed, names, n);
	return found;
}

static void
go_to_row(struct bt_screen *s, size_t number, int64_t now_utc)
{
	const struct bt_view_ops *ops = bt_view_ops(s);
	struct bt_pane *p = &s->pane[s->focus];

	if (ops->number) {
		ops->number(s, number, now_utc);
	} else if (ops->move) {
		bt_rows_move(s, -BT_ROWS_END);
		bt_rows_move(s, (long)number - 1);
	} else if (number >= 1 && number <= p->table.n) {
		bt_table_go(&p->table, &p->report.rows, number - 1);
	} else {
		bt_screen_notice(s, true, "no row %zu", number);
	}
}

/* What needs no name, as in vi: a number is a row, '$' the last, '/' searches. */
static bool
run_bare(struct bt_screen *s, const char *text, int64_t now_utc)
{
	size_t digits = strspn(text, "0123456789");

	if (text[0] == '/')
		bt_screen_search(s, text + 1);
	else if (strcmp(text, "$") == 0)
		bt_rows_move(s, BT_ROWS_END);
	else if (digits > 0 && digits < 7 && text[digits] == '\0')
		go_to_row(s, (size_t)strtol(text, NULL, 10), now_utc);
	else
		return false;
	return true;
}

void
bt_typed_run(struct bt_screen *s, const char *text, int64_t now_utc)
{
	struct bt_arena a;
	struct line l = {.arena = &a, .now_utc = now_utc};
	const char *name;
	enum bt_typed t;
	size_t len, n;

	text += strspn(text, " :");
	len = strcspn(text, " ");
	if (len == 0 || run_bare(s, text, now_utc))
		return;
	bt_xarena_init(&a);
	name = full_name(s, bt_arena_strndup(&a, text, len));
	text += len;
	text += strspn(text, " ");
	n = strlen(text);
	while (n > 0 && text[n - 1] == ' ')
		n--;
	l.rest = bt_arena_strndup(&a, text, n);
	l.word = bt_words_split(&a, l.rest);
	t = name ? bt_typed_find(name) : BT_TYPED_COUNT;
	if (t != BT_TYPED_COUNT)
		runs[t](s, &l);
	else if (name)
		s->effect = bt_screen_act(s, bt_action_find(name), now_utc);
	bt_arena_release(&a);
}
