/* tests/support/loopback_route.c - reading the routes file. */
#define _GNU_SOURCE 1
#include "loopback_route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
option(struct lb_route *r, const char *word, struct lb_faults *f, char *why, size_t size)
{
	const char *eq = strchr(word, '=');
	char value[4096];

	if (!eq) {
		snprintf(why, size, "option without '='");
		return false;
	}
	lb_decode(eq + 1, strlen(eq + 1), value, sizeof value);
	if (strncmp(word, "status=", 7) == 0)
		r->status = (int)strtol(value, NULL, 10);
	else if (strncmp(word, "type=", 5) == 0)
		snprintf(r->type, sizeof r->type, "%.127s", value);
	else if (strncmp(word, "header=", 7) == 0)
		lb_putf(&r->headers, "%s\r\n", value);
	else if (strncmp(word, "fault=", 6) == 0)
		return lb_faults_control(f, eq + 1, r->pattern, why, size);
	else {
		snprintf(why, size, "unknown option");
		return false;
	}
	return true;
}

/* false: a bad line; *out stays NULL for an empty one. */
static bool
read_line(char *line, const char *dir, struct lb_faults *f, struct lb_route **out, char *why,
	size_t size)
{
	char *rest = line, *word[32];
	struct lb_route *r;
	size_t n = 0;

	*out = NULL;
	line[strcspn(line, "\r\n")] = '\0';
	for (char *w; n < 32 && (w = strsep(&rest, " \t")) != NULL;)
		if (*w)
			word[n++] = w;
	if (n == 0 || word[0][0] == '#')
		return true;
	if (n < 2) {
		snprintf(why, size, "no body");
		return false;
	}
	r = lb_alloc(sizeof *r);
	snprintf(r->pattern, sizeof r->pattern, "%s", word[0]);
	snprintf(r->dir, sizeof r->dir, "%s", dir);
	lb_decode(word[1], strlen(word[1]), r->body, sizeof r->body);
	if (word[1][0] != '=')
		snprintf(r->body, sizeof r->body, "%s", word[1]);
	for (size_t i = 2; i < n; i++)
		if (!option(r, word[i], f, why, size)) {
			lb_routes_free(r);
			return false;
		}
	*out = r;
	return true;
}

struct lb_route *
lb_routes_read(const char *path, struct lb_faults *f)
{
	FILE *in = fopen(path, "re");
	const char *slash = strrchr(path, '/');
	char line[8192], dir[512], why[256] = "";
	struct lb_route *first = NULL, **last = &first;
	int number = 0;

	if (!in) {
		fprintf(stderr, "test-loopback: %s: cannot be read\n", path);
		return NULL;
	}
	snprintf(dir, sizeof dir, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
	while (fgets(line, sizeof line, in)) {
		number++;
		if (!read_line(line, dir, f, last, why, sizeof why)) {
			fprintf(stderr, "test-loopback: %s:%d: %s\n", path, number, why);
			lb_routes_free(first);
			fclose(in);
			return NULL;
		}
		if (*last)
			last = &(*last)->next;
	}
	fclose(in);
	if (!first)
		fprintf(stderr, "test-loopback: %s: no routes\n", path);
	return first;
}

void
lb_routes_free(struct lb_route *r)
{
	while (r) {
		struct lb_route *next = r->next;

		lb_buf_free(&r->headers);
		free(r);
		r = next;
	}
}

const struct lb_route *
lb_routes_find(const struct lb_route *r, const struct lb_request *q)
{
	for (; r; r = r->next)
		if (lb_pattern_matches(r->pattern, q))
			return r;
	return NULL;
}
