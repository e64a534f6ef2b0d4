/* tests/support/pty.c - a program on a pseudo-terminal: start, read, wait, end. */
#define _GNU_SOURCE 1
#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define ROW_BYTES 16384
#define READ_BYTES 65536
#define REAP_MS 5           /* between looks at the process where the kernel has no pidfd */

struct bt_pty {
	int master;          /* -1 after hang-up */
	bool eof;            /* no process holds the terminal and all is read */
	int pidfd;           /* -1 where not to be had */
	pid_t pid;
	bool reaped;
	int status;          /* of the shell kind, once reaped */
	bool mute, quiet;
	struct termios before, last;
	bool last_valid;
	struct bt_vt *vt;
	char *raw;
	size_t nraw, raw_size;
	int64_t last_ns;
	char row[ROW_BYTES];
};

static int64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The end of a time-out of ms from now, stretched by BT_TEST_SLOW. */
static int64_t
deadline(int ms)
{
	const char *slow = getenv("BT_TEST_SLOW");
	long factor = slow ? strtol(slow, NULL, 10) : 1;

	if (factor < 1 || factor > 1000)
		factor = 1;
	return now_ns() + (int64_t)ms * factor * 1000000;
}

static int
left_ms(int64_t until)
{
	int64_t ns = until - now_ns();

	return ns <= 0 ? 0 : (int)((ns + 999999) / 1000000);
}

static void
apply_env(const char *const *env)
{
	for (; env && *env; env++) {
		const char *eq = strchr(*env, '=');
		char name[256];

		if (!eq) {
			unsetenv(*env);
			continue;
		}
		if ((size_t)(eq - *env) >= sizeof name)
			continue;
		memcpy(name, *env, (size_t)(eq - *env));
		name[eq - *env] = '\0';
		setenv(name, eq + 1, 1);
	}
}

/* In the child: becomes the program or ends with 127.  Works on a copy of the environment, so
 * setenv() is safe as long as the test forks from one thread. */
