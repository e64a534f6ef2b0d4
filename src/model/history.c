#include "model/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static void
destroy(struct bt_shared *self)
{
	struct bt_history *h = (struct bt_history *)(void *)self;

	/* the columns are part of the same block */
	if (h->slab)
		bt_slab_let_go(h->slab);
	else
		free(h);
}

struct bt_history *
bt_history_new(struct bt_pool *pool, size_t cap, unsigned columns)
{
	struct bt_slab *slab = NULL;
	size_t n_column = 0;

	columns |= 1u << BT_HISTORY_CLOSE;
	for (int c = 0; c < BT_HISTORY_COLUMNS; c++)
		n_column += columns >> c & 1;
	size_t bar = n_column * sizeof(double) + sizeof(bt_date);
	BT_BUG_ON(cap > (size_t)1 << 24);
	size_t size = sizeof(struct bt_history) + cap * bar;
	struct bt_history *h = pool ? bt_pool_take(pool, size, &slab) : bt_xmalloc(size);
	double *next = (double *)(void *)(h + 1);

	*h = (struct bt_history){.slab = slab, .cap = cap};
	bt_shared_init(&h->shared, destroy);
	for (int c = 0; c < BT_HISTORY_COLUMNS; c++) {
		if (!(columns >> c & 1))
			continue;
		h->column[c] = next;
		next += cap;
	}
	h->date = (bt_date *)(void *)next;
	return h;
}

static const double *const *
columns_of(const struct bt_bars *b, const double *out[BT_HISTORY_COLUMNS])
{
	out[BT_HISTORY_OPEN] = b->open;
	out[BT_HISTORY_HIGH] = b->high;
	out[BT_HISTORY_LOW] = b->low;
	out[BT_HISTORY_CLOSE] = b->close;
	out[BT_HISTORY_ADJCLOSE] = b->adjclose;
	out[BT_HISTORY_VOLUME] = b->volume;
	return out;
}

unsigned
bt_bars_columns(const struct bt_bars *bars)
{
	const double *column[BT_HISTORY_COLUMNS];
	unsigned set = 0;

	columns_of(bars, column);
	for (int c = 0; c < BT_HISTORY_COLUMNS; c++)
		set |= column[c] ? 1u << c : 0;
	return set;
}

struct bt_history *
bt_history_copy(const struct bt_bars *bars, size_t spare, unsigned columns)
{
	struct bt_history *h = bt_history_new(NULL, bars->n + spare, columns | bt_bars_columns(bars));
	const double *column[BT_HISTORY_COLUMNS];

	columns_of(bars, column);
	h->n = bars->n;
	if (bars->n)
		memcpy(h->date, bars->date, bars->n * sizeof(*h->date));
	for (int c = 0; c < BT_HISTORY_COLUMNS; c++) {
		if (!h->column[c])
			continue;
		if (column[c] && bars->n)
			memcpy(h->column[c], column[c], bars->n * sizeof(double));
		for (size_t i = 0; !column[c] && i < bars->n; i++)
			h->column[c][i] = NAN;
	}
	return h;
}

struct bt_bars
bt_history_bars(const struct bt_history *h)
{
	return (struct bt_bars){
		.n = h->n,
		.date = h->date,
		.open = h->column[BT_HISTORY_OPEN],
		.high = h->column[BT_HISTORY_HIGH],
		.low = h->column[BT_HISTORY_LOW],
		.close = h->column[BT_HISTORY_CLOSE],
		.adjclose = h->column[BT_HISTORY_ADJCLOSE],
		.volume = h->column[BT_HISTORY_VOLUME],
	};
}

size_t
bt_history_bytes(const struct bt_history *h)
{
	size_t bar = sizeof(*h->date);

	for (int c = 0; c < BT_HISTORY_COLUMNS; c++)
		bar += h->column[c] ? sizeof(double) : 0;
	return h->n * bar;
}
