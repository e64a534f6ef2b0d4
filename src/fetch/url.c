#include "fetch/url.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>


#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

enum bt_status
bt_url_escape(const char *s, struct bt_buf *out)
{
	enum bt_status st = BT_OK;

	for (; *s && !st; s++)
		st = strchr(DIGITS LETTERS "-._~", *s)
		             ? bt_buf_char(out, *s)
		             : bt_buf_printf(out, "%%%02X", (unsigned char)*s);
	return st;
}

bool
bt_url_is_word(const char *s)
{
	return *s && s[strspn(s, DIGITS LETTERS)] == '\0';
}

/* --- links (RFC 3986, section 5.2) ------------------------------------------------------------ */

#define LINK_MAX_BYTES 2048

/* Length of "scheme:" at the start; 0 when there is none. */
static size_t
scheme_length(const char *s)
{
	size_t n = strspn(s, DIGITS LETTERS "+-.");

	return n && isalpha((unsigned char)s[0]) && s[n] == ':' ? n + 1 : 0;
}

/* Length of "scheme://authority". */
static size_t
origin_length(const char *url)
{
	size_t n = scheme_length(url);

	if (strncmp(url + n, "//", 2) != 0)
		return n;
	return n + 2 + strcspn(url + n + 2, "/?#");
}

/* "." and ".." segments out of the path at s, in place; what follows '?' or '#' stays. */
static void
remove_dots(char *s)
{
	size_t end = strcspn(s, "?#"), to = 0;

	for (size_t i = 0; i < end;) {
		size_t n = 1 + strcspn(s + i + 1, "/?#"); /* "/segment" */

		if (n == 2 && s[i + 1] == '.') {
			if (i + n == end)
				s[to++] = '/';
		} else if (n == 3 && s[i + 1] == '.' && s[i + 2] == '.') {
			while (to && s[--to] != '/')
				;
			if (i + n == end)
				s[to++] = '/';
		} else {
			memmove(s + to, s + i, n);
			to += n;
		}
		i += n;
	}
	memmove(s + to, s + end, strlen(s + end) + 1);
}

/* base and ref joined, into out; the path not yet without dots.  *path: where it begins. */
static enum bt_status
join(const char *base, const char *ref, struct bt_buf *out, size_t *path)
{
	size_t origin = origin_length(base), n_path = strcspn(base + origin, "?#");
	size_t n_dir = n_path;

	if (strncmp(ref, "//", 2) == 0) {
		bt_buf_add(out, base, scheme_length(base));
		*path = scheme_length(base) + origin_length(ref);
		return bt_buf_str(out, ref);
	}
	while (n_dir && base[origin + n_dir - 1] != '/')
		n_dir--;
	bt_buf_add(out, base, origin);
	*path = origin;
	if (*ref == '?')
		bt_buf_add(out, base + origin, n_path);
	else if (*ref == '#' || !*ref)
		bt_buf_add(out, base + origin, strcspn(base + origin, "#"));
	else if (*ref != '/' && n_dir)
		bt_buf_add(out, base + origin, n_dir);
	else if (*ref != '/')
		bt_buf_char(out, '/');
	return bt_buf_str(out, ref);
}

/* Four numbers below 256 as people write them: other spellings of an address are read in other ways. */
static bool
is_quad(const char *s, size_t n)
{
	const char *end = s + n;
	int labels = 0;

	for (; s < end; labels++) {
		size_t len = strspn(s, DIGITS);

		if (len == 0 || len > 3 || (len > 1 && *s == '0') || strtol(s, NULL, 10) > 255)
			return false;
		s += len;
		if (s < end && *s++ != '.')
			return false;
	}
	return labels == 4 && end[-1] != '.';
}

/* A name of plain characters, which no two programs read as different hosts; IPv6 in brackets. */
static bool
is_host(const char *s, size_t n)
{
	const char *last = s + n;

	if (n > 4 && s[0] == '[')
		return s[n - 1] == ']' && strspn(s + 1, DIGITS "abcdefABCDEF:.") == n - 2 && memchr(s, ':', n);
	if (n == 0 || strspn(s, DIGITS LETTERS "-._~") < n)
		return false;
	while (last > s && last[-1] != '.')
		last--;
	return last == s + n || !isdigit((unsigned char)*last) || is_quad(s, n);
}

/* Where the host at url[host..end-1] ends before its port; `host` when that is none that there is. */
static size_t
host_end(const char *url, size_t host, size_t end)
{
	const char *bracket = memchr(url + host, ']', end - host);
	size_t from = bracket ? (size_t)(bracket - url) + 1 : host, digits;
	const char *colon = memchr(url + from, ':', end - from);
	long port;

	if (!colon)
		return end;
	digits = strspn(colon + 1, DIGITS);
	port = digits > 0 && digits < 6 ? strtol(colon + 1, NULL, 10) : 0;
	return port > 0 && port < 65536 && colon + 1 + digits == url + end ? (size_t)(colon - url) : host;
}

/* http or https, a host, no user name, perhaps a port. */
static bool
is_web(const char *url)
{
	size_t n = scheme_length(url), host = n + 2, end = origin_length(url);

	if (!(n == 5 && strncasecmp(url, "http:", 5) == 0) &&
	    !(n == 6 && strncasecmp(url, "https:", 6) == 0))
		return false;
	return end > host && is_host(url + host, host_end(url, host, end) - host);
}

static const char *
encoded(const char *url, struct bt_arena *a)
{
	struct bt_buf out;
	const char *copy = "";

	bt_buf_init(&out, LINK_MAX_BYTES);
	for (const char *s = url; *s; s++) {
		if (*s > 0x20 && *s < 0x7F && !strchr("\"'<>`", *s))
			bt_buf_char(&out, *s);
		else
			bt_buf_printf(&out, "%%%02X", (unsigned char)*s);
	}
	if (!out.over)
		copy = bt_arena_strdup(a, out.data ? out.data : "");
	bt_buf_release(&out);
	return copy;
}

const char *
bt_url_link(const char *base, const char *ref, struct bt_arena *a)
{
	struct bt_buf url;
	const char *link = "";
	size_t path = 0, n;

	ref += strspn(ref, " \t\r\n");
	n = strcspn(ref, "\t\r\n");
	while (n && ref[n - 1] == ' ')
		n--;
	bt_buf_init(&url, 4 * LINK_MAX_BYTES);
	char *trimmed = bt_arena_strndup(a, ref, n);

	if (!trimmed)
		return NULL;
	if (scheme_length(trimmed)) {
		path = origin_length(trimmed);
		bt_buf_str(&url, trimmed);
	} else if (n && base && is_web(base)) {
		join(base, trimmed, &url, &path);
	}
	if (!url.over && url.data && is_web(url.data)) {
		if (url.data[path] == '/')
			remove_dots(url.data + path);
		link = encoded(url.data, a);
	}
	bt_buf_release(&url);
	return link;
}
