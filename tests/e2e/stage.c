/* tests/e2e/stage.c - see stage.h. */
#include "e2e/stage.h"

#include <fcntl.h>
#include <sys/wait.h>

#define ENV_MOST 24
#define ARGS_MOST 24

int
stage_set_up(void **state)
{
	struct stage *st = *state;

	memset(st, 0, sizeof *st);
	folder_open(&st->home);
	snprintf(st->feeds, sizeof st->feeds, "%s", "fed = @/rss/fed\n");
	return 0;
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

void
stage_conf(struct stage *st)
{
	static const char name[] = "config/broadtape/broadtape.conf";
	const char *url = st->serving ? st->server.url : "http://127.0.0.1:9";
	FILE *f;

	folder_put(&st->home, "three.csv", "symbol,name,sector\nAAPL,Apple,Information Technology\n"
	           "JPM,JPMorgan,Financials\nXOM,Exxon,Energy\n");
	folder_put(&st->home, name, "");
	f = fopen(folder_path(&st->home, name), "we");
	assert_non_null(f);
	fprintf(f, "[data]\nuniverse = %s/three.csv\n", st->home.dir);
	fprintf(f, "[yahoo]\nurl = %s\nnews_url = %s/feed/none?s=\nrate = 1000\nconnections = 4\n", url, url);
	fputs("[sources]\nhistory = yahoo\nquotes = yahoo\nvix = yahoo\nrates =\n", f);
	fputs("[feeds]\nfed =\nyahoo =\ncnbc =\nmarketwatch =\nnasdaq =\n", f);
	put_addressed(f, st->feeds, url);
	put_addressed(f, st->more, url);
	fclose(f);
}

/* --- the program ------------------------------------------------------------------------------------- */

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
		snprintf(text[i], 128, "%s=%s%s", dirs[i][0], st->home.dir, dirs[i][1]);
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

/* The settings, where the test has not written them yet. */
static void
need_conf(struct stage *st)
{
	if (!folder_has(&st->home, "config/broadtape/broadtape.conf"))
		stage_conf(st);
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

	need_conf(st);
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

struct bt_pty *
stage_sample(struct stage *st, int cols, int rows)
{
	struct bt_pty_spec size = {.cols = cols, .rows = rows};
	struct bt_pty *p = stage_run(st, &size, "--sample", "--as-of", "2025-12-23", NULL);

	assert_true(bt_pty_wait_text(p, "S&P 500", STAGE_WAIT));
	stage_settle(p);
	return p;
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

	need_conf(st);
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

int
stage_tear_down(void **state)
{
	struct stage *st = *state;

	for (int i = 0; i < st->n_pty; i++)
		bt_pty_close(st->pty[i]);
	if (st->serving)
		bt_loopback_stop(&st->server);
	folder_close(&st->home);
	memset(st, 0, sizeof *st);
	return 0;
}
