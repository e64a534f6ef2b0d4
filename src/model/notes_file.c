#include "model/notes_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
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

static enum bt_status
failed(const char *path, const char *what, struct bt_err *err)
{
	int code = errno;

	if (code == ELOOP)
		return bt_err_set(err, BT_E_IO, "%s is a symbolic link, which is not followed there; name the file "
		                  "itself in broadtape.conf: [data] notes = FILE", path);
	return bt_err_set(err, BT_E_IO, "cannot %s %s: %s", what, path, strerror(code));
}

/* Open it locked; the file that has the name, even when an editor puts another one there meanwhile. */
static enum bt_status
open_locked(const char *path, bool follow_link, int *out, struct bt_err *err)
{
	int flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | (follow_link ? 0 : O_NOFOLLOW);

	for (;;) {
		struct stat held, named;
		int fd = open(path, flags, 0600);

		if (fd < 0)
			return failed(path, "write", err);
		while (flock(fd, LOCK_EX) < 0) {
			if (errno == EINTR)
				continue;
			enum bt_status st = failed(path, "lock", err);

			close(fd);
			return st;
		}
		if (fstat(fd, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino &&
		    held.st_dev == named.st_dev) {
			*out = fd;
			return BT_OK;
		}
		close(fd);
	}
}

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

/* All of it behind the file, or the file as it was. */
static enum bt_status
append(int fd, const char *path, const char *text, struct bt_arena *a, struct bt_err *err)
{
	enum bt_status st = BT_OK;
	struct stat info;
	const char *all, *p;
	size_t left;

	if (fstat(fd, &info) < 0 || !S_ISREG(info.st_mode))
		return bt_err_set(err, BT_E_IO, "cannot write %s: it is no file", path);
	p = all = bt_arena_printf(a, "%s%s", gap_behind(fd, info.st_size), text);
	left = strlen(all);
	while (!st && left > 0) {
		ssize_t done = write(fd, p, left);

		if (done < 0 && errno != EINTR)
			st = failed(path, "write", err);
		p += done > 0 ? done : 0;
		left -= done > 0 ? (size_t)done : 0;
	}
	if (!st && fsync(fd) < 0)
		st = failed(path, "write", err);
	if (st && ftruncate(fd, info.st_size) < 0)
		st = failed(path, "restore", err);
	return st;
}

static enum bt_status
make_directory(const char *path, struct bt_err *err)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash && slash > path ? bt_xstrndup(path, (size_t)(slash - path)) : NULL;
	enum bt_status st = dir ? bt_file_mkdirs(dir, err) : BT_OK;

	free(dir);
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
		st = make_directory(path, err);
	if (!st)
		st = open_locked(path, follow_link, &fd, err);
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
	enum bt_status st = make_directory(path, err);
	struct stat info;
	struct bt_arena a;
	int fd;

	if (!st)
		st = open_locked(path, follow_link, &fd, err);
	if (st)
		return st;
	bt_xarena_init(&a);
	if (fstat(fd, &info) == 0 && info.st_size == 0)
		st = append(fd, path, how_to, &a, err);
	bt_arena_release(&a);
	close(fd);
	return st;
}
