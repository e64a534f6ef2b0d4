/* test_threads.c - the library keeps nothing to itself: threads that compute from one market at once, and
 * others that build markets of their own beside them, get the same bits as one alone.  Under ThreadSanitizer
 * this is the proof that no state is shared.  */
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/breadth.h"

enum { SYMBOLS = 40, DAYS = 320, THREADS = 4, ROUNDS = 5 };

static struct breadth_market *
make_market(void)
{
	struct breadth_market *m = breadth_market_new(NULL);
	uint64_t seed = 3;

	assert_non_null(m);
	for (int s = 0; s < SYMBOLS; s++) {
		int32_t date[DAYS];
		double close[DAYS], volume[DAYS], price = 20 + s;
		struct breadth_bars bars = {.n = DAYS, .date = date, .close = close, .volume = volume};
		char name[8];

		for (int d = 0; d < DAYS; d++) {
			seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			price *= 0.98 + 0.04 * (double)(seed >> 40) / (double)(1 << 24);
			/* twelve months of 27 days: dates that exist */
			date[d] = 20200101 + d / 324 * 10000 + d % 324 / 27 * 100 + d % 27;
			close[d] = price;
			volume[d] = 1000 + d;
		}
		snprintf(name, sizeof(name), "S%02d", s);
		assert_int_equal(breadth_market_add(m, name, &bars, NULL), BREADTH_OK);
		assert_int_equal(breadth_universe_add(m, name, 1e9 + s, 20200601, NULL), BREADTH_OK);
	}
	return m;
}

/* One number of all that the library computes. */
static uint64_t
sum_of(const struct breadth_market *m)
{
	struct breadth *b = breadth_compute(m, 0, NULL, NULL);
	struct breadth_series *s = breadth_expr(m, "ewq(S01,S02,S03)/sma(S04,20)", 0, BREADTH_ADJCLOSE, NULL);
	struct breadth_trend trend;
	uint64_t h = 0, bits;

	if (!b || !s || breadth_trend(s, false, &trend, NULL) != BREADTH_OK)
		return 0;
	for (size_t c = 0; breadth_column_name(c); c++) {
		const double *x = breadth_column(b, breadth_column_name(c));

		for (size_t t = 0; t < breadth_sessions(b); t++) {
			memcpy(&bits, &x[t], sizeof(bits));
			h = (h ^ (isnan(x[t]) ? 1 : bits)) * UINT64_C(0x100000001B3);
		}
	}
	memcpy(&bits, &trend.value, sizeof(bits));
	breadth_series_free(s);
	breadth_free(b);
	return h ^ bits;
}

struct job {
	const struct breadth_market *market;     /* NULL: one of its own */
	uint64_t sum[ROUNDS];
};

static void *
work(void *arg)
{
	struct job *job = arg;

	for (int i = 0; i < ROUNDS; i++) {
		struct breadth_market *own = job->market ? NULL : make_market();

		job->sum[i] = sum_of(own ? own : job->market);
		breadth_market_free(own);
	}
	return NULL;
}

static void
library__used_by_threads_at_once__gives_each_the_same_bits(void **state)
{
	struct breadth_market *market = make_market();
	uint64_t want = sum_of(market);
	struct job job[THREADS];
	pthread_t thread[THREADS];

	(void)state;
	assert_true(want != 0);
	for (int i = 0; i < THREADS; i++) {
		job[i] = (struct job){.market = i % 2 ? market : NULL};
		assert_int_equal(pthread_create(&thread[i], NULL, work, &job[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(thread[i], NULL), 0);
	for (int i = 0; i < THREADS; i++)
		for (int k = 0; k < ROUNDS; k++)
			assert_true(job[i].sum[k] == want);
	breadth_market_free(market);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(library__used_by_threads_at_once__gives_each_the_same_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
