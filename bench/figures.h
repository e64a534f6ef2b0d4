/* bench/figures.h - what a running program costs, read from outside, and how figures are printed beside their yardstick. */
#ifndef BT_BENCH_FIGURES_H
#define BT_BENCH_FIGURES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

int64_t bench_now_ns(void);

/* Over all threads of a process, since it began: the scheduler's own count of time, and how often they went to
 * sleep of themselves, which is as often as they were woken.  */
double bench_cpu_ns(pid_t pid);
double bench_wakeups(pid_t pid);
double bench_private_mb(pid_t pid);

/* The q-th quantile of n values, which are sorted by it; NAN: there are none. */
double bench_quantile(double *v, size_t n, double q);

/* A line: the figures of n programs, the first one's ratio to the second's, and the budget of that (0: none). */
void bench_print_ratio(const char *what, const double *v, int n, const char *unit, double budget);

#endif
