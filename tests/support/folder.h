/* tests/support/folder.h - a folder of a test's own: empty at first, filled and read by names in it, gone afterwards
 * with all that is in it.
 *
 *     struct folder home;
 *     folder_open(&home);
 *     folder_put(&home, "state/read", "a line\n");       folders on the way are made
 *     bt_marks_init(&marks, folder_path(&home, "state/read"));
 *     folder_close(&home);
 *
 * Whatever cannot be done ends the test.  Nothing of the tree is used.  */
#ifndef BT_TESTS_FOLDER_H
#define BT_TESTS_FOLDER_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FOLDER_NAMES 24

struct folder {
	char dir[64];                    /* absolute; in $TMPDIR or /tmp */
	char path[FOLDER_NAMES][160];    /* of the names that were asked for */
	int n_path;
};

static inline void
folder_open(struct folder *f)
{
	const char *tmp = getenv("TMPDIR");

	f->n_path = 0;
	snprintf(f->dir, sizeof(f->dir), "%.40s/bt-test.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(f->dir));
}

static inline int
folder_remove_one(const char *path, const struct stat *sb, int kind, struct FTW *ftw)
{
	(void)sb;
	(void)kind;
	(void)ftw;
	return remove(path);
}

static inline void
folder_close(struct folder *f)
{
	assert_int_equal(nftw(f->dir, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

/* The whole path of a name, there or not; it lives as long as the folder. */
static inline const char *
folder_path(struct folder *f, const char *name)
{
	size_t at = strlen(f->dir) + 1, n = strlen(name) + 1;
	char *path;

	for (int i = 0; i < f->n_path; i++)
		if (strcmp(f->path[i] + at, name) == 0)
			return f->path[i];
	assert_true(f->n_path < FOLDER_NAMES && at + n <= sizeof(f->path[0]));
	path = f->path[f->n_path++];
	memcpy(path, f->dir, at - 1);
	path[at - 1] = '/';
	memcpy(path + at, name, n);
	return path;
}

static inline bool
folder_has(struct folder *f, const char *name)
{
	return access(folder_path(f, name), F_OK) == 0;
}

/* The folders above a name, for the user alone. */
static inline void
folder_make_above(struct folder *f, const char *name)
{
	char path[sizeof(f->path[0])];

	memcpy(path, folder_path(f, name), sizeof(path));
	for (char *p = path + strlen(f->dir) + 1; (p = strchr(p, '/')) != NULL; *p++ = '/') {
		*p = '\0';
		mkdir(path, 0700);
	}
}

/* A file of n bytes with that mode, made or written anew. */
static inline void
folder_write(struct folder *f, const char *name, mode_t mode, const void *bytes, size_t n)
{
	FILE *file;

	folder_make_above(f, name);
	file = fopen(folder_path(f, name), "we");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, n, file), n);
	assert_int_equal(fchmod(fileno(file), mode), 0);
	assert_int_equal(fclose(file), 0);
}

/* A text for the user alone. */
static inline void
folder_put(struct folder *f, const char *name, const char *text)
{
	folder_write(f, name, 0600, text, strlen(text));
}

/* A program of the user's: a text that can be run. */
static inline void
folder_put_program(struct folder *f, const char *name, const char *text)
{
	folder_write(f, name, 0700, text, strlen(text));
}

/* What a file holds, up to 64 kB of it, until the next call; "" where there is none. */
static inline const char *
folder_get(struct folder *f, const char *name)
{
	static char text[65536];
	FILE *file = fopen(folder_path(f, name), "re");
	size_t n = 0;

	if (file) {
		n = fread(text, 1, sizeof(text) - 1, file);
		fclose(file);
	}
	text[n] = '\0';
	return text;
}

#endif
