/* fetch_test.h - what the tests of sources share: fixtures of ../shared, and a body as its source reads it. */
#ifndef BT_TESTS_FETCH_TEST_H
#define BT_TESTS_FETCH_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "fetch/provider.h"
#include "fetch/rules.h"

/* 2026-11-21T12:00:00Z */
#define NOW INT64_C(1795262400)

static inline bt_date
day(const char *s)
{
	bt_date d = BT_DATE_NONE;

	assert_true(bt_date_parse(s, strlen(s), &d));
	return d;
}

/* Path of something beside the source tree; static storage. */
static inline const char *
shared_path(const char *name)
{
	static char path[1024];
	const char *top = getenv("top_srcdir");

	snprintf(path, sizeof(path), "%s/../shared/%s", top ? top : ".", name);
	return path;
}

/* The file's bytes, NUL-ended; NULL when it is not there.  The caller frees. */
static inline char *
load(const char *path, size_t *len)
{
	struct bt_buf buf;

	*len = 0;
	bt_buf_init(&buf, 16 << 20);
	if (bt_file_read(path, &buf, NULL)) {
		bt_buf_release(&buf);
		return NULL;
	}
	*len = buf.len;
	return bt_buf_take(&buf);
}

/* Bytes 0..n-1 in memory of exactly that size, so that reading past them is caught by sanitizers. */
static inline char *
exact(const char *s, size_t n)
{
	char *p = malloc(n ? n : 1);

	assert_non_null(p);
	memcpy(p, s, n);
	return p;
}

static inline void
assert_rules(const struct bt_answer *ans, int64_t now)
{
	const char *broken = broken_rule(ans, now);

	if (broken)
		fail_msg("broken: %s", broken);
}

/* --- a body as its source reads it --------------------------------------------------------------------- */

/* What a test reads into, at *state. */
struct fixture {
	struct bt_arena arena;
	struct bt_answer ans;
};

static inline int
fixture_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	bt_arena_init(&f->arena, 64 << 20);
	*state = f;
	return 0;
}

static inline int
fixture_teardown(void **state)
{
	struct fixture *f = *state;

	bt_arena_release(&f->arena);
	free(f);
	return 0;
}

/* The answer to the job when the body came with that status at `now`; it keeps the rules, whatever came. */
static inline const struct bt_answer *
fixture_read(struct fixture *f, const char *source, const struct bt_job *job, int status, const char *body,
             size_t len, int64_t now)
{
	char *bytes = exact(body, len);

	bt_provider_read(bt_provider_find(source), job, status, bytes, len, now, &f->arena, &f->ans);
	free(bytes);
	assert_rules(&f->ans, now);
	return &f->ans;
}

#endif
