/* store/pack.h - bars as bytes: exact, checksummed, at most 30 bytes a bar of what sources send.
 *
 * A pack holds dates and some columns.  Each column takes the shortest of a few plain forms that gives
 * back every double bit for bit (NAN as the one quiet NAN):
 *
 *	same     equal to the close: nothing
 *	float    every value is a binary32 (Yahoo's prices are): 4 bytes
 *	decimal  an integer of 31 bits times or over one power of ten (volumes, cents): 4 bytes
 *	double   8 bytes
 *
 * Dates are steps of one byte.  All numbers are little-endian; the first bytes say version and length,
 * the last eight are a checksum over the rest.  Nothing in a pack is trusted when it is read.  */
#ifndef BT_STORE_PACK_H
#define BT_STORE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

/* The columns of bars, in the order of packs. */
enum bt_pack_column {
	BT_PACK_OPEN, BT_PACK_HIGH, BT_PACK_LOW, BT_PACK_CLOSE, BT_PACK_ADJCLOSE, BT_PACK_VOLUME,
	BT_PACK_COLUMNS
};

/* Upper bound of the bytes of a pack of n bars. */
size_t bt_pack_bound(size_t n);

/* Write a pack of n bars into out (bt_pack_bound(n) bytes); returns its length.  date may be NULL (a
 * pack that goes with another one), so may each column.  `same_as` is what the form "same" refers to,
 * or NULL; it must be given again to unpack.  Dates ascend strictly.  */
size_t bt_pack_write(const bt_date *date, const double *const column[BT_PACK_COLUMNS],
                     const double *same_as, size_t n, unsigned char *out);

/* A pack that was looked at: what is inside and where. */
struct bt_pack {
	size_t n;
	unsigned columns;                /* set of 1u << enum bt_pack_column */
	bool dated;
	bt_date first, last;             /* when dated and n > 0 */
	const unsigned char *steps;      /* n - 1 of them, then the long ones */
	size_t n_long;
	const unsigned char *values[BT_PACK_COLUMNS];
	unsigned char form[BT_PACK_COLUMNS];
	int scale[BT_PACK_COLUMNS];
};

/* Check version, lengths and checksum of data[0..len-1]; false: damaged or of another version.  The
 * pack borrows data.  */
bool bt_pack_open(struct bt_pack *p, const unsigned char *data, size_t len);

/* The dates into out[0..n-1]; false when they do not ascend. */
bool bt_pack_dates(const struct bt_pack *p, bt_date *out);
/* One column into out[0..n-1], which must be there. */
void bt_pack_column(const struct bt_pack *p, enum bt_pack_column c, const double *same_as,
                    double *out);
/* Whether p's dates are the last p->n of those of q, so that its array will do for both. */
bool bt_pack_is_tail(const struct bt_pack *p, const struct bt_pack *q);

/* 64-bit checksum of bytes: finds damage, not malice. */
uint64_t bt_pack_sum(const unsigned char *data, size_t n);

#endif
