#include "cli/out.h"

#include <errno.h>
#include <langinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define USUAL_COLUMNS 100        /* where there is no terminal: the same bytes everywhere */

enum bt_status
bt_out_write(const struct bt_buf *b, struct bt_err *err)
{
	const char *p = b->data;
	size_t left = b->len;

	if (b->over)
		return bt_err_set(err, BT_E_LIMIT, "the output is larger than %zu bytes", b->max);
	signal(SIGPIPE, SIG_DFL);
	while (left) {
		ssize_t n = write(STDOUT_FILENO, p, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return bt_err_set(err, BT_E_IO, "cannot write the output: %s", strerror(errno));
		p += n;
		left -= (size_t)n;
	}
	return BT_OK;
}

static bool
has_text(const char *variable, const char *part)
{
	const char *value = getenv(variable);

	return value && *value && strstr(value, part);
}

static int
color_count(const struct bt_settings *s)
{
	bool wanted = s->screen_color == BT_COLOR_ALWAYS;

	if (s->screen_color == BT_COLOR_AUTO)
		wanted = isatty(STDOUT_FILENO) && !has_text("NO_COLOR", "") && getenv("TERM") &&
		         strcmp(getenv("TERM"), "dumb") != 0 && s->screen_theme != BT_THEME_MONO;
	if (!wanted)
		return 0;
	return has_text("TERM", "256color") || has_text("COLORTERM", "") ? 256 : 8;
}

struct bt_text_style
bt_out_style(const struct bt_settings *s)
{
	struct winsize size;
	bool terminal = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;

	return (struct bt_text_style){
		.utf8 = s->screen_ascii != BT_ASCII_YES &&
		        strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
		.colors = color_count(s),
		.updown = s->screen_updown,
		.light = s->screen_theme == BT_THEME_LIGHT,
		.columns = terminal ? size.ws_col : USUAL_COLUMNS,
	};
}
