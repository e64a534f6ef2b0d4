#include "base/text.h"

#include <string.h>
#include <wchar.h>

struct range {
	uint32_t first, last;
};

static bool
in(const struct range *r, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < n; i++)
		if (cp >= r[i].first && cp <= r[i].last)
			return true;
	return false;
}
#define IN(ranges, cp) in((ranges), sizeof(ranges) / sizeof((ranges)[0]), (cp))

/* Could move the cursor, reorder the line or end up as a control sequence. */
static bool
is_harmful(uint32_t cp)
{
	static const struct range harmful[] = {
		{0x00, 0x1F}, {0x7F, 0x9F}, {0x061C, 0x061C}, {0x200E, 0x200F},
		{0x202A, 0x202E}, {0x2066, 0x2069},
	};

	return IN(harmful, cp);
}

/* Takes no room and says nothing: could hide text or make two titles look alike. */
static bool
is_invisible(uint32_t cp)
{
	static const struct range invisible[] = {
		{0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x180E, 0x180E}, {0x200B, 0x200D},
		{0x2028, 0x2029}, {0x2060, 0x2060}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB},
		{0xE0000, 0xE007F},
	};

	return IN(invisible, cp);
}

static bool
is_combining(uint32_t cp)
{
	return cp >= 0x300 && wcwidth((wchar_t)cp) == 0;
}

size_t
bt_utf8_decode(const char *s, size_t n, uint32_t *cp)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *p = (const unsigned char *)s;
	size_t len;

	*cp = BT_TEXT_REPLACEMENT;
	if (n == 0)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	len = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
	if (p[0] < 0xC2 || p[0] > 0xF4 || len > n)
		return 1;
	uint32_t v = p[0] & (0xFFu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 1;
		v = v << 6 | (p[i] & 0x3F);
	}
	if (v < least[len] || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF))
		return 1;
	*cp = v;
	return len;
}

size_t
bt_utf8_encode(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

size_t
bt_text_clean(const char *in, size_t n, char *out, size_t size)
{
	size_t used = 0;
	int marks = 0;

	for (size_t i = 0; i < n;) {
		uint32_t cp;
		char utf8[4];
		size_t len;

		i += bt_utf8_decode(in + i, n - i, &cp);
		if (cp == '\t' || cp == '\n' || cp == '\r')
			cp = ' ';
		else if (is_harmful(cp))
			cp = BT_TEXT_REPLACEMENT;
		else if (is_invisible(cp))
			continue;
		marks = is_combining(cp) ? marks + 1 : 0;
		if (marks > 2)
			continue;
		len = bt_utf8_encode(cp, utf8);
		if (used + len + 1 > size)
			break;
		memcpy(out + used, utf8, len);
		used += len;
	}
	if (size)
		out[used] = '\0';
	return used;
}

char *
bt_text_clean_dup(struct bt_arena *a, const char *in, size_t n)
{
	size_t size = n * 3 + 1;        /* one bad byte becomes three */
	char *out = bt_arena_alloc(a, size);

	if (out)
		bt_text_clean(in, n, out, size);
	return out;
}

int
bt_text_char_width(uint32_t cp)
{
	int w;

	if (cp >= 0x20 && cp < 0x7F)
		return 1;                /* nearly all there is */
	w = wcwidth((wchar_t)cp);
	return w < 0 ? 1 : w;
}

int
bt_text_width(const char *s)
{
	size_t n = strlen(s);
	int columns = 0;

	for (size_t i = 0; i < n;) {
		uint32_t cp = (unsigned char)s[i];

		i += cp < 0x80 ? 1 : bt_utf8_decode(s + i, n - i, &cp);
		columns += bt_text_char_width(cp);
	}
	return columns;
}

size_t
bt_text_fit(const char *s, int columns)
{
	size_t n = strlen(s), i = 0;

	while (i < n) {
		uint32_t cp;
		size_t len = bt_utf8_decode(s + i, n - i, &cp);

		columns -= bt_text_char_width(cp);
		if (columns < 0)
			break;
		i += len;
	}
	return i;
}
