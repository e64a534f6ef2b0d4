#include "ui/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void
bt_kept_release(struct bt_kept *k)
{
	free(k->cell);
	*k = (struct bt_kept){0};
}

uint64_t
bt_kept_mix(uint64_t key, uint64_t thing)
{
	return (key ^ thing) * UINT64_C(1099511628211);
}

uint64_t
bt_kept_mix_text(uint64_t key, const char *text)
{
	while (*text)
		key = bt_kept_mix(key, (unsigned char)*text++);
	return bt_kept_mix(key, 0x100);
}

static bool
is_inside(struct bt_rect r, const struct bt_grid *g)
{
	return r.x >= 0 && r.y >= 0 && r.w > 0 && r.h > 0 && r.x + r.w <= g->w && r.y + r.h <= g->h;
}

bool
bt_kept_restore(const struct bt_kept *k, uint64_t key, struct bt_rect place, struct bt_grid *g)
{
	if (!k->key || k->key != key || memcmp(&k->place, &place, sizeof(place)) != 0 || !is_inside(place, g))
		return false;
	for (int y = 0; y < place.h; y++)
		memcpy(g->cell + (size_t)(place.y + y) * (size_t)g->w + place.x,
		       k->cell + (size_t)y * (size_t)place.w, (size_t)place.w * sizeof(*k->cell));
	return true;
}

void
bt_kept_save(struct bt_kept *k, uint64_t key, struct bt_rect place, const struct bt_grid *g)
{
	k->key = 0;
	if (!is_inside(place, g))
		return;
	if (place.w != k->place.w || place.h != k->place.h || !k->cell)
		k->cell = bt_xrealloc(k->cell, (size_t)place.w * (size_t)place.h, sizeof(*k->cell));
	k->place = place;
	for (int row = 0; row < place.h; row++)
		memcpy(k->cell + (size_t)row * (size_t)place.w,
		       g->cell + (size_t)(place.y + row) * (size_t)g->w + place.x,
		       (size_t)place.w * sizeof(*k->cell));
	k->key = key;
}
