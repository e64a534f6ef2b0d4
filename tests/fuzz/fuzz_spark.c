/* fuzz_spark.c - no bytes make a bad record of a spark answer. */
#include "fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const symbols[] = {"AAA", "^GSPC", "BBB", "ES=F"};
	const struct bt_job job = {
		.kind = BT_JOB_CLOSES,
		.symbol = symbols,
		.n = sizeof(symbols) / sizeof(symbols[0]),
		.range = "1y",
		.url = "https://feeds.example/dir/feed",
		.feed = "fuzz",
	};

	fuzz_read("yahoo", &job, data, n);
	return 0;
}
