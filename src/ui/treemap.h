/* ui/treemap.h - a rectangle divided into tiles whose areas are as given, and which are as square as can be.
 *
 * Squarified treemaps, after M. Bruls, K. Huizing, J. J. van Wijk, "Squarified Treemaps", Data Visualization
 * 2000 (Proceedings of the Joint Eurographics and IEEE TCVG Symposium on Visualization), pages 33-42: tiles
 * stand in strips along the shorter side of what is left, and a strip takes one more as long as the worst
 * of it gets no longer.  Ours differ in that edges fall between characters: each strip, and each tile in its
 * strip, is as long as what is left for it rounded, so errors do not add up along a side.
 *
 * Pure, no memory of its own.  Best when the largest come first; the order is kept whatever it is.  */
#ifndef BT_UI_TREEMAP_H
#define BT_UI_TREEMAP_H

#include <stddef.h>

#include "ui/grid.h"

/* Divide `area` by weight, but give none less than its least: all others are scaled so that the sum is right.
 * A weight that is NAN or not above 0 gets its least; where no weight is above 0, all weigh the same; where
 * the least are too much together, each gets its part of the area by them.  Least above 0.  */
void bt_treemap_share(const double *weight, const double *least, size_t n, double area, double *share);

/* Tiles of the shares, all above 0, in r (w and h at least 0): no gaps, no overlaps, nothing outside, each at
 * least one character.  Where r has fewer characters than there are shares, the last get none (w = h = 0).
 * Returns how many have one.  */
size_t bt_treemap_divide(const double *share, size_t n, struct bt_rect r, struct bt_rect *tile);

#endif
