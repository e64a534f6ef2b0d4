/* The share of volume and of price points that went with the advances. */
#include "core/breadth_step.h"

void
bt_volume_step(struct bt_breadth *b, size_t t)
{
	double up = BT_AT(b, UPVOL, t), dn = BT_AT(b, DNVOL, t);
	double gain = BT_AT(b, POINTS_UP, t), loss = BT_AT(b, POINTS_DN, t);

	BT_AT(b, UPVOL_PCT, t) = bt_ratio(100.0 * up, up + dn);
	BT_AT(b, POINTS_UP_PCT, t) = bt_ratio(100.0 * gain, gain + loss);
}
