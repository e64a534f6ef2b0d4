#include "fetch/key.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

#define MAX_WORDS 32
/* First line and what a program may print after it. */
#define MAX_OUTPUT 4096

extern char **environ;

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The first line of text[0..n-1] as a key; false: it is none. */
static bool
take_key(const char *text, size_t n, char key[BT_KEY_SIZE])
{
	const char *end = memchr(text, '\n', n);

	n = end ? (size_t)(end - text) : n;
	while (n && is_blank(*text))
		text++, n--;
	while (n && is_blank(text[n - 1]))
		n--;
	for (size_t i = 0; i < n; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return false;
	if (!n || n >= BT_KEY_SIZE)
		return false;
	memcpy(key, text, n);
	key[n] = '\0';
	return true;
}

/* --- a file -------------------------------------------------------------------------------------- */

/* As much of it as the line of a key can need; -1 and errno. */
static ssize_t
read_start(const char *path, char *text, size_t size, mode_t *mode)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st = {0};
	ssize_t n;
	int saved;

	if (fd < 0)
		return -1;
	n = fstat(fd, &st);
	if (!n && !S_ISREG(st.st_mode)) {
		errno = EINVAL;
		n = -1;
	}
	if (!n)
		n = read(fd, text, size);
	saved = errno;
	close(fd);
	errno = saved;
	*mode = st.st_mode;
	return n;
}

enum bt_status
bt_key_read(const char *path, char key[BT_KEY_SIZE], struct bt_err *err)
{
	char text[2 * BT_KEY_SIZE], shown[256];
	mode_t mode;
	ssize_t n = read_start(path, text, sizeof(text), &mode);
	enum bt_status st = BT_OK;

	bt_text_clean(path, strlen(path), shown, sizeof(shown));
	if (n < 0)
		return bt_err_set(err, BT_E_IO, "%s: %s", shown, strerror(errno));
	if (mode & S_IROTH)
		st = bt_err_set(err, BT_E_PARSE, "%s: others may read it; chmod 600 makes it yours alone", shown);
	else if (!take_key(text, (size_t)n, key))
		st = bt_err_set(err, BT_E_PARSE, "%s: its first line is no key", shown);
	explicit_bzero(text, sizeof(text));
	return st;
}

/* --- a program ----------------------------------------------------------------------------------- */

/* Cut into words in place of `out`, which has room for the whole text.  False: a quote stays open, or there
 * are too many words, or none.  */
static bool
split(const char *s, char *out, char *word[MAX_WORDS + 1])
{
	size_t n = 0;

	for (s += strspn(s, " \t"); *s; s += strspn(s, " \t")) {
		char quote = '\0';

		if (n == MAX_WORDS)
			return false;
		word[n++] = out;
		for (; *s && (quote || !is_blank(*s)); s++) {
			if (quote ? *s == quote : *s == '\'' || *s == '"')
				quote = quote ? '\0' : *s;
			else if (*s == '\\' && quote != '\'' && s[1])
				*out++ = *++s;
			else
				*out++ = *s;
		}
		*out++ = '\0';
		if (quote)
			return false;
	}
	word[n] = NULL;
	return n > 0;
}

/* A process group of its own, no signal blocked or ignored, nothing open but /dev/null and the pipe. */
static int
spawn(char *const word[], int out, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int error;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	error = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	if (!error)
		error = posix_spawn_file_actions_adddup2(&files, out, 1);
	if (!error)
		error = posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
	if (!error)
		error = posix_spawn_file_actions_addclosefrom_np(&files, 3);
	if (!error)
		error = posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
		                                                POSIX_SPAWN_SETSIGDEF);
	if (!error)
		error = posix_spawnattr_setsigmask(&attr, &none);
	if (!error)
		error = posix_spawnattr_setsigdefault(&attr, &all);
	if (!error)
		error = posix_spawnp(pid, word[0], &files, &attr, word, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return error;
}

/* Until the fd is readable or the deadline has passed: false then. */
static bool
wait_for(int fd, int64_t deadline_ms)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	int64_t left;

	while ((left = deadline_ms - bt_clock_mono_ms()) > 0) {
		int n = poll(&p, 1, (int)left);

		if (n > 0)
			return true;
		if (n < 0 && errno != EINTR)
			return false;
	}
	return false;
}

/* What it prints, to its end; what does not fit is let go.  False: time is over. */
static bool
read_output(int fd, int64_t deadline_ms, char *text, size_t size, size_t *len)
{
	char rest[512];

	*len = 0;
	for (;;) {
		bool full = *len == size;
		ssize_t n;

		if (!wait_for(fd, deadline_ms))
			return false;
		n = full ? read(fd, rest, sizeof(rest)) : read(fd, text + *len, size - *len);
		if (n == 0)
			return true;
		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0 && !full)
			*len += (size_t)n;
	}
}

/* Wait for the end of the program, or make one; its status as of waitpid, -1 when it had to be killed. */
static int
end_of(pid_t pid, bool patient, int64_t deadline_ms)
{
	int status = 0, fd = patient ? pidfd_open(pid, 0) : -1;
	bool ended = fd >= 0 && wait_for(fd, deadline_ms);

	if (fd >= 0)
		close(fd);
	kill(-pid, SIGKILL);    /* what it has left behind goes, too */
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return ended ? status : -1;
}

enum bt_status
bt_key_run(const char *command, int timeout_ms, char key[BT_KEY_SIZE], struct bt_err *err)
{
	int64_t deadline_ms = bt_clock_mono_ms() + timeout_ms;
	char *copy = malloc(strlen(command) + 1), *word[MAX_WORDS + 1], shown[128], text[MAX_OUTPUT];
	size_t n = 0;
	int pipe_fd[2], error, status = -1;
	pid_t pid;

	if (!copy || !split(command, copy, word)) {
		free(copy);
		return bt_err_set(err, BT_E_PARSE, "the command of the key is no list of words");
	}
	bt_text_clean(word[0], strlen(word[0]), shown, sizeof(shown));
	if (pipe2(pipe_fd, O_CLOEXEC)) {
		free(copy);
		return bt_err_set(err, BT_E_IO, "%s: %s", shown, strerror(errno));
	}
	error = spawn(word, pipe_fd[1], &pid);
	close(pipe_fd[1]);
	free(copy);
	if (!error) {
		bool whole = read_output(pipe_fd[0], deadline_ms, text, sizeof(text), &n);

		status = end_of(pid, whole, deadline_ms);
	}
	close(pipe_fd[0]);
	if (error)
		return bt_err_set(err, BT_E_IO, "%s: %s", shown, strerror(error));
	enum bt_status st = BT_OK;

	if (status == -1)
		st = bt_err_set(err, BT_E_IO, "%s: no key within %d s", shown, timeout_ms / 1000);
	else if (status)
		st = bt_err_set(err, BT_E_IO, "%s: it failed", shown);
	else if (!take_key(text, n, key))
		st = bt_err_set(err, BT_E_PARSE, "%s: the first line it printed is no key", shown);
	explicit_bzero(text, sizeof(text));
	return st;
}
