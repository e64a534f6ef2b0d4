/* tests/support/loopback_main.c - test-loopback: the server as a program. */
#define _GNU_SOURCE 1
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "loopback.h"

static const char usage[] =
	"usage: test-loopback [option...]\n"
	"An HTTP/1.1 server on 127.0.0.1 that stands in for market-data providers.\n"
	"\n"
	"  --port N            default 0: any free one\n"
	"  --port-file FILE    the port is written there (by rename) once it listens; without\n"
	"                      it, port and control port (or 0) are printed on stdout\n"
	"  --control-file FILE a second port, for control, and its number in FILE (- for none)\n"
	"  --lifetime S        ends by itself after S seconds (default 600, at most 7200)\n"
	"  --with-parent       ends when its parent process does\n"
	"  --routes FILE       see loopback_route.h\n"
	"  --root DIR          files for paths without a route\n"
	"  --data PATH         bars from a directory of SYMBOL.csv or a long CSV file (gzip too)\n"
	"  --float32           CSV prices as Yahoo has them: binary32 printed as doubles\n"
	"  --seed N            of made-up bars, feeds and chance (default 1)\n"
	"  --now T             the market's clock: YYYY-MM-DD, YYYY-MM-DDTHH:MM:SSZ or epoch\n"
	"                      (default 2025-12-23, which is 22:00 UTC of that day)\n"
	"  --settled           the last bar has its session's time even when it is today's\n"
	"  --nulls N           one made-up bar in N is null (default 2000, 0: none)\n"
	"  --start YYYY-MM-DD  made-up history begins there (default 2004-01-02)\n"
	"  --unknown GLOB      made-up symbols that do not exist (default NOSUCH*)\n"
	"  --quirk both|strings  a live day comes twice; some prices are strings\n"
	"  --fault RULE        as in /__control?RULE; may be repeated\n"
	"\n"
	"Control paths: /__control?mode=... /__stats /__requests /__reset[?all=1]\n"
	"/__clock?now=T|advance=S /__quit; modes: see loopback_fault.h.\n";

enum {
	O_PORT = 256, O_PORT_FILE, O_CONTROL_FILE, O_LIFETIME, O_WITH_PARENT, O_ROUTES, O_ROOT, O_DATA,
	O_FLOAT32, O_SEED, O_NOW, O_SETTLED, O_NULLS, O_START, O_UNKNOWN, O_QUIRK, O_FAULT, O_HELP
};

static const struct option option[] = {
	{"port", required_argument, NULL, O_PORT},
	{"port-file", required_argument, NULL, O_PORT_FILE},
	{"control-file", required_argument, NULL, O_CONTROL_FILE},
	{"lifetime", required_argument, NULL, O_LIFETIME},
	{"with-parent", no_argument, NULL, O_WITH_PARENT},
	{"routes", required_argument, NULL, O_ROUTES},
	{"root", required_argument, NULL, O_ROOT},
	{"data", required_argument, NULL, O_DATA},
	{"float32", no_argument, NULL, O_FLOAT32},
	{"seed", required_argument, NULL, O_SEED},
	{"now", required_argument, NULL, O_NOW},
	{"settled", no_argument, NULL, O_SETTLED},
	{"nulls", required_argument, NULL, O_NULLS},
	{"start", required_argument, NULL, O_START},
	{"unknown", required_argument, NULL, O_UNKNOWN},
	{"quirk", required_argument, NULL, O_QUIRK},
	{"fault", required_argument, NULL, O_FAULT},
	{"help", no_argument, NULL, O_HELP},
	{NULL, 0, NULL, 0}
};

struct files {
	const char *port, *control;
};

/* A reader sees the whole number or no file. */
static bool
write_port(const char *path, int port)
{
	char tmp[4096];
	FILE *f;

	if (!path || strcmp(path, "-") == 0)
		return true;
	snprintf(tmp, sizeof tmp, "%s.%ld", path, (long)getpid());
	f = fopen(tmp, "we");
	if (!f || fprintf(f, "%d\n", port) < 0 || fclose(f) != 0 || rename(tmp, path) < 0) {
		fprintf(stderr, "test-loopback: %s: %s\n", path, strerror(errno));
		return false;
	}
	return true;
}

