/* test_kill.c - a writer of the cache that is killed (-9) at random moments of its writing, again and again.
 *
 * Each batch writes whole packs, day rows, quotes and a headline, all of them saying the batch's number; a
 * shared page tells which batch was committed last.  After each death the file must open, pass its check,
 * and hold that batch, or the one after it, whole.
 *
 *	BT_KILLS=2000 ./test-kill        default 200  */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "store/store.h"
#include "support/folder.h"

#define NOW INT64_C(1766527200)
#define N_PACKS 4
#define N_DAYS 12
#define N_SYMBOLS (N_PACKS + N_DAYS)
#define N_BARS 300
#define LAST_DAY 20445
/* Of a writer, from its first moment: so long, or so many times what making the cache takes here (a sanitizer,
 * valgrind, a machine with much else to do).  */
#define LIFE_NS 12000000
#define LIFE_FILLS 6
#define MOST_LIFE_NS 900000000

/* What the writer tells; read when it is dead. */
struct told {
	volatile int64_t committed;      /* newest batch whose commit came back */
	volatile int64_t begun;          /* newest batch that was begun */
	volatile int busy;               /* 1 opening, 2 in a batch, 3 folding, 0 none of them */
	volatile int failed;             /* a call of the store failed */
};

static uint64_t seed = 0x9E3779B97F4A7C15u;

static uint64_t
next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	return seed ^= seed << 17;
}

/* --- the writer ------------------------------------------------------------------------------------ */

struct market {
	bt_date date[N_BARS];
	double close[N_BARS], volume[N_BARS];
	char symbol[N_SYMBOLS][4];
	struct bt_stored row[N_SYMBOLS];
};

/* Bars that say the batch in their last close; all of one market share the columns. */
static void
make_market(struct market *m, int64_t batch)
{
	for (int i = 0; i < N_BARS; i++) {
		m->date[i] = LAST_DAY - (N_BARS - 1 - i);
		m->close[i] = 100 + i * 0.25;
		m->volume[i] = 1000.0 + i;
	}
	m->close[N_BARS - 1] = (double)batch;
	for (int i = 0; i < N_SYMBOLS; i++) {
		snprintf(m->symbol[i], sizeof(m->symbol[i]), "S%02d", i);
		m->row[i] = (struct bt_stored){
			.sec = {.symbol = m->symbol[i], .source = "yahoo", .kind = BT_KIND_EQUITY,
			        .bars = {.n = N_BARS, .date = m->date, .close = m->close, .volume = m->volume},
			        .provisional = BT_DATE_NONE, .quote = {.last = (double)batch, .ts_utc = NOW + batch,
			        .fetched_utc = NOW + batch}},
			.history_utc = NOW, .closes_utc = NOW + batch, .split = BT_DATE_NONE,
		};
	}
}

static enum bt_status
write_batch(struct bt_store *s, struct market *m, int64_t batch, bool first)
{
	const struct bt_security *sec[N_SYMBOLS];
	char id[24];
	struct bt_news_item news = {.id = id, .title = id, .summary = "", .link = "", .feed = "f",
	                            .symbol = "", .published_utc = NOW + batch, .fetched_utc = NOW};
	enum bt_status st = bt_store_begin(s, NULL);

	make_market(m, batch);
	snprintf(id, sizeof(id), "%lld", (long long)batch);
	for (int i = 0; !st && i < (first ? N_SYMBOLS : N_PACKS); i++)
		st = bt_store_put(s, &m->row[i], NULL);
	if (!st)
		st = bt_store_put_days(s, m->row + N_PACKS, N_DAYS, LAST_DAY, NULL);
	for (int i = 0; i < N_SYMBOLS; i++)
		sec[i] = &m->row[i].sec;
	if (!st)
		st = bt_store_put_quotes(s, sec, N_SYMBOLS, NULL);
	if (!st)
		st = bt_store_put_news(s, &news, 1, NULL);
	return st ? st : bt_store_commit(s, NULL);
}

/* Until it dies. */
static void
write_for_ever(const char *path, struct told *told)
{
	int64_t batch = told->committed;
	struct market *m = bt_xcalloc(1, sizeof(*m));
	enum bt_store_state state;
	struct bt_store *s;
	char note[200];
	bool left;

	told->busy = 1;
	told->failed = bt_store_open(path, false, NOW, &s, &state, note, NULL) != BT_OK;
	while (!told->failed) {
		told->busy = 2;
		told->begun = ++batch;
		told->failed = write_batch(s, m, batch, false) != BT_OK;
		if (told->failed)
			break;
		told->committed = batch;
		told->busy = 3;
		if (batch % 16 == 0)
			told->failed = bt_store_fold(s, "yahoo", 0, N_SYMBOLS, &left, NULL) != BT_OK;
	}
	_exit(9);
}

