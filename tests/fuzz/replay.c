/* replay.c - gives a fuzz target the files named, whole, cut at every byte and with every byte changed;
 * the stand-in for libFuzzer in `make check`.  Prints how many inputs that were. */
#include <string.h>

#include "base/file.h"
#include "fuzz/fuzz.h"

#define CUT_MAX 4096             /* longer files are replayed whole only */

static size_t inputs;

/* Memory of exactly n bytes, so that a sanitizer sees a read past them. */
static void
feed(const char *data, size_t n)
{
	uint8_t *exact = malloc(n ? n : 1);

	if (!exact)
		abort();
	memcpy(exact, data, n);
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
	inputs++;
}

static void
damage(char *data, size_t n)
{
	static const char other[] = "\0<>{}[]\"',:&;9-eE\x1b\xff";

	for (size_t cut = 0; cut < n; cut++)
		feed(data, cut);
	for (size_t at = 0; at < n; at++) {
		char kept = data[at];

		data[at] = other[at % (sizeof(other) - 1)];
		feed(data, n);
		data[at] = kept;
	}
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct bt_buf file;
		struct bt_err err;

		bt_buf_init(&file, 16 << 20);
		if (bt_file_read(argv[i], &file, &err)) {
			fprintf(stderr, "%s\n", err.text);
			return 1;
		}
		feed(file.data ? file.data : "", file.len);
		if (file.len <= CUT_MAX)
			damage(file.data, file.len);
		bt_buf_release(&file);
	}
	printf("%zu inputs\n", inputs);
	return inputs ? 0 : 1;
}
