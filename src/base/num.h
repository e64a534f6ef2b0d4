/* base/num.h - decimal numbers as text, independent of the locale. */
#ifndef BT_BASE_NUM_H
#define BT_BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>

#define BT_NUM_SIZE 32

/* Decimal text of exactly n bytes ("-12.5", "1e-7"; no blanks, no inf, no nan, no hex) as the
 * nearest double.  False when it is not a number or not finite.  */
bool bt_num_parse(const char *s, size_t n, double *out);
/* The plain decimal ("-12.5": no exponent, at most 15 digits) that text begins with, for readers of
 * many numbers: the end of it, or NULL when there is none there; *out as bt_num_parse has it.  */
const char *bt_num_scan(const char *s, const char *end, double *out);
bool bt_num_parse_int(const char *s, size_t n, long long *out);

/* The shortest text that reads back as the same double; x must be finite.  Writes a NUL-ended
 * JSON number into buf and returns buf.  */
char *bt_num_format(double x, char buf[BT_NUM_SIZE]);

#endif
