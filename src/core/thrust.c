/* The averages that breadth thrusts are read from: Zweig, Whaley, Deemer. */
#include "core/breadth_step.h"

void
bt_thrust_step(struct bt_breadth *b, size_t t)
{
	double adv = BT_AT(b, ADV, t), dec = BT_AT(b, DEC, t);
	double adv5 = bt_last_sum(b, BT_BREADTH_ADV, t, 5), dec5 = bt_last_sum(b, BT_BREADTH_DEC, t, 5);
	double up5 = bt_last_sum(b, BT_BREADTH_UPVOL, t, 5);
	double dn5 = bt_last_sum(b, BT_BREADTH_DNVOL, t, 5);
	double *ema = b->col[BT_BREADTH_ZBT_EMA10], *share = b->col[BT_BREADTH_ADV_SHARE];

	share[t] = adv + dec > 0 ? adv / (adv + dec) : 0.5;
	ema[t] = bt_seeded_ema(b, ema, share, t, 10, 2.0 / 11.0);
	BT_AT(b, ADT5, t) = bt_ratio(100.0 * adv5, adv5 + dec5);
	BT_AT(b, UDT5, t) = bt_ratio(100.0 * up5, up5 + dn5);
	BT_AT(b, DEEMER10, t) = bt_ratio(bt_last_sum(b, BT_BREADTH_ADV, t, 10),
	                                 bt_last_sum(b, BT_BREADTH_DEC, t, 10));
}
