/* tests/support/loopback_stats.c - what the server counts, and the JSON of it. */
#define _GNU_SOURCE 1
#include "loopback_stats.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

int64_t
lb_now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void
count_path(struct lb_stats *s, const char *path)
{
	for (size_t i = 0; i < s->npath; i++)
		if (strcmp(s->path[i].name, path) == 0) {
			s->path[i].n++;
			return;
		}
	s->path = realloc(s->path, (s->npath + 1) * sizeof *s->path);
	if (!s->path)
		abort();
	s->path[s->npath].name = strdup(path);
	s->path[s->npath].n = 1;
	if (!s->path[s->npath++].name)
		abort();
}

void
lb_stats_request(struct lb_stats *s, const struct lb_request *r, int connection)
{
	struct lb_seen *e = &s->log[s->nlog++ % LB_LOG];

	s->requests++;
	count_path(s, r->path);
	e->status = 0;
	e->text.n = 0;
	lb_putf(&e->text, "{\"ms\":%lld,\"connection\":%d,\"method\":",
		(long long)((lb_now_ns() - s->start_ns) / 1000000), connection);
	lb_put_json(&e->text, r->method);
	lb_puts(&e->text, ",\"target\":");
	lb_put_json(&e->text, r->target);
	lb_puts(&e->text, ",\"headers\":{");
	for (size_t i = 0; i < r->nheader; i++) {
		lb_put_json(&e->text, r->header[i].name);
		lb_puts(&e->text, ":");
		lb_put_json(&e->text, r->header[i].value);
		lb_puts(&e->text, i + 1 < r->nheader ? "," : "");
	}
	lb_puts(&e->text, "}");
}

void
lb_stats_status(struct lb_stats *s, int status)
{
	s->status[status < 0 || status > 999 ? 0 : status]++;
	if (s->nlog)
		s->log[(s->nlog - 1) % LB_LOG].status = status;
}

void
lb_stats_in_flight(struct lb_stats *s, int change)
{
	s->in_flight = change < 0 ? s->in_flight - 1 : s->in_flight + 1;
	if (s->in_flight > s->max_in_flight)
		s->max_in_flight = s->in_flight;
}

void
lb_stats_open(struct lb_stats *s, int change)
{
	s->open = change < 0 ? s->open - 1 : s->open + 1;
	if (change > 0)
		s->accepted++;
	if (s->open > s->max_open)
		s->max_open = s->open;
}

void
lb_stats_json(const struct lb_stats *s, struct lb_buf *o)
{
	const char *comma = "";

	lb_putf(o, "\"requests\":%lu,\"by_path\":{", s->requests);
	for (size_t i = 0; i < s->npath; i++) {
		lb_put_json(o, s->path[i].name);
		lb_putf(o, ":%lu%s", s->path[i].n, i + 1 < s->npath ? "," : "");
	}
	lb_puts(o, "},\"by_status\":{");
	for (int i = 0; i < 1000; i++)
		if (s->status[i]) {
			lb_putf(o, "%s\"%d\":%lu", comma, i, s->status[i]);
			comma = ",";
		}
	lb_putf(o, "},\"connections\":{\"open\":%lu,\"max_open\":%lu,\"accepted\":%lu,"
		"\"refused\":%lu}", s->open, s->max_open, s->accepted, s->refused);
	lb_putf(o, ",\"in_flight\":%lu,\"max_in_flight\":%lu,\"bytes_in\":%llu,\"bytes_out\":%llu",
		s->in_flight, s->max_in_flight, s->bytes_in, s->bytes_out);
	lb_putf(o, ",\"conditional\":{\"asked\":%lu,\"hits\":%lu},\"gzip\":%lu", s->conditional,
		s->hits, s->gzip);
}

void
lb_stats_requests_json(const struct lb_stats *s, struct lb_buf *o)
{
	size_t first = s->nlog > LB_LOG ? s->nlog - LB_LOG : 0;

	lb_puts(o, "[");
	for (size_t i = first; i < s->nlog; i++) {
		const struct lb_seen *e = &s->log[i % LB_LOG];

		lb_put(o, e->text.p, e->text.n);
		lb_putf(o, ",\"status\":%d}%s", e->status, i + 1 < s->nlog ? ",\n" : "");
	}
	lb_puts(o, "]");
}

void
lb_stats_reset(struct lb_stats *s)
{
	unsigned long open = s->open, in_flight = s->in_flight;

	lb_stats_free(s);
	s->open = s->max_open = open;
	s->in_flight = s->max_in_flight = in_flight;
}

void
lb_stats_free(struct lb_stats *s)
{
	for (size_t i = 0; i < s->npath; i++)
		free(s->path[i].name);
	free(s->path);
	for (size_t i = 0; i < LB_LOG; i++)
		lb_buf_free(&s->log[i].text);
	*s = (struct lb_stats){.start_ns = lb_now_ns()};
}
