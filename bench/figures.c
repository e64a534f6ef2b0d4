#include "figures.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int64_t
bench_now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Sum a number over the threads of a process: file of its task directory, and how to read it. */
static double
over_threads(pid_t pid, const char *file, double (*read_one)(FILE *))
{
	char path[300];
	struct dirent *e;
	double sum = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	dir = opendir(path);
	while (dir && (e = readdir(dir))) {
		FILE *f;

		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task/%.20s/%s", (int)pid, e->d_name, file);
		f = fopen(path, "r");
		if (!f)
			continue;
		sum += read_one(f);
		fclose(f);
	}
	if (dir)
		closedir(dir);
	return sum;
}

static double
read_run_ns(FILE *f)
{
	double ns = 0;

	return fscanf(f, "%lf", &ns) == 1 ? ns : 0;
}

static double
read_wakeups(FILE *f)
{
	char line[256];
	double n = 0;

	while (fgets(line, sizeof(line), f))
		if (strncmp(line, "voluntary_ctxt_switches:", 24) == 0)
			n = strtod(line + 24, NULL);
	return n;
}

double
bench_cpu_ns(pid_t pid)
{
	return over_threads(pid, "schedstat", read_run_ns);
}

double
bench_wakeups(pid_t pid)
{
	return over_threads(pid, "status", read_wakeups);
}

double
bench_private_mb(pid_t pid)
{
	char path[64], line[256];
	double kb = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, "Private_Clean:", 14) == 0 || strncmp(line, "Private_Dirty:", 14) == 0)
			kb += strtod(line + 14, NULL);
	if (f)
		fclose(f);
	return kb / 1024;
}

static int
by_value(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

double
bench_quantile(double *v, size_t n, double q)
{
	if (n == 0)
		return NAN;
	qsort(v, n, sizeof(*v), by_value);
	return v[(size_t)(q * (double)(n - 1) + 0.5)];
}

void
bench_print_ratio(const char *what, const double *v, int n, const char *unit, double budget)
{
	printf("%-28s", what);
	for (int i = 0; i < n; i++)
		printf(" %9.3f %-3s", v[i], unit);
	if (n > 1)
		printf("  ratio %5.2f", v[0] / v[1]);
	if (budget > 0)
		printf("  budget %.2f  %s", budget, v[0] / v[1] <= budget ? "kept" : "MISSED");
	printf("\n");
}