static bool
number(const char *text, long lo, long hi, long *out)
{
	char *end;

	*out = strtol(text, &end, 10);
	return end != text && *end == '\0' && *out >= lo && *out <= hi;
}

static bool
market_option(struct lb_market *m, int c, const char *arg)
{
	int64_t t;
	long n = 0;

	switch (c) {
	case O_DATA:
		snprintf(m->data, sizeof m->data, "%s", arg);
		return access(arg, R_OK) == 0;
	case O_FLOAT32:
		m->float32 = true;
		return true;
	case O_NOW:
		return lb_market_time(arg, &m->now);
	case O_SETTLED:
		m->live = false;
		return true;
	case O_NULLS:
		return number(arg, 0, 1000000000, &m->nulls);
	case O_START:
		if (!lb_market_time(arg, &t))
			return false;
		m->start_day = (int32_t)(t / 86400);
		return true;
	case O_UNKNOWN:
		snprintf(m->unknown, sizeof m->unknown, "%s", arg);
		return true;
	case O_QUIRK:
		m->quirk_both = m->quirk_both || strcmp(arg, "both") == 0;
		m->quirk_strings = m->quirk_strings || strcmp(arg, "strings") == 0;
		return strcmp(arg, "both") == 0 || strcmp(arg, "strings") == 0;
	case O_SEED:
		if (!number(arg, 0, 0x7fffffff, &n))
			return false;
		m->seed = (uint64_t)n;
		return true;
	default:
		return false;
	}
}

static bool
server_option(struct lb_server *s, struct files *out, int c, const char *arg)
{
	char why[256] = "";
	long n = 0;

	switch (c) {
	case O_PORT:
		s->port = number(arg, 0, 65535, &n) ? (int)n : -1;
		return s->port >= 0;
	case O_PORT_FILE:
		out->port = arg;
		return true;
	case O_CONTROL_FILE:
		out->control = arg;
		s->want_control = true;
		return true;
	case O_LIFETIME:
		return number(arg, 1, 7200, &s->lifetime_s);
	case O_WITH_PARENT:
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		return getppid() != 1;
	case O_ROUTES:
		s->site.routes = lb_routes_read(arg, &s->site.faults);
		return s->site.routes != NULL;
	case O_ROOT:
		snprintf(s->site.root, sizeof s->site.root, "%s", arg);
		return access(arg, R_OK) == 0;
	case O_FAULT:
		if (lb_faults_control(&s->site.faults, arg, NULL, why, sizeof why))
			return true;
		fprintf(stderr, "test-loopback: --fault %s: %s\n", arg, why);
		return false;
	default:
		return market_option(&s->site.market, c, arg);
	}
}

int
main(int argc, char **argv)
{
	static struct lb_server s = {.lifetime_s = 600};
	struct files out = {NULL, NULL};
	int c, which = 0;

	lb_market_init(&s.site.market);
	while ((c = getopt_long(argc, argv, "", option, &which)) != -1) {
		if (c == O_HELP) {
			fputs(usage, stdout);
			return 0;
		}
		if (c == '?' || !server_option(&s, &out, c, optarg)) {
			if (c != '?')
				fprintf(stderr, "test-loopback: --%s cannot be %s\n",
					option[which].name, optarg ? optarg : "used");
			return 2;
		}
	}
	s.site.faults.seed = s.site.market.seed;
	if (optind < argc || !lb_server_open(&s))
		return 2;
	if (!write_port(out.port, s.port) || !write_port(out.control, s.control_port))
		return 2;
	if (!out.port) {
		printf("%d %d\n", s.port, s.control_port);
		fflush(stdout);
	}
	lb_server_run(&s);
	lb_server_close(&s);
	return 0;
}
