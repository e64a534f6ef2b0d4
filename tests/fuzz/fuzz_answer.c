/* fuzz_answer.c - no bytes make a bad record of any answer.
 *
 * Which answer says FUZZ_TARGET, a name of targets.def: built in for libFuzzer, of the environment in the
 * replayer.  */
#include <string.h>

#include "fuzz/fuzz.h"

static const struct target {
	const char *name, *source;
	enum bt_job_kind kind;
	const char *symbol[8];
} targets[] = {
#define FUZZ_ANSWER(name, source, kind, ...) {#name, source, BT_JOB_##kind, {__VA_ARGS__}},
#include "fuzz/targets.def"
};

static const struct target *
chosen(void)
{
#ifdef FUZZ_TARGET
	const char *name = FUZZ_TARGET;
#else
	const char *name = getenv("FUZZ_TARGET");
#endif

	for (size_t i = 0; name && i < sizeof(targets) / sizeof(targets[0]); i++)
		if (strcmp(targets[i].name, name) == 0)
			return &targets[i];
	fprintf(stderr, "fuzz_answer: FUZZ_TARGET is in no row of targets.def\n");
	exit(2);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct target *target;
	size_t symbols = 0;

	if (!target)
		target = chosen();
	while (symbols < 8 && target->symbol[symbols])
		symbols++;
	const struct bt_job job = {
		.kind = target->kind,
		.symbol = target->symbol,
		.n = symbols,
		.range = "1y",
		.url = "https://feeds.example/dir/feed",
		.feed = "fuzz",
		.words = "apple",
		.crumb = "x",
	};

	fuzz_read(target->source, &job, data, n);
	return 0;
}
