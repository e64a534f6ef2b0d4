#include "model/user_program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>

#include "base/program.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "fetch/url.h"

#define MAX_LINK 2048

static bool
is_set(const char *s)
{
	return s && *s;
}

/* --- the editor --------------------------------------------------------------------------------------- */

static enum bt_status
run_editor(const char *line, const char *path, struct bt_arena *a, struct bt_err *err)
{
	char **word = bt_program_words(a, line, NULL);
	size_t n = 0;
	int status = 0;
	enum bt_status st;

	if (!word)
		return bt_err_set(err, BT_E_USAGE, "the editor \"%s\" is no list of words: a quote stays open",
		                  bt_text_clean_dup(a, line, strlen(line)));
	while (word[n])
		n++;
	word[n] = bt_arena_strdup(a, path);
	st = bt_program_run(word, &status, err);
	if (!st && WIFSIGNALED(status))
		st = bt_err_set(err, BT_E_IO, "the editor was ended by signal %d", WTERMSIG(status));
	else if (!st && WEXITSTATUS(status))
		st = bt_err_set(err, BT_E_IO, "the editor ended with status %d", WEXITSTATUS(status));
	return st;
}

enum bt_status
bt_user_edit(const struct bt_settings *s, const char *path, struct bt_err *err)
{
	const char *const choices[] = {s->programs_editor, getenv("VISUAL"), getenv("EDITOR")};
	enum bt_status st = BT_E_NODATA;
	struct bt_arena a;

	bt_xarena_init(&a);
	for (size_t i = 0; i < 3 && st == BT_E_NODATA; i++)
		if (is_set(choices[i]))
			st = run_editor(choices[i], path, &a, err);
	if (st == BT_E_NODATA) {
		st = run_editor("sensible-editor", path, &a, err);
		if (st && strstr(err->text, "cannot start"))
			st = run_editor("vi", path, &a, err);
	}
	bt_arena_release(&a);
	return st;
}

/* --- the browser -------------------------------------------------------------------------------------- */

const char *
bt_user_link(const char *url, struct bt_arena *a)
{
	const char *link = bt_url_link(NULL, url, a);
	size_t used = 0;
	char *out;

	if (!*link)
		return NULL;
	out = bt_arena_alloc(a, 3 * strlen(link) + 1);
	for (const unsigned char *p = (const unsigned char *)link; *p; p++) {
		if (!strchr("\\^{|}", *p))
			out[used++] = (char)*p;
		else
			used += (size_t)snprintf(out + used, 4, "%%%02X", *p);
	}
	return used <= MAX_LINK ? out : NULL;
}

/* The first browser of a list such as "w3m:lynx". */
static const char *
browser_of(const struct bt_settings *s, struct bt_arena *a)
{
	const char *named = getenv("BROWSER");

	if (*s->programs_browser)
		return s->programs_browser;
	if (is_set(named) && *named != ':')
		return bt_arena_strndup(a, named, strcspn(named, ":"));
	return is_set(getenv("DISPLAY")) || is_set(getenv("WAYLAND_DISPLAY")) ? "xdg-open" : NULL;
}

/* "%s" and "%u" as whole words stand for the link; else it comes last. */
static void
put_link(char **word, const char *link, struct bt_arena *a)
{
	bool put = false;
	size_t n = 0;

	for (; word[n]; n++) {
		if (strcmp(word[n], "%u") != 0 && strcmp(word[n], "%s") != 0)
			continue;
		word[n] = bt_arena_strdup(a, link);
		put = true;
	}
	if (!put)
		word[n] = bt_arena_strdup(a, link);
}

static bool
is_text_browser(const char *program)
{
	static const char *const names[] = {"w3m", "lynx", "links", "links2", "elinks", "browsh", "www-browser"};
	const char *slash = strrchr(program, '/');

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(slash ? slash + 1 : program, names[i]) == 0)
			return true;
	return false;
}

static enum bt_status
browse(const struct bt_settings *s, const char *url, struct bt_arena *a, struct bt_err *err)
{
	const char *link = bt_user_link(url, a), *line;
	char **word;
	int status;

	if (!link)
		return bt_err_set(err, BT_E_USAGE, "not opened, for it is no plain link of the web: %s",
		                  bt_text_clean_dup(a, url, strlen(url)));
	line = browser_of(s, a);
	if (!line)
		return bt_err_set(err, BT_E_NODATA, "%s", link);
	word = bt_program_words(a, line, NULL);
	if (!word)
		return bt_err_set(err, BT_E_USAGE, "the browser \"%s\" is no list of words: a quote stays open",
		                  bt_text_clean_dup(a, line, strlen(line)));
	put_link(word, link, a);
	if (is_text_browser(word[0]))
		return bt_program_run(word, &status, err);
	return bt_program_start(word, err);
}

bool
bt_user_browser_is_text(const struct bt_settings *s)
{
	struct bt_arena a;
	const char *line;
	char **word;
	bool text;

	bt_xarena_init(&a);
	line = browser_of(s, &a);
	word = line ? bt_program_words(&a, line, NULL) : NULL;
	text = word && is_text_browser(word[0]);
	bt_arena_release(&a);
	return text;
}

enum bt_status
bt_user_browse(const struct bt_settings *s, const char *url, struct bt_err *err)
{
	struct bt_arena a;
	enum bt_status st;

	bt_xarena_init(&a);
	st = browse(s, url, &a, err);
	bt_arena_release(&a);
	return st;
}
