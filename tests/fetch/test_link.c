/* test_link.c - links as curl's own parser reads them: what we keep goes where we say.  A client that read an
 * address otherwise than we do would open another host than the one that stood on the screen.  */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>
#include <curl/curl.h>

#include "fetch/url.h"

/* Where it goes, as the screen shows it: between "://" and the first of "/?#", without the port. */
static void
host_of(const char *link, char *buf, size_t size)
{
	const char *host = strstr(link, "://") + 3;
	size_t n = strcspn(host, "/?#"), name = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/?#");

	snprintf(buf, size, "%.*s", (int)(name < n ? name : n), host);
}

/* NULL, or in which way curl does not agree. */
static const char *
disagreement(const char *link)
{
	CURLU *u = curl_url();
	char *host = NULL, *scheme = NULL, *user = NULL, ours[2100];
	const char *why = NULL;

	host_of(link, ours, sizeof ours);
	if (curl_url_set(u, CURLUPART_URL, link, 0) != CURLUE_OK)
		why = "curl refuses it";
	else if (curl_url_get(u, CURLUPART_HOST, &host, 0) != CURLUE_OK || strcasecmp(host, ours) != 0)
		why = "another host";
	else if (curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
	         (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0))
		why = "another scheme";
	else if (curl_url_get(u, CURLUPART_USER, &user, 0) != CURLUE_NO_USER)
		why = "a user";
	curl_free(host);
	curl_free(scheme);
	curl_free(user);
	curl_url_cleanup(u);
	return why;
}

static void
assert_agreed(const char *ref, struct bt_arena *a, int *kept)
{
	const char *link = bt_url_link("https://base.example/dir/x", ref, a), *why;

	assert_non_null(link);
	if (!*link)
		return;
	why = disagreement(link);
	if (why)
		fail_msg("%s: \"%s\", kept as \"%s\"", why, ref, link);
	(*kept)++;
}

static void
link__of_known_tricks__goes_where_we_say_or_nowhere(void **state)
{
	static const char *const tricks[] = {
		"https://good.example/", "http://good.example:8080/x?y#z", "//good.example", "https://good.example\\@evil.example/",
		"https://good.example@evil.example/", "https://good.example%40evil.example/", "https://good.example%2Fevil.example/",
		"https://good.example%00.evil.example/", "https://good.example\t.evil.example/", "https://good.example .evil.example/",
		"https://good.example#@evil.example/", "https://good.example?@evil.example/", "https://good.example;@evil.example/",
		"https:///evil.example/", "https:/evil.example/", "https:evil.example", "http:\\\\evil.example/",
		"https://[::1]/", "https://[::1%25lo]/", "https://[evil.example]/", "https://1.2.3/", "https://0x7f.1/",
		"https://good.example:99999/", "https://good.example:/", "https://good.example:x/", "https://:80/",
		"https://b\u00fccher.example/", "https://good.example\u3002evil.example/", "https://xn--bcher-kva.example/",
		"https://good_host.example/", "https://good.example./", "https://-good.example/", "https://good..example/",
		"https://user:pw@good.example/", "HTTPS://GOOD.example/", "ftp://good.example/", "javascript:alert(1)",
		"https://good.example|evil.example/", "https://good.example\"evil/", "https://<good>.example/", "https://{good}/",
	};
	struct bt_arena a;
	int kept = 0;

	(void)state;
	bt_arena_init(&a, 64 << 20);
	for (size_t i = 0; i < sizeof tricks / sizeof tricks[0]; i++)
		assert_agreed(tricks[i], &a, &kept);
	assert_true(kept >= 8);
	bt_arena_release(&a);
}

/* The same for texts put together by chance of what makes addresses hard to read. */
static void
link__of_random_parts__goes_where_we_say_or_nowhere(void **state)
{
	static const char *const parts[] = {
		"https://", "http://", "//", "/", ":", "@", "\\", "?", "#", "%2F", "%40", "%", ".", "..", "[", "]", "::1", ";",
		"good.example", "evil.example", "a", "8", "443", "99999", "-", "_", "~", " ", "\t", "\n", "\x01", "\x7f", "\xc3\xbc",
		"\xe3\x80\x82", "\"", "'", "<", "&", "=", "+", ",", "$", "!", "*", "(", "^", "|", "`", "{",
	};
	uint32_t x = 2463534242u;
	struct bt_arena a;
	int kept = 0;

	(void)state;
	bt_arena_init(&a, 512 << 20);
	for (int i = 0; i < 100000; i++) {
		char ref[200] = "";
		int n;

		if (i % 3)
			snprintf(ref, sizeof ref, "%s", i % 3 == 1 ? "https://" : "https://good.example");
		n = 1 + i % 6;
		while (n-- > 0) {
			x ^= x << 13, x ^= x >> 17, x ^= x << 5;
			strncat(ref, parts[x % (sizeof parts / sizeof parts[0])], sizeof ref - strlen(ref) - 1);
		}
		assert_agreed(ref, &a, &kept);
	}
	printf("%d of 100000 random links kept, all as curl reads them\n", kept);
	assert_true(kept > 10000);
	bt_arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(link__of_known_tricks__goes_where_we_say_or_nowhere),
		cmocka_unit_test(link__of_random_parts__goes_where_we_say_or_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
