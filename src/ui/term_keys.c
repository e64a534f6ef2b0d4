#include "ui/term_keys.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/text.h"
#include "base/xalloc.h"

#define PASTE_MAX 4096

/* Key codes of our own, beyond those of curses. */
enum { KEY_PASTE_BEGIN = KEY_MAX + 1, KEY_PASTE_END, KEY_FOCUS_NOISE };

void
bt_term_keys_open(struct bt_term_keys *k)
{
	k->pad = newpad(1, 1);
	bt_buf_init(&k->paste, PASTE_MAX);
	intrflush(k->pad, FALSE);
	keypad(k->pad, TRUE);
	nodelay(k->pad, TRUE);
	define_key("\033[200~", KEY_PASTE_BEGIN);
	define_key("\033[201~", KEY_PASTE_END);
}

void
bt_term_keys_close(struct bt_term_keys *k)
{
	delwin(k->pad);
	bt_buf_release(&k->paste);
}

/* Curses' key codes and ours. */
static const struct {
	int curses, key;
} keys[] = {
	{KEY_UP, BT_KEY_UP},         {KEY_DOWN, BT_KEY_DOWN},     {KEY_LEFT, BT_KEY_LEFT},
	{KEY_RIGHT, BT_KEY_RIGHT},   {KEY_HOME, BT_KEY_HOME},     {KEY_END, BT_KEY_END},
	{KEY_FIND, BT_KEY_HOME},     {KEY_SELECT, BT_KEY_END},    {KEY_PPAGE, BT_KEY_PGUP},
	{KEY_NPAGE, BT_KEY_PGDN},    {KEY_BTAB, BT_KEY_STAB},     {KEY_DC, BT_KEY_DELETE},
	{KEY_IC, BT_KEY_INSERT},     {KEY_BACKSPACE, BT_KEY_BACKSPACE}, {KEY_ENTER, BT_KEY_ENTER},
	{KEY_SUSPEND, 26},           {KEY_MOUSE, BT_KEY_MOUSE},   {KEY_PASTE_BEGIN, BT_KEY_PASTE},
};

static int
translate(int code)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].curses == code)
			return keys[i].key;
	if (code >= KEY_F(1) && code <= KEY_F(12))
		return BT_KEY_F1 + (code - KEY_F(1));
	return BT_KEY_NONE;
}

static bool
read_mouse(struct bt_event *ev)
{
	MEVENT m;

	if (getmouse(&m) != OK)
		return false;
	ev->x = m.x;
	ev->y = m.y;
	if (m.bstate & BUTTON4_PRESSED)
		ev->mouse = BT_MOUSE_WHEEL_UP;
	else if (m.bstate & BUTTON5_PRESSED)
		ev->mouse = BT_MOUSE_WHEEL_DOWN;
	else if (m.bstate & BUTTON1_DOUBLE_CLICKED)
		ev->mouse = BT_MOUSE_DOUBLE;
	else if (m.bstate & (BUTTON1_CLICKED | BUTTON1_PRESSED))
		ev->mouse = BT_MOUSE_CLICK;
	else
		return false;
	return true;
}

/* All up to the end mark; a paste longer than the buffer loses its end, never its frame. */
static const char *
read_paste(struct bt_term_keys *k)
{
	struct bt_buf raw;
	char *clean;

	bt_buf_init(&raw, PASTE_MAX);
	wtimeout(k->pad, 200);
	for (;;) {
		wint_t wc;
		char utf8[4];
		int kind = wget_wch(k->pad, &wc);

		if (kind == ERR || (kind == KEY_CODE_YES && wc == KEY_PASTE_END))
			break;
		if (kind == OK)
			(void)bt_buf_add(&raw, utf8, bt_utf8_encode((uint32_t)wc, utf8));
	}
	nodelay(k->pad, TRUE);
	clean = bt_xmalloc(raw.len * 3 + 1);
	bt_text_clean(raw.data ? raw.data : "", raw.len, clean, raw.len * 3 + 1);
	bt_buf_reset(&k->paste);
	(void)bt_buf_add(&k->paste, clean, strnlen(clean, PASTE_MAX));
	free(clean);
	bt_buf_release(&raw);
	return k->paste.data ? k->paste.data : "";
}

struct bt_event
bt_term_keys_read(struct bt_term_keys *k)
{
	for (;;) {
		struct bt_event ev = {0};
		wint_t wc;
		int kind = wget_wch(k->pad, &wc);

		if (kind == ERR)
			return ev;
		ev.key = kind == KEY_CODE_YES ? translate((int)wc) : (int)wc;
		if (ev.key == '\n')
			ev.key = BT_KEY_ENTER;
		if (ev.key == BT_KEY_NONE || (ev.key == BT_KEY_MOUSE && !read_mouse(&ev)))
			continue;
		if (ev.key == BT_KEY_PASTE)
			ev.paste = read_paste(k);
		return ev;
	}
}
