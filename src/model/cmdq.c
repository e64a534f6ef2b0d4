#include "model/cmdq.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

enum bt_status
bt_cmdq_init(struct bt_cmdq *q, struct bt_err *err)
{
	int failed = pthread_mutex_init(&q->lock, NULL);

	q->first = q->last = NULL;
	if (failed)
		return bt_err_set(err, BT_E_IO, "cannot make a lock: %s", strerror(failed));
	return bt_wake_init(&q->wake, err);
}

void
bt_cmdq_release(struct bt_cmdq *q)
{
	for (struct bt_command *c = bt_cmdq_steal(q); c;) {
		struct bt_command *next = c->next;

		bt_command_free(c);
		c = next;
	}
	bt_wake_release(&q->wake);
	pthread_mutex_destroy(&q->lock);
}

void
bt_cmdq_push(struct bt_cmdq *q, enum bt_command_kind kind, const char *const *word, size_t n_word,
             const void *data)
{
	struct bt_command *c = bt_xmalloc(sizeof(*c));

	*c = (struct bt_command){.kind = kind, .n_word = n_word, .data = data};
	if (n_word)
		c->word = bt_xcalloc(n_word, sizeof(char *));
	for (size_t i = 0; i < n_word; i++)
		c->word[i] = bt_xstrdup(word[i]);
	pthread_mutex_lock(&q->lock);
	if (q->last)
		q->last->next = c;
	else
		q->first = c;
	q->last = c;
	pthread_mutex_unlock(&q->lock);
	bt_wake_up(&q->wake);
}

struct bt_command *
bt_cmdq_steal(struct bt_cmdq *q)
{
	bt_wake_drain(&q->wake);
	pthread_mutex_lock(&q->lock);
	struct bt_command *list = q->first;

	q->first = q->last = NULL;
	pthread_mutex_unlock(&q->lock);
	return list;
}

void
bt_command_free(struct bt_command *c)
{
	for (size_t i = 0; i < c->n_word; i++)
		free(c->word[i]);
	free(c->word);
	free(c);
}
