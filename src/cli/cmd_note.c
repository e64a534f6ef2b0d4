/* cli/cmd_note.c - `note TEXT` adds a note; --list and --search print them, --edit opens the editor. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cmd.h"
#include "cli/out.h"
#include "core/calendar.h"
#include "model/lexicon.h"
#include "model/notes_file.h"
#include "model/user_program.h"

static bool
is_symbol(void *user, const char *word, size_t n)
{
	return bt_lexicon_is_symbol(user, word, n);
}

static void
tell_faults(const struct bt_cmd *cmd, const char *path, const struct bt_notes *notes)
{
	for (size_t i = 0; i < notes->n_fault; i++)
		fprintf(stderr, "broadtape: %s\n", bt_note_fault_text(path, &notes->fault[i], cmd->arena));
}

static enum bt_status
add(const struct bt_cmd *cmd, const char *path, struct bt_err *err)
{
	struct bt_note_draft draft = {.date = bt_ny_date(cmd->now_utc), .text = "", .is_symbol = is_symbol};
	struct bt_lexicon *lexicon = bt_lexicon_make(cmd->arena);
	const char *written;
	struct bt_buf out;
	enum bt_status st;

	draft.user = lexicon;
	for (size_t i = 0; i < cmd->args->n_arg; i++)
		draft.text = bt_arena_printf(cmd->arena, "%s%s%s", draft.text, i ? " " : "", cmd->args->arg[i]);
	st = bt_notes_add(path, *cmd->settings->data_notes, &draft, cmd->arena, &written, err);
	if (st == BT_E_PARSE)
		return bt_err_set(err, BT_E_USAGE, "%s", bt_arena_strdup(cmd->arena, err->text));
	if (st)
		return st;
	bt_buf_init(&out, 1 << 24);
	bt_buf_printf(&out, "%s: noted\n%s", bt_text_clean_dup(cmd->arena, path, strlen(path)), written);
	st = bt_out_write(&out, err);
	bt_buf_release(&out);
	return st;
}

static void
print_subjects(const struct bt_note *n, struct bt_buf *out)
{
	for (size_t i = 0; i < n->n_subject; i++)
		bt_buf_printf(out, " %s", n->subject[i]);
}

/* A note in lines, the others in one. */
static void
print_note(const struct bt_note *n, struct bt_buf *out)
{
	char date[BT_DATE_SIZE];
	const char *p = n->text;

	bt_buf_printf(out, "%s", bt_date_format(n->date, date));
	if (n->kind != BT_NOTE_TEXT)
		bt_buf_printf(out, " %s:", bt_note_kind_name(n->kind));
	print_subjects(n, out);
	if (n->kind != BT_NOTE_TEXT) {
		bt_buf_printf(out, "%s%s %s, %s\n", *n->name ? " " : "", n->name, n->text, n->source ? n->source : "-");
		return;
	}
	bt_buf_char(out, '\n');
	while (*p) {
		size_t len = strcspn(p, "\n");

		bt_buf_printf(out, "  %.*s\n", (int)len, p);
		p += len + (p[len] == '\n');
	}
}

/* Newest first, those with the word; "" all. */
static enum bt_status
list(const struct bt_cmd *cmd, const char *path, const char *word, struct bt_err *err)
{
	struct bt_notes notes;
	enum bt_status st = bt_notes_load(path, cmd->arena, &notes, err);
	struct bt_buf out;
	size_t found = 0;

	if (st)
		return st;
	tell_faults(cmd, path, &notes);
	bt_buf_init(&out, 1 << 26);
	for (size_t i = notes.n; i-- > 0;) {
		if (*word && !bt_note_has(&notes.at[i], word))
			continue;
		print_note(&notes.at[i], &out);
		found++;
	}
	st = bt_out_write(&out, err);
	bt_buf_release(&out);
	if (!st && found == 0)
		return bt_err_set(err, BT_E_NODATA, *word ? "no note holds \"%s\"" : "no notes yet%s: broadtape note "
		                  "TEXT adds one", *word ? bt_text_clean_dup(cmd->arena, word, strlen(word)) : "");
	return st;
}

static enum bt_status
edit(const struct bt_cmd *cmd, const char *path, struct bt_err *err)
{
	struct bt_notes notes;
	enum bt_status st = bt_notes_make(path, *cmd->settings->data_notes, err);

	if (!st)
		st = bt_user_edit(cmd->settings, path, err);
	if (!st)
		st = bt_notes_load(path, cmd->arena, &notes, err);
	if (!st)
		tell_faults(cmd, path, &notes);
	return st;
}

enum bt_status
bt_cmd_note(const struct bt_cmd *cmd, struct bt_err *err)
{
	const struct bt_option_value *opt = cmd->args->opt;
	int ways = opt[BT_OPT_LIST].given + opt[BT_OPT_SEARCH].given + opt[BT_OPT_EDIT].given +
	           (cmd->args->n_arg > 0);
	const char *path;
	enum bt_status st;

	if (ways == 0)
		return bt_err_set(err, BT_E_USAGE, "note what?  A text, or --list, --search WORD, --edit");
	if (ways > 1)
		return bt_err_set(err, BT_E_USAGE, "note: a text, --list, --search and --edit exclude one another");
	st = bt_notes_path(cmd->settings, cmd->arena, &path, err);
	if (st)
		return st;
	if (opt[BT_OPT_EDIT].given)
		return edit(cmd, path, err);
	if (opt[BT_OPT_LIST].given || opt[BT_OPT_SEARCH].given)
		return list(cmd, path, opt[BT_OPT_SEARCH].given ? opt[BT_OPT_SEARCH].text : "", err);
	return add(cmd, path, err);
}
