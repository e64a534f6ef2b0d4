#include "model/sample_market.h"

#include <math.h>
#include <string.h>

#include "model/sample_noise.h"

/* Keys of chance that no symbol has. */
enum { KEY_MARKET = 1, KEY_SMALL, KEY_VIX, KEY_TNX, KEY_SECTOR = 100, KEY_SYMBOL = 1000 };

/* Every fifth of the list is a member, and these. */
#define EVERY 5
static const char *const mega_symbols[] = {"AAPL", "AMZN", "GOOGL", "META", "MSFT", "NVDA", "TSLA"};
static const char *const dow_symbols[] = {
#define BT_MEMBER(symbol, sector, name) symbol,
#include "spec/universe_dow30.def"
};

static const struct bt_sample_symbol blends[] = {
#define BT_BLEND(symbol_, kind_, first, from_, noise_, yield_, group1, part1, group2, part2) \
	{.symbol = symbol_, .kind = BT_KIND_##kind_, .level = first, .name = from_, \
	 .noise = (noise_) / 100, .yield = (yield_) / 100, \
	 .group = {BT_GROUP_##group1, BT_GROUP_##group2}, .part = {part1, part2}},
#include "spec/sample.def"
};
#define N_BLENDS (sizeof(blends) / sizeof(blends[0]))

static const char *
name_of(const char *symbol)
{
	static const struct {
		const char *symbol, *name;
	} names[] = {
#define BT_NAME(symbol, name, kind) {symbol, name},
#include "spec/names.def"
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(symbol, names[i].symbol) == 0)
			return names[i].name;
	return NULL;
}

static bool
is_one_of(const char *symbol, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(symbol, list[i]) == 0)
			return true;
	return false;
}
#define IS_ONE_OF(symbol, list) is_one_of((symbol), (list), sizeof(list) / sizeof((list)[0]))

/* --- the cast -------------------------------------------------------------------------------------- */

static uint64_t
key_of(const char *symbol)
{
	uint64_t key = KEY_SYMBOL;

	for (const char *p = symbol; *p; p++)
		key = bt_noise_bits(key, (unsigned char)*p);
	return key;
}

static enum bt_sector
sector_of(const char *name)
{
	int s = 0;

	while (s + 1 < BT_SECTOR_COUNT && strcmp(name, bt_sector_name((enum bt_sector)s)) != 0)
		s++;
	return (enum bt_sector)s;
}

/* A share of the bundled list with a made-up price, size and temper. */
static struct bt_sample_symbol
make_member(const struct bt_universe_member *m, bt_date from)
{
	/* the two classes of one company move together */
	bool alphabet_c = strcmp(m->symbol, "GOOG") == 0;
	uint64_t key = key_of(alphabet_c ? "GOOGL" : m->symbol);
	bool mega = IS_ONE_OF(m->symbol, mega_symbols);
	double size = mega ? 1 : bt_noise_share(key, 1) * 0.9;
	struct bt_sample_symbol s = {
		.symbol = m->symbol,
		.name = m->name,
		.kind = BT_KIND_EQUITY,
		.key = key,
		.from = from,
		.level = (30 + 270 * bt_noise_share(key, 2)) * (alphabet_c ? 1.01 : 1),
		.noise = mega || alphabet_c ? 0.010 : 0.011 + 0.006 * bt_noise_share(key, 3),
		.yield = bt_noise_share(key, 4) < 0.6 ? 0.005 + 0.03 * bt_noise_share(key, 5) : 0,
		.sector = sector_of(m->sector),
		.mega = mega,
		.dow = IS_ONE_OF(m->symbol, dow_symbols),
		.size = alphabet_c ? 1 : size,
		.beta = 0.7 + 0.6 * bt_noise_share(key, 6),
	};
	double cap = mega ? 1.0e12 + 0.8e12 * bt_noise_share(key, 7) : 1e10 + 2e11 * size * size * size;

	s.shares = alphabet_c ? 0 : floor(cap / s.level);
	/* every twentieth share was listed later than the sample begins */
	if (!mega && !s.dow && !alphabet_c && key % 20 == 0)
		s.from = from + 365 + (bt_date)(key >> 32) % 1500;
	return s;
}

static size_t
add_members(struct bt_sample_market *m, const struct bt_universe *list, bt_date from)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++) {
		const char *symbol = list->member[i].symbol;

		if (i % EVERY == 0 || strcmp(symbol, "GOOG") == 0 || IS_ONE_OF(symbol, mega_symbols) ||
		    IS_ONE_OF(symbol, dow_symbols))
			m->symbol[n++] = make_member(&list->member[i], from);
	}
	return n;
}

