/* bench_screen.c - full-screen programs from outside, on terminals of our own, in turn: A B A B ...
 *
 *	bench-screen [--size COLSxROWS] [--rounds N] [--idle SECONDS] [--only PART] [--held BYTES] [--floors X]
 *	             NAME PROGRAM [ARG...] [-- NAME PROGRAM [ARG...]]...
 *
 * --held: of the columns that the first program holds, which its memory is measured against; --floors: the budget of
 * the first screen.
 *
 * Each NAME is a kind of program: "broadtape", "floor" or "htop" tells which keys it is given.  All figures
 * are of one run and printed with their ratio to the second program, which is the floor.
 *
 * A key's time is from its write to the last byte of the burst that answers it, CPU is the scheduler's own
 * count in nanoseconds over all threads, cells are compared on a terminal emulator of ours.  */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "figures.h"
#include "support/pty.h"

#define PROGRAMS 3
#define QUIET_MS 25                      /* without a byte: the burst is over */
#define START_QUIET_MS 250
#define SAMPLES 4000

struct program {
	const char *name;
	char **argv;
};

static struct program program[PROGRAMS];
static int n_program, cols = 120, rows = 40, rounds = 7, idle_s = 60;
static double held_bytes, floors = 2.0;
static const char *only = "";

/* --- one terminal ----------------------------------------------------------------------------------- */

/* Read until nothing came for so long; returns when the last byte behind `mark` came, 0: none did.  Some of them
 * may be here already: sending reads what has come.  */
static int64_t
settle(struct bt_pty *p, size_t mark, int quiet_ms, int first_ms)
{
	if (bt_pty_mark(p) == mark && !bt_pty_pump(p, first_ms))
		return 0;
	while (bt_pty_pump(p, quiet_ms))
		;
	return bt_pty_mark(p) > mark ? bt_pty_last_ns(p) : 0;
}

/* Start one; ms until its content is up (the as-of mark; of htop: until it pauses), CPU until all is loaded. */
static struct bt_pty *
start(const struct program *pr, double *ms, double *cpu_ms)
{
	static const char *const env[] = {"COLUMNS", "LINES", "LC_ALL=C.UTF-8", NULL};
	struct bt_pty_spec spec = {.argv = pr->argv, .cols = cols, .rows = rows, .env = env};
	int64_t begin = bench_now_ns(), last;
	struct bt_pty *p = bt_pty_open(&spec);

	if (!p) {
		fprintf(stderr, "bench-screen: %s cannot be started\n", pr->argv[0]);
		exit(1);
	}
	if (strcmp(pr->name, "htop") == 0) {
		last = settle(p, 0, START_QUIET_MS, 5000);
	} else {
		bt_pty_wait_text(p, "as of 20", 5000);
		while (bt_pty_pump(p, 1))
			;                        /* the rest of that frame */
		last = bt_pty_last_ns(p);
		bt_pty_wait_gone(p, "loading", 30000);
		settle(p, bt_pty_mark(p), START_QUIET_MS, START_QUIET_MS);
	}
	*ms = (double)(last - begin) / 1e6;
	*cpu_ms = bench_cpu_ns(bt_pty_pid(p)) / 1e6;
	return p;
}

static void
stop(struct bt_pty *p)
{
	bt_pty_send(p, "q");
	bt_pty_wait_exit(p, 2000);
	bt_pty_close(p);
}

/* The screen's cells, to count those that change. */
static struct bt_vt_cell *
copy_cells(struct bt_pty *p)
{
	struct bt_vt_cell *c = calloc((size_t)cols * (size_t)rows, sizeof(*c));

	for (int y = 0; c && y < rows; y++)
		for (int x = 0; x < cols; x++)
			c[y * cols + x] = *bt_vt_cell(bt_pty_vt(p), x, y);
	return c;
}

/* Does a person see a difference?  The colour of a blank without a line is not seen. */
static bool
is_changed(const struct bt_vt_cell *a, const struct bt_vt_cell *b)
{
	bool blank = a->ch == ' ' && b->ch == ' ' && !((a->attrs | b->attrs) & (BT_VT_UNDERLINE | BT_VT_REVERSE));

	if (blank)
		return a->bg != b->bg;
	return a->ch != b->ch || a->attrs != b->attrs || a->fg != b->fg || a->bg != b->bg;
}

