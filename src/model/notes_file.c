#include "model/notes_file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/locked.h"
#include "base/text.h"
#include "base/xalloc.h"

#define MAX_BYTES ((size_t)16 << 20)
#define MAX_SUBJECTS 16

static const char how_to[] =
	"Notes of broadtape. Whatever you write here is yours and stays as it is; lines such as these are read:\n"
	"\n"
	"    ## 2025-12-05 ^RUT SPSM/MAG7      a note: its date and what it is about; the text follows\n"
	"    fact: ^RUT P/E 36.75 2025-12-05, who says so\n"
	"    target: ^RUT level 2800 2026-06-30, who says so\n"
	"    event: FED rate-decision 3.50-3.75 2026-01-28, who says so\n";

/* --- reading ------------------------------------------------------------------------------------------ */

enum bt_status
bt_notes_path(const struct bt_settings *s, struct bt_arena *a, const char **out, struct bt_err *err)
{
	if (s && *s->data_notes) {
		*out = s->data_notes;
		return BT_OK;
	}
	return bt_xdg_path(a, BT_XDG_DATA, "notes.md", out, err);
}

enum bt_status
bt_notes_load(const char *path, struct bt_arena *a, struct bt_notes *out, struct bt_err *err)
{
	struct bt_buf text;
	enum bt_status st;

	*out = (struct bt_notes){0};
	bt_buf_init(&text, MAX_BYTES);
	st = bt_file_read(path, &text, err);
	if (st == BT_OK)
		bt_notes_parse(text.data ? text.data : "", text.len, a, out);
	bt_buf_release(&text);
	return st == BT_E_NODATA ? BT_OK : st;
}

const char *
bt_note_fault_text(const char *path, const struct bt_note_fault *f, struct bt_arena *a)
{
	return bt_arena_printf(a, "%s:%zu: %s; until then the line is text (broadtape note --edit)",
	                       bt_text_clean_dup(a, path, strlen(path)), f->line, f->text);
}

/* --- what is written ---------------------------------------------------------------------------------- */

/* Is the word fit to be a subject: an index, a share, an expression?  Words of prose are not. */
static bool
is_subject(const char *word, size_t n)
{
	bool letter = false;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)word[i];

		if (c >= 0x80 || (c >= 'a' && c <= 'z') || strchr("\"`#,;:!?", c))
			return false;
		letter = letter || (c >= 'A' && c <= 'Z');
	}
	return letter && (*word == '^' || (*word >= 'A' && *word <= 'Z') || *word == '(' || *word == '_');
}

/* "^RUT SPSM/MAG7: text": the subjects before the colon, which is taken off; NULL: there is none. */
static const char *
subjects_before_colon(struct bt_arena *a, const char **text)
{
	const char *p = *text;

	for (size_t n = 0; n < MAX_SUBJECTS; n++) {
		size_t len = strcspn(p, " \n");

		if (len > 1 && p[len - 1] == ':' && is_subject(p, len - 1)) {
			char *list = bt_arena_strndup(a, *text, (size_t)(p + len - 1 - *text));

			*text = p + len + strspn(p + len, " \n");
			return list;
		}
		if (len == 0 || !is_subject(p, len))
			return NULL;
		p += len + strspn(p + len, " ");
	}
	return NULL;
}

/* "RUT breaks out": the words at the begin that can be nothing else; the text keeps them. */
static const char *
subjects_at_begin(const struct bt_note_draft *d, struct bt_arena *a, const char *text)
{
	const char *p = text, *end = text;

	for (size_t n = 0; n < MAX_SUBJECTS; n++) {
		size_t len = strcspn(p, " \n");
		bool plain = len > 1 && (*p == '^' || memchr(p, '/', len));

		if (len == 0 || !is_subject(p, len) || !(plain || (d->is_symbol && d->is_symbol(d->user, p, len))))
			break;
		end = p + len;
		p = end + strspn(end, " ");
	}
	return bt_arena_strndup(a, text, (size_t)(end - text));
}

