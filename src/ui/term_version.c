#include "ui/term_version.h"

#include <curses.h>

const char *
bt_term_version(void)
{
	return curses_version();
}
