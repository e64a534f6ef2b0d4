/* manifest.h - the recorded answers of ../shared/fixtures: what each is, what its manifest says of it, and which
 * reader of ours it is for.  Every entry has a row: one that nobody reads says why.  */
#ifndef BT_TESTS_MANIFEST_H
#define BT_TESTS_MANIFEST_H

#include <fnmatch.h>

#include "fetch/fetch_test.h"

struct entry {
	char path[160], facts[4096];
	int status;
};

#define MOST_SYMBOLS 16

/* Whose answer it is; source NULL: not read, for the reason `why`.  "csv" is a price file.  With a symbol it is
 * read as an answer about that one; else about those that the facts begin with. */
struct recorded {
	const char *pattern;
	const char *source;
	enum bt_job_kind kind;
	const char *symbol;
	enum bt_fault fault;
	const char *why;
};

static const struct recorded recorded[] = {
	{"yahoo/chart/AAPL_1h_no_quotes.json", "yahoo", BT_JOB_HISTORY, "AAPL", BT_FAULT_NO_DATA, NULL},
	{"yahoo/chart/*", "yahoo", BT_JOB_HISTORY, NULL, BT_FAULT_NONE, NULL},
	{"yahoo/spark/*", "yahoo", BT_JOB_CLOSES, NULL, BT_FAULT_NONE, NULL},
	{"yahoo/quote/empty_APS.AX.json", "yahoo", BT_JOB_QUOTES, "APS.AX", BT_FAULT_NOT_FOUND, NULL},
	{"yahoo/quote/NONEXIST_2022.json", "yahoo", BT_JOB_QUOTES, "NONEXIST", BT_FAULT_NOT_FOUND, NULL},
	{"yahoo/quote/ADH_noprice.json", "yahoo", BT_JOB_QUOTES, "ADH", BT_FAULT_NOT_FOUND, NULL},
	{"yahoo/quote/BRKS_renamed.json", "yahoo", BT_JOB_QUOTES, "BRKS", BT_FAULT_NOT_FOUND, NULL},
	{"yahoo/quote/*", "yahoo", BT_JOB_QUOTES, NULL, BT_FAULT_NONE, NULL},
	{"yahoo/market/summary_*", "yahoo", BT_JOB_QUOTES, NULL, BT_FAULT_NONE, NULL},
	{"yahoo/market/screener_*", "yahoo", BT_JOB_QUOTES, "AAPL", BT_FAULT_NOT_FOUND, NULL},
	{"yahoo/market/markettime_*", NULL, BT_JOB_KINDS, NULL, 0, "sessions come from our own calendar"},
	{"yahoo/search/*", "yahoo", BT_JOB_SEARCH, NULL, BT_FAULT_NONE, NULL},
	{"yahoo/news/ncp_*", NULL, BT_JOB_KINDS, NULL, 0, "asked by POST; headlines come from feeds and search"},
	{"yahoo/auth/*getcrumb_200*", "yahoo", BT_JOB_CRUMB, NULL, BT_FAULT_NONE, NULL},
	{"yahoo/auth/eu2025_3_collectConsent_200.html", "yahoo", BT_JOB_HISTORY, "AAPL", BT_FAULT_CONSENT, NULL},
	{"yahoo/auth/eu2025_6_final_301_*", "yahoo", BT_JOB_HISTORY, "AAPL", BT_FAULT_REDIRECT, NULL},
	{"yahoo/auth/*.body", "yahoo", BT_JOB_QUOTES, "AAPL", BT_FAULT_REDIRECT, NULL},
	{"yahoo/errors/getcrumb_401_*", "yahoo", BT_JOB_CRUMB, NULL, BT_FAULT_AUTH, NULL},
	{"yahoo/errors/quote_400_*", "yahoo", BT_JOB_QUOTES, "AAPL", BT_FAULT_REQUEST, NULL},
	{"yahoo/errors/quote_401_*", "yahoo", BT_JOB_QUOTES, "AAPL", BT_FAULT_AUTH, NULL},
	{"yahoo/errors/chart_404_*", "yahoo", BT_JOB_HISTORY, "NONEXIST", BT_FAULT_NOT_FOUND, NULL},
	{"yahoo/errors/429_edge.txt", "yahoo", BT_JOB_HISTORY, "AAPL", BT_FAULT_REFUSED, NULL},
	{"yahoo/errors/download_400_*", "yahoo", BT_JOB_HISTORY, "BEKE", BT_FAULT_REQUEST, NULL},
	{"fred/*", "fred", BT_JOB_RATE, NULL, BT_FAULT_NONE, NULL},
	{"nyfed/*", "nyfed", BT_JOB_RATE, NULL, BT_FAULT_NONE, NULL},
	{"cboe/delayed_quotes_*", "cboe", BT_JOB_QUOTES, NULL, BT_FAULT_NONE, NULL},
	{"cboe/VIX_History_*", "cboe", BT_JOB_HISTORY, "^VIX", BT_FAULT_NONE, NULL},
	{"nasdaq/info_vendor_error_SNDK.json", "nasdaq", BT_JOB_QUOTES, "SNDK", BT_FAULT_SOURCE, NULL},
	{"nasdaq/info_AACQU_*", "nasdaq", BT_JOB_QUOTES, "AACQU", BT_FAULT_NONE, NULL},
	{"nasdaq/info_MU_*", "nasdaq", BT_JOB_QUOTES, "MU", BT_FAULT_NONE, NULL},
	{"tiingo/ticker_price_*", "tiingo", BT_JOB_HISTORY, "GOOGL", BT_FAULT_NONE, NULL},
	{"tiingo/ticker_metadata.json", "tiingo", BT_JOB_HISTORY, "GOOGL", BT_FAULT_FORMAT, NULL}, /* of no day */
	{"stooq/*", "csv", BT_JOB_HISTORY, "SPY", BT_FAULT_NONE, NULL},
	{"rss/*", "rss", BT_JOB_NEWS, NULL, BT_FAULT_NONE, NULL},
	{"ishares/*", NULL, BT_JOB_KINDS, NULL, 0, "members: tests/model/test_universe_file.c"},
	{"constituents/*", NULL, BT_JOB_KINDS, NULL, 0, "members: tests/model/test_universe_file.c"},
	{"alphavantage/*", NULL, BT_JOB_KINDS, NULL, 0, "no source of ours"},
};

