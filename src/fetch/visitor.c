#include "fetch/visitor.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"

enum bt_job_kind
bt_visitor_needs(const struct bt_visitor *v)
{
	if (!v->cookies[0])
		return BT_JOB_COOKIE;
	return v->crumb[0] ? BT_JOB_KINDS : BT_JOB_CRUMB;
}

/* Bytes that RFC 6265 lets a cookie have, '=' and ';' being judged by whoever looks for them. */
static bool
is_plain(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] > '~' || s[i] == ';' || s[i] == ',' || s[i] == '"' || s[i] == '\\')
			return false;
	return true;
}

/* Take out the cookie of that name, if it is there. */
static void
forget(struct bt_visitor *v, const char *name, size_t n)
{
	char *p = v->cookies;

	while (*p) {
		size_t len = strcspn(p, ";");
		size_t whole = len + strspn(p + len, "; ");

		if (len > n && strncmp(p, name, n) == 0 && p[n] == '=') {
			memmove(p, p + whole, strlen(p + whole) + 1);
			break;
		}
		p += whole;
	}
	for (size_t len = strlen(v->cookies); len && strchr("; ", v->cookies[len - 1]); len--)
		v->cookies[len - 1] = '\0';
}

static bool
add_cookie(struct bt_visitor *v, const char *pair, size_t n)
{
	const char *eq = memchr(pair, '=', n);
	size_t have, name;

	if (!eq || eq == pair || eq == pair + n - 1 || !is_plain(pair, n))
		return false;
	name = (size_t)(eq - pair);
	forget(v, pair, name);
	have = strlen(v->cookies);
	if (have + n + 3 > sizeof(v->cookies))
		return false;
	snprintf(v->cookies + have, sizeof(v->cookies) - have, "%s%.*s", have ? "; " : "", (int)n, pair);
	return true;
}

bool
bt_visitor_cookies(struct bt_visitor *v, const char *set_cookie)
{
	bool any = false;

	for (const char *p = set_cookie; *p;) {
		size_t line = strcspn(p, "\n"), n = strcspn(p, ";\n");

		while (n && p[n - 1] == ' ')
			n--;
		any = add_cookie(v, p, n) || any;
		p += line + (p[line] == '\n');
	}
	if (any)
		v->crumb[0] = '\0';     /* a crumb belongs to its cookies */
	return any;
}

bool
bt_crumb_is_good(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] > '~' || strchr("<>{}\"", s[i]))
			return false;
	return n > 0 && n < sizeof(((struct bt_visitor *)0)->crumb);
}

bool
bt_visitor_crumb(struct bt_visitor *v, const char *crumb)
{
	size_t n = crumb ? strlen(crumb) : 0;

	if (!bt_crumb_is_good(crumb, n))
		return false;
	memcpy(v->crumb, crumb, n + 1);
	return true;
}

void
bt_visitor_accepted(struct bt_visitor *v)
{
	v->renewed = false;
}

bool
bt_visitor_refused(struct bt_visitor *v)
{
	bool first = !v->renewed;

	*v = (struct bt_visitor){.renewed = true};
	return first;
}

/* Two lines: cookies, crumb. */
void
bt_visitor_load(struct bt_visitor *v, const char *path)
{
	struct bt_buf text;
	struct bt_visitor read = {0};
	const char *p, *end;

	*v = (struct bt_visitor){0};
	bt_buf_init(&text, sizeof(v->cookies) + sizeof(v->crumb) + 2);
	if (bt_file_read(path, &text, NULL) || !text.data || !(end = strchr(text.data, '\n'))) {
		bt_buf_release(&text);
		return;
	}
	for (p = text.data; p < end;) {
		size_t n = strcspn(p, ";\n");

		if (!add_cookie(&read, p, n))
			break;
		p += n + strspn(p + n, "; ");
	}
	char *crumb = text.data + (end - text.data) + 1;

	crumb[strcspn(crumb, "\n")] = '\0';
	if (p == end && bt_visitor_crumb(&read, crumb))
		*v = read;
	bt_buf_release(&text);
}

enum bt_status
bt_visitor_save(const struct bt_visitor *v, const char *path, struct bt_err *err)
{
	char text[sizeof(v->cookies) + sizeof(v->crumb) + 2];
	int n = snprintf(text, sizeof(text), "%s\n%s\n", v->cookies, v->crumb);

	return bt_file_write(path, text, (size_t)n, err);
}
