#include "ui/watch.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/near.h"
#include "base/xalloc.h"
#include "model/subject.h"
#include "ui/live.h"
#include "ui/view.h"

/* The i-th list that is not taken away, or NULL. */
static const struct bt_pair *
list_at(const struct bt_screen *s, size_t i)
{
	const struct bt_pairs *lists = &s->settings->watch;

	for (size_t k = 0; k < lists->n; k++)
		if (lists->at[k].value[0] && i-- == 0)
			return &lists->at[k];
	return NULL;
}

static size_t
place_of(const struct bt_screen *s, const char *name)
{
	size_t i = 0;
	const struct bt_pair *list;

	while ((list = list_at(s, i)) && strcmp(list->name, name) != 0)
		i++;
	return i;
}

const char *
bt_watch_name(const struct bt_screen *s)
{
	const struct bt_pair *list = list_at(s, place_of(s, s->watch));

	if (!list)
		list = list_at(s, 0);
	return list ? list->name : "";
}

bool
bt_watch_has_focus(const struct bt_screen *s)
{
	return (s->view == BT_VIEW_OVERVIEW && s->focus == BT_PANE_INDICES && s->watch[0]) ||
	       s->view == BT_VIEW_WATCH;
}

void
bt_watch_show(struct bt_screen *s, const char *name, int64_t now_utc)
{
	const char *names[64], *near;
	size_t n = 0;

	if (*name && !list_at(s, place_of(s, name))) {
		for (const struct bt_pair *list; n < 64 && (list = list_at(s, n)); n++)
			names[n] = list->name;
		near = bt_near(name, names, n);
		if (near)
			bt_screen_notice(s, true, "no watch list \"%.40s\"; did you mean %s?", name, near);
		else
			bt_screen_notice(s, true, "no watch list \"%.40s\"; \":new %.40s SYMBOL...\" makes it", name, name);
		return;
	}
	snprintf(s->watch, sizeof(s->watch), "%s", name);
	if (s->view == BT_VIEW_OVERVIEW) {
		s->focus = BT_PANE_INDICES;
	} else {
		bt_screen_view(s, BT_VIEW_WATCH, now_utc);
	}
	bt_screen_remake(s, now_utc);
}

void
bt_watch_turn(struct bt_screen *s, int by, int64_t now_utc)
{
	/* the overview has one place more: that of the index levels, before the first */
	size_t own = s->view == BT_VIEW_OVERVIEW, n = own, at;
	const struct bt_pair *list;

	while (list_at(s, n - own))
		n++;
	if (n == own) {
		bt_screen_notice(s, true, "there is no watch list; \":new NAME SYMBOL...\" makes one");
		return;
	}
	at = own && !s->watch[0] ? 0 : place_of(s, bt_watch_name(s)) + own;
	if (s->view == BT_VIEW_OVERVIEW || s->view == BT_VIEW_WATCH)
		at = (at + n + (size_t)by) % n;
	list = at < own ? NULL : list_at(s, at - own);
	bt_watch_show(s, list ? list->name : "", now_utc);
}

/* Give a list these words, here and in the state file. */
static bool
change(struct bt_screen *s, const char *name, const char *words)
{
	char line[80];
	struct bt_err err;

	if (bt_live_set(s, BT_SET_watch, name, words, &err)) {
		bt_screen_notice(s, true, "%s", err.text);
		return false;
	}
	snprintf(line, sizeof(line), "watch.%s", name);
	bt_state_set(&s->changed, line, words);
	return true;
}

static bool
is_name(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n < 40 && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == n;
}

void
bt_watch_make(struct bt_screen *s, const char *name, const char *words, int64_t now_utc)
{
	if (!is_name(name))
		bt_screen_notice(s, true, "a list has a name of letters, digits, - and _");
	else if (!*words)
		bt_screen_notice(s, true, "what is in it?  \":new %s SYMBOL...\"", name);
	else if (list_at(s, place_of(s, name)))
		bt_screen_notice(s, true, "there is a list %s already", name);
	else if (change(s, name, words))
		bt_watch_show(s, name, now_utc);
}

void
bt_watch_drop(struct bt_screen *s, const char *name, int64_t now_utc)
{
	if (!list_at(s, place_of(s, name)))
		bt_watch_show(s, name, now_utc);        /* says that there is none */
	else if (change(s, name, "")) {
		if (strcmp(s->watch, name) == 0)
			s->watch[0] = '\0';
		bt_screen_remake(s, now_utc);
	}
}

