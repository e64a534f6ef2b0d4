#include "fetch/html_link.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "fetch/url.h"

void
bt_html_add(struct bt_buf *out, uint32_t cp)
{
	char utf8[4];

	if (cp < 0x20 && !strchr("\t\n\r", (int)cp))
		cp = BT_TEXT_REPLACEMENT;
	bt_buf_add(out, utf8, bt_utf8_encode(cp, utf8));
}

static bool
is_gap(char c)
{
	return isspace((unsigned char)c) || c == '/';
}

static size_t
skip_gap(const char *s, size_t i, size_t n)
{
	while (i < n && is_gap(s[i]))
		i++;
	return i;
}

/* Attributes are read one by one, as what looks like one may stand in the value of another. */
struct attribute {
	size_t name, n_name, value, n_value;
};

/* The attribute at tag[at..n-1]; where the next may begin, or n. */
static size_t
read_attribute(const char *tag, size_t at, size_t n, struct attribute *out)
{
	size_t i = skip_gap(tag, at, n), after;
	char quote;

	*out = (struct attribute){.name = i};
	while (i < n && !is_gap(tag[i]) && (tag[i] != '=' || i == out->name))
		i++;
	out->n_name = i - out->name;
	after = skip_gap(tag, i, n);
	if (after >= n || tag[after] != '=')
		return i;
	i = after + 1;
	while (i < n && isspace((unsigned char)tag[i]))
		i++;
	quote = i < n && (tag[i] == '"' || tag[i] == '\'') ? tag[i++] : '\0';
	out->value = i;
	while (i < n && (quote ? tag[i] != quote : !isspace((unsigned char)tag[i])))
		i++;
	out->n_value = i - out->value;
	return quote && i < n ? i + 1 : i;
}

static void
add_decoded(const char *s, size_t n, struct bt_buf *out)
{
	uint32_t cp;

	for (size_t i = 0; i < n;) {
		size_t len = s[i] == '&' ? bt_html_reference(s + i, n - i, &cp) : 0;

		if (len)
			bt_html_add(out, cp);
		else
			bt_buf_char(out, s[i]);
		i += len ? len : 1;
	}
}

bool
bt_html_href(const char *tag, size_t n, struct bt_buf *out)
{
	size_t end = n && tag[n - 1] == '>' ? n - 1 : n, i = 1;
	struct attribute x;

	while (i < end && isalnum((unsigned char)tag[i]))
		i++;
	while (i < end) {
		i = read_attribute(tag, i, end, &x);
		if (x.n_name != 4 || strncasecmp(tag + x.name, "href", 4) != 0)
			continue;
		add_decoded(tag + x.value, x.n_value, out);
		return out->len > 0 && !out->over;
	}
	return false;
}

size_t
bt_html_number(struct bt_html_links *l, const char *href)
{
	const char *link = bt_url_link(l->base, href, l->arena);

	if (!link || !*link || href[0] == '#')
		return 0;
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->at[i], link) == 0)
			return i + 1;
	if (l->n == BT_HTML_LINKS)
		return 0;
	l->at[l->n++] = link;
	return l->n;
}
