#include "model/marks.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/locked.h"
#include "base/xalloc.h"

#define MAX_BYTES ((size_t)8 << 20)
#define FOLD_BYTES (256 * 1024)  /* a longer file is written anew, when marks in it are repeated or old */
#define KEEP_S (400 * (int64_t)86400)

uint64_t
bt_mark_key(const char *id)
{
	uint64_t h = 14695981039346656037u;

	for (; *id; id++)
		h = (h ^ (unsigned char)*id) * 1099511628211u;
	return h ? h : 1;
}

void
bt_marks_init(struct bt_marks *m, const char *path)
{
	*m = (struct bt_marks){.path = path ? bt_xstrdup(path) : NULL};
	bt_buf_init(&m->pending, MAX_BYTES);
}

void
bt_marks_release(struct bt_marks *m)
{
	free(m->slot);
	free(m->path);
	bt_buf_release(&m->pending);
}

/* --- in memory ---------------------------------------------------------------------------------------- */

static struct bt_mark *
slot_of(const struct bt_marks *m, uint64_t key)
{
	size_t i = (size_t)(key ^ key >> 29) & (m->cap - 1);

	while (m->slot[i].key && m->slot[i].key != key)
		i = (i + 1) & (m->cap - 1);
	return &m->slot[i];
}

static void
grow(struct bt_marks *m)
{
	struct bt_marks bigger = {.cap = m->cap ? 2 * m->cap : 256};

	bigger.slot = bt_xcalloc(bigger.cap, sizeof(*bigger.slot));
	for (size_t i = 0; i < m->cap; i++)
		if (m->slot[i].key)
			*slot_of(&bigger, m->slot[i].key) = m->slot[i];
	free(m->slot);
	m->slot = bigger.slot;
	m->cap = bigger.cap;
}

/* The newer of two marks stays; of one second, the one that comes later. */
static bool
put(struct bt_marks *m, struct bt_mark mark)
{
	struct bt_mark *slot;
	bool changed;

	if (m->n >= m->cap / 2)
		grow(m);
	slot = slot_of(m, mark.key);
	if (slot->key && slot->when_utc > mark.when_utc)
		return false;
	changed = !slot->key ? mark.read : slot->read != mark.read;
	m->n += slot->key == 0;
	*slot = mark;
	return changed;
}

bool
bt_marks_is_read(const struct bt_marks *m, const char *id)
{
	return m->cap > 0 && slot_of(m, bt_mark_key(id))->read;
}

static void
add_line(struct bt_buf *out, const struct bt_mark *mark)
{
	bt_buf_printf(out, "%016llx %lld %c\n", (unsigned long long)mark->key, (long long)mark->when_utc,
	              mark->read ? 'r' : 'u');
}

void
bt_marks_set(struct bt_marks *m, const char *id, bool read, int64_t now_utc)
{
	struct bt_mark mark = {bt_mark_key(id), now_utc, read};

	if (bt_marks_is_read(m, id) == read)
		return;
	put(m, mark);
	if (m->path && strncmp(id, "sample:", 7) != 0)
		add_line(&m->pending, &mark);
}

/* --- the file ----------------------------------------------------------------------------------------- */

/* One line of the file; what is none is passed over. */
static bool
take_line(struct bt_marks *m, const char *line)
{
	unsigned long long key;
	long long when;
	char kind, end;

	if (sscanf(line, "%16llx %lld %c%c", &key, &when, &kind, &end) != 4 || end != '\n' || key == 0 ||
	    (kind != 'r' && kind != 'u'))
		return false;
	return put(m, (struct bt_mark){key, when, kind == 'r'});
}

/* Lines from `seen` on; an unfinished last one is left for the next time. */
static bool
read_lines(struct bt_marks *m, int fd, off_t size)
{
	size_t n = size > m->seen ? (size_t)(size - m->seen) : 0, used = 0;
	char *text;
	bool changed = false;

	if (n == 0 || n > MAX_BYTES)
		return false;
	text = bt_xmalloc(n + 1);
	for (ssize_t got; used < n && (got = pread(fd, text + used, n - used, m->seen + (off_t)used)) != 0;) {
		if (got < 0 && errno != EINTR)
			break;
		used += got > 0 ? (size_t)got : 0;
	}
	text[used] = '\0';
	for (char *p = text, *end; (end = memchr(p, '\n', used - (size_t)(p - text))) != NULL; p = end + 1) {
		changed = take_line(m, p) || changed;
		m->seen += end + 1 - p;
	}
	free(text);
	return changed;
}

static bool
catch_up(struct bt_marks *m, int fd)
{
	struct stat info;

	if (fstat(fd, &info) < 0)
		return false;
	if (info.st_ino != m->ino || info.st_dev != m->dev || info.st_size < m->seen)
		m->seen = 0;
	m->ino = info.st_ino;
	m->dev = info.st_dev;
	return read_lines(m, fd, info.st_size);
}

/* Write what still counts in the place of a long file; its lock is held, so nobody adds to it meanwhile. */
static enum bt_status
fold(struct bt_marks *m, int64_t newest, struct bt_err *err)
{
	struct bt_buf out;
	enum bt_status st;

	bt_buf_init(&out, MAX_BYTES);
	for (size_t i = 0; i < m->cap; i++)
		if (m->slot[i].key && m->slot[i].when_utc >= newest - KEEP_S)
			add_line(&out, &m->slot[i]);
	st = bt_file_write(m->path, out.data ? out.data : "", out.len, err);
	bt_buf_release(&out);
	return st;
}

static enum bt_status
write_pending(struct bt_marks *m, bool *changed, struct bt_err *err)
{
	int64_t newest = 0;
	int fd;
	enum bt_status st = bt_locked_open(m->path, false, &fd, err);

	if (st)
		return st;
	*changed = catch_up(m, fd);
	st = bt_locked_append(fd, m->path, m->pending.data, m->pending.len, false, err);
	if (!st)
		bt_buf_reset(&m->pending);
	for (size_t i = 0; i < m->cap; i++)
		newest = m->slot[i].when_utc > newest ? m->slot[i].when_utc : newest;
	if (!st && m->seen > FOLD_BYTES && (size_t)m->seen > 60 * m->n)
		st = fold(m, newest, err);
	close(fd);
	return st;
}

enum bt_status
bt_marks_sync(struct bt_marks *m, bool *changed, struct bt_err *err)
{
	enum bt_status st = BT_OK;
	bool new_marks = false;
	int fd;

	if (changed)
		*changed = false;
	if (!m->path)
		return BT_OK;
	if (m->pending.len)
		st = write_pending(m, &new_marks, err);
	fd = open(m->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW);
	if (fd >= 0) {
		new_marks = catch_up(m, fd) || new_marks;
		close(fd);
	} else if (errno != ENOENT && !st) {
		st = bt_err_set(err, BT_E_IO, "cannot read %s: %s", m->path, strerror(errno));
	}
	if (changed)
		*changed = new_marks;
	return st;
}
