#include "ui/desk.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "core/calendar.h"
#include "model/lexicon.h"
#include "model/notes_file.h"
#include "model/user_program.h"

/* A file that is watched by its directory: editors put a new one in its place. */
struct watched {
	const char *path;                /* NULL: there is no place for it */
	const char *name;                /* its last part */
	int watch;
};

struct bt_desk {
	struct bt_screen *s;
	struct bt_arena arena;           /* paths */
	struct bt_arena notes_arena;     /* what was read of the notes */
	struct bt_notes notes;
	struct watched notes_file, marks_file;
	int fd;                          /* of inotify, or -1 */
};

/* --- watching ----------------------------------------------------------------------------------------- */

/* Its directory is made, so that it can be watched before the file is there. */
static void
watch(struct bt_desk *d, struct watched *w)
{
	const char *slash = w->path ? strrchr(w->path, '/') : NULL;
	char dir[PATH_MAX];

	if (d->fd < 0 || w->watch >= 0 || !w->path || (size_t)(slash ? slash - w->path : 1) >= sizeof(dir))
		return;
	if (slash)
		snprintf(dir, sizeof(dir), "%.*s", (int)(slash > w->path ? slash - w->path : 1), w->path);
	w->name = slash ? slash + 1 : w->path;
	if (slash && bt_file_mkdirs(dir, NULL))
		return;
	w->watch = inotify_add_watch(d->fd, slash ? dir : ".",
	                             IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE | IN_ONLYDIR);
}

/* --- notes -------------------------------------------------------------------------------------------- */

static void
read_notes(struct bt_desk *d, int64_t now_utc)
{
	struct bt_err err;

	bt_arena_release(&d->notes_arena);
	d->notes = (struct bt_notes){0};
	if (!d->notes_file.path)
		return;
	if (bt_notes_load(d->notes_file.path, &d->notes_arena, &d->notes, &err))
		bt_screen_notice(d->s, true, "%s", err.text);
	else if (d->notes.n_fault)
		bt_screen_notice(d->s, true, "%s",
		                 bt_note_fault_text(d->notes_file.path, &d->notes.fault[0], &d->notes_arena));
	bt_screen_take_notes(d->s, &d->notes, now_utc);
}

static bool
is_symbol(void *user, const char *word, size_t n)
{
	return bt_lexicon_is_symbol(user, word, n);
}

/* "2025-12-10 ^RUT: text" is of that day; what begins with none is of today. */
static bt_date
day_of(const char **text, bt_date today)
{
	const char *p = *text + strspn(*text, " ");
	bt_date d;

	if (strnlen(p, BT_DATE_SIZE) < BT_DATE_SIZE || p[10] != ' ' || !bt_date_parse(p, 10, &d))
		return today;
	*text = p + 11;
	return d;
}

static void
say_noted(struct bt_screen *s, bt_date d)
{
	char date[BT_DATE_SIZE];

	if (s->as_of != BT_DATE_NONE && d > s->as_of)
		bt_screen_notice(s, false, "noted on %s: as of a past day it is not shown", bt_date_format(d, date));
	else
		bt_screen_notice(s, false, "noted");
}

void
bt_desk_add_note(struct bt_desk *d, const char *text, int64_t now_utc)
{
	struct bt_note_draft draft = {.date = day_of(&text, bt_ny_date(now_utc)), .is_symbol = is_symbol};
	struct bt_arena a;
	struct bt_err err;

	if (!d->notes_file.path) {
		bt_screen_notice(d->s, true, "no place for notes: neither XDG_DATA_HOME nor HOME is set");
		return;
	}
	bt_xarena_init(&a);
	draft.text = text;
	draft.user = bt_lexicon_make(&a);
	if (bt_notes_add(d->notes_file.path, *d->s->settings->data_notes, &draft, &a, NULL, &err)) {
		bt_screen_notice(d->s, true, "%s", err.text);
	} else {
		read_notes(d, now_utc);
		say_noted(d->s, draft.date);
	}
	bt_arena_release(&a);
	watch(d, &d->notes_file);
}

