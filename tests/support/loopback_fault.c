/* tests/support/loopback_fault.c - the faults a test can switch on, as a list of rules. */
#define _GNU_SOURCE 1
#include "loopback_fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const mode_name[] = {
	[LB_OK] = "ok", [LB_DELAY] = "delay", [LB_DRIP] = "drip", [LB_GZIP] = "gzip",
	[LB_ETAG] = "etag", [LB_SKEW] = "skew", [LB_CHUNKED] = "chunked", [LB_CLOSE] = "close",
	[LB_REFUSE] = "refuse", [LB_DOWN] = "down", [LB_HANG] = "hang", [LB_RESET] = "reset",
	[LB_TRUNCATE] = "truncate", [LB_STATUS] = "status", [LB_HTML] = "html",
	[LB_CONSENT] = "consent", [LB_BODY] = "body", [LB_GARBAGE] = "garbage",
	[LB_EMPTY] = "empty", [LB_REDIRECT] = "redirect", [LB_LOOP] = "loop",
	[LB_BOMB] = "bomb", [LB_STREAM] = "stream",
};

uint64_t
lb_hash(uint64_t seed, const char *text, uint64_t n)
{
	uint64_t h = seed * 0x9e3779b97f4a7c15u + 0xcbf29ce484222325u;

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 0x100000001b3u;
	h ^= n + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
	h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
	h = (h ^ h >> 27) * 0x94d049bb133111ebu;
	return h ^ h >> 31;
}

static bool
mode_of(const char *text, struct lb_rule *rule)
{
	long n = strtol(text, NULL, 10);

	if (n >= 100 && n <= 999) {
		rule->mode = LB_STATUS;
		rule->status = n;
		return true;
	}
	for (size_t i = 0; i < sizeof mode_name / sizeof mode_name[0]; i++)
		if (strcmp(text, mode_name[i]) == 0) {
			rule->mode = (enum lb_mode)i;
			return true;
		}
	return false;
}

static bool
known_keys(const char *query, char *why, size_t size)
{
	static const char *const key[] = {"mode", "path", "ms", "bytes", "at", "mb", "s", "status",
		"retry-after", "times", "after", "p", "force", "keep", "length", "text", "type",
		"to"};

	while (*query) {
		size_t n = strcspn(query, "=&");
		bool hit = false;

		for (size_t i = 0; i < sizeof key / sizeof key[0]; i++)
			hit = hit || (strlen(key[i]) == n && strncmp(key[i], query, n) == 0);
		if (!hit) {
			snprintf(why, size, "unknown key: %.*s", (int)n, query);
			return false;
		}
		query += strcspn(query, "&");
		query += *query == '&';
	}
	return true;
}

static bool
rule_from(const char *query, const char *otherwise, struct lb_rule *r, char *why, size_t size)
{
	char mode[64];

	*r = (struct lb_rule){.status = 0};
	if (!known_keys(query, why, size))
		return false;
	if (!lb_query_get(query, "mode", mode, sizeof mode) || !mode_of(mode, r)) {
		snprintf(why, size, "no such mode");
		return false;
	}
	if (!lb_query_get(query, "path", r->path, sizeof r->path))
		snprintf(r->path, sizeof r->path, "%s", otherwise ? otherwise : "*");
	r->ms = lb_query_number(query, "ms", r->mode == LB_DRIP ? 20 : 0);
	r->bytes = lb_query_number(query, "bytes", r->mode == LB_DRIP ? 1 : 4096);
	r->at = lb_query_number(query, "at", -1);
	r->mb = lb_query_number(query, "mb", 200);
	r->s = lb_query_number(query, "s", 0);
	if (r->status == 0)
		r->status = lb_query_number(query, "status",
			r->mode == LB_REDIRECT || r->mode == LB_LOOP ? 302 : 200);
	r->retry_after = lb_query_number(query, "retry-after", -1);
	r->times = lb_query_number(query, "times", -1);
	r->after = lb_query_number(query, "after", 0);
	r->p = lb_query_number(query, "p", 100);
	r->force = lb_query_number(query, "force", 0) != 0;
	r->keep = lb_query_number(query, "keep", 0) != 0;
	r->has_length = lb_query_number(query, "length", 1) != 0;
	if (!lb_query_get(query, "text", r->text, sizeof r->text))
		lb_query_get(query, "to", r->text, sizeof r->text);
	lb_query_get(query, "type", r->type, sizeof r->type);
	if (r->mode == LB_REDIRECT && !r->text[0]) {
		snprintf(why, size, "redirect needs to=URL");
		return false;
	}
	if (r->ms < 0 || r->ms > 600000 || r->bytes < 1 || r->mb < 0 || r->mb > 4096 ||
	    r->status < 100 || r->status > 999) {
		snprintf(why, size, "a number is out of range");
		return false;
	}
	return true;
}

