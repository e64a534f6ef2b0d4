#include "fetch/body.h"

#include <string.h>
#include <strings.h>

/* Blanks and a byte order mark, which precede data as well as pages. */
static size_t
skip_lead(const char *s, size_t n)
{
	size_t i = n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	while (i < n && strchr(" \t\r\n", s[i]) && s[i])
		i++;
	return i;
}

/* Occurs the word, in any case, among the first 256 KiB? */
static bool
mentions(const char *s, size_t n, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= n && i < 262144; i++)
		if (strncasecmp(s + i, word, len) == 0)
			return true;
	return false;
}

static bool
is_refusal(const char *s, size_t n)
{
	return n <= 256 && mentions(s, n, "too many requests");
}

/* A page for people: HTML by its first tag (XML data begins with a '<' too). */
static bool
is_page(enum bt_body kind, const char *s, size_t n)
{
	static const char *const tags[] = {"<!doctype html", "<html", "<head", "<body", "<script"};

	if (!n || s[0] != '<')
		return false;
	if (kind != BT_BODY_XML)
		return true;
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (n >= strlen(tags[i]) && strncasecmp(s, tags[i], strlen(tags[i])) == 0)
			return true;
	return false;
}

/* What a page for people is about: the first of these words that it has, or just a page. */
static enum bt_fault
kind_of_page(const char *s, size_t n)
{
	static const struct {
		const char *word;
		enum bt_fault fault;
	} pages[] = {
		{"collectConsent", BT_FAULT_CONSENT}, {"/__verify", BT_FAULT_CHALLENGE},
		{"proof of work", BT_FAULT_CHALLENGE}, {"proof-of-work", BT_FAULT_CHALLENGE},
		{"cf-chl", BT_FAULT_CHALLENGE},        {"challenge-platform", BT_FAULT_CHALLENGE},
		{"captcha", BT_FAULT_CHALLENGE},       {"are you a robot", BT_FAULT_CHALLENGE},
		{"are a human", BT_FAULT_CHALLENGE},   {"are human", BT_FAULT_CHALLENGE},
		{"enable javascript", BT_FAULT_CHALLENGE}, {"consent", BT_FAULT_CONSENT},
	};

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (mentions(s, n, pages[i].word))
			return pages[i].fault;
	return BT_FAULT_HTML;
}

static bool
may_be(enum bt_body kind, const char *s)
{
	switch (kind) {
	case BT_BODY_JSON:
		return s[0] == '{' || s[0] == '[';
	case BT_BODY_XML:
	case BT_BODY_CSV:
	case BT_BODY_TEXT:
		break;
	}
	return true;
}

bool
bt_body_judge(enum bt_body kind, int http_status, const char *body, size_t len,
              struct bt_answer *answer)
{
	enum bt_fault by_status = bt_fault_of_status(http_status);
	size_t lead = skip_lead(body, len);
	const char *s = body + lead;
	enum bt_fault fault = BT_FAULT_NONE;

	len -= lead;
	if (kind == BT_BODY_JSON && by_status == BT_FAULT_NOT_FOUND && (!len || !may_be(kind, s)))
		by_status = BT_FAULT_HTTP; /* not in the source's own words: no symbol is meant */
	if (by_status == BT_FAULT_REFUSED || is_refusal(s, len))
		fault = BT_FAULT_REFUSED;
	else if (is_page(kind, s, len) && by_status != BT_FAULT_HTTP)
		fault = kind_of_page(s, len);
	else if (!len)
		fault = by_status ? by_status : BT_FAULT_EMPTY;
	else if (!may_be(kind, s) || is_page(kind, s, len))
		fault = by_status ? by_status : BT_FAULT_FORMAT;
	if (fault == BT_FAULT_HTML && by_status == BT_FAULT_REDIRECT)
		fault = by_status; /* the page says no more than the status */
	if (fault)
		bt_answer_fail(answer, fault, "status %d", http_status);
	return !fault;
}

cJSON *
bt_body_json(int http_status, const char *body, size_t len, struct bt_answer *answer)
{
	enum bt_fault fault, by_status = bt_fault_of_status(http_status);
	const char *words;
	cJSON *tree;

	if (!bt_body_judge(BT_BODY_JSON, http_status, body, len, answer))
		return NULL;
	tree = bt_json_parse(body, len, &fault);
	if (tree && !by_status)
		return tree;
	words = bt_json_text(tree, "detail");
	if (!words)
		words = bt_json_text(tree, "message");
	bt_answer_fail(answer, by_status ? by_status : fault, "status %d, %zu bytes%s%s", http_status, len,
	               words ? ": " : "", words ? words : "");
	cJSON_Delete(tree);
	return NULL;
}
