/* term_guard.c - give the terminal back when the program crashes.
 *
 * One string that undoes everything is made while all is well; the handler, on a stack of its own, only
 * writes it, sets the tty's modes back and passes the signal on.  */
#include "ui/term_guard.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

static char restore[512];
static size_t restore_len;
static struct termios saved;
static volatile sig_atomic_t armed;
static int guarded_tty;

static int
collect(int c)
{
	if (restore_len < sizeof(restore))
		restore[restore_len++] = (char)c;
	return c;
}

/* terminfo answers NULL for absent, (char *)-1 for no string capability. */
static const char *
capability(const char *name)
{
	const char *s = tigetstr(name);

	return s == (const char *)-1 ? NULL : s;
}

bool
bt_term_has(const char *name)
{
	return capability(name) != NULL;
}

enum bt_status
bt_term_probe(struct bt_err *err)
{
	static const char instead[] = "`broadtape show overview` prints without one";
	const char *term = getenv("TERM");
	bool can_place;
	int problem;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return bt_err_set(err, BT_E_USAGE, "no terminal; %s", instead);
	if (!term || !*term)
		return bt_err_set(err, BT_E_USAGE, "TERM is empty; %s", instead);
	if (setupterm(NULL, STDOUT_FILENO, &problem) == ERR)
		return bt_err_set(err, BT_E_USAGE, "the terminal TERM=%s is not known; %s", term, instead);
	can_place = capability("cup") != NULL;
	del_curterm(cur_term);           /* curses reads it for itself */
	if (!can_place)
		return bt_err_set(err, BT_E_USAGE, "the terminal TERM=%s cannot place the cursor; %s", term,
		                  instead);
	return BT_OK;
}

static void
collect_cap(const char *name)
{
	const char *s = capability(name);

	if (s)
		tputs(s, 1, collect);
}

static void
collect_text(const char *s)
{
	while (*s)
		collect(*s++);
}

void
bt_term_rescue(void)
{
	if (!armed)
		return;
	armed = 0;
	if (write(guarded_tty, restore, restore_len) < 0)
		restore_len = 0;         /* the terminal is gone; its modes may still be there */
	tcsetattr(guarded_tty, TCSANOW, &saved);
}

static void
on_crash(int sig)
{
	bt_term_rescue();
	signal(sig, SIG_DFL);
	raise(sig);
}

static const int crashes[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};

void
bt_term_guard(int tty)
{
	static char stack[65536];        /* SIGSTKSZ is no constant any more; this is ample */
	stack_t alternate = {.ss_sp = stack, .ss_size = sizeof(stack)};
	struct sigaction crash = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK | SA_RESETHAND};

	restore_len = 0;
	collect_cap("sgr0");
	if (capability("kmous"))
		collect_text("\033[?1006;1003;1002;1000l\033[?2004l");
	collect_cap("rmkx");
	collect_cap("cnorm");
	collect_cap("rmcup");
	guarded_tty = tty;
	sigaltstack(&alternate, NULL);
	sigemptyset(&crash.sa_mask);
	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
		sigaction(crashes[i], &crash, NULL);
	armed = 1;
}

void
bt_term_guard_text(const char *text)
{
	collect_text(text);
}

void
bt_term_unguard(void)
{
	armed = 0;
	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
		signal(crashes[i], SIG_DFL);
}

void
bt_term_guard_save(int tty)
{
	tcgetattr(tty, &saved);
}
