/* The words of HTML: rounds of tags taken away and references decoded. */
#include "fetch/html.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "fetch/html_link.h"

/* The longest tag: a '<' farther from its '>' is a less-than sign. */
#define TAG_MAX 4096

/* What stands for a break between decoding and collapsing, with a blank behind it, so that there is room for
 * two newlines; from outside these are U+FFFD.  */
#define MARK_LINE '\x01'         /* a new line */
#define MARK_BREAK '\x02'        /* the same; two of them are a paragraph */
#define MARK_PARAGRAPH '\x03'
#define MARKS "\x01\x02\x03"

static const struct {
	const char *name;
	char mark;
} blocks[] = {
	{"p", MARK_PARAGRAPH},     {"h1", MARK_PARAGRAPH},    {"h2", MARK_PARAGRAPH}, {"h3", MARK_PARAGRAPH},
	{"h4", MARK_PARAGRAPH},    {"h5", MARK_PARAGRAPH},    {"h6", MARK_PARAGRAPH}, {"ul", MARK_PARAGRAPH},
	{"ol", MARK_PARAGRAPH},    {"dl", MARK_PARAGRAPH},    {"hr", MARK_PARAGRAPH}, {"pre", MARK_PARAGRAPH},
	{"table", MARK_PARAGRAPH}, {"blockquote", MARK_PARAGRAPH}, {"br", MARK_BREAK},
	{"li", MARK_LINE},         {"tr", MARK_LINE},         {"dt", MARK_LINE},      {"dd", MARK_LINE},
	{"div", MARK_LINE},        {"section", MARK_LINE},    {"article", MARK_LINE}, {"figcaption", MARK_LINE},
};

/* One text on its way through a round of decoding. */
struct round {
	const char *s;
	size_t n;
	size_t gt;               /* where the next '>' stands; kept, so that a heap of '<' costs no more than its length */
	struct bt_html_links *links;     /* NULL: words alone */
	size_t open;             /* number of the link that is open, or 0 */
	size_t open_from;        /* where its words begin in out */
	struct bt_buf *out;
};

/* --- tags -------------------------------------------------------------------------------------- */

/* Length of the tag at s[at], which is a '<'; 0: it is a less-than sign. */
static size_t
tag_length(struct round *r, size_t at)
{
	if (at + 1 >= r->n || !r->s[at + 1] ||
	    !(isalpha((unsigned char)r->s[at + 1]) || strchr("/!?", r->s[at + 1])))
		return 0;
	if (r->gt < at || r->gt == 0) {
		const char *p = memchr(r->s + at, '>', r->n - at);

		r->gt = p ? (size_t)(p - r->s) : r->n;
	}
	return r->gt < r->n && r->gt - at < TAG_MAX ? r->gt - at + 1 : 0;
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

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_tag(tag, n, names[i]))
			return true;
	return false;
}

/* --- links ------------------------------------------------------------------------------------- */

/* The words of the open link are over: their number right behind the last, where there are any. */
static void
close_link(struct round *r)
{
	size_t end = r->out->len, n = 0;
	char gap[16];

	while (r->open && end > r->open_from && (unsigned char)r->out->data[end - 1] <= ' ')
		end--;
	if (r->open && end > r->open_from) {
		n = r->out->len - end;
		n = n < sizeof(gap) ? n : sizeof(gap);
		memcpy(gap, r->out->data + end, n);
		r->out->len = end;
		bt_buf_printf(r->out, "[%zu]", r->open);
		bt_buf_add(r->out, gap, n);
	}
	r->open = 0;
}

static void
take_anchor(struct round *r, const char *tag, size_t n, bool end)
{
	struct bt_buf href;

	close_link(r);
	if (end)
		return;
	bt_buf_init(&href, TAG_MAX);
	if (bt_html_href(tag, n, &href)) {
		r->open = bt_html_number(r->links, href.data);
		r->open_from = r->out->len;
	}
	bt_buf_release(&href);
}

/* --- a round: tags away, references decoded ---------------------------------------------------- */

static void
take_tag(struct round *r, const char *tag, size_t n)
{
	bool end = n > 1 && tag[1] == '/';
	const char *name = tag + end;
	size_t n_name = n - end;

	if (r->links && is_tag(name, n_name, "a")) {
		take_anchor(r, tag, n, end);
		return;
	}
	if (is_inline(name, n_name))
		return;
	for (size_t i = 0; r->links && i < sizeof(blocks) / sizeof(blocks[0]); i++)
		if (is_tag(name, n_name, blocks[i].name))
			bt_buf_char(r->out, blocks[i].mark);
	bt_buf_char(r->out, ' ');
	if (r->links && !end && is_tag(name, n_name, "li"))
		bt_buf_str(r->out, "- ");
}

