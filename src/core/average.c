#include "core/average.h"

#include <math.h>

/* Bars computed side by side: their windows slide along the same loads, one lane each. */
enum { LANES = 8 };

static void
nulls(double *out, size_t n)
{
	for (size_t t = 0; t < n; t++)
		out[t] = NAN;
}

static void
lane_sums(const double *x, size_t window, double sum[LANES])
{
	for (size_t l = 0; l < LANES; l++)
		sum[l] = 0;
	for (size_t k = 0; k < window; k++)
		for (size_t l = 0; l < LANES; l++)
			sum[l] += x[k + l];
}

static double
window_sum(const double *x, size_t window)
{
	double sum = 0;

	for (size_t k = 0; k < window; k++)
		sum += x[k];
	return sum;
}

void
bt_average_sma(const double *x, size_t n, size_t window, double *out)
{
	size_t t = window - 1;

	nulls(out, n < t ? n : t);
	for (; t + LANES <= n; t += LANES) {
		double sum[LANES];

		lane_sums(x + t + 1 - window, window, sum);
		for (size_t l = 0; l < LANES; l++)
			out[t + l] = sum[l] / (double)window;
	}
	for (; t < n; t++)
		out[t] = window_sum(x + t + 1 - window, window) / (double)window;
}

void
bt_average_ema(const double *x, size_t n, size_t window, double *out)
{
	const double alpha = 2.0 / ((double)window + 1);
	size_t run = 0;      /* values since the last null */
	double ema = NAN;

	for (size_t t = 0; t < n; t++) {
		run = isnan(x[t]) ? 0 : run + 1;
		if (run < window)
			ema = NAN;
		else if (run == window)
			ema = window_sum(x + t + 1 - window, window) / (double)window;
		else
			ema += alpha * (x[t] - ema);
		out[t] = ema;
	}
}

void
bt_average_roc(const double *x, size_t n, size_t window, double *out)
{
	nulls(out, n < window ? n : window);
	for (size_t t = window; t < n; t++)
		out[t] = x[t - window] == 0 ? NAN : 100 * (x[t] / x[t - window] - 1);
}

static double
rsi_of(double gain, double loss)
{
	if (loss == 0)
		return gain == 0 ? 50 : 100;
	return 100 - 100 / (1 + gain / loss);
}

void
bt_average_rsi(const double *x, size_t n, size_t window, double *out)
{
	const double w = (double)window;
	size_t changes = 0;  /* since the last null */
	double gain = 0, loss = 0;

	for (size_t t = 0; t < n; t++) {
		double change = t ? x[t] - x[t - 1] : NAN;
		double up = change > 0 ? change : 0, down = change < 0 ? -change : 0;

		if (isnan(change)) {
			changes = 0;
			gain = loss = 0;
		} else if (++changes <= window) {
			gain += up / w;
			loss += down / w;
		} else {
			gain = (gain * (w - 1) + up) / w;
			loss = (loss * (w - 1) + down) / w;
		}
		out[t] = changes >= window ? rsi_of(gain, loss) : NAN;
	}
}

/* z-scores of the LANES bars whose windows begin at x, x + 1, ...; flat windows are the caller's. */
static void
lane_z(const double *x, size_t window, int ddof, double *out)
{
	double mean[LANES], ss[LANES] = {0};

	lane_sums(x, window, mean);
	for (size_t l = 0; l < LANES; l++)
		mean[l] /= (double)window;
	for (size_t k = 0; k < window; k++)
		for (size_t l = 0; l < LANES; l++)
			ss[l] += (x[k + l] - mean[l]) * (x[k + l] - mean[l]);
	for (size_t l = 0; l < LANES; l++)
		out[l] = (x[window - 1 + l] - mean[l]) / sqrt(ss[l] / ((double)window - ddof));
}

static double
window_z(const double *x, size_t window, int ddof)
{
	double mean = window_sum(x, window) / (double)window, ss = 0;

	for (size_t k = 0; k < window; k++)
		ss += (x[k] - mean) * (x[k] - mean);
	return (x[window - 1] - mean) / sqrt(ss / ((double)window - ddof));
}

void
bt_average_z(const double *x, size_t n, size_t window, int ddof, double *out)
{
	size_t t = window - 1, run = 0;

	nulls(out, n < t ? n : t);
	for (; t + LANES <= n; t += LANES)
		lane_z(x + t + 1 - window, window, ddof, out + t);
	for (; t < n; t++)
		out[t] = window_z(x + t + 1 - window, window, ddof);
	for (t = 0; t < n; t++) {
		run = t && x[t] == x[t - 1] ? run + 1 : 1;
		if (run >= window)
			out[t] = NAN;
	}
}

void
bt_average_mansfield(const double *x, size_t n, size_t window, double *out)
{
	bt_average_sma(x, n, window, out);
	for (size_t t = 0; t < n; t++)
		out[t] = out[t] == 0 ? NAN : 100 * (x[t] / out[t] - 1);
}

void
bt_average_lag(const double *x, size_t n, size_t window, double *out)
{
	nulls(out, n < window ? n : window);
	for (size_t t = window; t < n; t++)
		out[t] = x[t - window];
}
