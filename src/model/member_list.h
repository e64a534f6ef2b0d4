/* model/member_list.h - the text of a list of members, read in the forms that are about, written in ours.
 *
 * Read:
 *	symbol,name,sector,cap_date,market_cap  by name, any order and case, only the first needed
 *	Symbol,Security,GICS Sector,...         the S&P 500 as on the web
 *	iShares' holdings                       whatever stands before the line "Ticker,..." and behind the
 *	                                        table is passed over, but "Fund Holdings as of"; so are
 *	                                        cash, futures and what is not traded.  The separator of a
 *	                                        share class is put back (spec/share_classes.def)
 *	one symbol a line                       without any header
 * Empty lines and lines that begin with '#' are passed over, but "# list of 2026-05-05", the day the list
 * was true; "BRK.B" is read as "BRK-B"; of a symbol that is there twice the first stays.  */
#ifndef BT_MODEL_MEMBER_LIST_H
#define BT_MODEL_MEMBER_LIST_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "core/universe.h"

/* Rows that became no member, by why. */
struct bt_member_tally {
	size_t rows;             /* of all kinds */
	size_t not_shares;       /* cash, futures, money market: their asset class is not Equity */
	size_t unlisted;         /* no ticker, or on no market */
	size_t worthless;        /* priced 0: escrows, rights, what is no longer traded */
	size_t doubles;          /* the symbol stands further up */
};

/* `name` is the list's, and the file in messages; tally may be NULL.  Everything lives in the arena.
 *	BT_E_PARSE  file, line, and what was expected there
 *	BT_E_NOMEM  the arena is exhausted  */
BT_MUST_CHECK enum bt_status bt_member_list_read(const char *name, const char *data, size_t len,
                                                 struct bt_arena *a, const struct bt_universe **out,
                                                 struct bt_member_tally *tally, struct bt_err *err);

/* The list as text that reads back the same. `origin` is a word on where it came from, or NULL. */
void bt_member_list_write(const struct bt_universe *u, const char *origin, struct bt_buf *out);

#endif