static struct bt_sample_symbol
make_index(const char *symbol, double level, bt_date from)
{
	return (struct bt_sample_symbol){.symbol = symbol, .name = name_of(symbol),
	                                 .kind = BT_KIND_INDEX, .key = key_of(symbol),
	                                 .from = from, .level = level};
}

enum bt_status
bt_sample_market_init(struct bt_sample_market *m, struct bt_arena *a, struct bt_err *err)
{
	const struct bt_universe *list;
	enum bt_status st = bt_universe_open("sp500", a, &list, err);
	bt_date from = BT_DATE_NONE;

	if (st)
		return st;
	bt_date_parse(BT_SAMPLE_FROM, BT_DATE_SIZE - 1, &from);
	m->symbol = BT_ARENA_ARRAY(a, list->n + N_BLENDS + 2, struct bt_sample_symbol);
	if (!m->symbol)
		return bt_err_set(err, BT_E_NOMEM, "sample: out of memory");
	m->n = m->n_members = add_members(m, list, from);
	for (size_t i = 0; i < N_BLENDS; i++) {
		struct bt_sample_symbol s = blends[i];

		/* the row's text column is the first session while it is in the table */
		s.from = from;
		bt_date_parse(s.name, strlen(s.name), &s.from);
		s.name = name_of(s.symbol);
		s.key = key_of(s.symbol);
		m->symbol[m->n++] = s;
	}
	m->vix = 16;
	m->tnx = 3;
	m->symbol[m->n++] = make_index("^VIX", m->vix, from);
	m->symbol[m->n++] = make_index("^TNX", m->tnx, from);
	return BT_OK;
}

/* --- a session ------------------------------------------------------------------------------------- */

/* What all symbols share on one session. */
struct waves {
	double market, small, giants;    /* giants: what size 1 gains on size 0 */
	double calm;                     /* 1 usual; greater is rougher */
	double sector[BT_SECTOR_COUNT];
};

/* -1 .. 1 and back in `period` days. */
static double
triangle(bt_date d, int period, int phase)
{
	double x = (double)((d + phase) % period) / period;

	return x < 0.5 ? 4 * x - 1 : 3 - 4 * x;
}

/* From autumn to New Year small companies gain on giants, otherwise giants on them. */
static double
giants_drift(bt_date d)
{
	int year, month, day;

	bt_date_split(d, &year, &month, &day);
	month = month * 100 + day;
	return month >= 920 || month < 108 ? -0.0028 : 0.0011;
}

static struct waves
waves_of(bt_date d)
{
	enum { CYCLE = 797, BREAK = 40, TURN = 66, HEALED = 92 };
	uint64_t key = (uint64_t)(int64_t)d;
	int place = (d - 18263) % CYCLE;
	bool falling = place >= BREAK && place < TURN, rising = place >= TURN && place < HEALED;
	struct waves w;

	w.calm = falling || rising ? 2.2 : 1 + 0.25 * triangle(d, 230, 31);
	w.market = 0.0006 + 0.0065 * w.calm * bt_noise_normal(KEY_MARKET, key);
	w.market += falling ? -0.0075 : rising ? 0.0085 : 0;
	w.small = 0.0050 * w.calm * bt_noise_normal(KEY_SMALL, key);
	w.giants = giants_drift(d);
	for (int s = 0; s < BT_SECTOR_COUNT; s++)
		w.sector[s] = 0.0045 * bt_noise_normal((uint64_t)(KEY_SECTOR + s), key) +
		              0.0006 * triangle(d, 320, 29 * s);
	return w;
}

