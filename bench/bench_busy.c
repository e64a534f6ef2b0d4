/* bench_busy.c - keys while the program fetches, parses, stores and computes, beside the floor's on the same machine in
 * the same seconds: A B A B ...
 *
 *	bench-busy [--size COLSxROWS] PROGRAM [ARG...] -- FLOOR [ARG...]
 *
 * Both put the terminal's cursor on the selected row, so a key is answered when the cursor stands on another one: what
 * comes of a new picture alone is no answer.  Only keys pressed while the status line says "fetching" count.  */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "support/pty.h"

#define QUIET_MS 8                       /* between two keys */
#define ANSWER_MS 1000
#define START_MS 2000
#define SAMPLES 20000

enum { OURS, FLOOR, BOTH };

struct party {
	char **argv;
	struct bt_pty *pty;
	double ms[SAMPLES];
	size_t n, lost;
	const char *key;                 /* the next one */
};

static struct party party[BOTH];
static int cols = 120, rows = 40;

static void
start(struct party *a)
{
	static const char *const env[] = {"COLUMNS", "LINES", "LC_ALL=C.UTF-8", NULL};

	a->pty = bt_pty_open(&(struct bt_pty_spec){.argv = a->argv, .cols = cols, .rows = rows, .env = env});
	a->key = "j";
	if (!a->pty || !bt_pty_wait_text(a->pty, "as of 20", 20000)) {
		fprintf(stderr, "bench-busy: %s shows nothing\n", a->argv[0]);
		exit(1);
	}
}

static int
selected_row(struct party *a)
{
	return bt_vt_state(bt_pty_vt(a->pty))->y;
}

static void
press(struct party *a)
{
	int row, left = ANSWER_MS;
	int64_t begin;

	while (bt_pty_pump(a->pty, QUIET_MS))
		;
	row = selected_row(a);
	begin = bench_now_ns();
	bt_pty_send(a->pty, a->key);
	a->key = *a->key == 'j' ? "k" : "j";
	while (selected_row(a) == row && left > 0) {
		bt_pty_pump(a->pty, left);
		left = ANSWER_MS - (int)((bench_now_ns() - begin) / 1000000);
	}
	if (selected_row(a) == row)
		a->lost++;
	else if (a->n < SAMPLES)
		a->ms[a->n++] = (double)(bt_pty_last_ns(a->pty) - begin) / 1e6;
}

/* Now or within two seconds, since the first picture is shown before the network is opened. */
static bool
is_fetching(void)
{
	struct bt_pty *p = party[OURS].pty;
	int64_t until = bench_now_ns() + (int64_t)START_MS * 1000000;

	while (!bt_vt_find(bt_pty_vt(p), "fetching ", NULL, NULL) && bench_now_ns() < until)
		bt_pty_pump(p, START_MS / 10);
	return bt_vt_find(bt_pty_vt(p), "fetching ", NULL, NULL);
}

static void
print_quantile(const char *what, double q, double budget)
{
	double v[BOTH];

	for (int i = 0; i < BOTH; i++)
		v[i] = bench_quantile(party[i].ms, party[i].n, q);
	bench_print_ratio(what, v, BOTH, "ms", budget);
}

int
main(int argc, char **argv)
{
	int i = 1;

	if (argc > 2 && strcmp(argv[1], "--size") == 0 && sscanf(argv[2], "%dx%d", &cols, &rows) == 2)
		i = 3;
	party[OURS].argv = argv + i;
	while (i < argc && strcmp(argv[i], "--") != 0)
		i++;
	if (i + 1 >= argc || party[OURS].argv == argv + i) {
		fprintf(stderr, "usage: bench-busy [--size WxH] PROGRAM [ARG...] -- FLOOR [ARG...]\n");
		return 2;
	}
	argv[i] = NULL;
	party[FLOOR].argv = argv + i + 1;
	start(&party[FLOOR]);
	start(&party[OURS]);
	while (is_fetching()) {
		press(&party[OURS]);
		press(&party[FLOOR]);
	}
	printf("%zu keys while it fetched, in %.1f s of its CPU; not answered within a second: %zu, floor %zu\n",
	       party[OURS].n, bench_cpu_ns(bt_pty_pid(party[OURS].pty)) / 1e9, party[OURS].lost, party[FLOOR].lost);
	print_quantile("key while fetching: p50", 0.5, 0);
	print_quantile("key while fetching: p99", 0.99, 1.5);
	print_quantile("key while fetching: worst", 1, 0);
	for (int k = 0; k < BOTH; k++) {
		bt_pty_send(party[k].pty, "q");
		bt_pty_wait_exit(party[k].pty, 2000);
		bt_pty_close(party[k].pty);
	}
	return 0;
}
