#include "model/universe_file.h"

#include <ctype.h>
#include <dirent.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"
#include "fetch/gzip.h"
#include "model/member_list.h"

#define MAX_BYTES ((size_t)64 << 20)
#define MAX_NAME 64

/* --- bundled lists ------------------------------------------------------------------------------- */

static const struct {
	const char *name, *fund, *word, *brief;
} sectors[] = {
#define BT_SECTOR(id, name, fund, word, brief) [BT_SECTOR_##id] = {name, fund, word, brief},
#include "spec/sectors.def"
};

struct bundled_member {
	const char *symbol, *name;
	enum bt_sector sector;
};

#define BT_MEMBER(symbol, sector, name) {symbol, name, BT_SECTOR_##sector},
static const struct bundled_member dow30[] = {
#include "spec/universe_dow30.def"
};

#define BT_MEMBER(symbol, sector, name) {symbol, name, BT_SECTOR_##sector},
static const struct bundled_member nasdaq100[] = {
#include "spec/universe_nasdaq100.def"
};

#define BT_MEMBER(symbol, sector, name) {symbol, name, BT_SECTOR_##sector},
static const struct bundled_member sp500[] = {
#include "spec/universe_sp500.def"
};

static const struct {
	const char *name, *date, *help;
	const struct bundled_member *member;
	size_t n;
} lists[] = {
#define BT_UNIVERSE(id, name, date, help) {#name, date, help, name, sizeof(name) / sizeof(name[0])},
#include "spec/universes.def"
};
#define N_LISTS (sizeof(lists) / sizeof(lists[0]))

const char *
bt_sector_name(enum bt_sector s)
{
	return sectors[s].name;
}

const char *
bt_sector_fund(enum bt_sector s)
{
	return sectors[s].fund;
}

const char *
bt_sector_short(const char *name, int by)
{
	for (size_t i = 0; name && i < BT_SECTOR_COUNT; i++)
		if (strcmp(sectors[i].name, name) == 0)
			return by == 1 ? sectors[i].word : by == 2 ? sectors[i].brief : by == 3 ? sectors[i].fund : NULL;
	return NULL;
}

const char *
bt_universe_bundled_name(size_t i)
{
	return i < N_LISTS ? lists[i].name : NULL;
}

const char *
bt_universe_bundled_help(size_t i)
{
	return i < N_LISTS ? lists[i].help : NULL;
}

static enum bt_status
open_bundled(size_t which, struct bt_arena *a, const struct bt_universe **out, struct bt_err *err)
{
	struct bt_universe *u = BT_ARENA_NEW(a, struct bt_universe);
	struct bt_universe_member *m =
		BT_ARENA_ARRAY(a, lists[which].n, struct bt_universe_member);

	if (!u || !m)
		return bt_err_set(err, BT_E_NOMEM, "universe %s: out of memory", lists[which].name);
	for (size_t i = 0; i < lists[which].n; i++)
		m[i] = (struct bt_universe_member){
			.symbol = lists[which].member[i].symbol,
			.name = lists[which].member[i].name,
			.sector = sectors[lists[which].member[i].sector].name,
			.cap = NAN,
			.cap_date = BT_DATE_NONE,
		};
	*u = (struct bt_universe){.name = lists[which].name, .member = m, .n = lists[which].n};
	bt_date_parse(lists[which].date, BT_DATE_SIZE - 1, &u->list_date);
	*out = u;
	return BT_OK;
}

/* --- files --------------------------------------------------------------------------------------- */

static enum bt_status
open_file(const char *name, const char *path, struct bt_arena *a, const struct bt_universe **out,
          struct bt_err *err)
{
	struct bt_buf text;
	enum bt_status st;

	bt_buf_init(&text, MAX_BYTES);
	st = bt_gzip_read(path, &text, err);
	if (!st)
		st = bt_member_list_read(name, text.data ? text.data : "", text.len, a, out, NULL, err);
	bt_buf_release(&text);
	return st;
}

bool
bt_universe_name_is_free(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n > MAX_NAME || !isalnum((unsigned char)name[0]) || strcmp(name, "all") == 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)name[i]) && !strchr("-_.", name[i]))
			return false;
	for (size_t i = 0; i < N_LISTS; i++)
		if (strcmp(name, lists[i].name) == 0)
			return false;
	return true;
}

enum bt_status
bt_universe_path(const char *name, struct bt_arena *a, const char **out, struct bt_err *err)
{
	return bt_xdg_path(a, BT_XDG_DATA, bt_arena_printf(a, "universes/%s.csv", name), out, err);
}

static int
by_text(const void *x, const void *y)
{
	return strcmp(*(char *const *)x, *(char *const *)y);
}

struct bt_words
bt_universe_imported(struct bt_arena *a)
{
	BT_VEC(const char *) names = {0};
	struct bt_words out = {0};
	const char *dir;
	struct dirent *entry;
	DIR *d = NULL;

	if (bt_xdg_path(a, BT_XDG_DATA, "universes", &dir, NULL) == BT_OK)
		d = opendir(dir);
	while (d && (entry = readdir(d))) {
		size_t n = strlen(entry->d_name);

		if (n > 4 && strcmp(entry->d_name + n - 4, ".csv") == 0) {
			char *name = bt_arena_strndup(a, entry->d_name, n - 4);

			if (bt_universe_name_is_free(name))
				BT_VEC_PUSH(&names, name);
		}
	}
	if (d)
		closedir(d);
	if (names.len)
		qsort(names.at, names.len, sizeof(*names.at), by_text);
	out.at = bt_arena_memdup(a, names.at, names.len * sizeof(*names.at));
	out.n = out.at ? names.len : 0;
	BT_VEC_RELEASE(&names);
	return out;
}

/* ", iwm, sp400": the imported lists, for a message. */
static const char *
imported_names(struct bt_arena *a)
{
	struct bt_words names = bt_universe_imported(a);
	const char *out = "";

	for (size_t i = 0; i < names.n; i++)
		out = bt_arena_printf(a, "%s, %s", out, names.at[i]);
	return out;
}

enum bt_status
bt_universe_open(const char *name, struct bt_arena *a, const struct bt_universe **out,
                 struct bt_err *err)
{
	const char *path;
	char shown[256];
	struct bt_err cause;
	enum bt_status st;

	for (size_t i = 0; i < N_LISTS; i++)
		if (strcmp(name, lists[i].name) == 0)
			return open_bundled(i, a, out, err);
	if (bt_universe_name_is_free(name) && bt_universe_path(name, a, &path, NULL) == BT_OK &&
	    access(path, F_OK) == 0)
		return open_file(name, path, a, out, err);
	st = open_file(name, name, a, out, &cause);
	bt_text_clean(name, strlen(name), shown, sizeof(shown));
	if (st == BT_E_NODATA)
		return bt_err_set(err, st, "no universe %s: it is none of all, dow30, nasdaq100, sp500%s, "
		                  "and no file; 'broadtape import' takes in a list", shown,
		                  imported_names(a));
	if (st)
		bt_err_set(err, st, "%s", cause.text);
	return st;
}