static double
member_return(const struct bt_sample_symbol *s, const struct waves *w, bt_date d)
{
	return s->beta * w->market + w->sector[s->sector] + w->giants * (s->size - 0.45) +
	       (0.4 - s->size) * w->small * 0.5 +
	       s->noise * w->calm * bt_noise_normal(s->key, (uint64_t)(int64_t)d);
}

/* Sums of returns and weights of each group. */
struct tally {
	double sum[BT_GROUP_COUNT], weight[BT_GROUP_COUNT];
};

static void
count_in(struct tally *t, enum bt_sample_group g, double weight, double ret)
{
	t->sum[g] += weight * ret;
	t->weight[g] += weight;
}

static void
count_member(struct tally *t, const struct bt_sample_symbol *s, double ret)
{
	bool growth = s->sector == BT_SECTOR_TECHNOLOGY || s->sector == BT_SECTOR_DISCRETIONARY ||
	              s->sector == BT_SECTOR_COMMUNICATION;

	count_in(t, BT_GROUP_MARKET, s->shares * s->level, ret);
	count_in(t, BT_GROUP_EQUAL, 1, ret);
	count_in(t, growth ? BT_GROUP_GROWTH : BT_GROUP_VALUE, 1, ret);
	count_in(t, (enum bt_sample_group)(BT_GROUP_SECTOR_COMMUNICATION + (int)s->sector), 1, ret);
	if (s->mega)
		count_in(t, BT_GROUP_MEGA, 1, ret);
	if (s->dow)
		count_in(t, BT_GROUP_DOW, 1, ret);
}

static double
group_return(const struct tally *t, enum bt_sample_group g)
{
	return t->weight[g] > 0 ? t->sum[g] / t->weight[g] : 0;
}

/* Fear goes up with a falling market and slowly home to 16; the yield wanders around 4. */
static void
step_gauges(struct bt_sample_market *m, const struct waves *w, bt_date d)
{
	uint64_t key = (uint64_t)(int64_t)d;

	m->vix += 0.06 * (13 + 5 * w->calm - m->vix) - 160 * w->market +
	          0.35 * bt_noise_normal(KEY_VIX, key);
	m->vix = m->vix < 9.5 ? 9.5 + 0.1 * bt_noise_share(KEY_VIX, key) : m->vix;
	m->tnx += 0.002 * (4 - m->tnx) + 0.045 * bt_noise_normal(KEY_TNX, key);
	m->tnx = m->tnx < 0.3 ? 0.3 : m->tnx;
	m->symbol[m->n - 2].level = m->vix;
	m->symbol[m->n - 1].level = m->tnx;
}

void
bt_sample_market_step(struct bt_sample_market *m, bt_date d)
{
	struct waves w = waves_of(d);
	struct tally t = {{0}, {0}};

	for (size_t i = 0; i < m->n_members; i++) {
		struct bt_sample_symbol *s = &m->symbol[i];
		double ret = member_return(s, &w, d);

		if (d >= s->from)
			count_member(&t, s, ret);
		s->level *= 1 + ret;
	}
	count_in(&t, BT_GROUP_SMALL, 1, 1.1 * w.market + w.small - 0.5 * w.giants);
	count_in(&t, BT_GROUP_MID, 1, 1.05 * w.market + 0.5 * w.small - 0.2 * w.giants);
	for (size_t i = m->n_members; i + 2 < m->n; i++) {
		struct bt_sample_symbol *s = &m->symbol[i];
		double ret = s->part[0] * group_return(&t, s->group[0]) +
		             s->part[1] * group_return(&t, s->group[1]) +
		             s->noise * bt_noise_normal(s->key, (uint64_t)(int64_t)d);

		s->level *= 1 + ret;
	}
	step_gauges(m, &w, d);
}
