#include "base/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>

#include "base/text.h"

#define MAX_WORDS 64

extern char **environ;

char **
bt_program_words(struct bt_arena *a, const char *line, const char *last)
{
	char **word = BT_ARENA_ARRAY(a, MAX_WORDS + 2, char *);  /* and room for one that the caller adds */
	char *out = bt_arena_alloc(a, strlen(line) + 1);
	size_t n = 0;

	for (const char *s = line; *(s += strspn(s, " \t"));) {
		char quote = '\0';

		if (n == MAX_WORDS)
			return NULL;
		word[n++] = out;
		for (; *s && (quote || (*s != ' ' && *s != '\t')); s++) {
			if (*s == '\\' && quote != '\'' && s[1])
				*out++ = *++s;
			else if (quote ? *s == quote : (*s == '\'' || *s == '"'))
				quote = quote ? '\0' : *s;
			else
				*out++ = *s;
		}
		*out++ = '\0';
		if (quote)
			return NULL;
	}
	if (n == 0)
		return NULL;
	word[n] = last ? bt_arena_strdup(a, last) : NULL;
	return word;
}

/* No signal blocked or ignored, no descriptor but the first three. */
static int
spawn(char *const *word, bool apart, pid_t *pid)
{
	short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (apart ? POSIX_SPAWN_SETSID : 0);
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int code = 0;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	for (int fd = 0; !code && apart && fd < 3; fd++)
		code = posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_RDWR, 0);
	if (!code)
		code = posix_spawn_file_actions_addclosefrom_np(&files, 3);
	if (!code)
		code = posix_spawnattr_setflags(&attr, flags);
	if (!code)
		code = posix_spawnattr_setsigmask(&attr, &none);
	if (!code)
		code = posix_spawnattr_setsigdefault(&attr, &all);
	if (!code)
		code = posix_spawnp(pid, word[0], &files, &attr, word, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return code;
}

static enum bt_status
not_started(const char *name, int code, struct bt_err *err)
{
	char shown[200];

	bt_text_clean(name, strlen(name), shown, sizeof(shown));
	return bt_err_set(err, BT_E_IO, "cannot start %s: %s", shown, strerror(code));
}

enum bt_status
bt_program_run(char *const *word, int *status, struct bt_err *err)
{
	pid_t pid;
	int code = spawn(word, false, &pid);

	if (code)
		return not_started(word[0], code, err);
	for (;;) {
		if (waitpid(pid, status, WUNTRACED) < 0) {
			if (errno != EINTR)
				return not_started(word[0], errno, err);
		} else if (!WIFSTOPPED(*status)) {
			return BT_OK;
		} else {
			raise(SIGSTOP);         /* with it, so that the shell gets its terminal; fg goes on here */
			kill(pid, SIGCONT);
		}
	}
}

enum bt_status
bt_program_start(char *const *word, struct bt_err *err)
{
	pid_t pid;
	int code = spawn(word, true, &pid);

	return code ? not_started(word[0], code, err) : BT_OK;
}

enum bt_status
bt_program_spawn(char *const *word, pid_t *pid, struct bt_err *err)
{
	int code = spawn(word, true, pid);

	return code ? not_started(word[0], code, err) : BT_OK;
}
