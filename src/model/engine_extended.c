/* Prices of the hours before and after the session, by Yahoo's quote endpoint: asked when the setting yahoo.quotes
 * says so.  It wants a visitor's cookies and crumb (fetch/visitor.h), which are got first, kept beside the cache, and
 * got anew once when they are refused.  */
#include <stdio.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "model/engine_priv.h"

/* When it did not work: the next look, by and by. */
#define REFUSED_S (6 * 3600)
#define FAILED_S 900
/* The same price is not asked for more often. */
#define LEAST_S 15

/* Beside the cache; false: there is no cache. */
static bool
visitor_path(const struct bt_engine *e, char *path, size_t size)
{
	return e->config.cache && (size_t)snprintf(path, size, "%s-visitor", e->config.cache) < size;
}

static void
load_visitor(struct bt_engine *e)
{
	char path[4096];

	if (!e->extended.loaded && visitor_path(e, path, sizeof(path)))
		bt_visitor_load(&e->extended.visitor, path);
	e->extended.loaded = true;
}

static void
save_visitor(const struct bt_engine *e)
{
	char path[4096];

	/* a file that cannot be written costs two requests at the next start */
	if (visitor_path(e, path, sizeof(path)))
		(void)!bt_visitor_save(&e->extended.visitor, path, NULL);
}

static struct bt_task *
new_task(struct bt_engine *e, enum bt_job_kind kind)
{
	struct bt_task *t = bt_task_new(e->desk[0].lane, 0);

	t->job.kind = kind;
	if (e->extended.visitor.cookies[0])
		t->cookies = bt_arena_strdup(&t->arena, e->extended.visitor.cookies);
	e->extended.busy = true;
	return t;
}

static void
push_step(struct bt_engine *e, enum bt_job_kind kind)
{
	struct bt_task *t = new_task(e, kind);

	t->job.url = bt_arena_strdup(&t->arena, e->settings->yahoo_cookie_url);
	t->what = kind == BT_JOB_COOKIE ? "cookies" : "crumb";
	bt_engine_queue(e, t);
}

/* The next of the symbols shown; false: there is none. */
static bool
push_quotes(struct bt_engine *e)
{
	struct bt_task *t = new_task(e, BT_JOB_QUOTES);
	size_t most = bt_provider_most(e->desk[0].provider, BT_JOB_QUOTES), i = e->extended.next;
	const char **symbol = BT_ARENA_ARRAY(&t->arena, most, const char *);

	for (; i < e->book->n && t->job.n < most; i++)
		if (e->book->at[i]->shown)
			symbol[t->job.n++] = bt_arena_strdup(&t->arena, e->book->at[i]->symbol);
	e->extended.next = i;
	if (!t->job.n) {
		bt_task_free(t);
		e->extended.busy = false;
		return false;
	}
	t->job.symbol = symbol;
	t->job.crumb = bt_arena_strdup(&t->arena, e->extended.visitor.crumb);
	t->what = bt_arena_printf(&t->arena, "quotes %s and %zu more", symbol[0], t->job.n - 1);
	bt_engine_queue(e, t);
	return true;
}

/* When these prices can have changed next: they move before and after the session alone. */
static int64_t
next_round(const struct bt_schedule *s)
{
	bool moving = s->session.session == BT_SESSION_PRE || s->session.session == BT_SESSION_POST;
	int64_t pace = s->shown_s < LEAST_S ? LEAST_S : s->shown_s;

	return moving ? s->now_utc + pace : s->session.next_utc;
}

int64_t
bt_engine_plan_extended(struct bt_engine *e, const struct bt_schedule *s)
{
	enum bt_job_kind needs;

	if (!e->settings->yahoo_quotes || e->desk[0].lane < 0 || e->desk[0].out || e->extended.busy)
		return BT_NEVER;
	if (e->extended.due_utc > s->now_utc)
		return e->extended.due_utc;
	load_visitor(e);
	needs = bt_visitor_needs(&e->extended.visitor);
	if (needs != BT_JOB_KINDS) {
		push_step(e, needs);
		return BT_NEVER;
	}
	if (push_quotes(e))
		return BT_NEVER;
	e->extended.next = 0;
	e->extended.due_utc = next_round(s);
	return e->extended.due_utc;
}

bool
bt_engine_is_extended(const struct bt_task *t)
{
	return t->job.kind == BT_JOB_COOKIE || t->job.kind == BT_JOB_CRUMB
	       || (t->job.kind == BT_JOB_QUOTES && t->job.crumb);
}

/* What came of a step: does the visitor have more than before? */
static bool
take_step(struct bt_engine *e, const struct bt_done *d)
{
	struct bt_visitor *v = &e->extended.visitor;

	if (d->task->job.kind == BT_JOB_COOKIE)
		return d->good && bt_visitor_cookies(v, d->set_cookie);
	if (!d->good || !bt_visitor_crumb(v, d->answer->crumb))
		return false;
	save_visitor(e);
	return true;
}

static void
take_quotes(struct bt_engine *e, const struct bt_answer *a)
{
	for (size_t i = 0; i < a->n_sec; i++) {
		struct bt_entry *entry = bt_book_find(e->book, a->sec[i].symbol);

		if (entry)
			bt_book_take_extended(entry, &a->sec[i].quote);
	}
	bt_visitor_accepted(&e->extended.visitor);
}

void
bt_engine_take_extended(struct bt_engine *e, const struct bt_done *d, int64_t now_utc)
{
	enum bt_fault fault = d->answer->fault;

	e->extended.busy = false;
	e->extended.due_utc = 0;
	if (d->task->job.kind != BT_JOB_QUOTES) {
		if (!take_step(e, d))
			e->extended.due_utc = now_utc + REFUSED_S;
		return;
	}
	if (d->good)
		take_quotes(e, d->answer);
	else if (fault == BT_FAULT_AUTH)
		e->extended.due_utc = bt_visitor_refused(&e->extended.visitor) ? 0 : now_utc + REFUSED_S;
	else if (fault != BT_FAULT_NOT_FOUND)
		e->extended.due_utc = now_utc + FAILED_S;
	if (fault == BT_FAULT_AUTH)
		e->extended.next = 0;
}
