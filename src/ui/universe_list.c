#include "ui/universe_list.h"

#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/universe_file.h"

void
bt_universes_each(struct bt_arena *a, bt_universe_fn *f, void *user)
{
	struct bt_words imported = bt_universe_imported(a);

	for (size_t i = 0; bt_universe_bundled_name(i); i++)
		f(user, bt_universe_bundled_name(i), bt_universe_bundled_help(i));
	f(user, "all", "every symbol of the source");
	for (size_t i = 0; i < imported.n; i++)
		f(user, imported.at[i], "imported");
}

/* --- the list --------------------------------------------------------------------------------------- */

struct listing {
	struct bt_overlay *o;
	const char *now;                 /* the one that is measured */
	size_t at, n;                    /* its line, if it is among them */
};

static void
add(void *user, const char *name, const char *help)
{
	struct listing *l = user;
	bool chosen = strcmp(name, l->now) == 0;

	l->at = chosen ? l->n : l->at;
	l->n++;
	bt_overlay_add(l->o, "[%c] %-16s %s", chosen ? 'x' : ' ', name, help);
}

/* What line of the list is which. */
struct choice {
	size_t line;
	char name[BT_PROMPT_SIZE];
};

static void
find(void *user, const char *name, const char *help)
{
	struct choice *c = user;

	(void)help;
	if (c->line-- == 0)
		snprintf(c->name, sizeof(c->name), "%s", name);
}

static void
pick(struct bt_screen *s, size_t line, enum bt_action what, int64_t now_utc)
{
	struct choice c = {.line = line};
	struct bt_arena a;

	(void)now_utc;
	if (what != BT_ACTION_PICK)
		return;
	bt_xarena_init(&a);
	bt_universes_each(&a, find, &c);
	bt_arena_release(&a);
	s->overlay.open = false;
	if (!c.name[0])
		return;
	snprintf(s->argument, sizeof(s->argument), "%s", c.name);
	s->effect = BT_EFFECT_UNIVERSE;
}

void
bt_universes_open(struct bt_screen *s)
{
	const struct bt_universe *u = s->snapshot ? s->snapshot->universe : NULL;
	struct listing l = {.o = &s->overlay, .now = u ? u->name : s->settings->data_universe};
	struct bt_arena a;

	bt_xarena_init(&a);
	bt_overlay_open(&s->overlay, "Universes (\":universe FILE\" takes one of a file)");
	bt_universes_each(&a, add, &l);
	bt_overlay_pick(&s->overlay, l.at);
	s->pick = pick;
	bt_arena_release(&a);
}
