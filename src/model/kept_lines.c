#include "model/kept_lines.h"

#include <string.h>

#include "base/vec.h"
#include "base/xalloc.h"
#include "model/series.h"
#include "model/settings.h"

struct making {
	const struct bt_market *market;
	const struct bt_settings *settings;
	struct bt_arena *arena;
	BT_VEC(struct bt_kept_line) line;
	BT_VEC(const char *) symbol;
};

static void
keep(struct making *m, const char *text, enum bt_price price)
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
		BT_VEC_PUSH(&m->line, kept);
	}
	bt_arena_release(&scratch);
}

void
bt_kept_lines_make(const struct bt_market *m, const struct bt_settings *s, struct bt_arena *a,
                   struct bt_kept_lines *out)
{
	const struct {
		const char *x, *y;
	} score[] = {{s->score_small, s->score_mega}, {s->score_ew, s->score_cw}, {s->score_small, s->score_cw}};
	struct making making = {.market = m, .settings = s, .arena = a};

	for (size_t i = 0; i < s->lists_ratios.n; i++)
		keep(&making, s->lists_ratios.at[i], BT_PRICE_ADJCLOSE);
	for (size_t i = 0; i < sizeof(score) / sizeof(score[0]); i++)
		keep(&making, bt_series_ratio_text(m, score[i].x, score[i].y, a), BT_PRICE_ADJCLOSE);
	keep(&making, "MAG7", BT_PRICE_ADJCLOSE);
	keep(&making, "MAG7", BT_PRICE_CLOSE);
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

	if (!kept || kept->settings != scope->settings)
		return NULL;
	for (size_t i = 0; i < kept->n; i++) {
		if (kept->at[i].price != price || strcmp(kept->at[i].text, text) != 0)
			continue;
		*out = bt_line_upto(&kept->at[i].line, as_of);
		return out->n ? &kept->at[i] : NULL;
	}
	return NULL;
}
