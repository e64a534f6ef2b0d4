/* engine_source.c - sources that are read in place, and the way from one source to another. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "model/engine_priv.h"
#include "model/source_sample.h"

static void
destroy_source(struct bt_shared *self)
{
	struct bt_held_source *held = (struct bt_held_source *)(void *)self;

	bt_source_free(held->source);
	free(held);
}

static void
hold_source(struct bt_engine *e, struct bt_source *source)
{
	struct bt_held_source *held = bt_xmalloc(sizeof(*held));

	bt_shared_init(&held->shared, destroy_source);
	held->source = source;
	if (e->held_source)
		bt_shared_unref(&e->held_source->shared);
	e->held_source = held;
	/* its universe is another, and what was kept is of the one before */
	bt_engine_drop_breadth(e);
	e->source_changes++;
	e->changed = true;
}

void
bt_engine_open_sample(struct bt_engine *e)
{
	bool past = e->config.as_of != BT_DATE_NONE;
	/* The end of a past day, so that it is the same bytes on every run. */
	int64_t at = past ? (int64_t)e->config.as_of * 86400 + 86399 : bt_clock_utc();
	struct bt_source *source;
	struct bt_err err = {0};

	e->sample_utc = at;
	e->sample_ms = past || e->run ? INT64_MAX
	                              : bt_clock_mono_ms() + 1000 * (bt_source_sample_next(at) - at);
	if (bt_source_sample_open(at, &source, &err)) {
		memcpy(e->source_note, err.text, sizeof(e->source_note));
		return;
	}
	hold_source(e, source);
	struct bt_held_news *news = bt_engine_new_news(e);

	if (bt_source_sample_news(source, at, &news->arena, &news->item, &news->n))
		news->n = 0;
}

/* Read files or an import whole; what was shown stays until then. */
static enum bt_status
open_files(struct bt_engine *e, enum bt_source_kind kind, const char *name, struct bt_err *err)
{
	struct bt_source *source;
	enum bt_status st = kind == BT_SOURCE_IMPORT ? bt_source_import_open(name, e->config.cache, &source, err)
	                                             : bt_source_csv_open(name, &source, err);

	if (st == BT_OK)
		hold_source(e, source);
	return st;
}

enum bt_status
bt_engine_open_source(struct bt_engine *e, struct bt_err *err)
{
	if (e->kind != BT_SOURCE_SAMPLE)
		return open_files(e, e->kind, e->config.source, err);
	bt_engine_open_sample(e);
	return BT_OK;
}

/* --- from one to another ------------------------------------------------------------------------- */

/* Nobody is asked any more, and another copy may fetch. */
static void
leave_network(struct bt_engine *e)
{
	if (e->kind != BT_SOURCE_YAHOO)
		return;
	if (e->fetcher)
		bt_fetcher_clear(e->fetcher);
	bt_engine_unqueue_all(e);
	bt_engine_commit(e, true);
	bt_lease_yield(&e->lease);
}

static void
join_network(struct bt_engine *e)
{
	if (e->held_source)
		bt_shared_unref(&e->held_source->shared);
	e->held_source = NULL;
	e->source_changes++;
	e->kind = BT_SOURCE_YAHOO;
	e->phase = BT_PHASE_LOADING;
	bt_engine_new_news(e);
	bt_engine_drop_breadth(e);
	bt_engine_start_network(e);
}

static void
set_source(struct bt_engine *e, enum bt_source_kind kind, const char *name)
{
	char *copy = bt_xstrdup(name);

	free(e->source_name);
	e->config.source = e->source_name = copy;
	e->kind = kind;
	e->source_note[0] = '\0';
}

void
bt_engine_change_source(struct bt_engine *e, const char *name)
{
	struct bt_err err = {0};
	enum bt_source_kind kind;

	e->changed = true;
	if (!bt_source_kind(name, &kind))
		return;                  /* who sends it has looked */
	if ((kind == BT_SOURCE_CSV || kind == BT_SOURCE_IMPORT) && open_files(e, kind, name, &err)) {
		memcpy(e->source_note, err.text, sizeof(e->source_note));
		return;
	}
	if (kind != BT_SOURCE_YAHOO)
		leave_network(e);
	else if (e->kind != BT_SOURCE_YAHOO)
		join_network(e);
	set_source(e, kind, name);
	if (kind == BT_SOURCE_SAMPLE)
		bt_engine_open_sample(e);
}
