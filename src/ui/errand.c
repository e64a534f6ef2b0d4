#include "ui/errand.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/program.h"
#include "base/text.h"
#include "base/xalloc.h"

static enum bt_status
start(struct bt_errands *e, int slot, const char *line, const char *const *argument, struct bt_arena *a,
      int64_t now_ms, struct bt_err *err)
{
	char **word = bt_program_words(a, line, NULL), **all;
	size_t n = 0, n_argument = 0;
	enum bt_status st;

	if (!word)
		return bt_err_set(err, BT_E_USAGE, "\"%s\" is no list of words: a quote stays open",
		                  bt_text_clean_dup(a, line, strlen(line)));
	while (word[n])
		n++;
	while (argument[n_argument])
		n_argument++;
	all = BT_ARENA_ARRAY(a, n + n_argument + 1, char *);
	memcpy(all, word, n * sizeof(*all));
	for (size_t i = 0; i < n_argument; i++)
		all[n + i] = bt_arena_strdup(a, argument[i]);
	st = bt_program_spawn(all, &e->at[slot].pid, err);
	e->at[slot].until_ms = now_ms + BT_ERRAND_MS;
	if (st)
		e->at[slot].pid = 0;
	return st;
}

enum bt_status
bt_errand_start(struct bt_errands *e, const char *line, const char *const *argument, int64_t now_ms,
                struct bt_err *err)
{
	int slot = 0;
	struct bt_arena a;
	enum bt_status st;

	while (slot < BT_ERRANDS && e->at[slot].pid)
		slot++;
	if (slot == BT_ERRANDS)
		return bt_err_set(err, BT_E_LIMIT, "%d programs run already", BT_ERRANDS);
	bt_xarena_init(&a);
	st = start(e, slot, line, argument, &a, now_ms, err);
	bt_arena_release(&a);
	return st;
}

int
bt_errand_look(struct bt_errands *e, int64_t now_ms)
{
	int running = 0;

	for (int i = 0; i < BT_ERRANDS; i++) {
		if (!e->at[i].pid)
			continue;
		if (waitpid(e->at[i].pid, NULL, WNOHANG) != 0) {
			e->at[i].pid = 0;
			continue;
		}
		if (now_ms >= e->at[i].until_ms)
			kill(-e->at[i].pid, SIGKILL);   /* a session of its own: and all that it started */
		running++;
	}
	return running;
}