/* Text up to the next tag or reference; marks in it are none of ours in the first round. */
static size_t
take_run(struct round *r, size_t i, bool first)
{
	size_t run = 1;

	if (first && r->s[i] && strchr(MARKS, r->s[i])) {
		bt_html_add(r->out, BT_TEXT_REPLACEMENT);
		return 1;
	}
	while (i + run < r->n && r->s[i + run] != '<' && r->s[i + run] != '&' &&
	       !(first && r->s[i + run] && strchr(MARKS, r->s[i + run])))
		run++;
	bt_buf_add(r->out, r->s + i, run);
	return run;
}

static void
decode_once(const char *s, size_t n, struct bt_html_links *links, bool first, struct bt_buf *out)
{
	struct round r = {.s = s, .n = n, .links = links, .out = out};
	size_t len;
	uint32_t cp;

	for (size_t i = 0; i < n && !out->over;) {
		if (s[i] == '<' && (len = tag_length(&r, i))) {
			take_tag(&r, s + i, len);
			i += len;
			i += unseen_length(s + i, n - i, s + i - len, len);
		} else if (s[i] == '&' && (len = bt_html_reference(s + i, n - i, &cp))) {
			bt_html_add(out, cp);
			i += len;
		} else {
			i += take_run(&r, i, first);
		}
	}
	close_link(&r);
}

/* --- white space ------------------------------------------------------------------------------- */

/* How much white space, marks or a no-break space stand at s[i]; 0: none. */
static size_t
gap_length(const char *s, size_t i, size_t n)
{
	if (i + 1 < n && s[i] == '\xC2' && s[i + 1] == '\xA0')
		return 2;
	return strchr(" \t\r\n\f\v" MARKS, s[i]) != NULL;
}

/* The point of a list that has no words yet. */
static bool
is_bare_point(const char *s, size_t n)
{
	return n > 0 && s[n - 1] == '-' && (n == 1 || s[n - 2] == '\n');
}

/* Runs of white space and marks become one blank, one '\n' or two; none at the ends.  In place. */
static size_t
collapse(char *s, size_t n)
{
	size_t to = 0, len;

	for (size_t i = 0; i < n;) {
		int lines = 0, breaks = 0;
		bool gap = false;

		for (; i < n && (len = gap_length(s, i, n)); i += len) {
			gap = true;
			breaks += s[i] == MARK_BREAK;
			lines = s[i] == MARK_PARAGRAPH ? 2 : s[i] == MARK_LINE && lines == 0 ? 1 : lines;
		}
		if (breaks > lines)
			lines = breaks < 2 ? breaks : 2;
		if (i == n)
			break;
		if (gap && to > 0 && (lines == 0 || is_bare_point(s, to)))
			s[to++] = ' ';
		else if (gap && to > 0)
			for (int k = 0; k < lines; k++)
				s[to++] = '\n';
		s[to++] = s[i++];
	}
	return to;
}

/* Each line made harmless, into out, as many as fit. */
static void
clean_lines(const char *s, size_t n, char *out, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i <= n && used + 4 < size;) {         /* no line behind one that was cut */
		const char *end = memchr(s + i, '\n', n - i);
		size_t len = (end ? (size_t)(end - s) : n) - i;

		bt_text_clean(s + i, len, out + used, size - used);
		used += strlen(out + used);
		i += len + 1;
		if (i <= n && used + 1 < size)
			out[used++] = '\n';
		out[used] = '\0';
	}
	while (used && strchr("\n ", out[used - 1]))
		out[--used] = '\0';
}

/* --- all --------------------------------------------------------------------------------------- */

static const char *
decode(const char *html, size_t n, size_t max, struct bt_html_links *links, struct bt_arena *a)
{
	char words[BT_WORDS_MAX] = "";
	struct bt_buf once, twice;

	bt_buf_init(&once, 4 * n + 64);
	bt_buf_init(&twice, 16 * n + 256);
	decode_once(html, n, links, true, &once);
	decode_once(once.data ? once.data : "", once.len, links, false, &twice);
	if (twice.len)
		clean_lines(twice.data, collapse(twice.data, twice.len), words,
		            max < sizeof(words) ? max : sizeof(words));
	bt_buf_release(&once);
	bt_buf_release(&twice);
	return bt_arena_strdup(a, words);
}

const char *
bt_html_words(const char *html, size_t n, size_t max, struct bt_arena *a)
{
	return decode(html, n, max, NULL, a);
}

const char *
bt_html_text(const char *html, size_t n, size_t max, struct bt_html_links *links, struct bt_arena *a)
{
	return decode(html, n, max, links, a);
}
