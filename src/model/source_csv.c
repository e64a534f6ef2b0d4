/* Files of prices as a market: one, or all of a directory. */
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "fetch/csv.h"
#include "model/source.h"
#include "model/source_build.h"

/* --- one file ------------------------------------------------------------------------------------ */

/* Length of the name without .csv or .csv.gz; 0 when it is no such file. */
static size_t
stem_length(const char *file)
{
	static const char *const ends[] = {".csv.gz", ".csv"};
	size_t n = strlen(file);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t m = strlen(ends[i]);

		if (n > m && strcmp(file + n - m, ends[i]) == 0)
			return n - m;
	}
	return 0;
}

/* A share whose name begins with '_' does not exist. */
const char *
bt_source_file_symbol(struct bt_arena *a, const char *file)
{
	size_t n = stem_length(file);
	char *symbol;

	if (n == 0 || file[0] == '.')
		return NULL;
	symbol = bt_arena_strndup(a, file, n);
	return bt_symbol_normalize(symbol) ? symbol : NULL;
}

const char *
bt_source_canonical(struct bt_arena *a, const char *symbol)
{
	const char *known = symbol[0] == '_' || symbol[0] == '^' ? bt_symbol_canonical(symbol) : symbol;

	if (known != symbol || symbol[0] != '_')
		return known;
	return bt_arena_printf(a, "^%s", symbol + 1);
}

static void
add_tally(struct bt_source_tally *t, const struct bt_csv *csv, const char *path)
{
	t->files++;
	t->rows += csv->rows;
	t->unpriced += csv->unpriced;
	t->unreadable += csv->unreadable;
	t->duplicates += csv->duplicates;
	t->odd_cells += csv->odd_cells;
	if (csv->bad_line && !t->first_bad[0]) {
		size_t n = bt_text_clean(path, strlen(path), t->first_bad, sizeof(t->first_bad) - 24);

		snprintf(t->first_bad + n, sizeof(t->first_bad) - n, ":%zu", csv->bad_line);
	}
}

static enum bt_status
load_file(struct bt_source *s, const char *path, const char *symbol, struct bt_err *err)
{
	struct bt_csv csv;
	enum bt_status st = bt_csv_load(path, symbol, &s->arena, &csv, err);

	if (st)
		return st;
	add_tally(&s->tally, &csv, path);
	for (size_t i = 0; i < csv.n; i++) {
		struct bt_security sec = {
			.symbol = bt_source_canonical(&s->arena, csv.series[i].symbol),
			.source = "csv",
			.bars = csv.series[i].bars,
			.provisional = BT_DATE_NONE,
			.quote = {.last = NAN, .prev_close = NAN, .open = NAN, .high = NAN, .low = NAN,
			          .volume = NAN, .pre = NAN, .post = NAN, .delayed_min = -1},
		};

		sec.kind = bt_kind_of_symbol(sec.symbol);
		s->tally.jumps += bt_bars_jumps(&sec.bars);
		BT_VEC_PUSH(&s->sec, sec);
	}
	return BT_OK;
}

/* --- a directory --------------------------------------------------------------------------------- */

static int
by_text(const void *x, const void *y)
{
	return strcmp(*(char *const *)x, *(char *const *)y);
}

/* Names of the price files in it, sorted: "X.csv" comes before "X.csv.gz" and so wins. */
static enum bt_status
list_directory(struct bt_source *s, const char *dir, char ***out, size_t *n, struct bt_err *err)
{
	DIR *d = opendir(dir);
	BT_VEC(char *) names = {0};
	struct dirent *entry;

	if (!d)
		return bt_err_set(err, BT_E_IO, "cannot read the directory %s: %s", dir, strerror(errno));
	while ((entry = readdir(d)))
		if (entry->d_name[0] != '.' && stem_length(entry->d_name))
			BT_VEC_PUSH(&names, bt_arena_strdup(&s->arena, entry->d_name));
	closedir(d);
	if (names.len)
		qsort(names.at, names.len, sizeof(*names.at), by_text);
	*out = names.at;
	*n = names.len;
	return BT_OK;
}

static enum bt_status
load_directory(struct bt_source *s, const char *dir, struct bt_err *err)
{
	char **name = NULL;
	size_t n = 0, before = s->sec.len;
	enum bt_status st = list_directory(s, dir, &name, &n, err);

	for (size_t i = 0; !st && i < n; i++) {
		const char *path = bt_arena_printf(&s->arena, "%s/%s", dir, name[i]);

		st = load_file(s, path, bt_source_file_symbol(&s->arena, name[i]), err);
	}
	if (!st && s->sec.len == before)
		st = bt_err_set(err, BT_E_NODATA, "no prices in %s: it has no SYMBOL.csv or SYMBOL.csv.gz "
		                "with a bar", dir);
	free(name);
	return st;
}

/* --- the whole ----------------------------------------------------------------------------------- */

static enum bt_status
load_path(struct bt_source *s, const char *path, struct bt_err *err)
{
	const char *slash = strrchr(path, '/');
	struct stat info;

	if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
		return load_directory(s, path, err);
	return load_file(s, path, bt_source_file_symbol(&s->arena, slash ? slash + 1 : path), err);
}

/* "csv:A,csv:B": a path may hold commas, so only ",csv:" parts them. */
static enum bt_status
load_all(struct bt_source *s, const char *name, struct bt_err *err)
{
	static const char part[] = ",csv:";
	const char *p = name + 4;

	if (strncmp(name, part + 1, 4) != 0)
		return bt_err_set(err, BT_E_USAGE, "source %s: expected csv:PATH[,csv:PATH...]", name);
	for (;;) {
		const char *end = strstr(p, part);
		size_t n = end ? (size_t)(end - p) : strlen(p);
		enum bt_status st = BT_OK;

		if (n == 0)
			return bt_err_set(err, BT_E_USAGE, "source %s: a path is empty; expected "
			                  "csv:PATH[,csv:PATH...]", name);
		st = load_path(s, bt_arena_strndup(&s->arena, p, n), err);
		if (st || !end)
			return st;
		p = end + sizeof(part) - 1;
	}
}

enum bt_status
bt_source_csv_open(const char *name, struct bt_source **out, struct bt_err *err)
{
	struct bt_source *s = bt_source_new(name, false);
	enum bt_status st = load_all(s, name, err);

	*out = NULL;
	if (st) {
		bt_source_free(s);
		return st;
	}
	bt_source_finish(s);
	*out = s;
	return BT_OK;
}