void
bt_desk_edit(struct bt_desk *d, int64_t now_utc)
{
	struct bt_err err = {0};
	enum bt_status st;

	if (!d->notes_file.path)
		return;
	st = bt_notes_make(d->notes_file.path, *d->s->settings->data_notes, &err);
	if (!st)
		st = bt_user_edit(d->s->settings, d->notes_file.path, &err);
	watch(d, &d->notes_file);
	read_notes(d, now_utc);
	if (st)
		bt_screen_notice(d->s, true, "%s", err.text);
}

/* --- marks -------------------------------------------------------------------------------------------- */

static void
sync_marks(struct bt_desk *d, int64_t now_utc)
{
	struct bt_err err;
	bool changed;

	if (bt_marks_sync(&d->s->marks, &changed, &err))
		bt_screen_notice(d->s, true, "%s", err.text);
	if (changed)
		bt_screen_remake(d->s, now_utc);
}

void
bt_desk_keep_marks(struct bt_desk *d, int64_t now_utc)
{
	if (d->s->marks.pending.len == 0)
		return;
	sync_marks(d, now_utc);
	watch(d, &d->marks_file);
}

/* --- links -------------------------------------------------------------------------------------------- */

void
bt_desk_browse(struct bt_desk *d, const char *link, void (*leave)(void *), void (*enter)(void *), void *user)
{
	bool here = bt_user_browser_is_text(d->s->settings);
	struct bt_err err;
	enum bt_status st;

	if (here)
		leave(user);
	st = bt_user_browse(d->s->settings, link, &err);
	if (here)
		enter(user);
	if (st == BT_E_NODATA)
		bt_screen_notice(d->s, true, "no browser here (BROWSER names one): %.150s", err.text);
	else if (st)
		bt_screen_notice(d->s, true, "%s", err.text);
	else
		bt_screen_notice(d->s, false, "opened %.180s", link);
}

/* --- all of it ---------------------------------------------------------------------------------------- */

struct bt_desk *
bt_desk_open(struct bt_screen *s)
{
	struct bt_desk *d = bt_xcalloc(1, sizeof(*d));

	d->s = s;
	d->notes_file.watch = d->marks_file.watch = -1;
	bt_xarena_init(&d->arena);
	bt_xarena_init(&d->notes_arena);
	d->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (bt_notes_path(s->settings, &d->arena, &d->notes_file.path, NULL))
		d->notes_file.path = NULL;
	if (bt_xdg_path(&d->arena, BT_XDG_STATE, "read", &d->marks_file.path, NULL))
		d->marks_file.path = NULL;
	watch(d, &d->notes_file);
	watch(d, &d->marks_file);
	bt_marks_release(&s->marks);
	bt_marks_init(&s->marks, d->marks_file.path);
	read_notes(d, 0);
	sync_marks(d, 0);
	return d;
}

void
bt_desk_close(struct bt_desk *d)
{
	if (d->fd >= 0)
		close(d->fd);
	bt_arena_release(&d->notes_arena);
	bt_arena_release(&d->arena);
	free(d);
}

int
bt_desk_fd(const struct bt_desk *d)
{
	return d->fd;
}

void
bt_desk_changed(struct bt_desk *d, int64_t now_utc)
{
	bool notes = false, marks = false;
	_Alignas(struct inotify_event) char buf[4096];
	ssize_t n;

	while ((n = read(d->fd, buf, sizeof(buf))) > 0) {
		for (char *p = buf; p < buf + n;) {
			const struct inotify_event *ev = (const void *)p;

			notes = notes || (ev->wd == d->notes_file.watch && ev->len &&
			                  strcmp(ev->name, d->notes_file.name) == 0);
			marks = marks || (ev->wd == d->marks_file.watch && ev->len &&
			                  strcmp(ev->name, d->marks_file.name) == 0);
			p += sizeof(*ev) + ev->len;
		}
	}
	if (notes)
		read_notes(d, now_utc);
	if (marks)
		sync_marks(d, now_utc);
}
