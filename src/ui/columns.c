#include "ui/columns.h"

#include <stdio.h>
#include <string.h>

#include "base/near.h"
#include "base/xalloc.h"
#include "ui/view.h"

#define MOST 160

static const struct {
	const char *path, *help;
} drawn[] = {
	{"@mark", "marks of records and provisional closes"},
	{"@bar", "a bar of the return of the horizon sorted by"},
	{"@trend", "the trend line in words"},
};

static const char *
help_of(const char *path)
{
	struct bt_cell_column c;

	for (size_t i = 0; i < sizeof(drawn) / sizeof(drawn[0]); i++)
		if (strcmp(drawn[i].path, path) == 0)
			return drawn[i].help;
	return bt_cell_column(path, &c) ? bt_column_spec(c.column)->help : "";
}

static void
add(struct bt_column_words *w, const char *path, bool shown)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->at[i].path, path) == 0)
			return;
	if (w->n < MOST && bt_table_is_column(path))
		w->at[w->n++] = (struct bt_column_word){path, help_of(path), shown};
}

/* Those of a text such as spec/panes.def has, each without width and rank. */
static void
add_text(struct bt_column_words *w, struct bt_arena *a, const char *text)
{
	while (*(text += strspn(text, " "))) {
		add(w, bt_arena_strndup(a, text, strcspn(text, " :/")), false);
		text += strcspn(text, " ");
	}
}

struct bt_column_words
bt_columns_all(const struct bt_screen *s, enum bt_pane_id pane, struct bt_arena *a)
{
	struct bt_column_words w = {.at = BT_ARENA_ARRAY(a, MOST, struct bt_column_word)};
	const struct bt_table *t = &s->pane[pane].table;
	const struct bt_report *r = &s->pane[pane].report;
	const struct bt_words *horizons = &s->settings->data_horizons;

	for (size_t i = 0; i < t->n_column; i++)
		add(&w, t->column[i].draw == BT_DRAW_MARK ? "@mark" : t->column[i].draw == BT_DRAW_BAR ? "@bar"
		        : t->column[i].draw == BT_DRAW_TREND ? "@trend"
		        : bt_arena_strdup(a, t->column[i].cell.path), true);
	add_text(&w, a, bt_pane_spec(pane)->columns);
	for (size_t i = 0; i < r->n_column; i++) {
		if (bt_column_spec(r->column[i])->format != BT_FORMAT_TREE)
			add(&w, bt_column_spec(r->column[i])->name, false);
		for (size_t k = 0; r->column[i] == BT_COL_RETURNS && k < horizons->n; k++)
			add(&w, bt_arena_printf(a, "returns.%s.pct", horizons->at[k]), false);
	}
	return w;
}

enum bt_status
bt_columns_set(struct bt_screen *s, enum bt_pane_id pane, const char *words, struct bt_err *err)
{
	struct bt_pane *p = &s->pane[pane];
	struct bt_arena a;
	struct bt_words list;
	enum bt_status st = BT_OK;

	bt_xarena_init(&a);
	list = bt_words_split(&a, words);
	for (size_t i = 0; i < list.n && !st; i++) {
		const char *path = bt_arena_strndup(&a, list.at[i], strcspn(list.at[i], ":"));
		struct bt_column_words all = bt_columns_all(s, pane, &a);
		const char **known = BT_ARENA_ARRAY(&a, all.n, const char *), *near;

		if (bt_table_is_column(path))
			continue;
		for (size_t k = 0; k < all.n; k++)
			known[k] = all.at[k].path;
		near = bt_near(path, known, all.n);
		st = bt_err_set(err, BT_E_USAGE, near ? "no column \"%.60s\"; did you mean %s?"
		                : "no column \"%.60s\"; Tab shows all", path, near);
	}
	if (!st && strlen(words) >= sizeof(p->chosen))
		st = bt_err_set(err, BT_E_USAGE, "too many columns");
	if (!st) {
		snprintf(p->chosen, sizeof(p->chosen), "%s", words);
		bt_pane_columns(p, pane);
		bt_table_update(&p->table, &p->report.rows);
	}
	bt_arena_release(&a);
	return st;
}

