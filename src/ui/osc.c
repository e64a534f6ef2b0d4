#include "ui/osc.h"

#include <string.h>

#include "base/text.h"

/* Clean, cut, and without the sign that divides the parts of an OSC 777. */
static void
put_text(const char *text, bool divided, struct bt_buf *out)
{
	char clean[BT_OSC_TEXT];

	bt_text_clean(text, strlen(text), clean, sizeof(clean));
	for (char *p = clean; divided && *p; p++)
		if (*p == ';')
			*p = ',';
	bt_buf_str(out, clean);
}

void
bt_osc_title(const char *text, struct bt_buf *out)
{
	bt_buf_str(out, "\033]2;");
	put_text(text, false, out);
	bt_buf_char(out, '\a');
}

void
bt_osc_notice(enum bt_set_notice kind, const char *text, enum bt_mux mux, struct bt_buf *out)
{
	struct bt_buf bare;

	if (kind == BT_NOTICE_NO)
		return;
	bt_buf_init(&bare, 2 * BT_OSC_TEXT);
	bt_buf_str(&bare, kind == BT_NOTICE_OSC777 ? "\033]777;notify;broadtape;" : "\033]9;");
	put_text(text, kind == BT_NOTICE_OSC777, &bare);
	bt_buf_char(&bare, '\a');
	bt_mux_wrap(&bare, mux, out);
	bt_buf_release(&bare);
}
