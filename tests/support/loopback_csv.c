/* tests/support/loopback_csv.c - bars from CSV, plain or gzip, one file a symbol or one for all. */
#define _GNU_SOURCE 1
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <zlib.h>

#include "loopback_buf.h"
#include "loopback_market.h"

#define FIELDS 16

enum { DATE, SYMBOL, OPEN, HIGH, LOW, CLOSE, ADJ, VOLUME, COLUMNS };

static const char *const title[COLUMNS] = {"date", "symbol", "open", "high", "low", "close",
	"adjclose", "volume"};

/* Cut a line at its commas in place; the count of fields. */
static int
split(char *line, char *field[FIELDS])
{
	int n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	while (n < FIELDS) {
		char *comma = strchr(line, ',');

		field[n++] = line;
		if (!comma)
			break;
		*comma = '\0';
		line = comma + 1;
	}
	return n;
}

/* Where each column stands, -1 for not at all; false without date and close. */
static bool
read_header(char *line, int where[COLUMNS])
{
	char *field[FIELDS];
	int n = split(line, field);

	for (int c = 0; c < COLUMNS; c++) {
		where[c] = -1;
		for (int i = 0; i < n; i++)
			if (strcasecmp(field[i], title[c]) == 0)
				where[c] = i;
	}
	return where[DATE] >= 0 && where[CLOSE] >= 0;
}

static double
number(char *const field[], int n, int at)
{
	char *end;
	double v;

	if (at < 0 || at >= n || !field[at][0])
		return NAN;
	v = strtod(field[at], &end);
	return end == field[at] ? NAN : v;
}

static struct lb_series *
series_for(struct lb_market *m, const char *symbol)
{
	struct lb_series *s;

	/* rows are sorted by symbol in most files: the newest is at the front */
	for (s = m->cache; s; s = s->next)
		if (strcmp(s->symbol, symbol) == 0)
			return s;
	s = lb_series_new(symbol);
	s->next = m->cache;
	m->cache = s;
	return s;
}

/* Read a file into the cache; rows without a symbol column are of only. */
static bool
read_file(struct lb_market *m, const char *path, const char *only)
{
	gzFile f = gzopen(path, "rb");
	char line[4096];
	int where[COLUMNS];

	if (!f)
		return false;
	if (!gzgets(f, line, sizeof line) || !read_header(line, where)) {
		gzclose(f);
		return false;
	}
	while (gzgets(f, line, sizeof line)) {
		char *field[FIELDS];
		int n = split(line, field), y, mo, d;
		const char *symbol = where[SYMBOL] >= 0 && where[SYMBOL] < n
			? field[where[SYMBOL]] : only;
		double v[6];

		if (where[DATE] >= n || sscanf(field[where[DATE]], "%4d-%2d-%2d", &y, &mo, &d) != 3 ||
		    !symbol || !symbol[0])
			continue;
		for (int i = 0; i < 6; i++)
			v[i] = number(field, n, where[OPEN + i]);
		if (where[ADJ] < 0)
			v[4] = v[3];
		lb_series_add(series_for(m, symbol), lb_day_from_civil(y, mo, d), v);
	}
	gzclose(f);
	return true;
}

static bool
safe_name(const char *symbol)
{
	for (const char *c = symbol; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("^.-=_", *c))
			return false;
	return symbol[0] && symbol[0] != '.';
}

static bool
read_symbol(struct lb_market *m, const char *symbol, const char *file)
{
	char path[1024];

	for (int gz = 0; gz < 2; gz++) {
		snprintf(path, sizeof path, "%s/%s%s.csv%s", m->data, file[0] == '^' ? "_" : "",
			file[0] == '^' ? file + 1 : file, gz ? ".gz" : "");
		if (read_file(m, path, symbol))
			return true;
	}
	return false;
}

struct lb_series *
lb_csv_symbol(struct lb_market *m, const char *symbol)
{
	struct stat st;

	if (!safe_name(symbol) || stat(m->data, &st) < 0)
		return NULL;
	if (!S_ISDIR(st.st_mode)) {
		if (!m->data_read) {
			m->data_read = true;
			read_file(m, m->data, NULL);
		}
	} else if (!read_symbol(m, symbol, symbol) &&
	    (strcmp(symbol, "^GSPC") != 0 || !read_symbol(m, symbol, "^SPX"))) {
		return NULL;
	}
	for (struct lb_series *s = m->cache; s; s = s->next)
		if (strcmp(s->symbol, symbol) == 0)
			return s->n ? s : NULL;
	return NULL;
}
