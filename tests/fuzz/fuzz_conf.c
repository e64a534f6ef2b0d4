/* fuzz_conf.c - any bytes as a settings file: every mistake is told in clean words, every value is within its
 * bounds, and what is printed reads back.  */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "fuzz/fuzz.h"
#include "model/conf.h"

static void
must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "fuzz_conf: %s\n", what);
	abort();
}

static enum bt_status
load(const void *data, size_t n, struct bt_arena *a, struct bt_settings *s, struct bt_conf_faults *faults)
{
	int fd = memfd_create("conf", 0);
	char path[64];
	enum bt_status st;

	must(fd >= 0 && write(fd, data, n) == (ssize_t)n, "no memory file");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	bt_settings_init(s, a);
	st = bt_conf_load(path, s, a, faults, NULL);
	close(fd);
	return st;
}

static void
check_faults(const struct bt_conf_faults *f)
{
	for (size_t i = 0; i < f->n; i++) {
		must(f->at[i].text && *f->at[i].text, "a mistake without words");
		must(!broken_text(f->at[i].text), "a mistake told in bytes that are not clean");
		must(i == 0 || f->at[i].line >= f->at[i - 1].line, "mistakes out of order");
	}
}

static void
check_settings(const struct bt_settings *s)
{
	must(s->refresh_quotes >= 1 && s->refresh_quotes <= 86400, "a duration out of bounds");
	must(s->yahoo_rate >= 1 && s->yahoo_connections >= 1 && s->yahoo_connections <= 64, "a number out of bounds");
	must(strncmp(s->yahoo_url, "http", 4) == 0 && !broken_text(s->yahoo_url), "an address that is none");
	must(s->data_universe && s->screen_start && s->screen_theme >= 0, "a text that is missing");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct bt_arena a;
	struct bt_settings s, back;
	struct bt_conf_faults faults = {0}, again = {0};
	struct bt_buf text;

	bt_xarena_init(&a);
	if (load(data, n, &a, &s, &faults) == BT_OK) {
		check_faults(&faults);
		check_settings(&s);
		bt_buf_init(&text, 1 << 20);
		bt_conf_print(&s, false, &text);
		must(load(text.data, text.len, &a, &back, &again) == BT_OK, "what is printed does not read back");
		bt_buf_release(&text);
	}
	bt_arena_release(&a);
	return 0;
}
