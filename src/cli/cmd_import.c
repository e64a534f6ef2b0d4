/* cli/cmd_import.c - `import FILE...`: lists of members and prices, taken in. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cmd.h"
#include "cli/out.h"
#include "model/import.h"
#include "model/source_build.h"
#include "model/universe_file.h"

/* What was left out and why; a count of 0 is not told. */
struct reason {
	size_t n;
	const char *words;
};

/* "; 5 rows skipped: 3 ..., 2 ..." */
static void
print_skipped(const struct reason *reason, size_t n, struct bt_buf *out)
{
	const char *before = ": ";
	size_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += reason[i].n;
	if (sum == 0)
		return;
	bt_buf_printf(out, "; %zu row%s skipped", sum, sum == 1 ? "" : "s");
	for (size_t i = 0; i < n; i++) {
		if (reason[i].n == 0)
			continue;
		bt_buf_printf(out, "%s%zu %s", before, reason[i].n, reason[i].words);
		before = ", ";
	}
}

static void
print_list(const struct bt_import_file *f, struct bt_buf *out)
{
	const struct bt_member_tally *t = &f->members;
	const struct reason reasons[] = {
		{t->not_shares, "cash, funds and futures"}, {t->unlisted, "on no market"},
		{t->worthless, "priced 0"},                 {t->doubles, "there twice"},
	};
	char date[BT_DATE_SIZE];

	bt_buf_printf(out, "%s: %zu members", f->path, f->list->n);
	if (f->list->list_date != BT_DATE_NONE)
		bt_buf_printf(out, " of %s", bt_date_format(f->list->list_date, date));
	print_skipped(reasons, sizeof(reasons) / sizeof(reasons[0]), out);
	bt_buf_printf(out, "; use it by --universe %s\n", f->list->name);
}

static void
print_prices(const struct bt_import_file *f, const char *source, struct bt_buf *out)
{
	const struct bt_csv *csv = &f->prices;
	const struct reason reasons[] = {
		{csv->unpriced, "without a price"}, {csv->unreadable, "unreadable"},
		{csv->duplicates, "of a day that comes again"},
	};
	char from[BT_DATE_SIZE], to[BT_DATE_SIZE];

	bt_buf_printf(out, "%s: ", f->path);
	if (csv->n == 1)
		bt_buf_str(out, csv->series[0].symbol);
	else
		bt_buf_printf(out, "%zu symbols", csv->n);
	bt_buf_printf(out, ", %zu bars from %s to %s", f->bars, bt_date_format(f->first, from),
	              bt_date_format(f->last, to));
	print_skipped(reasons, sizeof(reasons) / sizeof(reasons[0]), out);
	if (csv->odd_cells)
		bt_buf_printf(out, "; %zu cell%s no number", csv->odd_cells, csv->odd_cells == 1 ? " is" : "s are");
	if (csv->bad_line)
		bt_buf_printf(out, " (first in line %zu)", csv->bad_line);
	if (f->jumps)
		bt_buf_printf(out, "; %zu sudden jump%s, perhaps a split that is not adjusted for", f->jumps,
		              f->jumps == 1 ? "" : "s");
	bt_buf_printf(out, "; use them by --source %s\n", source);
}

/* --symbol in the spelling of the program. */
static enum bt_status
read_symbol(const struct bt_cmd *cmd, const char **out, struct bt_err *err)
{
	const struct bt_option_value *given = &cmd->args->opt[BT_OPT_SYMBOL];
	char *symbol = given->given ? bt_arena_strdup(cmd->arena, given->text) : NULL;

	*out = symbol;
	if (!symbol)
		return BT_OK;
	if (!bt_symbol_normalize(symbol))
		return bt_err_set(err, BT_E_USAGE, "--symbol: '%s' is no symbol",
		                  bt_text_clean_dup(cmd->arena, given->text, strlen(given->text)));
	if (cmd->args->n_arg > 1)
		return bt_err_set(err, BT_E_USAGE, "--symbol names one file, not %zu", cmd->args->n_arg);
	return BT_OK;
}

static enum bt_status
read_way(const struct bt_cmd *cmd, struct bt_import_way *way, struct bt_err *err)
{
	const struct bt_option_value *name = &cmd->args->opt[BT_OPT_NAME];

	if (cmd->args->n_arg == 0)
		return bt_err_set(err, BT_E_USAGE, "import which file?  A list of members, or prices as CSV");
	if (name->given && !bt_universe_name_is_free(name->text))
		return bt_err_set(err, BT_E_USAGE, "--name: '%s' is no name for it: letters, digits, '-', '_' "
		                  "and '.', 64 at most, and not that of a bundled list",
		                  bt_text_clean_dup(cmd->arena, name->text, strlen(name->text)));
	*way = (struct bt_import_way){.name = name->given ? name->text : NULL, .cache = cmd->cache,
	                              .now_utc = cmd->now_utc};
	return read_symbol(cmd, &way->symbol, err);
}

enum bt_status
bt_cmd_import(const struct bt_cmd *cmd, struct bt_err *err)
{
	size_t n = cmd->args->n_arg;
	struct bt_import_file *file = BT_ARENA_ARRAY(cmd->arena, n, struct bt_import_file);
	struct bt_import_way way;
	struct bt_buf out;
	char note[200];
	enum bt_status st = read_way(cmd, &way, err);

	for (size_t i = 0; !st && i < n; i++)
		st = bt_import_read(cmd->args->arg[i], &way, cmd->arena, &file[i], err);
	if (!st)
		st = bt_import_keep(file, n, &way, cmd->arena, note, err);
	if (st)
		return st;
	if (*note)
		fprintf(stderr, "broadtape: %s\n", note);
	bt_buf_init(&out, 1 << 24);
	for (size_t i = 0; i < n; i++) {
		if (file[i].list)
			print_list(&file[i], &out);
		else
			print_prices(&file[i], bt_import_source(&way, cmd->arena), &out);
	}
	st = bt_out_write(&out, err);
	bt_buf_release(&out);
	return st;
}
