#include "base/locked.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/xalloc.h"

static enum bt_status
failed(const char *path, const char *what, struct bt_err *err)
{
	int code = errno;

	if (code == ELOOP)
		return bt_err_set(err, BT_E_IO, "%s is a symbolic link, which is not followed there", path);
	return bt_err_set(err, BT_E_IO, "cannot %s %s: %s", what, path, strerror(code));
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

/* True when the file that is held still has the name. */
static bool
is_named(int fd, const char *path)
{
	struct stat held, named;

	return fstat(fd, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino &&
	       held.st_dev == named.st_dev;
}

enum bt_status
bt_locked_open(const char *path, bool follow_link, int *out, struct bt_err *err)
{
	int flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | (follow_link ? 0 : O_NOFOLLOW);
	enum bt_status st = make_directory(path, err);

	while (!st) {
		int fd = open(path, flags, 0600);

		if (fd < 0)
			return failed(path, "write", err);
		while (!st && flock(fd, LOCK_EX) < 0)
			if (errno != EINTR)
				st = failed(path, "lock", err);
		if (!st && is_named(fd, path)) {
			*out = fd;
			return BT_OK;
		}
		close(fd);
	}
	return st;
}

enum bt_status
bt_locked_append(int fd, const char *path, const char *text, size_t n, bool sync, struct bt_err *err)
{
	enum bt_status st = BT_OK;
	struct stat info;

	if (fstat(fd, &info) < 0 || !S_ISREG(info.st_mode))
		return bt_err_set(err, BT_E_IO, "cannot write %s: it is no file", path);
	while (!st && n > 0) {
		ssize_t done = write(fd, text, n);

		if (done < 0 && errno != EINTR)
			st = failed(path, "write", err);
		text += done > 0 ? done : 0;
		n -= done > 0 ? (size_t)done : 0;
	}
	if (!st && sync && fsync(fd) < 0)
		st = failed(path, "write", err);
	if (st && ftruncate(fd, info.st_size) < 0)
		st = failed(path, "restore", err);
	return st;
}
