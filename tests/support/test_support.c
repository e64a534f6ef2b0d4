/* tests/support/test_support.c - self-tests: the tools that judge the program are judged first.
 *
 *     test_support [SERVER]    SERVER: path of test-loopback (default: $BT_LOOPBACK, else beside
 *                              this program)
 */
#define _GNU_SOURCE 1
#include "test_support.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
server_beside(const char *self)
{
	static char path[4096];
	const char *slash = strrchr(self, '/');

	snprintf(path, sizeof path, "%.*s/test-loopback", slash ? (int)(slash - self) : 1,
		slash ? self : ".");
	return path;
}

int
main(int argc, char **argv)
{
	const char *server = argc > 1 ? argv[1] : getenv("BT_LOOPBACK");
	int failed = 0;

	setlocale(LC_ALL, "");
	signal(SIGPIPE, SIG_IGN);
	failed += bt_test_vt();
	failed += bt_test_pty();
	failed += bt_test_loopback(server ? server : server_beside(argv[0]));
	return failed ? 1 : 0;
}
