/* tests/support/vt_parse.c - bytes to actions: UTF-8, escape sequences, strings. */
#define _GNU_SOURCE 1
#include "vt_internal.h"

#include <stdlib.h>
#include <string.h>

static void
control(struct bt_vt *vt, unsigned char c)
{
	switch (c) {
	case 0x00:   /* padding of vt100 */
		break;
	case 0x07:
		vt->st.bells++;
		break;
	case 0x08:
		vt_move(vt, vt->st.x - 1, vt->st.y);
		break;
	case 0x09:
		vt_tab(vt, 1);
		break;
	case 0x0a:
	case 0x0b:
	case 0x0c:
		vt_index(vt);
		break;
	case 0x0d:
		vt_move(vt, 0, vt->st.y);
		break;
	case 0x0e:
		vt->gl = 1;
		break;
	case 0x0f:
		vt->gl = 0;
		break;
	default:
		vt_note(vt, false, "C0 %02X", c);
		return;
	}
	vt_note(vt, true, "C0 %02X", c);
}

static void
begin_escape(struct bt_vt *vt)
{
	vt->state = VT_ESC;
	vt->ninter = 0;
	vt->inter[0] = '\0';
}

static void
begin_csi(struct bt_vt *vt)
{
	vt->state = VT_CSI;
	vt->ninter = 0;
	vt->inter[0] = '\0';
	vt->csi_prefix = 0;
	vt->nparam = 0;
	vt->param_open = false;
	vt->csi_bad = false;
}

static void
begin_string(struct bt_vt *vt, char kind)
{
	vt->state = VT_STR;
	vt->str_kind = kind;
	vt->nstr = 0;
}

static void
designate(struct bt_vt *vt, int set, char which)
{
	bool known = which == 'B' || which == '0' || which == 'A';

	vt->g[set] = known ? which : 'B';
	vt_note(vt, known, "ESC %c%c", set ? ')' : '(', which);
}

static void
plain_escape(struct bt_vt *vt, char c)
{
	switch (c) {
	case '7':
		vt_save(vt);
		break;
	case '8':
		vt_restore(vt);
		break;
	case '=':
		vt->st.app_keypad = true;
		break;
	case '>':
		vt->st.app_keypad = false;
		break;
	case 'D':
		vt_index(vt);
		break;
	case 'E':
		vt->st.x = 0;
		vt_index(vt);
		break;
	case 'H':
		vt->tab[vt->st.x] = true;
		break;
	case 'M':
		vt_reverse_index(vt);
		break;
	case 'Z':
		vt_answer(vt, "\033[?1;2c");
		break;
	case 'c':
		vt_reset(vt, true);
		break;
	case 'g':    /* visible bell of screen and tmux */
		vt->st.bells++;
		break;
	case '<':    /* leaves VT52 mode */
	case '\\':   /* ST with nothing before it */
		break;
	default:
		vt_note(vt, false, "ESC %c", c);
		return;
	}
	vt_note(vt, true, "ESC %c", c);
}

static void
end_escape(struct bt_vt *vt, char c)
{
	vt->state = VT_GROUND;
	if (vt->ninter == 0)
		plain_escape(vt, c);
	else if (vt->ninter == 1 && (vt->inter[0] == '(' || vt->inter[0] == ')'))
		designate(vt, vt->inter[0] == ')', c);
	else if (vt->ninter == 1 && vt->inter[0] == '#' && c == '8') {
		vt_align(vt);
		vt_note(vt, true, "ESC #8");
	} else
		vt_note(vt, false, "ESC %s%c", vt->inter, c);
}

static void
escape_byte(struct bt_vt *vt, unsigned char c)
{
	if (c >= 0x20 && c <= 0x2f) {
		if (vt->ninter + 1 < (int)sizeof vt->inter) {
			vt->inter[vt->ninter++] = (char)c;
			vt->inter[vt->ninter] = '\0';
		}
		return;
	}
	if (vt->ninter == 0) {
		if (c == '[') {
			begin_csi(vt);
			return;
		}
		if (c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X' || c == 'k') {
			begin_string(vt, (char)c);
			return;
		}
	}
	if (c >= 0x30 && c <= 0x7e) {
		end_escape(vt, (char)c);
		return;
	}
	vt_note(vt, false, "ESC broken");
	vt->state = VT_GROUND;
}