/* The kernel kills the writer so many nanoseconds after its first moment. */
static void
die_in(long ns)
{
	struct sigevent how = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL};
	struct itimerspec when = {.it_value = {.tv_nsec = ns}};
	timer_t timer;

	if (timer_create(CLOCK_MONOTONIC, &how, &timer) || timer_settime(timer, 0, &when, NULL))
		_exit(8);
}

/* --- what is left ---------------------------------------------------------------------------------- */

/* The batch that the whole file stands at; fails when two parts of it differ. */
static int64_t
batch_of(struct bt_store *s, struct bt_arena *a, int round)
{
	struct bt_security *sec;
	struct bt_news_item *news;
	size_t n, n_news;

	assert_int_equal(bt_store_load(s, "yahoo", NULL, 0, a, &sec, &n, NULL), BT_OK);
	assert_int_equal(n, N_SYMBOLS);
	assert_int_equal(bt_store_load_news(s, 1, a, &news, &n_news, NULL), BT_OK);
	assert_int_equal(n_news, 1);
	int64_t batch = strtoll(news[0].id, NULL, 10);

	for (size_t i = 0; i < n; i++) {
		const struct bt_bars *b = &sec[i].bars;

		if (b->n != N_BARS || b->date[N_BARS - 1] != LAST_DAY || b->close[7] != 100 + 7 * 0.25
		    || b->close[N_BARS - 1] != (double)batch || sec[i].quote.last != (double)batch)
			fail_msg("death %d: %s has %zu bars, close %g, quote %g; the headline is of batch %lld",
			         round, sec[i].symbol, b->n, b->close[b->n - 1], sec[i].quote.last,
			         (long long)batch);
	}
	return batch;
}

static void
open_and_judge(const char *path, struct told *told, int round)
{
	enum bt_store_state state;
	struct bt_err err = {0};
	struct bt_arena a;
	struct bt_store *s;
	char note[200];

	bt_xarena_init(&a);
	if (bt_store_open(path, false, NOW, &s, &state, note, &err) || state != BT_STORE_READY || *note)
		fail_msg("death %d: %s%s", round, err.text, note);
	if (bt_store_check(s, &err))
		fail_msg("death %d: %s", round, err.text);
	int64_t batch = batch_of(s, &a, round);

	if (batch < told->committed || batch > told->begun)
		fail_msg("death %d: batch %lld stands, %lld was committed, %lld begun", round,
		         (long long)batch, (long long)told->committed, (long long)told->begun);
	told->committed = told->begun = batch;
	bt_store_close(s);
	bt_arena_release(&a);
}

/* Make the cache; gives the nanoseconds that it took. */
static long
fill(const char *path)
{
	struct timespec start, end;

	struct market *m = bt_xcalloc(1, sizeof(*m));
	enum bt_store_state state;
	struct bt_store *s;
	char note[200];

	clock_gettime(CLOCK_MONOTONIC, &start);
	assert_int_equal(bt_store_open(path, false, NOW, &s, &state, note, NULL), BT_OK);
	assert_int_equal(write_batch(s, m, 1, true), BT_OK);
	bt_store_close(s);
	free(m);
	clock_gettime(CLOCK_MONOTONIC, &end);
	return (end.tv_sec - start.tv_sec) * 1000000000L + (end.tv_nsec - start.tv_nsec);
}

/* The longest life of a writer here. */
static long
most_life(long fill_ns)
{
	long ns = fill_ns * LIFE_FILLS;

	return ns < LIFE_NS ? LIFE_NS : ns > MOST_LIFE_NS ? MOST_LIFE_NS : ns;
}

static void
store__writer_killed_at_random__every_committed_batch_is_there(void **state)
{
	int deaths = getenv("BT_KILLS") ? atoi(getenv("BT_KILLS")) : 200, where[4] = {0};
	struct told *told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct folder dir;
	const char *path;
	long longest;
	int64_t batches;

	(void)state;
	assert_true(told != MAP_FAILED);
	folder_open(&dir);
	path = folder_path(&dir, "market.db");
	longest = most_life(fill(path));
	told->committed = told->begun = 1;
	for (int i = 0; i < deaths; i++) {
		long life = 1 + (long)(next_random() % (uint64_t)longest);
		int status;
		pid_t pid = fork();

		if (pid == 0) {
			die_in(life);
			write_for_ever(path, told);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL || told->failed)
			fail_msg("death %d: the writer ended by itself: status %x", i, status);
		where[told->busy]++;
		open_and_judge(path, told, i);
	}
	batches = told->committed;
	print_message("%d deaths: %d while opening, %d in a batch, %d while folding; %lld batches\n", deaths,
	              where[1], where[2], where[3], (long long)batches);
	assert_true(where[2] >= deaths / 8);
	assert_true(batches > deaths / 4);
	folder_close(&dir);
	munmap(told, sizeof(*told));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(store__writer_killed_at_random__every_committed_batch_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
