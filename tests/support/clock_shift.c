/* tests/support/clock_shift.c - LD_PRELOAD: the program believes that it is another day.
 *
 *	LD_PRELOAD=.libs/test-clock-shift.so BT_CLOCK_SHIFT=-28800000 src/broadtape
 *
 * Adds that many seconds to CLOCK_REALTIME; the monotonic clock is left alone.  The program reads wall time by
 * clock_gettime alone (base/clock.c).  */
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int
clock_gettime(clockid_t id, struct timespec *out)
{
	static long shift;
	static int known;
	long failed = syscall(SYS_clock_gettime, id, out);

	if (!known) {
		const char *text = getenv("BT_CLOCK_SHIFT");

		shift = text ? strtol(text, NULL, 10) : 0;
		known = 1;
	}
	if (!failed && id == CLOCK_REALTIME)
		out->tv_sec += shift;
	return (int)failed;
}
