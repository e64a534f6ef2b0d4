#include "model/module.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define FILE_NAME "broadtape-curl.so"

/* Directory of the running program into dir, without a slash at its end. */
static bool
program_directory(char dir[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", dir, PATH_MAX - 1);
	char *slash;

	if (n <= 0)
		return false;
	dir[n] = '\0';
	slash = strrchr(dir, '/');
	if (!slash)
		return false;
	*slash = '\0';
	return true;
}

/* Places below the program's directory that a build tree has: the program in src/ or in the top. */
static bool
find_beside(char path[PATH_MAX])
{
	static const char *const places[] = {"/.libs/" FILE_NAME, "/../.libs/" FILE_NAME};
	char dir[PATH_MAX];

	if (!program_directory(dir))
		return false;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		int n = snprintf(path, PATH_MAX, "%s%s", dir, places[i]);

		if (n > 0 && n < PATH_MAX && access(path, R_OK) == 0)
			return true;
	}
	return false;
}

static enum bt_status
complain(struct bt_err *err, const char *path, const char *why)
{
	char words[300];

	bt_text_clean(why, strlen(why), words, sizeof(words));
	return bt_err_set(err, BT_E_NET, "no network: cannot load %s (%s)", path, words);
}

enum bt_status
bt_module_load(const char *path, const struct bt_transport_ops **out, struct bt_err *err)
{
	const char *installed = BT_PKGLIBDIR "/" FILE_NAME;
	char beside[PATH_MAX];
	void *handle;

	if (!path)
		path = find_beside(beside) ? beside : installed;
	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (!handle)
		return complain(err, path, dlerror());
	*out = dlsym(handle, BT_TRANSPORT_SYMBOL);
	if (!*out)
		return complain(err, path, "it is no transport");
	if ((*out)->abi != BT_TRANSPORT_ABI)
		return complain(err, path, "it is of another version");
	return BT_OK;
}
