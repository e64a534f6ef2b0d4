#include "ui/key.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const struct {
	const char *name;
	int key;
} names[] = {
	{"Tab", BT_KEY_TAB},     {"S-Tab", BT_KEY_STAB},     {"Enter", BT_KEY_ENTER},
	{"Esc", BT_KEY_ESC},     {"Space", ' '},             {"Backspace", BT_KEY_BACKSPACE},
	{"Up", BT_KEY_UP},       {"Down", BT_KEY_DOWN},      {"Left", BT_KEY_LEFT},
	{"Right", BT_KEY_RIGHT}, {"Home", BT_KEY_HOME},      {"End", BT_KEY_END},
	{"PgUp", BT_KEY_PGUP},   {"PgDn", BT_KEY_PGDN},      {"Delete", BT_KEY_DELETE},
	{"Insert", BT_KEY_INSERT},
	{"F1", BT_KEY_F1},       {"F2", BT_KEY_F2},          {"F3", BT_KEY_F3},
	{"F4", BT_KEY_F4},       {"F5", BT_KEY_F5},          {"F6", BT_KEY_F6},
	{"F7", BT_KEY_F7},       {"F8", BT_KEY_F8},          {"F9", BT_KEY_F9},
	{"F10", BT_KEY_F10},     {"F11", BT_KEY_F11},        {"F12", BT_KEY_F12},
};

int
bt_key_parse(const char *name, size_t n)
{
	uint32_t cp;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i].name) == n && memcmp(names[i].name, name, n) == 0)
			return names[i].key;
	if (n == 2 && name[0] == '^' && name[1] >= 'A' && name[1] <= '_')
		return name[1] - '@';
	if (n > 0 && bt_utf8_decode(name, n, &cp) == n && cp > ' ' && cp != BT_TEXT_REPLACEMENT)
		return (int)cp;
	return BT_KEY_NONE;
}

char *
bt_key_name(int key, char buf[BT_KEY_NAME_SIZE])
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].key == key) {
			snprintf(buf, BT_KEY_NAME_SIZE, "%s", names[i].name);
			return buf;
		}
	}
	if (key > 0 && key < ' ')
		snprintf(buf, BT_KEY_NAME_SIZE, "^%c", key + '@');
	else if (key > 0 && key < BT_KEY_SPECIAL)
		buf[bt_utf8_encode((uint32_t)key, buf)] = '\0';
	else
		snprintf(buf, BT_KEY_NAME_SIZE, "?");
	return buf;
}
