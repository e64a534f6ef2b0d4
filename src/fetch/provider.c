#include "fetch/provider.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define BT_PROVIDER(id, name, title, credit, base, jobs, symbols, quotes, kib, rate, at_once, hops, delay, \
                    agent, http, headers, key, help) \
	extern const struct bt_speech bt_speech_##name;
#include "spec/providers.def"

#define AGENT_NAMED "Mozilla/5.0 (compatible; broadtape/" BT_VERSION ")"

/* Empty texts of the table stand for "none". */
#define OR_NULL(s) (sizeof(s) > 1 ? (s) : NULL)

static const struct bt_provider providers[] = {
#define BT_PROVIDER(id_, name_, title, credit_, base, jobs_, symbols, quotes, kib, rate, at_once_, hops, \
                    delay, agent, http, headers_, key, help_) \
	{ \
		.id = #name_, \
		.name = title, \
		.credit = credit_, \
		.base_url = base, \
		.jobs = jobs_, \
		.max_symbols = symbols, \
		.max_quotes = quotes, \
		.max_bytes = (size_t)(kib) * 1024, \
		.per_second = rate, \
		.at_once = at_once_, \
		.max_redirects = hops, \
		.delay_min = delay, \
		.user_agent = agent == BT_AGENT_NAMED ? AGENT_NAMED : NULL, \
		.http_1_1 = http == BT_HTTP_1_1, \
		.headers = headers_, \
		.key_header = OR_NULL(key), \
		.help = help_, \
		.speech = &bt_speech_##name_, \
	},
#include "spec/providers.def"
};

const struct bt_provider *
bt_provider_at(size_t i)
{
	return i < sizeof(providers) / sizeof(providers[0]) ? &providers[i] : NULL;
}

const struct bt_provider *
bt_provider_find(const char *id)
{
	const struct bt_provider *p;

	for (size_t i = 0; (p = bt_provider_at(i)); i++)
		if (strcmp(p->id, id) == 0)
			break;
	return p;
}

bool
bt_provider_can(const struct bt_provider *p, enum bt_job_kind kind, const char *symbol)
{
	char name[BT_NAME_MAX];

	if (!(p->jobs & 1u << kind))
		return false;
	return !symbol || !p->speech->name || p->speech->name(kind, symbol, name);
}

size_t
bt_provider_most(const struct bt_provider *p, enum bt_job_kind kind)
{
	switch (kind) {
	case BT_JOB_CLOSES:
	case BT_JOB_RATE:
		return p->max_symbols;
	case BT_JOB_QUOTES:
		return p->max_quotes;
	case BT_JOB_HISTORY:
	case BT_JOB_NEWS:
		return 1;
	case BT_JOB_SEARCH:
	case BT_JOB_WHOLE_MARKET:
	case BT_JOB_COOKIE:
	case BT_JOB_CRUMB:
	case BT_JOB_KINDS:
		break;
	}
	return 0;
}

/* May it stand in a header line? */
static bool
is_plain(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || (unsigned char)*s > 0x7E)
			return false;
	return true;
}

const char *const *
bt_provider_headers(const struct bt_provider *p, const char *key, const char *cookies, struct bt_arena *a,
                    size_t *n)
{
	size_t lines = 2;
	const char **list;

	*n = 0;
	for (const char *s = p->headers; *s; s++)
		lines += *s == '\n';
	list = BT_ARENA_ARRAY(a, lines + 1, const char *);
	for (const char *s = p->headers; list && *s;) {
		size_t len = strcspn(s, "\n");

		list[*n] = bt_arena_strndup(a, s, len);
		*n += list[*n] != NULL;
		s += len + (s[len] == '\n');
	}
	if (list && key && p->key_header && is_plain(key)) {
		list[*n] = bt_arena_printf(a, "%s%s", p->key_header, key);
		*n += list[*n] != NULL;
	}
	if (list && cookies && *cookies && is_plain(cookies)) {
		list[*n] = bt_arena_printf(a, "Cookie: %s", cookies);
		*n += list[*n] != NULL;
	}
	return *n ? list : NULL;
}

enum bt_status
bt_provider_url(const struct bt_provider *p, const struct bt_job *job, const char *base_url,
                struct bt_buf *out, struct bt_err *err)
{
	size_t most = bt_provider_most(p, job->kind);
	enum bt_status st;

	for (size_t i = 0; i < job->n || i == 0; i++)
		if (!bt_provider_can(p, job->kind, job->n ? job->symbol[i] : NULL))
			return bt_err_set(err, BT_E_USAGE, "%s has no such data", p->name);
	if (job->n > most)
		return bt_err_set(err, BT_E_LIMIT, "%s takes %zu symbols a request, not %zu",
		                  p->name, most, job->n);
	st = p->speech->url(job, base_url, out);
	if (!st && out->len > BT_URL_MAX)
		st = BT_E_LIMIT;
	if (st == BT_E_LIMIT)
		return bt_err_set(err, st, "%s: the address would be longer than %d bytes", p->name,
		                  BT_URL_MAX);
	return st ? bt_err_set(err, st, "%s cannot be asked that", p->name) : BT_OK;
}

void
bt_provider_read(const struct bt_provider *p, const struct bt_job *job, int http_status,
                 const char *body, size_t len, int64_t now_utc, struct bt_arena *a,
                 struct bt_answer *answer)
{
	*answer = (struct bt_answer){.newest_split = BT_DATE_NONE};
	if (http_status == 304)
		answer->unchanged = true;
	else if (len > p->max_bytes)
		bt_answer_fail(answer, BT_FAULT_TOO_LARGE, "more than %zu bytes", p->max_bytes);
	else
		p->speech->read(job, http_status, body, len, now_utc, a, answer);
}

void
bt_answer_fail(struct bt_answer *answer, enum bt_fault fault, const char *fmt, ...)
{
	char raw[2 * sizeof(answer->detail)];
	va_list ap;

	answer->fault = fault;
	va_start(ap, fmt);
	vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	bt_text_clean(raw, strlen(raw), answer->detail, sizeof(answer->detail));
}
