#include "model/import.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"
#include "core/market.h"
#include "fetch/gzip.h"
#include "model/source_build.h"
#include "model/universe_file.h"
#include "store/store.h"

#define MAX_FILE_SYMBOL 15       /* "HistoricalPrices.csv" names no symbol, as long as it could */

/* --- names --------------------------------------------------------------------------------------- */

static const char *
file_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Cut one of these ends off text; true when there was one. */
static bool
cut_end(char *text, const char *const *ends, size_t n)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < n; i++) {
		size_t m = strlen(ends[i]);

		if (len > m && strcmp(text + len - m, ends[i]) == 0) {
			text[len - m] = '\0';
			return true;
		}
	}
	return false;
}

/* "IWM_holdings.csv" is the list iwm. */
static enum bt_status
name_list(const struct bt_import_way *way, const char *path, const char *shown, struct bt_arena *a,
          const char **out, struct bt_err *err)
{
	static const char *const packed[] = {".gz"}, *const kinds[] = {".csv", ".txt"},
	                  *const funds[] = {"_holdings"};
	char *name = bt_arena_strdup(a, file_of(path));

	if (way->name) {
		*out = way->name;
		return BT_OK;
	}
	for (char *p = name; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	cut_end(name, packed, 1);
	cut_end(name, kinds, 2);
	cut_end(name, funds, 1);
	if (!bt_universe_name_is_free(name))
		return bt_err_set(err, BT_E_USAGE, "%s: its list cannot be called '%s' (bundled lists keep "
		                  "their names; letters, digits, '-', '_' and '.' make one); say --name NAME",
		                  shown, bt_text_clean_dup(a, name, strlen(name)));
	*out = name;
	return BT_OK;
}

/* The symbol of a file that has no column for it: "SPY.csv", "_RUT.csv", and "spy_us_d.csv" and "^spx_d.csv" as
 * Stooq calls them.  */
static const char *
symbol_of(const struct bt_import_way *way, const char *path, struct bt_arena *a)
{
	static const char *const kinds[] = {".csv"}, *const stooq[] = {"_us_d", "_d"};
	const char *symbol;
	char *name;

	if (way->symbol)
		return way->symbol;
	name = bt_arena_strdup(a, file_of(path));
	if (cut_end(name, kinds, 1) && cut_end(name, stooq, 2))
		symbol = bt_source_file_symbol(a, bt_arena_printf(a, "%s.csv", name));
	else
		symbol = bt_source_file_symbol(a, file_of(path));
	if (symbol && (strlen(symbol) > MAX_FILE_SYMBOL || strchr(symbol + 1, '_')))
		return NULL;
	return symbol;
}

const char *
bt_import_source(const struct bt_import_way *way, struct bt_arena *a)
{
	return way->name ? bt_arena_printf(a, "import:%s", way->name) : "import";
}

/* --- reading ------------------------------------------------------------------------------------- */

static enum bt_status
read_prices(const struct bt_buf *text, const char *path, const struct bt_import_way *way,
            struct bt_arena *a, struct bt_import_file *f, struct bt_err *err)
{
	const char *symbol = symbol_of(way, path, a);
	enum bt_status st = bt_csv_read(f->path, text->data, text->len, symbol, a, &f->prices, err);

	if (st && !symbol && strstr(err->text, "no column symbol"))
		return bt_err_set(err, BT_E_USAGE, "%s: it has no column symbol and is not called "
		                  "SYMBOL.csv; say --symbol SYMBOL", f->path);
	if (st)
		return st;
	if (f->prices.n == 0)
		return bt_err_set(err, BT_E_PARSE, "%s: a header and no bar", f->path);
	f->first = INT32_MAX;
	for (size_t i = 0; i < f->prices.n; i++) {
		struct bt_csv_series *s = &f->prices.series[i];

		s->symbol = bt_source_canonical(a, s->symbol);
		f->bars += s->bars.n;
		f->jumps += bt_bars_jumps(&s->bars);
		f->first = s->bars.date[0] < f->first ? s->bars.date[0] : f->first;
		f->last = s->bars.date[s->bars.n - 1] > f->last ? s->bars.date[s->bars.n - 1] : f->last;
	}
	return BT_OK;
}

static enum bt_status
read_list(const struct bt_buf *text, const char *path, const struct bt_import_way *way,
          struct bt_arena *a, struct bt_import_file *f, struct bt_err *err)
{
	struct bt_universe *named;
	const char *name;
	enum bt_status st = bt_member_list_read(f->path, text->data, text->len, a, &f->list, &f->members, err);

	if (!st)
		st = name_list(way, path, f->path, a, &name, err);
	if (st)
		return st;
	named = bt_arena_memdup(a, f->list, sizeof(*f->list));
	named->name = name;
	f->list = named;
	return BT_OK;
}

enum bt_status
bt_import_read(const char *path, const struct bt_import_way *way, struct bt_arena *a,
               struct bt_import_file *out, struct bt_err *err)
{
	struct bt_buf text;
	enum bt_status st;

	*out = (struct bt_import_file){.path = bt_text_clean_dup(a, path, strlen(path)),
	                               .first = BT_DATE_NONE, .last = BT_DATE_NONE};
	bt_buf_init(&text, BT_CSV_MAX_BYTES);
	st = bt_gzip_read(path, &text, err);
	if (!st && text.len == 0)
		st = bt_err_set(err, BT_E_PARSE, "%s: the file is empty", out->path);
	if (!st && bt_csv_is(text.data, text.len))
		st = read_prices(&text, path, way, a, out, err);
	else if (!st)
		st = read_list(&text, path, way, a, out, err);
	bt_buf_release(&text);
	return st;
}

/* --- keeping ------------------------------------------------------------------------------------- */

struct place {
	const char *name;        /* of a symbol, or of a list */
	const struct bt_import_file *file;
};

static int
by_name(const void *x, const void *y)
{
	return strcmp(((const struct place *)x)->name, ((const struct place *)y)->name);
}

/* No symbol of two files, or twice in one by two spellings, and no list of that name twice. */
static enum bt_status
check_places(const struct bt_import_file *file, size_t n, bool lists, struct bt_err *err)
{
	BT_VEC(struct place) place = {0};
	enum bt_status st = BT_OK;

	for (size_t i = 0; i < n; i++) {
		if (lists && file[i].list)
			BT_VEC_PUSH(&place, (struct place){file[i].list->name, &file[i]});
		for (size_t k = 0; !lists && k < file[i].prices.n; k++)
			BT_VEC_PUSH(&place, (struct place){file[i].prices.series[k].symbol, &file[i]});
	}
	if (place.len)
		qsort(place.at, place.len, sizeof(*place.at), by_name);
	for (size_t i = 1; !st && i < place.len; i++)
		if (strcmp(place.at[i - 1].name, place.at[i].name) == 0)
			st = bt_err_set(err, BT_E_USAGE, "%s %s would come from both %s and %s: %s",
			                lists ? "the list" : "the bars of", place.at[i].name,
			                place.at[i - 1].file->path, place.at[i].file->path,
			                lists ? "import one list at a time, or without --name"
			                      : "a series is never joined of two; import one of them");
	BT_VEC_RELEASE(&place);
	return st;
}

static enum bt_status
put_prices(struct bt_store *store, const struct bt_import_file *file, size_t n, const char *source,
           int64_t now_utc, struct bt_err *err)
{
	enum bt_status st = bt_store_begin(store, err);

	if (st)
		return st;
	for (size_t i = 0; !st && i < n; i++) {
		for (size_t k = 0; !st && k < file[i].prices.n; k++) {
			const struct bt_csv_series *s = &file[i].prices.series[k];
			struct bt_stored row = {
				.sec = {.symbol = s->symbol, .source = source, .bars = s->bars,
				        .kind = bt_kind_of_symbol(s->symbol), .provisional = BT_DATE_NONE},
				.history_utc = now_utc, .closes_utc = now_utc, .split = BT_DATE_NONE,
			};

			st = bt_store_put(store, &row, err);
		}
	}
	if (!st)
		st = bt_store_commit(store, err);
	if (st)
		bt_store_rollback(store);
	return st;
}

static enum bt_status
keep_prices(const struct bt_import_file *file, size_t n, const struct bt_import_way *way,
            struct bt_arena *a, char note[200], struct bt_err *err)
{
	enum bt_store_state state;
	struct bt_store *store;
	bool any = false;
	enum bt_status st;

	for (size_t i = 0; i < n; i++)
		any |= file[i].prices.n > 0;
	if (!any)
		return BT_OK;
	if (!way->cache)
		return bt_err_set(err, BT_E_IO, "no place for the cache: set --cache or HOME");
	st = bt_store_open(way->cache, false, way->now_utc, &store, &state, note, err);
	if (st)
		return st;
	if (state == BT_STORE_READ_ONLY)
		st = bt_err_set(err, BT_E_STORE, "nothing is imported: %s", note);
	else
		st = put_prices(store, file, n, bt_import_source(way, a), way->now_utc, err);
	bt_store_close(store);
	return st;
}

static enum bt_status
keep_list(const struct bt_import_file *f, struct bt_arena *a, struct bt_err *err)
{
	const char *path;
	struct bt_buf text;
	char *dir;
	enum bt_status st = bt_universe_path(f->list->name, a, &path, err);

	if (st)
		return st;
	dir = bt_arena_strndup(a, path, (size_t)(strrchr(path, '/') - path));
	bt_buf_init(&text, BT_CSV_MAX_BYTES);
	bt_member_list_write(f->list, file_of(f->path), &text);
	st = bt_file_mkdirs(dir, err);
	if (!st)
		st = bt_file_write(path, text.data, text.len, err);
	bt_buf_release(&text);
	return st;
}

enum bt_status
bt_import_keep(const struct bt_import_file *file, size_t n, const struct bt_import_way *way,
               struct bt_arena *a, char note[200], struct bt_err *err)
{
	enum bt_status st = check_places(file, n, true, err);

	note[0] = '\0';
	if (!st)
		st = check_places(file, n, false, err);
	if (!st)
		st = keep_prices(file, n, way, a, note, err);
	for (size_t i = 0; !st && i < n; i++)
		if (file[i].list)
			st = keep_list(&file[i], a, err);
	return st;
}
