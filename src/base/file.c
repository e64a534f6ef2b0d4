#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"

enum bt_status
bt_file_read(const char *path, struct bt_buf *out, struct bt_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	enum bt_status st = BT_OK;
	char chunk[65536];
	struct stat info;
	ssize_t n;

	if (fd < 0)
		return bt_err_set(err, errno == ENOENT ? BT_E_NODATA : BT_E_IO, "cannot read %s: %s",
		                  path, strerror(errno));
	if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
		close(fd);
		return bt_err_set(err, BT_E_IO, "cannot read %s: it is a directory", path);
	}
	while (!st && (n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			st = bt_err_set(err, BT_E_IO, "cannot read %s: %s", path, strerror(errno));
		else if (bt_buf_add(out, chunk, (size_t)n))
			st = bt_err_set(err, BT_E_LIMIT, "%s is larger than %zu bytes", path, out->max);
	}
	close(fd);
	return st;
}

static bool
write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			p += done;
			n -= (size_t)done;
		}
	}
	return true;
}

enum bt_status
bt_file_write(const char *path, const void *data, size_t n, struct bt_err *err)
{
	size_t size = strlen(path) + 16;
	char *tmp = bt_xmalloc(size);
	enum bt_status st = BT_OK;
	int fd;

	snprintf(tmp, size, "%s.XXXXXX", path);
	fd = mkostemp(tmp, O_CLOEXEC);          /* mode 0600, O_EXCL: follows no link */
	if (fd < 0) {
		st = bt_err_set(err, BT_E_IO, "cannot write beside %s: %s", path, strerror(errno));
	} else {
		bool ok = write_all(fd, data, n) && fsync(fd) == 0;

		ok = close(fd) == 0 && ok;
		if (!ok || rename(tmp, path) < 0) {
			st = bt_err_set(err, BT_E_IO, "cannot write %s: %s", path, strerror(errno));
			unlink(tmp);
		}
	}
	free(tmp);
	return st;
}

enum bt_status
bt_file_mkdirs(const char *dir, struct bt_err *err)
{
	char *path = bt_xstrdup(dir);
	enum bt_status st = BT_OK;

	for (char *p = path + 1;; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST) {
			st = bt_err_set(err, BT_E_IO, "cannot make the directory %s: %s", path,
			                strerror(errno));
			break;
		}
		*p = c;
		if (c == '\0')
			break;
	}
	free(path);
	return st;
}

enum bt_status
bt_xdg_path(struct bt_arena *a, enum bt_xdg which, const char *name, const char **out,
            struct bt_err *err)
{
	static const struct {
		const char *variable, *below_home;
	} dirs[] = {
		[BT_XDG_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
		[BT_XDG_DATA] = {"XDG_DATA_HOME", ".local/share"},
		[BT_XDG_CACHE] = {"XDG_CACHE_HOME", ".cache"},
		[BT_XDG_STATE] = {"XDG_STATE_HOME", ".local/state"},
	};
	const char *base = getenv(dirs[which].variable);
	const char *home = getenv("HOME");

	if (base && base[0] == '/')
		*out = bt_arena_printf(a, "%s/broadtape/%s", base, name);
	else if (home && home[0] == '/')
		*out = bt_arena_printf(a, "%s/%s/broadtape/%s", home, dirs[which].below_home, name);
	else
		return bt_err_set(err, BT_E_IO, "neither %s nor HOME is set to an absolute path",
		                  dirs[which].variable);
	return BT_OK;
}
