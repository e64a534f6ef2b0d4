/* fuzz_chart.c - no bytes make a bad record of a chart answer. */
#include "fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const symbols[] = {"XYZ"};
	const struct bt_job job = {
		.kind = BT_JOB_HISTORY,
		.symbol = symbols,
		.n = sizeof(symbols) / sizeof(symbols[0]),
		.range = "1y",
		.url = "https://feeds.example/dir/feed",
		.feed = "fuzz",
	};

	fuzz_read("yahoo", &job, data, n);
	return 0;
}
