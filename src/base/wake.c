#include "base/wake.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum bt_status
bt_wake_init(struct bt_wake *w, struct bt_err *err)
{
	int fd[2];

	if (pipe2(fd, O_CLOEXEC | O_NONBLOCK) < 0)
		return bt_err_set(err, BT_E_IO, "cannot make a pipe: %s", strerror(errno));
	w->rd = fd[0];
	w->wr = fd[1];
	return BT_OK;
}

void
bt_wake_release(struct bt_wake *w)
{
	close(w->rd);
	close(w->wr);
}

void
bt_wake_up(const struct bt_wake *w)
{
	int saved = errno;

	while (write(w->wr, "", 1) < 0 && errno == EINTR)
		;
	errno = saved;
}

void
bt_wake_drain(const struct bt_wake *w)
{
	char waste[64];

	while (read(w->rd, waste, sizeof(waste)) > 0)
		;
}
