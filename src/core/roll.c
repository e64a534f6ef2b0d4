#include "core/roll.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool
same_name(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static int
by_name(const void *x, const void *y)
{
	const char *a = *(const char *const *)x, *b = *(const char *const *)y;

	return a && b ? strcmp(a, b) : !a - !b;
}

static uint16_t
place(const char **name, size_t n, const char *sector)
{
	size_t i = 0;

	while (i < n && !same_name(name[i], sector))
		i++;
	return (uint16_t)i;
}

/* Number the sectors in the order of their names. */
static bool
sort_sectors(const struct bt_universe *u, struct bt_arena *a, uint16_t *sector, struct bt_roll *out)
{
	const char **name = BT_ARENA_ARRAY(a, u->n, const char *);
	size_t n = 0;

	if (!name)
		return false;
	for (size_t i = 0; i < u->n; i++) {
		sector[i] = place(name, n, u->member[i].sector);
		if (sector[i] == n)
			name[n++] = u->member[i].sector;
	}
	qsort(name, n, sizeof(*name), by_name);
	for (size_t i = 0; i < u->n; i++)
		sector[i] = place(name, n, u->member[i].sector);
	out->sector = sector;
	out->sector_name = name;
	out->n_sector = n;
	return true;
}

const struct bt_roll *
bt_roll_make(const struct bt_market *m, const struct bt_universe *u, struct bt_arena *a)
{
	struct bt_roll *r = BT_ARENA_NEW(a, struct bt_roll);
	const struct bt_security **sec = BT_ARENA_ARRAY(a, u->n, const struct bt_security *);
	uint16_t *sector = BT_ARENA_ARRAY(a, u->n, uint16_t);
	struct bt_market_walk walk = {m, 0};

	if (!r || !sec || !sector || !sort_sectors(u, a, sector, r))
		return NULL;
	for (size_t i = 0; i < u->n; i++)
		sec[i] = bt_market_next(&walk, u->member[i].symbol);
	r->universe = u;
	r->sec = sec;
	return r;
}

const struct bt_roll *
bt_roll_of(const struct bt_market *m, const struct bt_universe *u, struct bt_arena *a)
{
	return m->roll && m->roll->universe == u ? m->roll : bt_roll_make(m, u, a);
}
