#include "fetch/html.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

/* The longest tag: a '<' farther from its '>' is a less-than sign. */
#define TAG_MAX 4096

static const struct entity {
	const char *name;
	uint32_t cp;
} entities[] = {
#define BT_ENTITY(name, cp) {name, cp},
#include "spec/entities.def"
};

uint32_t
bt_html_from_windows(uint32_t cp)
{
	static const uint16_t windows[32] = {
		0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
		0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
		0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
		0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
	};

	return cp >= 0x80 && cp <= 0x9F ? windows[cp - 0x80] : cp;
}

static int
by_name(const void *key, const void *entity)
{
	return strcmp(key, ((const struct entity *)entity)->name);
}

/* "#123;" or "#x7b;" after the '&' */
static size_t
numeric(const char *s, size_t n, uint32_t *cp)
{
	bool hex = n > 2 && (s[1] == 'x' || s[1] == 'X');
	uint32_t value = 0;
	size_t i = hex ? 2 : 1, first = i;

	for (; i < n && (hex ? isxdigit((unsigned char)s[i]) : isdigit((unsigned char)s[i])); i++)
		if (value <= 0x10FFFF)
			value = value * (hex ? 16 : 10) +
			        (uint32_t)(isdigit((unsigned char)s[i]) ? s[i] - '0'
			                                                : (s[i] | 32) - 'a' + 10);
	if (i == first || i == n || s[i] != ';')
		return 0;
	*cp = bt_html_from_windows(value);
	if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF) || value == 0)
		*cp = BT_TEXT_REPLACEMENT;
	return i + 1;
}

size_t
bt_html_reference(const char *s, size_t n, uint32_t *cp)
{
	char name[12];
	size_t len = 0;
	const struct entity *e;

	if (n < 3 || s[0] != '&')
		return 0;
	if (s[1] == '#') {
		len = numeric(s + 1, n - 1, cp);
		return len ? len + 1 : 0;
	}
	while (len + 1 < sizeof(name) && len + 1 < n && isalnum((unsigned char)s[len + 1])) {
		name[len] = s[len + 1];
		len++;
	}
	name[len] = '\0';
	if (len + 1 >= n || s[len + 1] != ';')
		return 0;
	e = bsearch(name, entities, sizeof(entities) / sizeof(entities[0]), sizeof(entities[0]),
	            by_name);
	if (!e)
		return 0;
	*cp = e->cp;
	return len + 2;
}

/* Length of the tag at s[0..n-1], which begins with '<'; 0: it is a less-than sign.  *gt is where
 * the next '>' stands, kept between calls so that a heap of '<' costs no more than its length.  */
static size_t
tag_length(const char *s, size_t at, size_t n, size_t *gt)
{
	if (at + 1 >= n || !(isalpha((unsigned char)s[at + 1]) || strchr("/!?", s[at + 1])) ||
	    !s[at + 1])
		return 0;
	if (*gt < at || *gt == 0) {
		const char *p = memchr(s + at, '>', n - at);

		*gt = p ? (size_t)(p - s) : n;
	}
	return *gt < n && *gt - at < TAG_MAX ? *gt - at + 1 : 0;
}

static bool
is_tag(const char *tag, size_t n, const char *name)
{
	size_t len = strlen(name);

	return n > len + 1 && strncasecmp(tag + 1, name, len) == 0 &&
	       !isalnum((unsigned char)tag[len + 1]);
}

/* After an opening <script> or <style>: bytes to its end tag. */
static size_t
unseen_length(const char *s, size_t n, const char *tag, size_t n_tag)
{
	static const char *const unseen[] = {"script", "style"};

	for (size_t i = 0; i < 2; i++) {
		if (!is_tag(tag, n_tag, unseen[i]))
			continue;
		for (size_t j = 0; j + 2 < n; j++)
			if (s[j] == '<' && s[j + 1] == '/' &&
			    strncasecmp(s + j + 2, unseen[i],
			                n - j - 2 < strlen(unseen[i]) ? n - j - 2
			                                              : strlen(unseen[i])) == 0)
				return j;
		return n;
	}
	return 0;
}

/* Tags inside a word ("<b>S</b>hares") leave no gap; those of blocks do. */
static bool
is_inline(const char *tag, size_t n)
{
	static const char *const names[] = {"a",    "b",    "i",   "u",   "em",   "strong",
	                                    "span", "font", "sup", "sub", "small"};
	size_t skip = n > 1 && tag[1] == '/' ? 1 : 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_tag(tag + skip, n - skip, names[i]))
			return true;
	return false;
}

static void
add_cp(struct bt_buf *out, uint32_t cp)
{
	char utf8[4];

	bt_buf_add(out, utf8, bt_utf8_encode(cp, utf8));
}

/* One round: tags away, references decoded. */
static void
decode_once(const char *s, size_t n, struct bt_buf *out)
{
	size_t gt = 0, len;
	uint32_t cp;

	for (size_t i = 0; i < n && !out->over;) {
		if (s[i] == '<' && (len = tag_length(s, i, n, &gt))) {
			if (!is_inline(s + i, len))
				bt_buf_char(out, ' ');
			i += len;
			i += unseen_length(s + i, n - i, s + i - len, len);
		} else if (s[i] == '&' && (len = bt_html_reference(s + i, n - i, &cp))) {
			add_cp(out, cp);
			i += len;
		} else {
			size_t run = 1;

			while (i + run < n && s[i + run] != '<' && s[i + run] != '&')
				run++;
			bt_buf_add(out, s + i, run);
			i += run;
		}
	}
}

/* Runs of white space, no-break spaces among them, become one blank; none at the ends. */
static size_t
collapse(char *s, size_t n)
{
	size_t to = 0;
	bool gap = false;

	for (size_t i = 0; i < n;) {
		bool nbsp = i + 1 < n && s[i] == '\xC2' && s[i + 1] == '\xA0';

		if (nbsp || strchr(" \t\r\n\f\v", s[i])) {
			gap = to > 0;
			i += nbsp ? 2 : 1;
			continue;
		}
		if (gap)
			s[to++] = ' ';
		gap = false;
		s[to++] = s[i++];
	}
	return to;
}

const char *
bt_html_words(const char *html, size_t n, size_t max, struct bt_arena *a)
{
	char words[BT_WORDS_MAX] = "";
	struct bt_buf once, twice;

	bt_buf_init(&once, 2 * n + 16);
	bt_buf_init(&twice, 4 * n + 64);
	decode_once(html, n, &once);
	decode_once(once.data ? once.data : "", once.len, &twice);
	if (twice.len)
		bt_text_clean(twice.data, collapse(twice.data, twice.len), words,
		              max < sizeof(words) ? max : sizeof(words));
	bt_buf_release(&once);
	bt_buf_release(&twice);
	return bt_arena_strdup(a, words);
}
