/* Advances and declines, their ratios and lines. */
#include "core/breadth_step.h"

void
bt_advdec_step(struct bt_breadth *b, size_t t)
{
	double adv = BT_AT(b, ADV, t), dec = BT_AT(b, DEC, t);
	double all = adv + dec + BT_AT(b, UNCH, t);

	BT_AT(b, NET, t) = adv - dec;
	BT_AT(b, AD_PCT, t) = bt_ratio(100.0 * (adv - dec), all);
	BT_AT(b, AD_RATIO, t) = bt_ratio(adv, dec);
	BT_AT(b, AD_LINE, t) = (t ? BT_AT(b, AD_LINE, t - 1) : 0) + (adv - dec);
	BT_AT(b, AD_PCT_LINE, t) = (t ? BT_AT(b, AD_PCT_LINE, t - 1) : 0) +
	                           (all > 0 ? BT_AT(b, AD_PCT, t) : 0);
	if (t < b->first)
		BT_AT(b, RANA, t) = NAN;
	else
		BT_AT(b, RANA, t) = adv + dec > 0 ? 1000.0 * (adv - dec) / (adv + dec) : 0;
}
