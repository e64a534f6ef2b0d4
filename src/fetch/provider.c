#include "fetch/provider.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define BT_PROVIDER(id, name, title, base, jobs, symbols, kib, rate, at_once, hops, agent, http, \
                    key, help) \
	extern const struct bt_speech bt_speech_##name;
#include "spec/providers.def"

#define AGENT_NAMED "Mozilla/5.0 (compatible; broadtape/" BT_VERSION ")"

/* Empty texts of the table stand for "none". */
#define OR_NULL(s) (sizeof(s) > 1 ? (s) : NULL)

static const struct bt_provider providers[] = {
#define BT_PROVIDER(id_, name_, title, base, jobs_, symbols, kib, rate, at_once_, hops, agent, \
                    http, key, help_) \
	{ \
		.id = #name_, \
		.name = title, \
		.base_url = base, \
		.jobs = jobs_, \
		.max_symbols = symbols, \
		.max_bytes = (size_t)(kib) * 1024, \
		.per_second = rate, \
		.at_once = at_once_, \
		.max_redirects = hops, \
		.user_agent = agent == BT_AGENT_NAMED ? AGENT_NAMED : NULL, \
		.http_1_1 = http == BT_HTTP_1_1, \
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

enum bt_status
bt_provider_url(const struct bt_provider *p, const struct bt_job *job, const char *base_url,
                struct bt_buf *out, struct bt_err *err)
{
	size_t most = job->kind == BT_JOB_CLOSES ? p->max_symbols : 1;
	enum bt_status st;

	if (!(p->jobs & 1u << job->kind))
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