static void
csi_digit(struct bt_vt *vt, unsigned char c)
{
	long *p;

	if (!vt->param_open) {
		vt->param_open = true;
		vt->nparam = 1;
		vt->param[0] = -1;
		vt->sub[0] = false;
	}
	if (c == ';' || c == ':') {
		if (vt->nparam == VT_PARAMS) {
			vt->csi_bad = true;
			return;
		}
		vt->param[vt->nparam] = -1;
		vt->sub[vt->nparam] = c == ':';
		vt->nparam++;
		return;
	}
	p = &vt->param[vt->nparam - 1];
	*p = (*p < 0 ? 0 : *p * 10) + (c - '0');
	if (*p > 999999)
		*p = 999999;
}

static void
csi_byte(struct bt_vt *vt, unsigned char c)
{
	if (c >= 0x3c && c <= 0x3f) {
		if (vt->param_open || vt->ninter || vt->csi_prefix)
			vt->csi_bad = true;
		vt->csi_prefix = (char)c;
	} else if (c >= 0x30 && c <= 0x3b) {
		if (vt->ninter)
			vt->csi_bad = true;
		else
			csi_digit(vt, c);
	} else if (c >= 0x20 && c <= 0x2f) {
		if (vt->ninter + 1 < (int)sizeof vt->inter) {
			vt->inter[vt->ninter++] = (char)c;
			vt->inter[vt->ninter] = '\0';
		} else {
			vt->csi_bad = true;
		}
	} else if (c >= 0x40 && c <= 0x7e) {
		vt->state = VT_GROUND;
		if (vt->csi_bad)
			vt_note(vt, false, "CSI broken");
		else
			vt_csi(vt, (char)c);
	} else {
		vt_note(vt, false, "CSI broken");
		vt->state = VT_GROUND;
	}
}

static void
take_title(struct bt_vt *vt, const char *from)
{
	size_t n = strnlen(from, sizeof vt->st.title - 1);

	memcpy(vt->st.title, from, n);
	vt->st.title[n] = '\0';
}

static void
end_osc(struct bt_vt *vt)
{
	char *rest = vt->str;
	long n = strtol(vt->str, &rest, 10);

	if (rest == vt->str) {
		vt_note(vt, false, "OSC %.8s", vt->str);
		return;
	}
	if (n == 0 || n == 2)
		take_title(vt, *rest == ';' ? rest + 1 : rest);
	/* titles, palette, links, clipboard, default colours: understood, not acted on */
	vt_note(vt, n == 0 || n == 1 || n == 2 || n == 4 || n == 8 || n == 10 || n == 11 ||
		n == 12 || n == 52 || n == 104 || n == 110 || n == 111 || n == 112, "OSC %ld", n);
}

static void
end_string(struct bt_vt *vt)
{
	vt->state = VT_GROUND;
	vt->str[vt->nstr] = '\0';
	switch (vt->str_kind) {
	case ']':
		end_osc(vt);
		break;
	case 'k':
		take_title(vt, vt->str);
		vt_note(vt, true, "STRING k");
		break;
	case 'P':
		vt_note(vt, false, "DCS");
		break;
	case '_':
		vt_note(vt, false, "APC");
		break;
	case '^':
		vt_note(vt, false, "PM");
		break;
	default:
		vt_note(vt, false, "SOS");
	}
}

static void
string_byte(struct bt_vt *vt, unsigned char c)
{
	/* the Linux console has two OSC without an end: reset palette, set one colour */
	if (vt->str_kind == ']' && vt->nstr == 0 && c == 'R') {
		vt_note(vt, true, "OSC R");
		vt->state = VT_GROUND;
		return;
	}
	if (vt->str_kind == ']' && vt->nstr == 0 && c == 'P') {
		vt_note(vt, true, "OSC P");
		vt->state = VT_LINUX_PALETTE;
		vt->palette_left = 7;
		return;
	}
	if (c == 0x07 && vt->str_kind == ']') {
		end_string(vt);
		return;
	}
	if (c == 0x1b) {
		vt->state = VT_STR_ESC;
		return;
	}
	if (c == 0x18 || c == 0x1a) {
		vt_note(vt, false, "STRING broken");
		vt->state = VT_GROUND;
		return;
	}
	if (vt->nstr + 1 < VT_STRING)
		vt->str[vt->nstr++] = (char)c;
}

