/* The engine's beginning and end, and what is wanted of it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "core/expr.h"
#include "fetch/rate.h"
#include "model/engine_priv.h"
#include "model/series.h"

/* --- life -------------------------------------------------------------------------------------- */

static void
set_words(bt_word_list *words, const char *const *word, size_t n)
{
	for (size_t i = 0; i < words->len; i++)
		free(words->at[i]);
	words->len = 0;
	for (size_t i = 0; i < n; i++)
		BT_VEC_PUSH(words, bt_xstrdup(word[i]));
}

static enum bt_status
init_waiter(struct bt_engine *e, struct bt_err *err)
{
	struct epoll_event ev = {.events = EPOLLIN};

	e->waiter = epoll_create1(EPOLL_CLOEXEC);
	if (e->waiter < 0 || epoll_ctl(e->waiter, EPOLL_CTL_ADD, e->commands.wake.rd, &ev) < 0)
		return bt_err_set(err, BT_E_IO, "cannot wait on several things: %s", strerror(errno));
	return BT_OK;
}

enum bt_status
bt_engine_init(struct bt_engine *e, const struct bt_engine_config *config, const struct bt_want *want,
               struct bt_err *err)
{
	enum bt_status st;

	*e = (struct bt_engine){
		.config = *config, .settings = config->settings, .universe = config->universe,
		.want_universe = want->universe, .want_side = want->side, .want_news = want->news, .waiter = -1,
		.lease = {.lock = -1, .watch = -1}, .headline_lane = -1, .phase = BT_PHASE_LOADING,
	};
	bt_alerts_init(&e->judge, config->alerts);
	if (!bt_source_kind(config->source, &e->kind))
		return bt_err_set(err, BT_E_USAGE, "no source '%s'; there are yahoo, sample, import and csv:PATH",
		                  config->source);
	bt_engine_open_desks(e);
	st = bt_cmdq_init(&e->commands, err);
	if (!st)
		st = bt_wake_init(&e->ended, err);
	if (!st)
		st = init_waiter(e, err);
	set_words(&e->words, want->word, want->n_word);
	return st;
}

void
bt_engine_release(struct bt_engine *e)
{
	bt_alerts_release(&e->judge);
	bt_fetcher_free(e->fetcher);
	bt_store_close(e->store);
	bt_lease_release(&e->lease);
	for (size_t i = 0; i < e->n_desk; i++)
		bt_book_release(&e->desk[i].book);
	bt_pool_release(&e->pool);
	if (e->held_source)
		bt_shared_unref(&e->held_source->shared);
	if (e->news)
		bt_shared_unref(&e->news->shared);
	if (e->lookup.held)
		bt_shared_unref(&e->lookup.held->shared);
	bt_engine_drop_breadth(e);
	bt_engine_drop_front(e);
	set_words(&e->words, NULL, 0);
	BT_VEC_RELEASE(&e->words);
	for (size_t i = 0; i < e->headlines.len; i++)
		free(e->headlines.at[i].symbol);
	BT_VEC_RELEASE(&e->headlines);
	BT_VEC_RELEASE(&e->news_lanes);
	BT_VEC_RELEASE(&e->news_due);
	bt_engine_clear_log(e, 0);
	BT_VEC_RELEASE(&e->log);
	free(e->source_name);
	if (e->waiter >= 0)
		close(e->waiter);
	bt_wake_release(&e->ended);
	bt_cmdq_release(&e->commands);
}

/* --- wants ------------------------------------------------------------------------------------- */

/* A rate is wanted of everyone who has it: who is asked is a matter of turns. */
static bool
show_rate(struct bt_engine *e, const char *id)
{
	if (!bt_rate_find(id))
		return false;
	for (const signed char *o = e->order[BT_DUTY_RATES]; *o >= 0; o++)
		if (bt_provider_can(e->desk[*o].provider, BT_JOB_RATE, id))
			bt_book_add(&e->desk[*o].book, id)->shown = true;
	return true;
}

struct bt_entry *
bt_engine_show_symbol(struct bt_engine *e, const char *symbol)
{
	struct bt_entry *entry;

	if (show_rate(e, symbol))
		return NULL;
	entry = bt_book_add(e->book, bt_symbol_canonical(symbol));
	entry->shown = true;
	entry->want_whole = true;
	return entry;
}

void
bt_engine_show_headlines(struct bt_engine *e, const char *mark)
{
	const char *symbol = mark + strlen(BT_WANT_NEWS);

	if (strncmp(mark, BT_WANT_NEWS, strlen(BT_WANT_NEWS)) != 0 || !*symbol)
		return;
	for (size_t i = 0; i < e->headlines.len; i++) {
		if (strcmp(e->headlines.at[i].symbol, symbol) == 0) {
			e->headlines.at[i].wanted = true;
			return;
		}
	}
	BT_VEC_PUSH(&e->headlines, ((struct bt_headlines){.symbol = bt_xstrdup(symbol), .wanted = true}));
}

/* A word is a symbol in any spelling, an expression over some, or the mark of a symbol's headlines. */
static void
show_word(struct bt_engine *e, const char *word)
{
	const struct bt_expr *expr;
	struct bt_arena a;
	size_t n = 0;

	if (word[0] == '*') {
		bt_engine_show_headlines(e, word);
		bt_engine_look_up(e, word);
		return;
	}
	bt_xarena_init(&a);
	if (bt_expr_parse(word, bt_series_names(e->settings, &a), &a, &expr, NULL) == BT_OK) {
		const char *const *symbol = bt_expr_symbols(expr, &n);

		for (size_t i = 0; i < n; i++)
			bt_engine_show_symbol(e, symbol[i]);
	} else {
		/* "BRK-B" and "ES=F" are names that the language would want quoted. */
		char *copy = bt_arena_strdup(&a, word);

		if (bt_symbol_normalize(copy) && !strpbrk(copy, "()/*"))
			bt_engine_show_symbol(e, copy);
	}
	bt_arena_release(&a);
}

void
bt_engine_apply_wants(struct bt_engine *e)
{
	for (size_t i = 0; i < e->headlines.len; i++)
		e->headlines.at[i].wanted = false;
	for (size_t d = 0; d < e->n_desk; d++)
		for (size_t i = 0; i < e->desk[d].book.n; i++)
			e->desk[d].book.at[i]->shown = e->desk[d].book.at[i]->member = false;
	for (size_t i = 0; i < e->words.len; i++)
		show_word(e, e->words.at[i]);
	for (size_t i = 0; e->want_universe && e->universe && i < e->universe->n; i++)
		bt_book_add(e->book, e->universe->member[i].symbol)->member = true;
}
