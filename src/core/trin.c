/* The index of R. Arms: advances over declines, divided by up volume over down volume. */
#include "core/breadth_step.h"

static double
arms(double adv, double dec, double upvol, double dnvol)
{
	if (adv == 0 || dec == 0 || upvol == 0 || dnvol == 0)
		return NAN;
	return adv / dec / (upvol / dnvol);
}

void
bt_trin_step(struct bt_breadth *b, size_t t)
{
	BT_AT(b, TRIN, t) =
		arms(BT_AT(b, ADV, t), BT_AT(b, DEC, t), BT_AT(b, UPVOL, t), BT_AT(b, DNVOL, t));
	BT_AT(b, TRIN10_OPEN, t) = arms(bt_last_sum(b, BT_BREADTH_ADV, t, 10),
	                                bt_last_sum(b, BT_BREADTH_DEC, t, 10),
	                                bt_last_sum(b, BT_BREADTH_UPVOL, t, 10),
	                                bt_last_sum(b, BT_BREADTH_DNVOL, t, 10));
}