static void
become(const struct bt_pty_spec *spec, const char *slave_name)
{
	struct sigaction dfl = {.sa_handler = SIG_DFL};
	sigset_t none;
	int slave;

	setsid();
	slave = open(slave_name, O_RDWR);
	if (slave < 0 || ioctl(slave, TIOCSCTTY, 0) < 0)
		_exit(127);
	for (int fd = 0; fd < 3; fd++)
		dup2(slave, fd);
	if (slave > 2)
		close(slave);
	for (int s = 1; s < NSIG; s++)
		sigaction(s, &dfl, NULL);
	if (spec->hup_ignored)
		signal(SIGHUP, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (spec->cwd && chdir(spec->cwd) < 0)
		_exit(127);
	unsetenv("COLUMNS");
	unsetenv("LINES");
	setenv("TERM", spec->term ? spec->term : "xterm-256color", 1);
	apply_env(spec->env);
	execvp(spec->argv[0], spec->argv);
	_exit(127);
}

static bool
set_size(int fd, int cols, int rows)
{
	struct winsize ws = {.ws_col = (unsigned short)cols, .ws_row = (unsigned short)rows};

	return ioctl(fd, TIOCSWINSZ, &ws) == 0;
}

struct bt_pty *
bt_pty_open(const struct bt_pty_spec *spec)
{
	int cols = spec->cols ? spec->cols : 80, rows = spec->rows ? spec->rows : 24;
	struct bt_pty *p = calloc(1, sizeof *p);
	char slave[128];

	if (!p)
		return NULL;
	p->pid = -1;
	p->pidfd = -1;
	p->mute = spec->mute;
	p->quiet = spec->quiet;
	p->vt = bt_vt_new(cols, rows);
	p->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (!p->vt || p->master < 0 || grantpt(p->master) < 0 || unlockpt(p->master) < 0 ||
	    ptsname_r(p->master, slave, sizeof slave) != 0 || !set_size(p->master, cols, rows) ||
	    tcgetattr(p->master, &p->before) < 0)
		goto fail;
	p->pid = fork();
	if (p->pid < 0)
		goto fail;
	if (p->pid == 0)
		become(spec, slave);
	fcntl(p->master, F_SETFL, O_NONBLOCK);
	p->pidfd = (int)syscall(SYS_pidfd_open, p->pid, 0);
	if (p->pidfd >= 0)
		fcntl(p->pidfd, F_SETFD, FD_CLOEXEC);
	return p;
fail:
	bt_pty_close(p);
	return NULL;
}

static bool
reap(struct bt_pty *p, bool block)
{
	int st;

	if (p->reaped)
		return true;
	if (p->pid < 0 || waitpid(p->pid, &st, block ? 0 : WNOHANG) != p->pid)
		return false;
	p->reaped = true;
	p->status = WIFSIGNALED(st) ? 128 + WTERMSIG(st) : WEXITSTATUS(st);
	return true;
}

static void
remember_modes(struct bt_pty *p)
{
	if (p->master >= 0 && tcgetattr(p->master, &p->last) == 0)
		p->last_valid = true;
}

void
bt_pty_hangup(struct bt_pty *p)
{
	remember_modes(p);
	if (p->master >= 0)
		close(p->master);
	p->master = -1;
}

void
bt_pty_close(struct bt_pty *p)
{
	if (!p)
		return;
	if (p->pid > 0 && !reap(p, false)) {
		kill(-p->pid, SIGKILL);
		kill(p->pid, SIGKILL);
		reap(p, true);
	}
	bt_pty_hangup(p);
	if (p->pidfd >= 0)
		close(p->pidfd);
	bt_vt_free(p->vt);
	free(p->raw);
	free(p);
}

pid_t
bt_pty_pid(const struct bt_pty *p)
{
	return p->pid;
}

struct bt_vt *
bt_pty_vt(struct bt_pty *p)
{
	return p->vt;
}

static void
keep_raw(struct bt_pty *p, const char *bytes, size_t n)
{
	if (p->nraw + n > p->raw_size) {
		size_t size = (p->raw_size ? p->raw_size * 2 : READ_BYTES) + n;
		char *more = realloc(p->raw, size);

		if (!more)
			abort();
		p->raw = more;
		p->raw_size = size;
	}
	memcpy(p->raw + p->nraw, bytes, n);
	p->nraw += n;
}

static void
answer(struct bt_pty *p)
{
	char reply[512];
	size_t n = bt_vt_take_reply(p->vt, reply, sizeof reply);

	if (n && !p->mute && p->master >= 0 && write(p->master, reply, n) < 0)
		return;   /* the program is gone or does not read: both show elsewhere */
}

static bool
readable(const struct bt_pty *p)
{
	return p->master >= 0 && !p->eof;
}

/* Everything that can be read without waiting; true when something came. */
static bool
drain(struct bt_pty *p)
{
	char buf[READ_BYTES];
	bool some = false;

	while (readable(p)) {
		ssize_t n = read(p->master, buf, sizeof buf);

		if (n > 0) {
			keep_raw(p, buf, (size_t)n);
			bt_vt_feed(p->vt, buf, (size_t)n);
			p->last_ns = now_ns();
			answer(p);
			some = true;
		} else if (n < 0 && errno == EINTR) {
			continue;
		} else if (n < 0 && errno == EAGAIN) {
			break;
		} else {
			/* EIO; the descriptor stays open, the modes can still be asked for */
			p->eof = true;
		}
	}
	return some;
}

/* Wait for output or the end of the process, at most until then. */
static void
wait_event(struct bt_pty *p, int64_t until)
{
	struct pollfd fd[2];
	nfds_t n = 0;
	int ms = left_ms(until);

	if (readable(p))
		fd[n++] = (struct pollfd){.fd = p->master, .events = POLLIN};
	if (p->pidfd >= 0 && !p->reaped)
		fd[n++] = (struct pollfd){.fd = p->pidfd, .events = POLLIN};
	else if (!p->reaped && ms > REAP_MS)
		ms = REAP_MS;
	poll(fd, n, ms);
}

bool
bt_pty_pump(struct bt_pty *p, int ms)
{
	int64_t until = deadline(ms);

	for (;;) {
		reap(p, false);
		if (drain(p))
			return true;
		if (left_ms(until) == 0 || !readable(p))
			return false;
		wait_event(p, until);
	}
}

size_t
bt_pty_watch(struct bt_pty *p, int ms)
{
	size_t before = p->nraw;
	int64_t until = now_ns() + (int64_t)ms * 1000000;

	while (left_ms(until) > 0) {
		struct pollfd fd = {.fd = readable(p) ? p->master : -1, .events = POLLIN};

		poll(&fd, 1, left_ms(until));
		drain(p);
	}
	return p->nraw - before;
}

bool
bt_pty_write(struct bt_pty *p, const void *bytes, size_t n)
{
	const char *from = bytes;
	int64_t until = deadline(5000);

	while (n > 0 && p->master >= 0) {
		ssize_t done = write(p->master, from, n);

		if (done > 0) {
			from += done;
			n -= (size_t)done;
		} else if (done < 0 && errno != EAGAIN && errno != EINTR) {
			return false;
		} else {
			struct pollfd fd = {.fd = p->master, .events = POLLIN | POLLOUT};

			if (left_ms(until) == 0)
				return false;
			poll(&fd, 1, left_ms(until));
		}
		drain(p);
	}
	return n == 0;
}

bool
bt_pty_send(struct bt_pty *p, const char *text)
{
	return bt_pty_write(p, text, strlen(text));
}

bool
bt_pty_resize(struct bt_pty *p, int cols, int rows)
{
	drain(p);
	return bt_vt_resize(p->vt, cols, rows) && p->master >= 0 &&
		set_size(p->master, cols, rows);
}

/* --- waiting --------------------------------------------------------------------------------- */

static bool
wait_until(struct bt_pty *p, bool (*holds)(struct bt_vt *, void *), void *arg, int ms)
{
	int64_t until = deadline(ms);

	for (;;) {
		bool ended = reap(p, false);

		drain(p);
		if (holds(p->vt, arg))
			return true;
		if (left_ms(until) == 0 || (ended && !readable(p)))
			return false;
		wait_event(p, until);
	}
}

static bool
complain(struct bt_pty *p, bool ok, const char *what, const char *text)
{
	if (!ok && !p->quiet) {
		fprintf(stderr, "pty: %s /%s/%s\n", what, text, p->reaped ? " (program ended)" : "");
		bt_vt_dump(p->vt, stderr);
	}
	return ok;
}

bool
bt_pty_wait(struct bt_pty *p, bool (*holds)(struct bt_vt *, void *), void *arg, int ms)
{
	return complain(p, wait_until(p, holds, arg, ms), "never held:", "predicate");
}

static bool
has_text(struct bt_vt *vt, void *text)
{
	return bt_vt_find(vt, text, NULL, NULL);
}

bool
bt_pty_wait_text(struct bt_pty *p, const char *text, int ms)
{
	char *copy = strdup(text);
	bool ok = copy && wait_until(p, has_text, copy, ms);

	free(copy);
	return complain(p, ok, "never saw", text);
}

static bool
has_match(struct bt_vt *vt, void *re)
{
	char *text = bt_vt_text(vt);
	bool hit = text && regexec(re, text, 0, NULL, 0) == 0;

	free(text);
	return hit;
}

static bool
has_no_match(struct bt_vt *vt, void *re)
{
	return !has_match(vt, re);
}

static bool
compiled(regex_t *re, const char *ere)
{
	char why[128];
	int e = regcomp(re, ere, REG_EXTENDED | REG_NOSUB | REG_NEWLINE);

	if (e == 0)
		return true;
	regerror(e, re, why, sizeof why);
	fprintf(stderr, "pty: /%s/: %s\n", ere, why);
	return false;
}

static bool
wait_regex(struct bt_pty *p, const char *ere, bool wanted, int ms)
{
	regex_t re;
	bool ok;

	if (!compiled(&re, ere))
		return false;
	ok = wait_until(p, wanted ? has_match : has_no_match, &re, ms);
	regfree(&re);
	return complain(p, ok, wanted ? "never saw" : "still see", ere);
}

bool
bt_pty_wait_regex(struct bt_pty *p, const char *ere, int ms)
{
	return wait_regex(p, ere, true, ms);
}

bool
bt_pty_wait_gone(struct bt_pty *p, const char *ere, int ms)
{
	return wait_regex(p, ere, false, ms);
}

bool
bt_pty_shows(struct bt_pty *p, const char *ere)
{
	regex_t re;
	bool hit;

	drain(p);
	if (!compiled(&re, ere))
		return false;
	hit = has_match(p->vt, &re);
	regfree(&re);
	return hit;
}

bool
bt_pty_wait_bytes(struct bt_pty *p, size_t mark, const void *bytes, size_t n, int ms)
{
	int64_t until = deadline(ms);

	for (;;) {
		bool ended = reap(p, false);

		drain(p);
		if (mark <= p->nraw && p->raw && memmem(p->raw + mark, p->nraw - mark, bytes, n))
			return true;
		if (left_ms(until) == 0 || (ended && !readable(p)))
			return complain(p, false, "bytes never came,", "raw");
		wait_event(p, until);
	}
}

int
bt_pty_wait_exit(struct bt_pty *p, int ms)
{
	int64_t until = deadline(ms);

	while (!reap(p, false)) {
		drain(p);
		if (left_ms(until) == 0) {
			complain(p, false, "still running after", "the time-out");
			return -1;
		}
		wait_event(p, until);
	}
	/* the last output may still be on its way; it ends with EIO unless a child of the
	 * program keeps the terminal open */
	for (int64_t tail = deadline(200); readable(p) && left_ms(tail) > 0;) {
		drain(p);
		if (readable(p)) {
			struct pollfd fd = {.fd = p->master, .events = POLLIN};

			poll(&fd, 1, left_ms(tail));
		}
	}
	return p->status;
}

bool
bt_pty_signal(struct bt_pty *p, int sig)
{
	return !p->reaped && p->pid > 0 && kill(p->pid, sig) == 0;
}

/* --- looking ---------------------------------------------------------------------------------- */

const char *
bt_pty_row(struct bt_pty *p, int y)
{
	drain(p);
	bt_vt_row(p->vt, y, p->row, sizeof p->row);
	return p->row;
}

const char *
bt_pty_raw(const struct bt_pty *p, size_t *n)
{
	return bt_pty_since(p, 0, n);
}

size_t
bt_pty_mark(const struct bt_pty *p)
{
	return p->nraw;
}

const char *
bt_pty_since(const struct bt_pty *p, size_t mark, size_t *n)
{
	if (!p->raw || mark > p->nraw) {
		*n = 0;
		return "";
	}
	*n = p->nraw - mark;
	return p->raw + mark;
}

int64_t
bt_pty_last_ns(const struct bt_pty *p)
{
	return p->last_ns;
}

bool
bt_pty_modes_restored(struct bt_pty *p)
{
	const struct termios *a = &p->before, *b = &p->last;

	remember_modes(p);
	return p->last_valid && a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag &&
		a->c_cflag == b->c_cflag && a->c_lflag == b->c_lflag &&
		memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}

bool
bt_pty_is_raw(struct bt_pty *p)
{
	remember_modes(p);
	return p->last_valid && !(p->last.c_lflag & (ECHO | ICANON));
}

static bool
expect(bool ok, const char *what)
{
	if (!ok)
		fprintf(stderr, "pty: terminal not restored: %s\n", what);
	return ok;
}

bool
bt_pty_terminal_restored(struct bt_pty *p)
{
	const struct bt_vt_state *st = bt_vt_state(p->vt);
	bool ok;

	drain(p);
	ok = expect(bt_pty_modes_restored(p), "tty modes");
	ok &= expect(st->cursor_visible, "cursor hidden");
	ok &= expect(!st->alternate, "alternate screen");
	ok &= expect(!st->app_cursor && !st->app_keypad, "keypad or cursor keys");
	ok &= expect(st->mouse == 0 && !st->mouse_sgr, "mouse reports");
	ok &= expect(!st->bracketed_paste && !st->focus_events, "paste or focus mode");
	ok &= expect(st->autowrap && !st->insert && !st->origin, "wrap, insert or origin mode");
	ok &= expect(st->top == 0 && st->bottom == bt_vt_rows(p->vt) - 1, "scroll region");
	return ok;
}
