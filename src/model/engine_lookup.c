/* Symbols that Yahoo's search finds for a word, for completion: asked when the screen wants it, of the copy of the
 * program that fetches alone.  The newest answer is kept.  */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/engine_priv.h"

static void
destroy_found(struct bt_shared *self)
{
	struct bt_held_found *held = (struct bt_held_found *)(void *)self;

	bt_arena_release(&held->arena);
	free(held);
}

void
bt_engine_look_up(struct bt_engine *e, const char *mark)
{
	const char *words = mark + strlen(BT_WANT_SYMBOLS);

	if (strncmp(mark, BT_WANT_SYMBOLS, strlen(BT_WANT_SYMBOLS)) == 0 && *words
	    && strlen(words) < sizeof(e->lookup.words))
		memcpy(e->lookup.words, words, strlen(words) + 1);
}

int64_t
bt_engine_plan_lookup(struct bt_engine *e, const struct bt_schedule *s)
{
	const struct bt_held_found *held = e->lookup.held;
	struct bt_task *t;

	(void)s;
	if (!e->lookup.words[0] || e->lookup.busy || e->desk[0].lane < 0
	    || (held && strcmp(held->words, e->lookup.words) == 0))
		return BT_NEVER;
	t = bt_task_new(e->desk[0].lane, 0);
	t->job.kind = BT_JOB_SEARCH;
	t->job.words = bt_arena_strdup(&t->arena, e->lookup.words);
	t->what = bt_arena_printf(&t->arena, "search %s", e->lookup.words);
	e->lookup.busy = true;
	bt_engine_queue(e, t);
	return BT_NEVER;
}

/* An answer that failed is one that found nothing: the next word asks again. */
void
bt_engine_take_lookup(struct bt_engine *e, const struct bt_done *d)
{
	struct bt_held_found *held = bt_xcalloc(1, sizeof(*held));
	const struct bt_answer *a = d->answer;
	size_t n = d->good ? a->n_found : 0;

	bt_shared_init(&held->shared, destroy_found);
	bt_xarena_init(&held->arena);
	held->words = bt_arena_strdup(&held->arena, d->task->job.words);
	held->at = BT_ARENA_ARRAY(&held->arena, n, struct bt_found);
	for (size_t i = 0; i < n; i++) {
		const struct bt_found *f = &a->found[i];

		held->at[held->n++] = (struct bt_found){
			.symbol = bt_arena_strdup(&held->arena, f->symbol),
			.name = bt_arena_strdup(&held->arena, f->name),
			.exchange = bt_arena_strdup(&held->arena, f->exchange),
			.kind = f->kind,
		};
	}
	if (e->lookup.held)
		bt_shared_unref(&e->lookup.held->shared);
	e->lookup.held = held;
	e->lookup.busy = false;
}

void
bt_engine_show_found(struct bt_engine *e, struct bt_snapshot *s)
{
	struct bt_held_found *held = e->lookup.held;

	if (!held)
		return;
	bt_snapshot_hold(s, &held->shared);
	s->found_for = held->words;
	s->found = held->at;
	s->n_found = held->n;
}
