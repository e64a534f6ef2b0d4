/* model/sample_noise.h - chance that is the same on every run: a number of two keys. */
#ifndef BT_MODEL_SAMPLE_NOISE_H
#define BT_MODEL_SAMPLE_NOISE_H

#include <stdint.h>

/* 64 well-mixed bits of two keys (the finaliser of splitmix64; S. Vigna, public domain). */
static inline uint64_t
bt_noise_bits(uint64_t a, uint64_t b)
{
	uint64_t z = a * 0x9E3779B97F4A7C15u + b + 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

/* 0 <= x < 1. */
static inline double
bt_noise_share(uint64_t a, uint64_t b)
{
	return (double)(bt_noise_bits(a, b) >> 11) / 9007199254740992.0;
}

/* Mean 0, standard deviation 1, within +-3.5: four uniform parts.  Needs no libm, so every machine
 * has the same bits.  */
static inline double
bt_noise_normal(uint64_t a, uint64_t b)
{
	uint64_t z = bt_noise_bits(a, b);
	double sum = (double)(z & 0xFFFF) + (double)(z >> 16 & 0xFFFF) + (double)(z >> 32 & 0xFFFF) +
	             (double)(z >> 48);

	return (sum / 65536 - 2) * 1.7320508075688772;
}

#endif
