/* tests/e2e/stage_seen.c - see stage.h: what a filled first view shows, and what may go over the wire. */
#include "e2e/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void
stage_wait_filled(struct bt_pty *p)
{
	assert_true(bt_pty_wait_regex(p, STAGE_FILLED, STAGE_WAIT));
	assert_true(bt_pty_wait_regex(p, "^S&P 500  +[0-9]+\\.[0-9]", STAGE_WAIT));
	assert_true(bt_pty_wait_regex(p, "XLY/XLP +[0-9]", STAGE_WAIT));
	assert_true(bt_pty_wait_regex(p, "next fetch", STAGE_WAIT));
	stage_settle(p);
}

struct bt_vt_cell
stage_price(struct bt_pty *p, char value[32])
{
	struct bt_vt *vt = bt_pty_vt(p);
	char row[1200];
	int x, y;
	size_t n;

	assert_true(bt_vt_find(vt, "S&P 500", &x, &y));
	bt_vt_row(vt, y, row, sizeof row);
	n = strcspn(row, "0123456789");          /* of "500" */
	n += 3 + strcspn(row + n + 3, "0123456789");
	snprintf(value, 32, "%.*s", (int)strspn(row + n, "0123456789."), row + n);
	return *bt_vt_cell(vt, (int)n, y);       /* ASCII up to there: bytes are columns */
}

bool
stage_same_look(const struct bt_vt_cell *a, const struct bt_vt_cell *b)
{
	return a->fg == b->fg && a->attrs == b->attrs;
}

/* All that the program may ever send to an xterm-256color. */
static const char *const allowed[] = {
	"C0 08", "C0 09", "C0 0A", "C0 0D", "ESC (B", "ESC =", "ESC >", "ESC 7", "ESC 8", "ESC M",
	"CSI ?h 1", "CSI ?l 1", "CSI ?h 25", "CSI ?l 25", "CSI ?h 12", "CSI ?l 12", "CSI ?h 1049", "CSI ?l 1049",
	"CSI ?h 1000", "CSI ?l 1000", "CSI ?l 1002", "CSI ?l 1003", "CSI ?h 1006", "CSI ?l 1006",
	"CSI ?h 2004", "CSI ?l 2004", "CSI l 4", "CSI H", "CSI A", "CSI B", "CSI C", "CSI D", "CSI G", "CSI d",
	"CSI J", "CSI K", "CSI X", "CSI P", "CSI @", "CSI L", "CSI M", "CSI S", "CSI T", "CSI b", "CSI m",
	"CSI r", "CSI Z", "CSI I", "CSI ?h 7", "CSI ?l 7", "CSI t 22", "CSI t 23",
};

static bool
is_allowed(const char *name)
{
	for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
		if (strcmp(name, allowed[i]) == 0)
			return true;
	return false;
}

bool
stage_wire_is_clean(struct bt_pty *p)
{
	return stage_wire_is_clean_but(p, "");
}

bool
stage_wire_is_clean_but(struct bt_pty *p, const char *also)
{
	struct bt_vt *vt = bt_pty_vt(p);
	bool clean = true;

	for (size_t i = 0; i < bt_vt_census_size(vt); i++) {
		const struct bt_vt_census *c = bt_vt_census_at(vt, i);

		if (!is_allowed(c->name) && strcmp(c->name, also) != 0) {
			fprintf(stderr, "on the wire, not on the list: %s (%lu times)\n", c->name, c->count);
			clean = false;
		}
	}
	return clean;
}