static size_t
changed_cells(struct bt_pty *p, const struct bt_vt_cell *before)
{
	size_t n = 0;

	for (int y = 0; y < rows; y++)
		for (int x = 0; x < cols; x++) {
			const struct bt_vt_cell *a = &before[y * cols + x], *b = bt_vt_cell(bt_pty_vt(p), x, y);

			n += is_changed(a, b);
		}
	return n;
}

/* --- parts ------------------------------------------------------------------------------------------ */

struct figures {
	double ms[SAMPLES];
	size_t n;
	double cpu_us, bytes, cells, keys;
};

static void
press(struct bt_pty *p, const char *key, struct figures *f)
{
	struct bt_vt_cell *before = copy_cells(p);
	size_t mark = bt_pty_mark(p);
	double cpu = bench_cpu_ns(bt_pty_pid(p));
	int64_t begin = bench_now_ns(), last;

	bt_pty_send(p, key);
	last = settle(p, mark, QUIET_MS, 400);
	f->keys++;
	f->cpu_us += (bench_cpu_ns(bt_pty_pid(p)) - cpu) / 1e3;
	f->bytes += (double)(bt_pty_mark(p) - mark);
	f->cells += (double)changed_cells(p, before);
	if (last && f->n < SAMPLES)
		f->ms[f->n++] = (double)(last - begin) / 1e6;
	free(before);
}

static void
print_figures(const char *what, struct figures *f, double budget)
{
	double p50[PROGRAMS], p99[PROGRAMS], cpu[PROGRAMS], per[PROGRAMS];
	char name[64];

	for (int i = 0; i < n_program; i++) {
		p50[i] = bench_quantile(f[i].ms, f[i].n, 0.5);
		p99[i] = bench_quantile(f[i].ms, f[i].n, 0.99);
		cpu[i] = f[i].cpu_us / f[i].keys / 1e3;
		per[i] = f[i].bytes / (f[i].cells > 0 ? f[i].cells : NAN);
	}
	snprintf(name, sizeof(name), "%s: p50", what);
	bench_print_ratio(name, p50, n_program, "ms", budget);
	snprintf(name, sizeof(name), "%s: p99", what);
	bench_print_ratio(name, p99, n_program, "ms", 0);
	snprintf(name, sizeof(name), "%s: CPU a key", what);
	bench_print_ratio(name, cpu, n_program, "ms", 0.5);
	snprintf(name, sizeof(name), "%s: bytes a changed cell", what);
	printf("%-28s", name);
	for (int i = 0; i < n_program; i++)
		printf(" %9.2f    ", per[i]);
	printf("  budget 1.50  %s; %.0f bytes a key\n", per[0] <= 1.5 ? "kept" : "MISSED", f[0].bytes / f[0].keys);
}

/* Private memory against the columns held: 1.25 of them and 4 MB more. */
static void
print_memory(double mb)
{
	double held = held_bytes / 1024 / 1024, most = 1.25 * held + 4;

	printf("%-28s %9.3f MB  of columns held: %.2f of them and 4 MB more  budget 1.25  %s\n", "", held,
	       (mb - 4) / held, mb <= most ? "kept" : "MISSED");
}

static void
bench_start(void)
{
	static double ms[PROGRAMS][SAMPLES], cpu[PROGRAMS][SAMPLES];
	double m[PROGRAMS], c[PROGRAMS], mem[PROGRAMS], first[PROGRAMS];

	for (int r = 0; r < rounds; r++)
		for (int i = 0; i < n_program; i++) {
			struct bt_pty *p = start(&program[i], &ms[i][r], &cpu[i][r]);

			mem[i] = bench_private_mb(bt_pty_pid(p));
			first[i] = (double)bt_pty_mark(p);
			stop(p);
		}
	for (int i = 0; i < n_program; i++) {
		m[i] = bench_quantile(ms[i], (size_t)rounds, 0.5);
		c[i] = bench_quantile(cpu[i], (size_t)rounds, 0.5);
	}
	bench_print_ratio("exec to full screen", m, n_program, "ms", floors);
	bench_print_ratio("CPU until all is loaded", c, n_program, "ms", 0);
	bench_print_ratio("bytes of the first screen", first, n_program, "B", 0);
	bench_print_ratio("private memory", mem, n_program, "MB", 0);
	if (held_bytes > 0)
		print_memory(mem[0]);
}