bool
bt_series_typed(struct bt_screen *s, const char *text, char out[BT_PROMPT_SIZE], int64_t now_utc)
{
	bool quoted = strchr(text, '\''), plain = !quoted && !strchr(text, '(');
	struct bt_subject subject;
	struct bt_scope scope;
	struct bt_arena a;
	struct bt_err err;
	size_t n = 0;
	bool ok;

	for (; *text && n + 1 < BT_PROMPT_SIZE; text++)
		if (*text != ' ' || quoted)
			out[n++] = plain ? (char)toupper((unsigned char)*text) : *text;
	out[n] = '\0';
	if (*text)
		bt_screen_notice(s, true, "that is too long");
	if (*text || !s->snapshot)
		return !*text;
	bt_xarena_init(&a);
	scope = bt_scope_from_snapshot(s->snapshot, s->settings, now_utc);
	ok = bt_subject_open(&scope, out, s->as_of, BT_PRICE_CLOSE, &a, &subject, &err) == BT_OK;
	if (!ok)
		bt_screen_notice(s, true, "%s", err.text);
	bt_arena_release(&a);
	return ok;
}

/* Words, or one expression with blanks in it: that when a word begins or ends in an operator. */
static struct bt_words
words_of(struct bt_arena *a, const char *text)
{
	struct bt_words words = bt_words_split(a, text);
	const char **whole = BT_ARENA_ARRAY(a, 1, const char *);

	whole[0] = text;
	for (size_t i = 0; i < words.n; i++) {
		const char *w = words.at[i];

		if (strchr("+-*/", w[0]) || strchr("+-*/", w[strlen(w) - 1]))
			return (struct bt_words){whole, 1};
	}
	return words;
}

/* The list with what is not yet in it, or as it was. */
static const char *
joined(struct bt_screen *s, struct bt_arena *a, const char *list, const char *text, int64_t now_utc)
{
	struct bt_words there = bt_words_split(a, list), more = words_of(a, text);

	for (size_t i = 0; i < more.n; i++) {
		char one[BT_PROMPT_SIZE];
		bool known = false;

		if (!bt_series_typed(s, more.at[i], one, now_utc))
			return list;
		for (size_t k = 0; k < there.n; k++)
			known = known || strcmp(there.at[k], one) == 0;
		if (known)
			bt_screen_notice(s, true, "%s is in the list already", one);
		else
			list = bt_arena_printf(a, "%s %s", list, one);
	}
	return list;
}

void
bt_watch_add(struct bt_screen *s, const char *text, int64_t now_utc)
{
	const char *name = bt_watch_name(s), *list, *words;
	struct bt_pane *p = &s->pane[s->focus];
	struct bt_arena a;

	if (!*name) {
		bt_watch_make(s, "main", text, now_utc);
		return;
	}
	bt_xarena_init(&a);
	name = bt_arena_strdup(&a, name);
	list = bt_pairs_find(&s->settings->watch, name);
	words = joined(s, &a, list, text, now_utc);
	if (strcmp(words, list) != 0 && change(s, name, words)) {
		bt_screen_remake(s, now_utc);
		for (size_t i = 0; i < p->table.n && bt_watch_has_focus(s); i++)
			if (p->table.order[i] + 1 == p->table.total)
				bt_table_go(&p->table, &p->report.rows, i);
	}
	bt_arena_release(&a);
}

void
bt_watch_remove(struct bt_screen *s, const char *text, int64_t now_utc)
{
	const struct bt_pane *p = &s->pane[s->focus];
	const struct bt_val *row = bt_watch_has_focus(s) ? bt_table_row(&p->table, &p->report.rows) : NULL;
	const char *name = bt_watch_name(s), *gone = *text ? text : bt_val_as_str(bt_val_get(row, "symbol"));
	const char *kept = "", *found = NULL;
	struct bt_words words;
	struct bt_arena a;
	size_t left = 0;

	if (!gone || !*name) {
		bt_screen_notice(s, true, "no row of a watch list is selected; w turns to the lists");
		return;
	}
	bt_xarena_init(&a);
	words = bt_words_split(&a, bt_pairs_find(&s->settings->watch, name));
	for (size_t i = 0; i < words.n; i++)
		if (strcasecmp(words.at[i], gone) == 0)
			found = words.at[i];
		else
			kept = bt_arena_printf(&a, "%s%s%s", kept, left++ ? " " : "", words.at[i]);
	if (!found)
		bt_screen_notice(s, true, "%s is not in %s", gone, name);
	else if (left == 0)
		bt_screen_notice(s, true, "the last of a list stays; \":delete %s\" takes the list away", name);
	else if (change(s, bt_arena_strdup(&a, name), kept)) {
		bt_screen_remake(s, now_utc);
		bt_screen_notice(s, false, "%s is removed from %s", found, bt_watch_name(s));
	}
	bt_arena_release(&a);
}