void
bt_columns_from_settings(struct bt_screen *s)
{
	for (int i = 0; i < BT_PANE_COUNT; i++) {
		const char *view = bt_view_spec(bt_pane_spec((enum bt_pane_id)i)->report)->name;
		const char *words = bt_pairs_find(&s->settings->columns, view);
		struct bt_err err;

		if (words && bt_columns_set(s, (enum bt_pane_id)i, words, &err))
			bt_screen_notice(s, true, "[columns] %s: %s", view, err.text);
	}
}

/* --- the list ------------------------------------------------------------------------------------- */

static void pick(struct bt_screen *s, size_t line, enum bt_action what, int64_t now_utc);

static void
list(struct bt_screen *s, const char *selected)
{
	struct bt_overlay *o = &s->overlay;
	struct bt_column_words all;
	struct bt_arena a;
	size_t at = 0;

	bt_xarena_init(&a);
	all = bt_columns_all(s, s->focus, &a);
	bt_overlay_open(o, bt_arena_printf(&a, "Columns of %s", bt_pane_spec(s->focus)->title));
	for (size_t i = 0; i < all.n; i++) {
		if (selected && strcmp(all.at[i].path, selected) == 0)
			at = i;
		bt_overlay_add(o, "[%c] %-18s %s", all.at[i].shown ? 'x' : ' ', all.at[i].path, all.at[i].help);
	}
	bt_overlay_pick(o, at);
	s->pick = pick;
	bt_arena_release(&a);
}

/* The word of a column: with the width that the user gave it, where he did. */
static const char *
word_of(const char *chosen, const char *path, struct bt_arena *a)
{
	while (*(chosen += strspn(chosen, " "))) {
		size_t n = strcspn(chosen, " ");

		if (strcspn(chosen, " :") == strlen(path) && strncmp(chosen, path, strlen(path)) == 0)
			return bt_arena_strndup(a, chosen, n);
		chosen += n;
	}
	return path;
}

/* Put away or add the line, or swap it with its neighbour. */
static void
pick(struct bt_screen *s, size_t line, enum bt_action what, int64_t now_utc)
{
	char words[BT_PANE_COLUMNS] = "";
	struct bt_column_words all;
	struct bt_column_word moved;
	size_t used = 0, other;
	struct bt_arena a;
	struct bt_err err;

	(void)now_utc;
	bt_xarena_init(&a);
	all = bt_columns_all(s, s->focus, &a);
	other = what == BT_ACTION_PICK_EARLIER ? line - 1 : what == BT_ACTION_PICK_LATER ? line + 1 : line;
	if (line < all.n && other < all.n) {
		moved = all.at[line];
		if (what == BT_ACTION_PICK || what == BT_ACTION_PICK_REMOVE)
			moved.shown = what == BT_ACTION_PICK && !moved.shown;
		all.at[line] = all.at[other];
		all.at[other] = moved;
		for (size_t i = 0; i < all.n; i++) {
			const char *word = word_of(s->pane[s->focus].chosen, all.at[i].path, &a);

			if (all.at[i].shown && used + strlen(word) + 2 < sizeof(words))
				used += (size_t)snprintf(words + used, sizeof(words) - used, "%s%s", used ? " " : "", word);
		}
		if (used && bt_columns_set(s, s->focus, words, &err))
			bt_screen_notice(s, true, "%s", err.text);
		list(s, moved.path);
	}
	bt_arena_release(&a);
}

void
bt_columns_open(struct bt_screen *s)
{
	if (bt_view_ops(s)->whole)
		bt_screen_notice(s, true, "there are no columns here");
	else
		list(s, NULL);
}
