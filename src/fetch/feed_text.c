#include "fetch/feed_text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "fetch/html.h"

/* --- decoding --------------------------------------------------------------------------------- */

/* Take one code point from s[0..n-1], n > 0; the bytes it took. */
typedef size_t decoder(const char *s, size_t n, uint32_t *cp);

static size_t
utf16(const char *s, size_t n, uint32_t *cp, int high)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t first, second;

	*cp = BT_TEXT_REPLACEMENT;
	if (n < 2)
		return 1;
	first = (uint32_t)p[high] << 8 | p[1 - high];
	if (first < 0xD800 || first > 0xDFFF) {
		*cp = first;
		return 2;
	}
	if (first > 0xDBFF || n < 4)
		return 2;
	second = (uint32_t)p[2 + high] << 8 | p[3 - high];
	if (second < 0xDC00 || second > 0xDFFF)
		return 2;
	*cp = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
	return 4;
}

static size_t
utf16_be(const char *s, size_t n, uint32_t *cp)
{
	return utf16(s, n, cp, 0);
}

static size_t
utf16_le(const char *s, size_t n, uint32_t *cp)
{
	return utf16(s, n, cp, 1);
}

static size_t
one_byte(const char *s, size_t n, uint32_t *cp)
{
	(void)n;
	*cp = (unsigned char)s[0];
	return 1;
}

static size_t
ascii_only(const char *s, size_t n, uint32_t *cp)
{
	(void)n;
	*cp = (unsigned char)s[0] < 0x80 ? (unsigned char)s[0] : BT_TEXT_REPLACEMENT;
	return 1;
}

static const struct {
	const char *name;
	decoder *decode;
} encodings[] = {
	{"utf-8", bt_utf8_decode},    {"utf8", bt_utf8_decode},     {"us-ascii", bt_utf8_decode},
	{"ascii", bt_utf8_decode},    {"iso-8859-1", one_byte},     {"iso8859-1", one_byte},
	{"iso_8859-1", one_byte},     {"latin1", one_byte},         {"latin-1", one_byte},
	{"windows-1252", one_byte},   {"cp1252", one_byte},         {"cp-1252", one_byte},
	/* a declaration that says so and could be read as bytes is not true */
	{"utf-16", bt_utf8_decode},
	{"utf-16le", bt_utf8_decode}, {"utf-16be", bt_utf8_decode},
};

/* By the byte order mark (skipped), else by the declaration, else UTF-8. */
static decoder *
decoder_of(const char *s, size_t n, size_t *skip)
{
	static const struct {
		const char *bytes;
		size_t n;
		decoder *decode;
	} marks[] = {{"\xEF\xBB\xBF", 3, bt_utf8_decode},
	             {"\xFF\xFE", 2, utf16_le},
	             {"\xFE\xFF", 2, utf16_be}};
	char head[256], *p, *q;

	for (size_t i = 0; i < 3; i++)
		if (n >= marks[i].n && memcmp(s, marks[i].bytes, marks[i].n) == 0) {
			*skip = marks[i].n;
			return marks[i].decode;
		}
	*skip = 0;
	if (n >= 4 && memcmp(s, "<\0?\0", 4) == 0)
		return utf16_le;
	if (n >= 4 && memcmp(s, "\0<\0?", 4) == 0)
		return utf16_be;
	n = n < sizeof(head) - 1 ? n : sizeof(head) - 1;
	memcpy(head, s, n);
	head[n] = '\0';
	p = strstr(head, "<?xml");
	p = p ? strstr(p, "encoding") : NULL;
	p = p ? strpbrk(p, "'\"") : NULL;
	q = p ? strchr(p + 1, *p) : NULL;
	if (!q)
		return bt_utf8_decode;
	*q = '\0';
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++)
		if (strcasecmp(p + 1, encodings[i].name) == 0)
			return encodings[i].decode;
	return ascii_only;
}

