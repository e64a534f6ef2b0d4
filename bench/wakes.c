/* bench/wakes.c - LD_PRELOAD: counts how often a program is woken from a wait.
 *
 *	LD_PRELOAD=.libs/bench-wakes.so BT_WAKES=FILE program
 *
 * FILE then begins with two numbers of 64 bits that go on growing: waits that ended with something on a socket of the
 * network, and waits that ended otherwise (a pipe, the terminal, the time).  A wait that need not be slept in counts
 * in neither.  The program waits by poll alone, libcurl too.  */
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { ON_SOCKET, OTHERWISE, COUNTS };

static _Atomic uint64_t *counts;

__attribute__((constructor)) static void
open_counts(void)
{
	const char *path = getenv("BT_WAKES");
	int fd = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
	void *at = MAP_FAILED;

	if (fd >= 0 && ftruncate(fd, COUNTS * sizeof(*counts)) == 0)
		at = mmap(NULL, COUNTS * sizeof(*counts), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (at != MAP_FAILED)
		counts = at;
	if (fd >= 0)
		close(fd);
}

static int
is_network(int fd)
{
	struct sockaddr_storage name;
	socklen_t len = sizeof(name);

	return getsockname(fd, (struct sockaddr *)&name, &len) == 0
	       && (name.ss_family == AF_INET || name.ss_family == AF_INET6);
}

static int
wait_for(struct pollfd *fd, nfds_t n, int ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};

	return (int)syscall(SYS_ppoll, fd, n, ms < 0 ? NULL : &t, NULL, 0);
}

int
poll(struct pollfd *fd, nfds_t n, int ms)
{
	int ready = wait_for(fd, n, 0), network = 0;

	if (ready || ms == 0)
		return ready;
	ready = wait_for(fd, n, ms);
	for (nfds_t i = 0; i < n && ready > 0; i++)
		network |= fd[i].revents && is_network(fd[i].fd);
	if (counts)
		atomic_fetch_add(&counts[network ? ON_SOCKET : OTHERWISE], 1);
	return ready;
}

/* What poll becomes in a program that was built with checked buffers. */
int
__poll_chk(struct pollfd *fd, nfds_t n, int ms, size_t size);

int
__poll_chk(struct pollfd *fd, nfds_t n, int ms, size_t size)
{
	(void)size;
	return poll(fd, n, ms);
}
