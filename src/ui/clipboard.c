#include "ui/clipboard.h"

#include <stdint.h>
#include <string.h>

#define SCREEN_PIECE 250                 /* screen(1) takes device control strings of 256 bytes */

enum bt_mux
bt_mux_of(const char *tmux, const char *term)
{
	if (tmux && *tmux)
		return BT_MUX_TMUX;
	return term && strncmp(term, "screen", 6) == 0 ? BT_MUX_SCREEN : BT_MUX_NONE;
}

/* RFC 4648, with padding. */
static void
put_base64(const char *text, size_t n, struct bt_buf *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		uint32_t bits = 0;

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (i + k < n ? (unsigned char)text[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			bt_buf_char(out, i + k > n ? '=' : digits[bits >> (18 - 6 * k) & 63]);
	}
}

/* In a device control string for the terminal behind tmux: escapes doubled. */
static void
put_for_tmux(const struct bt_buf *bare, struct bt_buf *out)
{
	bt_buf_str(out, "\033Ptmux;");
	for (size_t i = 0; i < bare->len; i++) {
		if (bare->data[i] == '\033')
			bt_buf_char(out, '\033');
		bt_buf_char(out, bare->data[i]);
	}
	bt_buf_str(out, "\033\\");
}

static void
put_for_screen(const struct bt_buf *bare, struct bt_buf *out)
{
	for (size_t i = 0; i < bare->len; i += SCREEN_PIECE) {
		size_t n = bare->len - i < SCREEN_PIECE ? bare->len - i : SCREEN_PIECE;

		bt_buf_str(out, "\033P");
		bt_buf_add(out, bare->data + i, n);
		bt_buf_str(out, "\033\\");
	}
}

void
bt_mux_wrap(const struct bt_buf *bare, enum bt_mux mux, struct bt_buf *out)
{
	if (mux == BT_MUX_TMUX)
		put_for_tmux(bare, out);
	else if (mux == BT_MUX_SCREEN)
		put_for_screen(bare, out);
	else
		bt_buf_add(out, bare->data, bare->len);
}

enum bt_status
bt_clipboard_sequence(const char *text, enum bt_mux mux, struct bt_buf *out, struct bt_err *err)
{
	struct bt_buf bare;
	enum bt_status st = BT_OK;

	bt_buf_init(&bare, BT_CLIPBOARD_MAX);
	bt_buf_str(&bare, "\033]52;c;");
	put_base64(text, strlen(text), &bare);
	bt_buf_char(&bare, '\a');
	if (bare.over)
		st = bt_err_set(err, BT_E_LIMIT, "too long for the clipboard: %zu bytes", strlen(text));
	else if (mux == BT_MUX_TMUX)
		bt_buf_add(out, bare.data, bare.len);
	if (!st)
		bt_mux_wrap(&bare, mux, out);
	bt_buf_release(&bare);
	return st;
}
