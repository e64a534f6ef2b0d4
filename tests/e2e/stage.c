/* tests/e2e/stage.c - see stage.h. */
#include "e2e/stage.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define ENV_MOST 24
#define ARGS_MOST 24
#define TIMES_MOST 4096

static double times[TIMES_MOST];
static size_t n_times;

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void
stage_open(struct stage *st)
{
	const char *tmp = getenv("TMPDIR");

	memset(st, 0, sizeof *st);
	snprintf(st->dir, sizeof st->dir, "%.40s/bt-e2e.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(st->dir));
	snprintf(st->feeds, sizeof st->feeds, "%s", "fed = @/rss/fed\n");
}

void
stage_serve(struct stage *st, const char *const *args)
{
	static const char *const usual[] = {"--now", "2025-12-23", "--start", "2023-12-01", NULL};
	const char *server = getenv("BT_LOOPBACK");

	assert_true(bt_loopback_start(&st->server, server ? server : "./test-loopback",
		args ? args : usual));
	st->serving = true;
}

/* Text with each '@' replaced by the server's address. */
static void
put_addressed(FILE *f, const char *text, const char *url)
{
	for (; *text; text++) {
		if (*text == '@')
			fputs(url, f);
		else
			fputc(*text, f);
	}
}

static FILE *
create(struct stage *st, const char *name)
{
	char path[200];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", st->dir, name);
	f = fopen(path, "we");
	assert_non_null(f);
	return f;
}

void
stage_conf(struct stage *st)
{
	static const char *const dirs[] = {"config", "config/broadtape"};
	const char *url = st->serving ? st->server.url : "http://127.0.0.1:9";
	FILE *f = create(st, "three.csv");
	char path[200];

	fputs("symbol,name,sector\nAAPL,Apple,Information Technology\nJPM,JPMorgan,Financials\n"
	      "XOM,Exxon,Energy\n", f);
	fclose(f);
	for (size_t i = 0; i < sizeof dirs / sizeof dirs[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", st->dir, dirs[i]);
		mkdir(path, 0700);
	}
	f = create(st, "config/broadtape/broadtape.conf");
	fprintf(f, "[data]\nuniverse = %s/three.csv\n", st->dir);
	fprintf(f, "[yahoo]\nurl = %s\nnews_url = %s/feed/none?s=\nrate = 1000\nconnections = 4\n", url, url);
	fputs("[sources]\nhistory = yahoo\nquotes = yahoo\nvix = yahoo\nrates =\n", f);
	fputs("[feeds]\nfed =\nyahoo =\ncnbc =\nmarketwatch =\nnasdaq =\n", f);
	put_addressed(f, st->feeds, url);
	put_addressed(f, st->more, url);
	fclose(f);
}

/* What the program finds in its environment: a home of the test's, no proxy, no colour of the user's. */
static void
environment(const struct stage *st, char text[][128], const char *env[ENV_MOST])
{
	static const char *const fixed[] = {
		"LANG=C.UTF-8", "TZ=UTC", "LC_ALL", "NO_COLOR", "COLORFGBG", "ESCDELAY", "LINES", "COLUMNS",
		"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY", "HTTPS_PROXY",
	};
	static const char *const dirs[][2] = {
		{"HOME", ""}, {"XDG_CONFIG_HOME", "/config"}, {"XDG_CACHE_HOME", "/cache"},
		{"XDG_DATA_HOME", "/data"}, {"XDG_STATE_HOME", "/state"},
	};
	size_t n = 0;

	for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
		env[n++] = fixed[i];
	for (size_t i = 0; i < sizeof dirs / sizeof dirs[0]; i++) {
		snprintf(text[i], 128, "%s=%s%s", dirs[i][0], st->dir, dirs[i][1]);
		env[n++] = text[i];
	}
	env[n] = NULL;
}

static const char *
program(void)
{
	const char *name = getenv("BROADTAPE");

	return name ? name : "src/broadtape";
}

static bool
is_there(const struct stage *st, const char *name)
{
	char path[200];

	snprintf(path, sizeof path, "%s/%s", st->dir, name);
	return access(path, F_OK) == 0;
}

struct bt_pty *
stage_run(struct stage *st, const struct bt_pty_spec *spec, ...)
{
	struct bt_pty_spec own = spec ? *spec : (struct bt_pty_spec){0};
	char text[8][128], copy[ARGS_MOST][160];
	char *argv[ARGS_MOST + 1] = {NULL};
	const char *env[ENV_MOST], *arg;
	int n = 0;
	va_list ap;

	if (!is_there(st, "config/broadtape/broadtape.conf"))
		stage_conf(st);
	environment(st, text, env);
	if (own.term && strcmp(own.term, "linux") == 0) {
		/* curses loads libgpm there, which forgets ten bytes of its own at the end */
		for (n = 0; env[n]; n++)
			;
		env[n] = "ASAN_OPTIONS=detect_leaks=0";
		env[n + 1] = NULL;
		n = 0;
	}
	own.env = env;
	snprintf(copy[n], sizeof copy[n], "%s", program());
	n++;
	va_start(ap, spec);
	while ((arg = va_arg(ap, const char *)) != NULL && n < ARGS_MOST)
		snprintf(copy[n++], sizeof copy[0], "%s", arg);
	va_end(ap);
	for (int i = 0; i < n; i++)
		argv[i] = copy[i];
	if (!own.argv)
		own.argv = argv;
	assert_true(st->n_pty < STAGE_PTYS);
	st->pty[st->n_pty] = bt_pty_open(&own);
	assert_non_null(st->pty[st->n_pty]);
	return st->pty[st->n_pty++];
}

static char *
read_all(int fd)
{
	size_t n = 0, size = 65536;
	char *text = malloc(size);
	ssize_t got;

	assert_non_null(text);
	while ((got = read(fd, text + n, size - n - 1)) > 0) {
		n += (size_t)got;
		if (n + 1 == size)
			assert_non_null(text = realloc(text, size *= 2));
	}
	text[n] = '\0';
	return text;
}

static void
become(const struct stage *st, char **argv, int out)
{
	char text[8][128];
	const char *env[ENV_MOST];
	int null = open("/dev/null", O_RDONLY);

	environment(st, text, env);
	for (int i = 0; env[i]; i++) {
		if (strchr(env[i], '='))
			putenv(strdup(env[i]));
		else
			unsetenv(env[i]);
	}
	dup2(null, 0);
	dup2(out, 1);
	execv(argv[0], argv);
	_exit(127);
}

int
stage_print(struct stage *st, char **out, ...)
{
	char *argv[ARGS_MOST + 1] = {(char *)(uintptr_t)program()};
	int fd[2], n = 1, status;
	char *text, *arg;
	va_list ap;
	pid_t pid;

	if (!is_there(st, "config/broadtape/broadtape.conf"))
		stage_conf(st);
	va_start(ap, out);
	while ((arg = va_arg(ap, char *)) != NULL && n < ARGS_MOST)
		argv[n++] = arg;
	va_end(ap);
	assert_int_equal(pipe2(fd, O_CLOEXEC), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		become(st, argv, fd[1]);
	close(fd[1]);
	text = read_all(fd[0]);
	close(fd[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (out)
		*out = text;
	else
		free(text);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int
remove_one(const char *path, const struct stat *sb, int kind, struct FTW *ftw)
{
	(void)sb;
	(void)kind;
	(void)ftw;
	return remove(path);
}

void
stage_close(struct stage *st)
{
	for (int i = 0; i < st->n_pty; i++)
		bt_pty_close(st->pty[i]);
	if (st->serving)
		bt_loopback_stop(&st->server);
	if (st->dir[0])
		nftw(st->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	memset(st, 0, sizeof *st);
}

double
stage_key(struct bt_pty *p, const char *key)
{
	double start, ms;

	while (bt_pty_pump(p, 0))
		;
	start = now_ms();
	assert_true(bt_pty_key(p, key));
	ms = bt_pty_pump(p, 1000) ? now_ms() - start : -1;
	if (ms >= 0 && n_times < TIMES_MOST)
		times[n_times++] = ms;
	return ms;
}

void
stage_settle(struct bt_pty *p)
{
	const char *slow = getenv("BT_TEST_SLOW");

	while (bt_pty_pump(p, 40 * (slow ? atoi(slow) : 1)))
		;
}

void
stage_press(struct bt_pty *p, const char *key, const char *ere)
{
	if (bt_pty_shows(p, ere)) {
		fprintf(stderr, "/%s/ was there before %s\n", ere, key);
		fail();
	}
	stage_key(p, key);
	assert_true(bt_pty_wait_regex(p, ere, STAGE_WAIT));
}

void
stage_press_gone(struct bt_pty *p, const char *key, const char *ere)
{
	assert_true(bt_pty_shows(p, ere));
	stage_key(p, key);
	assert_true(bt_pty_wait_gone(p, ere, STAGE_WAIT));
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void
stage_print_times(void)
{
	if (n_times == 0)
		return;
	qsort(times, n_times, sizeof times[0], by_size);
	printf("%zu keys: first byte after %.2f ms in the median, %.2f ms at most\n", n_times,
	       times[n_times / 2], times[n_times - 1]);
}

void
stage_quit(struct bt_pty *p)
{
	assert_true(bt_pty_key(p, "q"));
	assert_int_equal(bt_pty_wait_exit(p, STAGE_WAIT), 0);
	assert_true(bt_pty_terminal_restored(p));
}

/* All that the program may ever send to an xterm-256color. */
static const char *const allowed[] = {
	"C0 08", "C0 09", "C0 0A", "C0 0D", "ESC (B", "ESC =", "ESC >", "ESC 7", "ESC 8", "ESC M",
	"CSI ?h 1", "CSI ?l 1", "CSI ?h 25", "CSI ?l 25", "CSI ?h 12", "CSI ?l 12", "CSI ?h 1049", "CSI ?l 1049",
	"CSI ?h 1000", "CSI ?l 1000", "CSI ?l 1002", "CSI ?l 1003", "CSI ?h 1006", "CSI ?l 1006",
	"CSI ?h 2004", "CSI ?l 2004", "CSI l 4", "CSI H", "CSI A", "CSI B", "CSI C", "CSI D", "CSI G", "CSI d",
	"CSI J", "CSI K", "CSI X", "CSI P", "CSI @", "CSI L", "CSI M", "CSI S", "CSI T", "CSI b", "CSI m",
	"CSI r", "CSI Z", "CSI I", "CSI ?h 7", "CSI ?l 7", "CSI t 22", "CSI t 23",
	"OSC 104",               /* curses resets the palette when it comes back after ^Z */
};

static bool
is_allowed(const char *name)
{
	for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
		if (strcmp(name, allowed[i]) == 0)
			return true;
	return false;
}

bool
stage_wire_is_clean(struct bt_pty *p)
{
	return stage_wire_is_clean_but(p, "");
}

bool
stage_wire_is_clean_but(struct bt_pty *p, const char *also)
{
	struct bt_vt *vt = bt_pty_vt(p);
	bool clean = true;

	for (size_t i = 0; i < bt_vt_census_size(vt); i++) {
		const struct bt_vt_census *c = bt_vt_census_at(vt, i);

		if (!is_allowed(c->name) && strcmp(c->name, also) != 0) {
			fprintf(stderr, "on the wire, not on the list: %s (%lu times)\n", c->name, c->count);
			clean = false;
		}
	}
	return clean;
}
