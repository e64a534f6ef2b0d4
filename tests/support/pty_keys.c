/* tests/support/pty_keys.c - named keys, pastes and clicks as the bytes a terminal sends. */
#define _GNU_SOURCE 1
#include "pty.h"

#include <stdio.h>
#include <string.h>

/* Keys that change with application mode have both forms. */
static const struct {
	const char *name, *normal, *application;
} key[] = {
	{"Up", "\033[A", "\033OA"}, {"Down", "\033[B", "\033OB"},
	{"Right", "\033[C", "\033OC"}, {"Left", "\033[D", "\033OD"},
	{"Home", "\033[H", "\033OH"}, {"End", "\033[F", "\033OF"},
	{"PgUp", "\033[5~", NULL}, {"PgDn", "\033[6~", NULL},
	{"Insert", "\033[2~", NULL}, {"Delete", "\033[3~", NULL},
	{"F1", "\033OP", NULL}, {"F2", "\033OQ", NULL}, {"F3", "\033OR", NULL},
	{"F4", "\033OS", NULL}, {"F5", "\033[15~", NULL}, {"F6", "\033[17~", NULL},
	{"F7", "\033[18~", NULL}, {"F8", "\033[19~", NULL}, {"F9", "\033[20~", NULL},
	{"F10", "\033[21~", NULL}, {"F11", "\033[23~", NULL}, {"F12", "\033[24~", NULL},
	{"Tab", "\t", NULL}, {"S-Tab", "\033[Z", NULL}, {"Enter", "\r", NULL},
	{"Escape", "\033", NULL}, {"Backspace", "\177", NULL}, {"Space", " ", NULL},
};

bool
bt_pty_key(struct bt_pty *p, const char *name)
{
	bool app = bt_vt_state(bt_pty_vt(p))->app_cursor;

	for (size_t i = 0; i < sizeof key / sizeof key[0]; i++)
		if (strcmp(key[i].name, name) == 0)
			return bt_pty_send(p, app && key[i].application ? key[i].application
				: key[i].normal);
	if (name[0] == 'C' && name[1] == '-' && name[2] >= 'a' && name[2] <= 'z' && !name[3]) {
		char c = (char)(name[2] - 'a' + 1);

		return bt_pty_write(p, &c, 1);
	}
	if (name[0] && (!name[1] || (unsigned char)name[0] >= 0x80))
		return bt_pty_send(p, name);
	fprintf(stderr, "pty: no key named %s\n", name);
	return false;
}

bool
bt_pty_paste(struct bt_pty *p, const char *text)
{
	bool on = bt_vt_state(bt_pty_vt(p))->bracketed_paste;

	return (!on || bt_pty_send(p, "\033[200~")) && bt_pty_send(p, text) &&
		(!on || bt_pty_send(p, "\033[201~"));
}

bool
bt_pty_mouse(struct bt_pty *p, int button, int x, int y)
{
	const struct bt_vt_state *st = bt_vt_state(bt_pty_vt(p));
	int code = button >= 4 ? 64 + button - 4 : button - 1;
	char seq[64];

	if (st->mouse == 0 || !st->mouse_sgr)
		return false;
	snprintf(seq, sizeof seq, "\033[<%d;%d;%dM", code, x + 1, y + 1);
	if (!bt_pty_send(p, seq))
		return false;
	if (button >= 4)
		return true;
	snprintf(seq, sizeof seq, "\033[<%d;%d;%dm", code, x + 1, y + 1);
	return bt_pty_send(p, seq);
}