/* All that is written until a screen of that size is up and at rest. */
static void
bench_first(int w, int h, double budget)
{
	int usual_cols = cols, usual_rows = rows;
	double ms, cpu, ours = 0;

	cols = w;
	rows = h;
	printf("first screen of %dx%-10d", w, h);
	for (int i = 0; i < n_program; i++) {
		struct bt_pty *p = start(&program[i], &ms, &cpu);
		double bytes = (double)bt_pty_mark(p);

		ours = i == 0 ? bytes : ours;
		printf(" %9.0f B  ", bytes);
		stop(p);
	}
	printf("  budget %.0f B  %s\n", budget, ours <= budget ? "kept" : "MISSED");
	cols = usual_cols;
	rows = usual_rows;
}

#define REST_MS 4000                     /* the cache is checked three seconds after the first paint */

/* Wait until none of them does anything any more: that is no key's cost. */
static void
come_to_rest(struct bt_pty **p)
{
	double before = 0, now = 1;

	for (int tries = 0; tries < 8 && now > before; tries++) {
		before = now;
		now = 0;
		for (int i = 0; i < n_program; i++) {
			bt_pty_watch(p[i], REST_MS / n_program);
			now += bench_cpu_ns(bt_pty_pid(p[i]));
		}
	}
}

/* Two keys in turn, the first of them once more before, so that both find something to change. */
static void
bench_keys(const char *what, const char *one, const char *other, int times, double budget)
{
	struct figures *f = calloc(PROGRAMS, sizeof(*f));
	struct bt_pty *p[PROGRAMS];
	double ms, cpu;

	if (!f)
		exit(1);
	for (int i = 0; i < n_program; i++)
		p[i] = start(&program[i], &ms, &cpu);
	come_to_rest(p);
	for (int k = 0; k < times; k++)
		for (int i = 0; i < n_program; i++) {
			bool htop = strcmp(program[i].name, "htop") == 0;

			press(p[i], htop ? (k % 2 ? "\033OA" : "\033OB") : k % 2 ? other : one, &f[i]);
		}
	for (int i = 0; i < n_program; i++)
		stop(p[i]);
	print_figures(what, f, budget);
	free(f);
}

static void
bench_flood(void)
{
	static double ms[PROGRAMS][SAMPLES], cpu[PROGRAMS][SAMPLES];
	double m[PROGRAMS], c[PROGRAMS], a, b;
	char keys[501];

	for (int i = 0; i < 500; i++)
		keys[i] = i % 2 ? 'k' : 'j';
	keys[499] = 'j';
	keys[500] = '\0';
	for (int r = 0; r < rounds; r++)
		for (int i = 0; i < n_program; i++) {
			struct bt_pty *p = start(&program[i], &a, &b);
			double before = bench_cpu_ns(bt_pty_pid(p));
			size_t mark = bt_pty_mark(p);
			int64_t begin = bench_now_ns(), last;

			bt_pty_send(p, keys);
			last = settle(p, mark, 100, 2000);
			ms[i][r] = last ? (double)(last - begin) / 1e6 : NAN;
			cpu[i][r] = (bench_cpu_ns(bt_pty_pid(p)) - before) / 1e6;
			stop(p);
		}
	for (int i = 0; i < n_program; i++) {
		m[i] = bench_quantile(ms[i], (size_t)rounds, 0.5);
		c[i] = bench_quantile(cpu[i], (size_t)rounds, 0.5);
	}
	bench_print_ratio("500 keys at once", m, n_program, "ms", 0.25);
	bench_print_ratio("500 keys at once: CPU", c, n_program, "ms", 0);
}

static void
bench_resize(void)
{
	struct figures *f = calloc(PROGRAMS, sizeof(*f));
	struct bt_pty *p[PROGRAMS];
	double m[PROGRAMS], a, b;

	if (!f)
		exit(1);
	for (int i = 0; i < n_program; i++)
		p[i] = start(&program[i], &a, &b);
	for (int k = 0; k < 4 * rounds; k++)
		for (int i = 0; i < n_program; i++) {
			size_t mark = bt_pty_mark(p[i]);
			int64_t begin = bench_now_ns(), last;

			bt_pty_resize(p[i], k % 2 ? cols : cols - 20, k % 2 ? rows : rows - 10);
			last = settle(p[i], mark, QUIET_MS, 1000);
			if (last && f[i].n < SAMPLES)
				f[i].ms[f[i].n++] = (double)(last - begin) / 1e6;
		}
	for (int i = 0; i < n_program; i++) {
		m[i] = bench_quantile(f[i].ms, f[i].n, 0.5);
		stop(p[i]);
	}
	bench_print_ratio("resize to repaint: p50", m, n_program, "ms", 1.5);
	free(f);
}

