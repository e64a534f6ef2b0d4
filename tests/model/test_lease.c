/* One copy fetches, the others notice: locks, pokes, ends. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/lease.h"
#include "support/folder.h"

struct place {
	struct folder dir;
	const char *cache, *lock;
};

static int
setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	folder_open(&p->dir);
	p->cache = folder_path(&p->dir, "market.db");
	p->lock = folder_path(&p->dir, "market.db.lock");
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;

	folder_close(&p->dir);
	free(p);
	return 0;
}

static unsigned
wait_for_event(struct bt_lease *l)
{
	struct pollfd p = {.fd = bt_lease_fd(l), .events = POLLIN};

	assert_int_equal(poll(&p, 1, 5000), 1);
	return bt_lease_read(l);
}

/* Locks belong to the open file, so two leases of one process are two copies. */
static void
lease__two_copies__the_first_has_it_and_names_itself(void **state)
{
	struct place *p = *state;
	struct bt_lease a, b;

	assert_int_equal(bt_lease_open(&a, p->cache, NULL), BT_OK);
	assert_int_equal(bt_lease_open(&b, p->cache, NULL), BT_OK);
	assert_true(a.mine);
	assert_false(b.mine);
	assert_int_equal(bt_lease_holder(&b), getpid());
	assert_int_equal(bt_lease_timeout(&a), -1);
	bt_lease_release(&a);
	bt_lease_release(&b);
}

static void
lease__poked__the_other_wakes_and_the_poker_does_not(void **state)
{
	struct place *p = *state;
	struct bt_lease a, b;
	struct pollfd own;

	assert_int_equal(bt_lease_open(&a, p->cache, NULL), BT_OK);
	assert_int_equal(bt_lease_open(&b, p->cache, NULL), BT_OK);
	(void)bt_lease_read(&a);
	(void)bt_lease_read(&b);
	assert_int_equal(bt_lease_timeout(&b), -1);     /* nobody polls */
	bt_lease_poke(&a);
	(void)bt_lease_read(&a);
	assert_int_equal(wait_for_event(&b) & BT_LEASE_CHANGED, BT_LEASE_CHANGED);
	own = (struct pollfd){.fd = bt_lease_fd(&a), .events = POLLIN};
	assert_int_equal(poll(&own, 1, 0), 0);
	bt_lease_release(&a);
	bt_lease_release(&b);
}

static void
lease__holder_killed__another_takes_over(void **state)
{
	struct place *p = *state;
	struct bt_lease b;
	int ready[2];
	char c;

	assert_int_equal(pipe(ready), 0);
	pid_t pid = fork();

	if (pid == 0) {
		struct bt_lease a;

		if (bt_lease_open(&a, p->cache, NULL) || !a.mine || write(ready[1], "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	assert_int_equal(bt_lease_open(&b, p->cache, NULL), BT_OK);
	assert_false(b.mine);
	assert_int_equal(bt_lease_holder(&b), pid);
	(void)bt_lease_read(&b);
	kill(pid, SIGKILL);
	assert_int_equal(wait_for_event(&b) & BT_LEASE_ENDED, BT_LEASE_ENDED);
	/* The lock goes a moment after the event: the lease says how long to wait before the next try. */
	for (int i = 0; i < 50 && !bt_lease_try(&b) && bt_lease_timeout(&b) >= 0; i++)
		poll(NULL, 0, bt_lease_timeout(&b));
	assert_true(b.mine);
	waitpid(pid, NULL, 0);
	bt_lease_release(&b);
	close(ready[0]);
	close(ready[1]);
}

static void
lease__yielded__is_free(void **state)
{
	struct place *p = *state;
	struct bt_lease a, b;

	assert_int_equal(bt_lease_open(&a, p->cache, NULL), BT_OK);
	assert_int_equal(bt_lease_open(&b, p->cache, NULL), BT_OK);
	bt_lease_yield(&a);
	assert_true(bt_lease_try(&b));
	assert_false(bt_lease_try(&a));
	bt_lease_release(&a);
	bt_lease_release(&b);
}

static void
lease__lock_file_deleted__is_noticed(void **state)
{
	struct place *p = *state;
	struct bt_lease a;

	assert_int_equal(bt_lease_open(&a, p->cache, NULL), BT_OK);
	(void)bt_lease_read(&a);
	unlink(p->lock);
	assert_int_equal(wait_for_event(&a) & BT_LEASE_GONE, BT_LEASE_GONE);
	bt_lease_release(&a);
}

static void
lease__planted_link__is_not_followed(void **state)
{
	struct place *p = *state;
	struct bt_lease a;
	struct bt_err err;

	assert_int_equal(symlink(folder_path(&p->dir, "victim"), p->lock), 0);
	assert_int_equal(bt_lease_open(&a, p->cache, &err), BT_E_IO);
	assert_true(a.mine);                    /* nothing will be written, so nobody is disturbed */
	assert_false(folder_has(&p->dir, "victim"));
	bt_lease_release(&a);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lease__two_copies__the_first_has_it_and_names_itself),
		TEST(lease__poked__the_other_wakes_and_the_poker_does_not),
		TEST(lease__holder_killed__another_takes_over),
		TEST(lease__yielded__is_free),
		TEST(lease__lock_file_deleted__is_noticed),
		TEST(lease__planted_link__is_not_followed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
