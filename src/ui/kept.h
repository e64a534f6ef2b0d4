/* ui/kept.h - a rectangle of the last frame, put back where nothing in it has changed.
 *
 * A pane is drawn from few things; a number made of all of them says whether they are those of the last
 * frame.  So a key that moves a selection draws one pane and copies the others.  */
#ifndef BT_UI_KEPT_H
#define BT_UI_KEPT_H

#include "ui/grid.h"

struct bt_kept {
	uint64_t key;                    /* of what it was drawn from; 0: nothing is kept */
	struct bt_rect place;
	struct bt_cell *cell;            /* owned; place.w * place.h */
};

void bt_kept_release(struct bt_kept *k);

/* A number that tells what was drawn from what: start with BT_KEPT_SEED, mix in each thing. */
#define BT_KEPT_SEED UINT64_C(14695981039346656037)
uint64_t bt_kept_mix(uint64_t key, uint64_t thing);
uint64_t bt_kept_mix_text(uint64_t key, const char *text);

/* Put the rectangle back into g; false: it is of another place or of other things, and must be drawn. */
bool bt_kept_restore(const struct bt_kept *k, uint64_t key, struct bt_rect place, struct bt_grid *g);
/* Keep what was just drawn there; the cursor is not kept. */
void bt_kept_save(struct bt_kept *k, uint64_t key, struct bt_rect place, const struct bt_grid *g);

#endif
