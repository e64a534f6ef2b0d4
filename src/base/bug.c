/* A file of its own: the shared library takes err.c, and nothing in the library may end the program. */
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"

void
bt_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "broadtape: bug at %s:%d: %s\n", file, line, what);
	abort();
}
