/* What passes between the engine and the screen: mailbox, command queue, references.  Meant to be run
 * under ThreadSanitizer as well.  */
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "model/cmdq.h"
#include "model/history.h"
#include "model/mailbox.h"

enum { ROUNDS = 20000 };

/* --- mailbox ----------------------------------------------------------------------------------- */

static struct bt_snapshot *
numbered(uint64_t serial)
{
	struct bt_snapshot *s = bt_snapshot_new();
	uint64_t *copy = BT_ARENA_NEW(&s->arena, uint64_t);

	s->serial = serial;
	*copy = serial;
	s->market.sec = (const struct bt_security *)(const void *)copy;
	return s;
}

static void *
put_many(void *arg)
{
	struct bt_mailbox *box = arg;

	for (uint64_t i = 1; i <= ROUNDS; i++)
		bt_mailbox_put(box, numbered(i));
	return NULL;
}

/* The reader sleeps in poll whenever there is nothing: it must see the last one, in order, whole. */
static void
mailbox__two_threads__the_last_arrives_and_none_is_torn(void **state)
{
	struct bt_mailbox box;
	pthread_t writer;
	uint64_t last = 0;

	(void)state;
	assert_int_equal(bt_mailbox_init(&box, NULL), BT_OK);
	assert_int_equal(pthread_create(&writer, NULL, put_many, &box), 0);
	while (last < ROUNDS) {
		struct pollfd p = {.fd = box.wake.rd, .events = POLLIN};

		assert_int_equal(poll(&p, 1, 10000), 1);
		struct bt_snapshot *s = bt_mailbox_take(&box);

		if (!s)
			continue;
		assert_true(s->serial > last);
		assert_true(*(const uint64_t *)(const void *)s->market.sec == s->serial);
		last = s->serial;
		bt_snapshot_free(s);
	}
	pthread_join(writer, NULL);
	assert_null(bt_mailbox_take(&box));
	bt_mailbox_release(&box);
}

static void
mailbox__recalled__is_the_writers_again(void **state)
{
	struct bt_mailbox box;
	struct bt_snapshot *s = numbered(7);

	(void)state;
	assert_int_equal(bt_mailbox_init(&box, NULL), BT_OK);
	bt_mailbox_put(&box, s);
	assert_ptr_equal(bt_mailbox_recall(&box), s);
	assert_null(bt_mailbox_take(&box));
	bt_mailbox_put(&box, s);
	bt_mailbox_release(&box);               /* frees it: the leak checker watches */
}

/* --- shared histories -------------------------------------------------------------------------- */

static void
snapshot__holds_a_history__it_lives_until_the_last_goes(void **state)
{
	static const bt_date date[] = {1, 2, 3};
	static const double close[] = {10, 20, 30};
	struct bt_bars bars = {.n = 3, .date = date, .close = close};
	struct bt_history *h = bt_history_copy(&bars, 5, 1u << BT_HISTORY_VOLUME);
	struct bt_snapshot *a = bt_snapshot_new(), *b = bt_snapshot_new();

	(void)state;
	assert_int_equal(h->cap, 8);
	assert_true(h->column[BT_HISTORY_VOLUME][2] != h->column[BT_HISTORY_VOLUME][2]);
	assert_true(bt_shared_is_mine(&h->shared));
	bt_snapshot_hold(a, &h->shared);
	bt_snapshot_hold(b, &h->shared);
	assert_false(bt_shared_is_mine(&h->shared));
	bt_snapshot_free(a);
	bt_snapshot_free(b);
	assert_true(bt_shared_is_mine(&h->shared));
	assert_true(bt_history_bars(h).close[2] == 30);
	bt_shared_unref(&h->shared);
}

static void *
free_snapshot(void *arg)
{
	bt_snapshot_free(arg);
	return NULL;
}

static void
history__released_by_two_threads__is_freed_once(void **state)
{
	(void)state;
	for (int i = 0; i < 200; i++) {
		struct bt_history *h = bt_history_new(NULL, 100, 0);
		struct bt_snapshot *s[2] = {bt_snapshot_new(), bt_snapshot_new()};
		pthread_t t[2];

		for (int k = 0; k < 2; k++)
			bt_snapshot_hold(s[k], &h->shared);
		bt_shared_unref(&h->shared);
		for (int k = 0; k < 2; k++)
			assert_int_equal(pthread_create(&t[k], NULL, free_snapshot, s[k]), 0);
		for (int k = 0; k < 2; k++)
			pthread_join(t[k], NULL);
	}
}

/* --- commands ---------------------------------------------------------------------------------- */

static void *
push_many(void *arg)
{
	static const char *const words[] = {"AAPL", "SPSM/MAG7"};

	for (int i = 0; i < ROUNDS; i++)
		bt_cmdq_push(arg, BT_COMMAND_WANT, words, 2, NULL);
	bt_cmdq_push(arg, BT_COMMAND_STOP, NULL, 0, NULL);
	return NULL;
}

static void
cmdq__two_threads__every_command_in_order(void **state)
{
	struct bt_cmdq q;
	pthread_t writer;
	int n = 0;
	bool stop = false;

	(void)state;
	assert_int_equal(bt_cmdq_init(&q, NULL), BT_OK);
	assert_int_equal(pthread_create(&writer, NULL, push_many, &q), 0);
	while (!stop) {
		struct pollfd p = {.fd = q.wake.rd, .events = POLLIN};

		assert_int_equal(poll(&p, 1, 10000), 1);
		for (struct bt_command *c = bt_cmdq_steal(&q); c;) {
			struct bt_command *next = c->next;

			stop = c->kind == BT_COMMAND_STOP;
			n += !stop && c->n_word == 2 && strcmp(c->word[1], "SPSM/MAG7") == 0;
			bt_command_free(c);
			c = next;
		}
	}
	pthread_join(writer, NULL);
	assert_int_equal(n, ROUNDS);
	bt_cmdq_release(&q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mailbox__two_threads__the_last_arrives_and_none_is_torn),
		cmocka_unit_test(mailbox__recalled__is_the_writers_again),
		cmocka_unit_test(snapshot__holds_a_history__it_lives_until_the_last_goes),
		cmocka_unit_test(history__released_by_two_threads__is_freed_once),
		cmocka_unit_test(cmdq__two_threads__every_command_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
