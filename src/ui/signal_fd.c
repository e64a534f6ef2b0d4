#include "ui/signal_fd.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

static void
polite(sigset_t *set)
{
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH};

	sigemptyset(set);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaddset(set, signals[i]);
}

enum bt_status
bt_signal_fd_open(int *fd, struct bt_err *err)
{
	sigset_t set;

	polite(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	*fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (*fd < 0)
		return bt_err_set(err, BT_E_IO, "cannot watch for signals: %s", strerror(errno));
	return BT_OK;
}

int
bt_signal_fd_read(int fd)
{
	struct signalfd_siginfo info;

	return read(fd, &info, sizeof(info)) == sizeof(info) ? (int)info.ssi_signo : 0;
}

void
bt_signal_fd_close(int fd)
{
	sigset_t set;

	close(fd);
	polite(&set);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}