/* Every line clean, blanks at its end cut; "" when there is nothing. */
static const char *
clean_lines(const char *text, struct bt_arena *a)
{
	const char *out = "";

	while (*text) {
		size_t len = strcspn(text, "\n");
		char *line = bt_text_clean_dup(a, text, len);
		size_t n = strlen(line);

		while (n > 0 && line[n - 1] == ' ')
			line[--n] = '\0';
		if (*out || *line)
			out = bt_arena_printf(a, "%s%s%s", out, *out ? "\n" : "", line);
		text += len + (text[len] == '\n');
	}
	return out;
}

static enum bt_status
check_lines(const char *text, struct bt_arena *a, struct bt_err *err)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		struct bt_note note;
		enum bt_status st = bt_note_line_parse(bt_arena_strndup(a, text, len), a, &note, err);

		if (st == BT_E_PARSE)
			return st;
		text += len + (text[len] == '\n');
	}
	return BT_OK;
}

static enum bt_status
compose(const struct bt_note_draft *d, struct bt_arena *a, const char **out, struct bt_err *err)
{
	const char *text = clean_lines(d->text, a), *subjects;
	char date[BT_DATE_SIZE];
	struct bt_note first;
	enum bt_status st;

	text += strspn(text, " ");
	st = check_lines(text, a, err);
	if (st)
		return st;
	subjects = bt_note_line_parse(text, a, &first, NULL) == BT_E_NODATA ? subjects_before_colon(a, &text) : "";
	if (!*text)
		return bt_err_set(err, BT_E_USAGE, "there is no text to note");
	if (!subjects)
		subjects = subjects_at_begin(d, a, text);
	*out = bt_arena_printf(a, "## %s%s%s\n%s\n", bt_date_format(d->date, date), *subjects ? " " : "",
	                       subjects, text);
	return BT_OK;
}

/* --- writing ------------------------------------------------------------------------------------------ */

/* What parts the note from what stands before it: nothing, or a blank line. */
static const char *
gap_behind(int fd, off_t size)
{
	char last[2] = "\n\n";

	if (size == 0)
		return "";
	if (pread(fd, size > 1 ? last : last + 1, size > 1 ? 2 : 1, size > 1 ? size - 2 : 0) <= 0)
		return "\n\n";
	return last[1] != '\n' ? "\n\n" : size > 1 && last[0] != '\n' ? "\n" : "";
}

/* Behind what is there, with a line between. */
static enum bt_status
append(int fd, const char *path, const char *text, struct bt_arena *a, struct bt_err *err)
{
	struct stat info = {0};

	if (fstat(fd, &info) == 0)
		text = bt_arena_printf(a, "%s%s", gap_behind(fd, info.st_size), text);
	return bt_locked_append(fd, path, text, strlen(text), true, err);
}

/* A link at the usual place is somebody else's, until the user says that it is his. */
static enum bt_status
open_file(const char *path, bool follow_link, int *fd, struct bt_err *err)
{
	enum bt_status st = bt_locked_open(path, follow_link, fd, err);

	if (st && strstr(err->text, "symbolic link"))
		return bt_err_set(err, st, "%s is a symbolic link, which is not followed there; name the file itself "
		                  "in broadtape.conf: [data] notes = FILE", path);
	return st;
}

enum bt_status
bt_notes_add(const char *path, bool follow_link, const struct bt_note_draft *d, struct bt_arena *a,
             const char **out, struct bt_err *err)
{
	const char *text = "";
	enum bt_status st = compose(d, a, &text, err);
	int fd;

	if (!st)
		st = open_file(path, follow_link, &fd, err);
	if (st)
		return st;
	st = append(fd, path, text, a, err);
	close(fd);
	if (out)
		*out = text;
	return st;
}

enum bt_status
bt_notes_make(const char *path, bool follow_link, struct bt_err *err)
{
	struct stat info;
	struct bt_arena a;
	int fd;
	enum bt_status st = open_file(path, follow_link, &fd, err);

	if (st)
		return st;
	bt_xarena_init(&a);
	if (fstat(fd, &info) == 0 && info.st_size == 0)
		st = append(fd, path, how_to, &a, err);
	bt_arena_release(&a);
	close(fd);
	return st;
}