static void
remove_rules(struct lb_faults *f, const char *path)
{
	struct lb_rule **at = &f->first;

	while (*at) {
		struct lb_rule *r = *at;

		if (path && strcmp(path, r->path) != 0) {
			at = &r->next;
			continue;
		}
		*at = r->next;
		free(r);
	}
}

bool
lb_faults_control(struct lb_faults *f, const char *query, const char *otherwise, char *why,
	size_t size)
{
	struct lb_rule *r = lb_alloc(sizeof *r);
	bool good = rule_from(query, otherwise, r, why, size);

	if (!good || r->mode == LB_OK) {
		char path[512];

		if (good)
			remove_rules(f, lb_query_get(query, "path", path, sizeof path) ? path : NULL);
		free(r);
		return good;
	}
	r->next = f->first;
	f->first = r;
	return true;
}

static bool
fires(struct lb_faults *f, struct lb_rule *r, const char *path)
{
	unsigned long attempt = r->seen++;

	if (attempt < (unsigned long)r->after)
		return false;
	if (r->times >= 0 && attempt - (unsigned long)r->after >= (unsigned long)r->times)
		return false;
	if (r->p < 100 && (long)(lb_hash(f->seed, path, attempt) % 100) >= r->p)
		return false;
	r->used++;
	return true;
}

void
lb_faults_apply(struct lb_faults *f, const struct lb_request *q, struct lb_effect *e)
{
	*e = (struct lb_effect){0};
	for (struct lb_rule *r = f->first; r; r = r->next) {
		if (r->mode == LB_REFUSE || r->mode == LB_DOWN || !lb_pattern_matches(r->path, q) ||
		    !fires(f, r, q->path))
			continue;
		switch (r->mode) {
		case LB_DELAY:
			e->delay_ms += r->ms;
			break;
		case LB_DRIP:
			e->drip_ms = r->ms;
			e->drip_bytes = r->bytes;
			break;
		case LB_GZIP:
			e->gzip = true;
			e->gzip_force = e->gzip_force || r->force;
			break;
		case LB_ETAG:
			e->etag = true;
			break;
		case LB_SKEW:
			e->skew_s += r->s;
			break;
		case LB_CHUNKED:
			e->chunked = true;
			break;
		case LB_CLOSE:
			e->close = true;
			break;
		default:
			if (!e->act)
				e->act = r;
		}
	}
}

bool
lb_faults_refuse(struct lb_faults *f)
{
	for (struct lb_rule *r = f->first; r; r = r->next)
		if (r->mode == LB_REFUSE && fires(f, r, "accept"))
			return true;
	return false;
}

bool
lb_faults_down(const struct lb_faults *f)
{
	for (const struct lb_rule *r = f->first; r; r = r->next)
		if (r->mode == LB_DOWN)
			return true;
	return false;
}

void
lb_faults_json(const struct lb_faults *f, struct lb_buf *out)
{
	lb_puts(out, "[");
	for (const struct lb_rule *r = f->first; r; r = r->next) {
		lb_puts(out, "{\"mode\":");
		lb_put_json(out, mode_name[r->mode]);
		lb_puts(out, ",\"path\":");
		lb_put_json(out, r->path);
		lb_putf(out, ",\"status\":%ld,\"seen\":%lu,\"used\":%lu}%s", r->status, r->seen,
			r->used, r->next ? "," : "");
	}
	lb_puts(out, "]");
}

void
lb_faults_clear(struct lb_faults *f)
{
	remove_rules(f, NULL);
}
