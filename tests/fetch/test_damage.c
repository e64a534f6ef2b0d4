/* test_damage.c - the recorded answers of ../shared/fixtures cut and with bytes changed: whatever comes of it, no
 * accepted number breaks the rules (tests/fetch/rules.h).
 *
 * BT_DAMAGE=full is the whole of it, as check-long runs it: up to 16 KiB every cut and every byte changed, beyond
 * that 2,000 seeded places of each.  BT_DAMAGE=small leaves out what is beyond that.  Otherwise a seeded share, so
 * that `make check` stays quick.  */
#include <math.h>

#include "fetch/csv.h"
#include "fetch/manifest.h"

#define SMALL (16 * 1024)
#define PLACES 2000
/* Of each answer in a quick run, and the largest that is damaged then. */
#define QUICK_PLACES 60
#define QUICK_LARGEST (128 * 1024)

struct run {
	bool full, small;        /* small: full, of small answers alone */
	uint64_t seed;
	struct bt_arena arena;
	struct bt_answer ans;
	size_t answers, inputs;
};

/* splitmix64 (Steele, Lea, Flood 2014) */
static size_t
chance(uint64_t *seed, size_t bound)
{
	uint64_t z = *seed += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	z ^= z >> 31;
	return bound ? (size_t)(z % bound) : 0;
}

static void
read_file(struct run *run, const struct entry *e, const char *bytes, size_t n)
{
	struct bt_csv csv;
	struct bt_err err;

	if (bt_csv_read(e->path, bytes, n, "SPY", &run->arena, &csv, &err))
		return;
	for (size_t i = 0; i < csv.n; i++) {
		const struct bt_bars *b = &csv.series[i].bars;

		for (size_t t = 0; t < b->n; t++)
			if (!(b->close[t] > 0) || !isfinite(b->close[t]) || (t && b->date[t] <= b->date[t - 1]))
				fail_msg("%s: row %zu", e->path, t);
	}
}

/* Bytes in memory of exactly that size, so that sanitizers see a read past them. */
static void
read_damaged(struct run *run, const struct entry *e, const struct recorded *r, const char *body, size_t n)
{
	char *bytes = exact(body, n);
	struct symbols s;
	const char *broken = NULL;

	run->inputs++;
	if (strcmp(r->source, "csv") == 0) {
		read_file(run, e, bytes, n);
	} else {
		symbols_of(e, r, &s);
		struct bt_job job = {.kind = r->kind, .symbol = s.at, .n = s.n, .range = "1y", .words = "x", .crumb = "x",
		                     .url = "https://feeds.example/feed", .feed = "feed"};

		bt_provider_read(bt_provider_find(r->source), &job, e->status, bytes, n, NOW, &run->arena, &run->ans);
		broken = broken_rule(&run->ans, NOW);
	}
	if (broken)
		fail_msg("%s, %zu bytes: broken: %s", e->path, n, broken);
	free(bytes);
	bt_arena_release(&run->arena);
}

static void
damage_at(struct run *run, const struct entry *e, const struct recorded *r, char *body, size_t n, size_t at)
{
	static const char other[] = "\0\"{}[],:9-eE.x<>&;\xff\n";
	char kept = body[at];

	read_damaged(run, e, r, body, at);
	body[at] = other[chance(&run->seed, sizeof(other) - 1)];
	read_damaged(run, e, r, body, n);
	body[at] = (char)(kept ^ 1 << chance(&run->seed, 8));
	read_damaged(run, e, r, body, n);
	body[at] = kept;
}

static void
damage(const struct entry *e, void *user)
{
	struct run *run = user;
	const struct recorded *r = recorded_of(e->path);
	char path[256];
	size_t n, places;
	char *body;

	snprintf(path, sizeof(path), "fixtures/%s", e->path);
	body = r->source ? load(shared_path(path), &n) : NULL;
	if (!body || n > (run->small ? SMALL : run->full ? SIZE_MAX : QUICK_LARGEST)) {
		free(body);
		return;
	}
	run->answers++;
	places = run->full ? PLACES : QUICK_PLACES;
	if ((run->full && n <= SMALL) || n <= places)
		for (size_t at = 0; at < n; at++)
			damage_at(run, e, r, body, n, at);
	else
		for (size_t i = 0; i < places; i++)
			damage_at(run, e, r, body, n, chance(&run->seed, n));
	free(body);
}

static void
recorded_answers__cut_and_changed__keep_the_rules(void **state)
{
	const char *how = getenv("BT_DAMAGE");
	bool small = how && strcmp(how, "small") == 0;
	struct run run = {.full = small || (how && strcmp(how, "full") == 0), .small = small, .seed = 20261121};

	(void)state;
	bt_arena_init(&run.arena, 256 << 20);
	if (!each_entry(damage, &run)) {
		print_message("no ../shared: nothing to damage\n");
		skip();
	}
	print_message("%zu answers, %zu damaged inputs%s\n", run.answers, run.inputs,
	              run.full ? "" : " (BT_DAMAGE=full: all)");
	assert_true(run.answers >= 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(recorded_answers__cut_and_changed__keep_the_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
