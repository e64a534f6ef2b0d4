/* model/condition.h - a condition on a number of the market: alerts and `check`.
 *
 *	[SUBJECT] FIELD OP VALUE
 *
 *	SUBJECT  a symbol or an expression; none when the field names its view
 *	FIELD    a column of a view about the subject (ath_dist_pct, lowest_since, z60, status ...), one of
 *	         the words close and trend, a horizon (YTD: its return), or VIEW.COLUMN (breadth.pct50)
 *	OP       <  <=  =  !=  >=  >
 *	VALUE    a number; yes or no; a date; 60d, for dates that many days back; "all", for dates more than
 *	         any; or a word (broken_out)  */
#ifndef BT_MODEL_CONDITION_H
#define BT_MODEL_CONDITION_H

#include "model/report.h"

enum bt_op { BT_OP_LT, BT_OP_LE, BT_OP_EQ, BT_OP_NE, BT_OP_GE, BT_OP_GT, BT_OP_COUNT };

struct bt_condition {
	const char *text;        /* as written */
	const char *subject;     /* "" none */
	const char *field;
	enum bt_op op;
	const char *value;
};

/* BT_E_USAGE says which part is missing.  Everything lives in the arena. */
BT_MUST_CHECK enum bt_status bt_condition_parse(const char *text, struct bt_arena *a,
                                                struct bt_condition *out, struct bt_err *err);

/* The ask of which the condition needs the data: the view and arguments of *io are set. */
void bt_condition_ask(const struct bt_condition *c, struct bt_arena *a, struct bt_ask *io);

enum bt_truth { BT_FALSE, BT_TRUE, BT_UNKNOWN };

struct bt_verdict {
	enum bt_truth truth;
	const char *why;         /* "^RUT last is 2541.2 on 2025-12-23" */
};

/* Judge it as the ask's as_of, base and price say (its view and arguments are not looked at).
 *	BT_E_USAGE   no view has such a field, or it cannot be compared with the value
 *	BT_E_EXPR    the subject is a wrong expression
 * What cannot be computed, for want of data, is BT_OK and BT_UNKNOWN.  */
BT_MUST_CHECK enum bt_status bt_condition_judge(const struct bt_condition *c,
                                                const struct bt_scope *scope,
                                                const struct bt_ask *ask, struct bt_arena *a,
                                                struct bt_verdict *out, struct bt_err *err);

#endif
