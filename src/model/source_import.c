/* What `import` has put into the cache, as a market. */
#include <math.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/source.h"
#include "model/source_build.h"
#include "store/store.h"

/* "yahoo (503 symbols), import (2)": what the cache holds instead, for the message. */
static const char *
names_of(struct bt_store *store, struct bt_arena *a)
{
	struct bt_store_source *list;
	const char *out = "";
	size_t n;

	if (bt_store_sources(store, a, &list, &n, NULL) || n == 0)
		return "nothing at all";
	for (size_t i = 0; i < n; i++)
		out = bt_arena_printf(a, "%s%s%s (%zu symbol%s)", out, i ? ", " : "", list[i].name,
		                      list[i].securities, list[i].securities == 1 ? "" : "s");
	return out;
}

static enum bt_status
load(struct bt_source *s, struct bt_store *store, struct bt_err *err)
{
	struct bt_security *sec;
	size_t n;
	enum bt_status st = bt_store_load(store, s->market.source, NULL, 0, &s->arena, &sec, &n, err);

	for (size_t i = 0; !st && i < n; i++) {
		s->tally.rows += sec[i].bars.n;
		s->tally.jumps += bt_bars_jumps(&sec[i].bars);
		BT_VEC_PUSH(&s->sec, sec[i]);
	}
	if (!st && n == 0)
		st = bt_err_set(err, BT_E_NODATA, "nothing is imported as %s: the cache holds %s; "
		                "'broadtape import' takes in files", s->market.source,
		                names_of(store, &s->arena));
	return st;
}

enum bt_status
bt_source_import_open(const char *name, const char *cache, struct bt_source **out, struct bt_err *err)
{
	struct bt_source *s = bt_source_new(name, false);
	struct bt_store *store = NULL;
	enum bt_store_state state;
	enum bt_status st;
	char note[200];

	*out = NULL;
	st = cache ? bt_store_open(cache, true, 0, &store, &state, note, err) : BT_E_NODATA;
	if (st == BT_E_NODATA)
		bt_err_set(err, st, "nothing is imported as %s: there is no cache %s", name,
		           cache ? cache : "at all");
	if (!st)
		st = load(s, store, err);
	bt_store_close(store);
	if (st) {
		bt_source_free(s);
		return st;
	}
	bt_source_finish(s);
	*out = s;
	return BT_OK;
}