/* All side by side, so that one minute is enough. */
static void
bench_idle(void)
{
	struct bt_pty *p[PROGRAMS];
	double wake[PROGRAMS], cpu[PROGRAMS], a, b;
	size_t mark[PROGRAMS];
	int64_t end;

	for (int i = 0; i < n_program; i++)
		p[i] = start(&program[i], &a, &b);
	for (int i = 0; i < n_program; i++)
		while (settle(p[i], bt_pty_mark(p[i]), 2000, 2000))
			;                        /* the first loading and its end are over */
	for (int i = 0; i < n_program; i++) {
		wake[i] = bench_wakeups(bt_pty_pid(p[i]));
		cpu[i] = bench_cpu_ns(bt_pty_pid(p[i]));
		mark[i] = bt_pty_mark(p[i]);
	}
	for (end = bench_now_ns() + (int64_t)idle_s * 1000000000; bench_now_ns() < end;)
		for (int i = 0; i < n_program; i++)
			bt_pty_pump(p[i], 200);
	for (int i = 0; i < n_program; i++) {
		printf("idle %d s: %-16s %6.0f wake-ups %8zu bytes %10.3f ms CPU\n", idle_s, program[i].name,
		       bench_wakeups(bt_pty_pid(p[i])) - wake[i], bt_pty_mark(p[i]) - mark[i],
		       (bench_cpu_ns(bt_pty_pid(p[i])) - cpu[i]) / 1e6);
		stop(p[i]);
	}
}

/* --- the command line --------------------------------------------------------------------------------- */

static bool
wants(const char *part)
{
	return !*only || strcmp(only, part) == 0;
}

static int
read_options(int argc, char **argv)
{
	int i = 1;

	for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
		if (strcmp(argv[i], "--size") == 0 && sscanf(argv[i + 1], "%dx%d", &cols, &rows) == 2)
			continue;
		if (strcmp(argv[i], "--rounds") == 0)
			rounds = atoi(argv[i + 1]);
		else if (strcmp(argv[i], "--idle") == 0)
			idle_s = atoi(argv[i + 1]);
		else if (strcmp(argv[i], "--held") == 0)
			held_bytes = atof(argv[i + 1]);
		else if (strcmp(argv[i], "--floors") == 0)
			floors = atof(argv[i + 1]);
		else if (strcmp(argv[i], "--only") == 0)
			only = argv[i + 1];
		else
			return argc;
	}
	return i;
}

int
main(int argc, char **argv)
{
	int i = read_options(argc, argv);

	while (i + 1 < argc && n_program < PROGRAMS) {
		program[n_program++] = (struct program){.name = argv[i], .argv = argv + i + 1};
		while (i < argc && strcmp(argv[i], "--") != 0)
			i++;
		if (i < argc)
			argv[i++] = NULL;
	}
	if (n_program == 0) {
		fprintf(stderr, "usage: bench-screen [--size WxH] [--rounds N] [--idle S] [--only PART] "
		                "NAME PROGRAM [ARG...] [-- NAME PROGRAM [ARG...]]...\n");
		return 2;
	}
	printf("%-28s", "");
	for (int k = 0; k < n_program; k++)
		printf(" %-13s", program[k].name);
	printf("(%dx%d)\n", cols, rows);
	if (wants("start")) {
		bench_start();
		bench_first(80, 24, 6000);
		bench_first(200, 50, 20000);
	}
	if (wants("keys")) {
		bench_keys("scroll", "j", "k", 20 * rounds, 0.6);
		bench_keys("view", "3", "1", 8 * rounds, 1.2);
		bench_keys("heat map", "5", "1", 8 * rounds, 1.2);
		bench_keys("day", "[", "]", 8 * rounds, 1.5);
	}
	if (wants("flood"))
		bench_flood();
	if (wants("resize"))
		bench_resize();
	if (wants("idle"))
		bench_idle();
	return 0;
}