static inline const struct recorded *
recorded_of(const char *path)
{
	for (size_t i = 0; i < sizeof(recorded) / sizeof(recorded[0]); i++)
		if (fnmatch(recorded[i].pattern, path, 0) == 0)
			return &recorded[i];
	fail_msg("%s has no row in tests/fetch/manifest.h", path);
	return NULL;
}

/* Call fn for each entry in the order of the manifest; how many there were, 0 without ../shared. */
static inline size_t
each_entry(void (*fn)(const struct entry *, void *), void *user)
{
	size_t len, n = 0;
	char *text = load(shared_path("fixtures/MANIFEST.md"), &len), *save = NULL;
	struct entry e = {.status = 200};

	for (char *line = text ? strtok_r(text, "\n", &save) : NULL;; line = strtok_r(NULL, "\n", &save)) {
		bool begins = line && strncmp(line, "### ", 4) == 0;

		if ((!line || begins) && e.path[0]) {
			fn(&e, user);
			n++;
			e = (struct entry){.status = 200};
		}
		if (!line)
			break;
		if (begins)
			sscanf(line, "### %159s", e.path);
		else if (strncmp(line, "* status: ", 10) == 0)
			e.status = atoi(line + 10);
		else if (strncmp(line, "* facts: ", 9) == 0)
			snprintf(e.facts, sizeof(e.facts), "%s", line + 9);
	}
	free(text);
	return n;
}

/* Symbols that the facts tell of: the first word of each part between "; ", counted words and remarks apart. */
struct symbols {
	char text[MOST_SYMBOLS][32];
	const char *at[MOST_SYMBOLS];
	size_t n;
};

static inline void
symbols_of(const struct entry *e, const struct recorded *r, struct symbols *s)
{
	s->n = 0;
	if (r->symbol) {
		s->at[s->n++] = r->symbol;
		return;
	}
	if (r->kind == BT_JOB_RATE && strcmp(r->source, "fred") == 0) {
		const char *comma = strchr(e->facts, ',');

		if (comma && sscanf(comma, ",%31[A-Z0-9]", s->text[0]) == 1)
			s->at[s->n++] = s->text[0];
		return;
	}
	if (r->kind == BT_JOB_RATE) {
		s->at[s->n++] = "EFFR";
		s->at[s->n++] = "DFEDTARL";
		s->at[s->n++] = "DFEDTARU";
		return;
	}
	for (const char *p = e->facts; p && s->n < MOST_SYMBOLS; p = strstr(p, "; ")) {
		p += *p == ';' ? 2 : 0;
		if (sscanf(p, "%31s", s->text[s->n]) != 1 || strstr(p, "quotes; ") == p + strcspn(p, "q") ||
		    strncmp(p, "numbers are", 11) == 0)
			continue;
		if (strcmp(s->text[s->n], "_SPX") == 0)
			snprintf(s->text[s->n], sizeof(s->text[0]), "^GSPC");
		s->at[s->n] = s->text[s->n];
		s->n++;
		if (r->kind == BT_JOB_HISTORY || strcmp(r->source, "cboe") == 0)
			break;
	}
}

#endif
