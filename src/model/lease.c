#include "model/lease.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/xalloc.h"

/* In the file: the holder's process id and a newline, padded to POKE bytes; then one byte that is
 * written again by every poke.  */
enum { POKE = 24, RETRIES = 4, RETRY_MS = 100, NO_WATCH_MS = 5000 };

static enum bt_status
open_lock(struct bt_lease *l, const char *path, struct bt_err *err)
{
	struct stat info;

	l->lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
	if (l->lock < 0)
		return bt_err_set(err, BT_E_IO, "cannot open %s: %s", path, strerror(errno));
	if (fstat(l->lock, &info) < 0 || !S_ISREG(info.st_mode)) {
		close(l->lock);
		l->lock = -1;
		return bt_err_set(err, BT_E_IO, "%s is no regular file", path);
	}
	return BT_OK;
}

enum bt_status
bt_lease_open(struct bt_lease *l, const char *cache, struct bt_err *err)
{
	size_t size = strlen(cache) + 8;
	char *path = bt_xmalloc(size);
	const char *slash = strrchr(cache, '/');
	enum bt_status st = BT_OK;

	*l = (struct bt_lease){.lock = -1, .watch = -1, .mine = true};
	snprintf(path, size, "%s.lock", cache);
	if (slash && slash != cache) {
		char *dir = bt_xstrndup(cache, (size_t)(slash - cache));

		st = bt_file_mkdirs(dir, err);
		free(dir);
	}
	if (!st)
		st = open_lock(l, path, err);
	if (!st) {
		l->mine = false;
		l->watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
		if (l->watch >= 0
		    && inotify_add_watch(l->watch, path, IN_MODIFY | IN_CLOSE_WRITE | IN_DELETE_SELF
		                                                 | IN_MOVE_SELF | IN_ATTRIB) < 0) {
			close(l->watch);
			l->watch = -1;
		}
		(void)bt_lease_try(l);
	}
	free(path);
	return st;
}

void
bt_lease_release(struct bt_lease *l)
{
	if (l->lock >= 0)
		close(l->lock);
	if (l->watch >= 0)
		close(l->watch);
	*l = (struct bt_lease){.lock = -1, .watch = -1};
}

static void
write_holder(const struct bt_lease *l, long pid)
{
	char text[POKE + 1];
	int n = snprintf(text, sizeof(text), "%ld\n", pid);

	memset(text + n, ' ', sizeof(text) - (size_t)n);
	if (pwrite(l->lock, text, POKE, 0) < 0)
		return;                         /* the number is a courtesy to `doctor` */
}

bool
bt_lease_try(struct bt_lease *l)
{
	if (l->mine || l->lock < 0)
		return l->mine;
	if (l->retries > 0)
		l->retries--;
	if (flock(l->lock, LOCK_EX | LOCK_NB) < 0)
		return false;
	l->mine = true;
	l->retries = 0;
	write_holder(l, (long)getpid());
	return true;
}

void
bt_lease_yield(struct bt_lease *l)
{
	if (l->lock < 0 || !l->mine)
		return;
	write_holder(l, 0);
	flock(l->lock, LOCK_UN);
	l->mine = false;
}

/* Our own event is taken out of our own queue at once, so that a commit does not wake its writer; what
 * somebody else did at the same instant is then found by the change counter, not by the event.  */
void
bt_lease_poke(const struct bt_lease *l)
{
	if (l->lock >= 0 && pwrite(l->lock, ".", 1, POKE) < 0)
		return;                         /* full disk: the others see it at their next look */
}

int
bt_lease_fd(const struct bt_lease *l)
{
	return l->watch;
}

unsigned
bt_lease_read(struct bt_lease *l)
{
	_Alignas(struct inotify_event) char space[4096];
	unsigned events = 0;
	ssize_t n;

	while (l->watch >= 0 && (n = read(l->watch, space, sizeof(space))) > 0) {
		for (char *p = space; p < space + n;) {
			const struct inotify_event *ev = (const void *)p;

			events |= ev->mask & (IN_MODIFY | IN_Q_OVERFLOW) ? BT_LEASE_CHANGED : 0;
			events |= ev->mask & (IN_CLOSE_WRITE | IN_Q_OVERFLOW) ? BT_LEASE_ENDED : 0;
			events |= ev->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED) ? BT_LEASE_GONE : 0;
			p += sizeof(*ev) + ev->len;
		}
	}
	if (l->lock >= 0) {
		struct stat info;

		/* An open file keeps its inode: deletion shows as a change of its link count. */
		if (fstat(l->lock, &info) == 0 && info.st_nlink == 0)
			events |= BT_LEASE_GONE;
	}
	if ((events & BT_LEASE_ENDED) && !l->mine)
		l->retries = RETRIES;
	return events;
}

int
bt_lease_timeout(const struct bt_lease *l)
{
	if (l->mine || l->lock < 0)
		return -1;
	if (l->retries > 0)
		return RETRY_MS;
	return l->watch < 0 ? NO_WATCH_MS : -1;
}

long
bt_lease_holder(const struct bt_lease *l)
{
	char text[POKE + 1] = {0};

	if (l->lock < 0 || pread(l->lock, text, POKE, 0) <= 0)
		return 0;
	return strtol(text, NULL, 10);
}
