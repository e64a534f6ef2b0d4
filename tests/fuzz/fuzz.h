/* fuzz.h - one reader under libFuzzer, or under the replayer of `make check` (replay.c). */
#ifndef BT_TESTS_FUZZ_H
#define BT_TESTS_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "fetch/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* 2026-11-21T12:00:00Z */
#define FUZZ_NOW INT64_C(1795262400)

/* Read the bytes as answers of several statuses; abort when an answer breaks a rule. */
static inline void
fuzz_read(const char *provider, const struct bt_job *job, const uint8_t *data, size_t n)
{
	static const int status[] = {200, 404};
	struct bt_arena arena;
	struct bt_answer answer;

	bt_arena_init(&arena, 256 << 20);
	for (size_t i = 0; i < sizeof(status) / sizeof(status[0]); i++) {
		const char *broken;

		bt_provider_read(bt_provider_find(provider), job, status[i], (const char *)data, n, FUZZ_NOW, &arena,
		                 &answer);
		broken = broken_rule(&answer, FUZZ_NOW);
		if (broken) {
			fprintf(stderr, "broken: %s\n", broken);
			abort();
		}
	}
	bt_arena_release(&arena);
}

#endif