static void
utf8_broken(struct bt_vt *vt)
{
	vt->u8_left = 0;
	vt_note(vt, false, "UTF-8 invalid");
	vt_put(vt, 0xfffd);
}

static void
utf8_complete(struct bt_vt *vt)
{
	if (vt->u8 < vt->u8_min || vt->u8 > 0x10ffff || (vt->u8 >= 0xd800 && vt->u8 < 0xe000)) {
		utf8_broken(vt);
	} else if (vt->u8 >= 0x80 && vt->u8 < 0xa0) {
		/* xterm would obey it as a C1 control */
		vt_note(vt, false, "U+%04X", (unsigned)vt->u8);
	} else {
		vt_put(vt, vt->u8);
	}
}

/* Returns false when the byte ended a broken character and must be looked at again. */
static bool
utf8_byte(struct bt_vt *vt, unsigned char c)
{
	if (vt->u8_left) {
		if ((c & 0xc0) != 0x80) {
			utf8_broken(vt);
			return false;
		}
		vt->u8 = vt->u8 << 6 | (c & 0x3fu);
		if (--vt->u8_left == 0)
			utf8_complete(vt);
		return true;
	}
	if (c < 0x80) {
		vt_put(vt, c);
	} else if (c >= 0xc2 && c <= 0xdf) {
		vt->u8 = c & 0x1fu;
		vt->u8_left = 1;
		vt->u8_min = 0x80;
	} else if (c >= 0xe0 && c <= 0xef) {
		vt->u8 = c & 0x0fu;
		vt->u8_left = 2;
		vt->u8_min = 0x800;
	} else if (c >= 0xf0 && c <= 0xf4) {
		vt->u8 = c & 0x07u;
		vt->u8_left = 3;
		vt->u8_min = 0x10000;
	} else {
		utf8_broken(vt);
	}
	return true;
}

/* Inside OSC, DCS and the like: text until the terminator. */
static void
string_state(struct bt_vt *vt, unsigned char c)
{
	if (vt->state == VT_STR) {
		string_byte(vt, c);
	} else if (vt->state == VT_LINUX_PALETTE) {
		if (--vt->palette_left == 0)
			vt->state = VT_GROUND;
	} else if (c == '\\') {
		end_string(vt);
	} else {
		vt_note(vt, false, "STRING broken");
		begin_escape(vt);
		escape_byte(vt, c);
	}
}

/* C0 controls act at once wherever they stand, also in the middle of a sequence. */
static void
feed_byte(struct bt_vt *vt, unsigned char c)
{
	if (vt->state == VT_STR || vt->state == VT_STR_ESC || vt->state == VT_LINUX_PALETTE) {
		string_state(vt, c);
		return;
	}
	if (vt->state == VT_GROUND && vt->u8_left && utf8_byte(vt, c))
		return;
	if (c == 0x1b) {
		if (vt->state != VT_GROUND)
			vt_note(vt, false, "%s broken", vt->state == VT_CSI ? "CSI" : "ESC");
		begin_escape(vt);
	} else if (c == 0x18 || c == 0x1a) {
		vt_note(vt, false, "C0 %02X", c);
		vt->state = VT_GROUND;
	} else if (c < 0x20) {
		control(vt, c);
	} else if (c == 0x7f) {
		vt_note(vt, false, "C0 7F");
	} else if (vt->state == VT_ESC) {
		escape_byte(vt, c);
	} else if (vt->state == VT_CSI) {
		csi_byte(vt, c);
	} else {
		utf8_byte(vt, c);
	}
}

void
bt_vt_feed(struct bt_vt *vt, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++)
		feed_byte(vt, p[i]);
}
