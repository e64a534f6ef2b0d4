/* core/score.h - two composite scores, plain means of documented parts (indicators.md, section 10).
 * They describe, they do not forecast; a view always shows the parts.  */
#ifndef BT_CORE_SCORE_H
#define BT_CORE_SCORE_H

#include "core/breadth.h"

/* 0 narrow .. 100 broad: from 70 broad, from 40 mixed. */
enum {
	BT_SCORE_PCT50, BT_SCORE_PCT200,         /* members above their averages, percent */
	BT_SCORE_HILO10,                         /* High-Low Index */
	BT_SCORE_MC_SCALED,                      /* 50 + oscillator/2, clamped to 0..100 */
	BT_SCORE_ADV_SCALED,                     /* 100 (zbt_ema10 - 0.385)/0.23, clamped to 0..100 */
	BT_SCORE_PARTS
};
struct bt_breadth_score {
	double part[BT_SCORE_PARTS];     /* NAN: not available */
	int parts;                       /* how many are */
	double score;                    /* their mean; NAN with fewer than 3 */
};
struct bt_breadth_score bt_score_breadth(const struct bt_breadth *b, size_t t);

/* -100 narrow leadership .. 100 strong rotation. */
enum {
	BT_ROTATION_RATIO_SMA50, BT_ROTATION_RATIO_SMA200,      /* small/mega against its averages */
	BT_ROTATION_EW_CW,                                       /* 63-session change of equal/cap weight */
	BT_ROTATION_SMALL_CW,                                    /* of small/cap weight */
	BT_ROTATION_OUTPERFORM,                                  /* members that beat cap weight in 63 sessions */
	BT_ROTATION_WEEKS,                                       /* relative week streak of small over cap weight */
	BT_ROTATION_PARTS
};
/* What the parts are made of; NAN where it is not known. */
struct bt_rotation_inputs {
	double ratio, ratio_sma50, ratio_sma200;
	double ew_cw_roc63, small_cw_roc63;      /* percent */
	double pct_outperforming63, week_streak;
};
struct bt_rotation_score {
	double part[BT_ROTATION_PARTS];  /* -1..1 */
	int parts;
	double score;                    /* 100 times their mean; NAN with fewer than 4 */
};
struct bt_rotation_score bt_score_rotation(const struct bt_rotation_inputs *in);

#endif