/* What XML can hold of a code point; control bytes of Windows are letters. */
static uint32_t
xml_char(uint32_t cp)
{
	cp = bt_html_from_windows(cp);
	if ((cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || cp == 0xFFFE || cp == 0xFFFF)
		return BT_TEXT_REPLACEMENT;
	return cp;
}

static void
add_cp(struct bt_buf *out, uint32_t cp)
{
	char utf8[4];

	bt_buf_add(out, utf8, bt_utf8_encode(cp, utf8));
}

static bool
is_plain(char c)
{
	return (unsigned char)c < 0x80 &&
	       ((unsigned char)c >= 0x20 || c == '\n' || c == '\t' || c == '\r');
}

/* All of it as valid UTF-8 without control characters. */
static void
decode(const char *s, size_t n, decoder *next, struct bt_buf *out)
{
	bool bytes = next != utf16_le && next != utf16_be;
	uint32_t cp;

	for (size_t i = 0; i < n && !out->over;) {
		size_t run = 0;

		while (bytes && i + run < n && is_plain(s[i + run]))
			run++;
		if (run) {
			bt_buf_add(out, s + i, run);
			i += run;
			continue;
		}
		i += next(s + i, n - i, &cp);
		add_cp(out, xml_char(cp));
	}
}

/* --- mending ---------------------------------------------------------------------------------- */

/* Bytes from s to the end of `end`, all of them when it does not come. */
static size_t
upto(const char *s, size_t n, const char *end)
{
	const char *p = memmem(s, n, end, strlen(end));

	return p ? (size_t)(p - s) + strlen(end) : n;
}

static bool
starts(const char *s, size_t n, const char *with)
{
	return n >= strlen(with) && memcmp(s, with, strlen(with)) == 0;
}

/* An '&': a reference that XML knows stays, others become their character, a bare one is escaped. */
static size_t
mend_reference(const char *s, size_t n, struct bt_buf *out)
{
	static const char *const of_xml[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
	uint32_t cp;
	size_t len;

	for (size_t i = 0; i < sizeof(of_xml) / sizeof(of_xml[0]); i++)
		if (starts(s, n, of_xml[i])) {
			bt_buf_str(out, of_xml[i]);
			return strlen(of_xml[i]);
		}
	len = bt_html_reference(s, n, &cp);
	if (!len) {
		bt_buf_str(out, "&amp;");
		return 1;
	}
	if (cp < 0x80) /* might be markup */
		bt_buf_printf(out, "&#%u;", (unsigned)xml_char(cp));
	else
		add_cp(out, xml_char(cp));
	return len;
}

/* A '<': data and tags stay, comments and instructions go, less-than signs are escaped. */
static size_t
mend_markup(const char *s, size_t n, struct bt_buf *out)
{
	size_t len;

	if (starts(s, n, "<![CDATA[")) {
		len = upto(s, n, "]]>");
		bt_buf_add(out, s, len);
		return len;
	}
	if (starts(s, n, "<!--"))
		return upto(s, n, "-->");
	if (starts(s, n, "<?"))
		return upto(s, n, "?>");
	if (n > 1 &&
	    (isalpha((unsigned char)s[1]) || strchr("/!_:", s[1]) || (unsigned char)s[1] >= 0x80))
		bt_buf_char(out, '<');
	else
		bt_buf_str(out, n > 1 ? "&lt;" : "<");
	return 1;
}

static void
mend(const char *s, size_t n, struct bt_buf *out)
{
	for (size_t i = 0; i < n && !out->over;) {
		size_t run = 0;

		while (i + run < n && s[i + run] != '&' && s[i + run] != '<')
			run++;
		bt_buf_add(out, s + i, run);
		i += run;
		if (i < n)
			i += s[i] == '&' ? mend_reference(s + i, n - i, out)
			                 : mend_markup(s + i, n - i, out);
	}
}

enum bt_status
bt_feed_text(const char *body, size_t len, struct bt_buf *out)
{
	size_t skip;
	decoder *next = decoder_of(body, len, &skip);
	struct bt_buf utf8;

	bt_buf_init(&utf8, out->max);
	decode(body + skip, len - skip, next, &utf8);
	if (utf8.over)
		out->over = true;
	else
		mend(utf8.data ? utf8.data : "", utf8.len, out);
	bt_buf_release(&utf8);
	return out->over ? BT_E_LIMIT : BT_OK;
}
