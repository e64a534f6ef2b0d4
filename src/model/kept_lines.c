#include "model/kept_lines.h"

#include <string.h>

#include "base/vec.h"
#include "base/xalloc.h"
#include "model/series.h"
#include "model/settings.h"

struct making {
	const struct bt_market *market;
	const struct bt_settings *settings;
	const struct bt_kept_lines *before;
	struct bt_arena *arena;
	BT_VEC(struct bt_kept_line) line;
	BT_VEC(const char *) symbol;
};

static const struct bt_kept_line *
find(const struct bt_kept_lines *kept, const char *text, enum bt_price price)
{
	for (size_t i = 0; kept && i < kept->n; i++)
		if (kept->at[i].price == price && strcmp(kept->at[i].text, text) == 0)
			return &kept->at[i];
	return NULL;
}

/* How many values two lines begin with alike. */
static size_t
agreeing(const struct bt_line *x, const struct bt_line *y)
{
	size_t n = x->n < y->n ? x->n : y->n, i = 0;

	while (i + 64 <= n && memcmp(x->value + i, y->value + i, 64 * sizeof(*x->value)) == 0)
		i += 64;
	while (i < n && x->value[i] == y->value[i])
		i++;
	return i;
}

/* The ground of a line's trends, as far as its values have logarithms. */
static void
lay_ground(const struct making *m, struct bt_kept_line *k)
{
	const struct bt_kept_line *before = find(m->before, k->text, k->price);
	size_t n = k->digest.positive, same = before ? agreeing(&k->line, &before->line) : 0;

	if (n + 1 == k->line.n && k->line.value[n] > 0)
		n++;                    /* the digest leaves the newest out */
	if (before && same > before->ground.n)
		same = before->ground.n;
	(void)!bt_trend_ground_make(k->line.value, n, false, &bt_trend_defaults, before ? &before->ground : NULL,
	                            same < n ? same : n, m->arena, &k->ground);
}

static void
keep(struct making *m, const char *text, enum bt_price price, bool trends)
{
	const struct bt_expr *e;
	const char *const *symbol;
	struct bt_arena scratch;
	struct bt_line line;
	struct bt_err err;
	size_t n;

	if (bt_expr_parse(text, bt_series_names(m->settings, m->arena), m->arena, &e, &err) != BT_OK)
		return;
	/* One that has no bars yet may have some later. */
	symbol = bt_expr_symbols(e, &n);
	for (size_t i = 0; i < n; i++)
		BT_VEC_PUSH(&m->symbol, symbol[i]);
	if (!bt_expr_is_causal(e))
		return;
	bt_xarena_init(&scratch);
	if (bt_expr_eval(e, m->market, INT32_MAX, price, &scratch, &line, &err) == BT_OK) {
		struct bt_kept_line kept = {
			.text = bt_arena_strdup(m->arena, text), .price = price, .expr = e,
			.line = {line.n, bt_arena_memdup(m->arena, line.date, line.n * sizeof(*line.date)),
			         bt_arena_memdup(m->arena, line.value, line.n * sizeof(*line.value))}};
		struct bt_bars bars = {.n = line.n, .date = kept.line.date, .close = kept.line.value};

		(void)!bt_digest_make(&bars, m->arena, &kept.digest);
		if (trends)
			lay_ground(m, &kept);
		BT_VEC_PUSH(&m->line, kept);
	}
	bt_arena_release(&scratch);
}

void
bt_kept_lines_make(const struct bt_market *m, const struct bt_settings *s,
                   const struct bt_kept_lines *before, struct bt_arena *a, struct bt_kept_lines *out)
{
	const struct {
		const char *x, *y;
	} score[] = {{s->score_small, s->score_mega}, {s->score_ew, s->score_cw}, {s->score_small, s->score_cw}};
	const enum bt_price price = s->data_price == BT_SET_PRICE_CLOSE ? BT_PRICE_CLOSE : BT_PRICE_ADJCLOSE;
	struct making making = {.market = m, .settings = s, .arena = a,
	                        .before = before && before->settings == s ? before : NULL};

	for (size_t i = 0; i < s->lists_ratios.n; i++)
		keep(&making, s->lists_ratios.at[i], price, true);
	for (size_t i = 0; i < sizeof(score) / sizeof(score[0]); i++)
		keep(&making, bt_series_ratio_text(m, score[i].x, score[i].y, a), price, false);
	keep(&making, "MAG7", BT_PRICE_ADJCLOSE, false);
	keep(&making, "MAG7", BT_PRICE_CLOSE, false);
	*out = (struct bt_kept_lines){
		.settings = s,
		.at = bt_arena_memdup(a, making.line.at, making.line.len * sizeof(*making.line.at)),
		.n = making.line.len,
		.symbol = bt_arena_memdup(a, making.symbol.at, making.symbol.len * sizeof(*making.symbol.at)),
		.n_symbol = making.symbol.len,
	};
	BT_VEC_RELEASE(&making.line);
	BT_VEC_RELEASE(&making.symbol);
}

const struct bt_kept_line *
bt_kept_lines_find(const struct bt_scope *scope, const char *text, enum bt_price price, bt_date as_of,
                   struct bt_line *out)
{
	const struct bt_kept_lines *kept = scope->lines;
	const struct bt_kept_line *k = kept && kept->settings == scope->settings ? find(kept, text, price) : NULL;

	if (!k)
		return NULL;
	*out = bt_line_upto(&k->line, as_of);
	return out->n ? k : NULL;
}
