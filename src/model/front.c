#include "model/front.h"

#include <string.h>

#include "base/mix.h"
#include "base/val_pack.h"
#include "base/xalloc.h"
#include "model/health.h"
#include "model/quote_row.h"
#include "model/settings.h"
#include "model/snapshot.h"

#define FORM 2                   /* of the bytes; another form is no front */
#define BREADTH_ROWS 2           /* what the header's score and its change are read from */
#define MAX_WORDS 64             /* arguments of an ask, and its horizons */
#define MAX_BYTES ((size_t)4 << 20)

/* The views whose reports hang on the moment by session and age alone. */
static const struct {
	enum bt_view view;
	bool quotes;             /* rows of quotes, that have these two */
} views[] = {
	{BT_VIEW_INDICES, true}, {BT_VIEW_MAG7, true},     {BT_VIEW_WATCH, true},   {BT_VIEW_RATIOS, true},
	{BT_VIEW_BREADTH, false}, {BT_VIEW_SECTORS, false}, {BT_VIEW_HEATMAP, false},
};

/* One report, still as bytes. */
struct bt_front_kept {
	const unsigned char *ask, *body;
	size_t ask_len, body_len;
};

/* --- what it hangs on --------------------------------------------------------------------------- */

/* Settings that no report is made of; all others count, those that are yet to come, too. */
static bool
is_of_no_consequence(enum bt_setting id)
{
	static const char *const sections[] = {"alerts", "cboe", "columns", "feeds", "fred", "keys", "nasdaq", "network",
	                                       "nyfed", "programs", "refresh", "screen", "tiingo", "yahoo"};
	const char *section = bt_setting_spec(id)->section;

	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		if (strcmp(sections[i], section) == 0)
			return true;
	return id == BT_SET_data_offline || id == BT_SET_data_cache || id == BT_SET_data_calendar
	       || id == BT_SET_data_notes;
}

static uint64_t
mix_setting(uint64_t h, const struct bt_settings *s, enum bt_setting id, struct bt_arena *a)
{
	const struct bt_pairs *group = bt_setting_spec(id)->key ? NULL : bt_settings_group(s, id);

	if (!group)
		return bt_mix_text(h, bt_setting_text(s, a, id));
	h = bt_mix(h, group->n);
	for (size_t i = 0; i < group->n; i++)
		h = bt_mix_text(bt_mix_text(h, group->at[i].name), group->at[i].value);
	return h;
}

/* The settings, and the calendar, whose file may have changed behind its name. */
static uint64_t
mix_settings(uint64_t h, const struct bt_settings *s)
{
	struct bt_arena a;

	bt_xarena_init(&a);
	for (int i = 0; i < BT_SETTING_COUNT; i++)
		if (!is_of_no_consequence((enum bt_setting)i))
			h = mix_setting(bt_mix(h, (uint64_t)i), s, (enum bt_setting)i, &a);
	bt_arena_release(&a);
	for (size_t i = 0; i < s->calendar.n; i++)
		h = bt_mix_text(bt_mix(h, (uint64_t)s->calendar.special[i].date << 8 | (uint64_t)s->calendar.special[i].kind),
		             s->calendar.special[i].name);
	return h;
}

static uint64_t
mix_universe(uint64_t h, const struct bt_universe *u)
{
	h = bt_mix_text(h, u->name);
	h = bt_mix(h, (uint64_t)u->list_date);
	for (size_t i = 0; i < u->n; i++) {
		const struct bt_universe_member *m = &u->member[i];
		uint64_t cap;

		memcpy(&cap, &m->cap, sizeof(cap));
		h = bt_mix_text(bt_mix_text(bt_mix_text(h, m->symbol), m->name), m->sector);
		h = bt_mix(bt_mix(h, cap), (uint64_t)m->cap_date);
	}
	return h;
}

uint64_t
bt_front_stamp(int64_t cache_serial, const struct bt_settings *s, const struct bt_universe *u,
               const struct bt_market_count *count)
{
	uint64_t h = bt_mix_text(FORM, BT_VERSION);

	h = mix_settings(bt_mix(h, (uint64_t)cache_serial), s);
	h = u ? mix_universe(h, u) : bt_mix(h, 1);
	return bt_mix(bt_mix_text(h, count ? count->source : NULL), count ? (uint64_t)count->counts.fetched_utc : 0);
}

/* --- asks -------------------------------------------------------------------------------------- */

/* All of it: two asks are the same when their bytes are. */
static void
pack_ask(const struct bt_ask *k, struct bt_buf *out)
{
	const int64_t number[] = {
		k->view, k->as_of, k->from, k->to, k->base, k->price, k->price_given, k->series, k->intraday, k->up,
		k->window, (int64_t)k->most, k->unread, k->plain, k->when, (int64_t)k->n_arg, (int64_t)k->n_horizon,
	};
	const char *const text[] = {k->benchmark, k->small_, k->mega, k->ew, k->cw, k->search, k->unfold};

	bt_buf_add(out, number, sizeof(number));
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		bt_val_pack_text(text[i], out);
	for (size_t i = 0; i < k->n_arg; i++)
		bt_val_pack_text(k->arg[i], out);
	for (size_t i = 0; i < k->n_horizon; i++) {
		const int64_t horizon[] = {k->horizon[i].kind, k->horizon[i].since};

		bt_buf_add(out, horizon, sizeof(horizon));
	}
}

/* The same ask on another newest day: a day that it counts from moves along. */
static bool
read_ask(struct bt_reader *r, struct bt_arena *a, int moved, struct bt_ask *k)
{
	const char **text[] = {&k->benchmark, &k->small_, &k->mega, &k->ew, &k->cw, &k->search, &k->unfold};
	int64_t n[17];

	bt_read_into(r, n, sizeof(n));
	*k = (struct bt_ask){
		.view = (enum bt_view)n[0], .as_of = (bt_date)n[1], .from = (bt_date)n[2], .to = (bt_date)n[3],
		.base = (enum bt_base)n[4], .price = (enum bt_price)n[5], .price_given = n[6], .series = n[7],
		.intraday = n[8], .up = n[9], .window = (int)n[10], .most = (size_t)n[11], .unread = n[12],
		.plain = n[13], .when = (enum bt_notes_when)n[14], .n_arg = (size_t)n[15], .n_horizon = (size_t)n[16],
	};
	if (r->bad || !bt_front_keeps(k->view) || n[15] < 0 || n[15] > MAX_WORDS || n[16] < 0 || n[16] > MAX_WORDS)
		return false;
	if (k->from != BT_DATE_NONE)
		k->from += moved;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		*text[i] = bt_read_text(r);
	const char **arg = BT_ARENA_ARRAY(a, k->n_arg, const char *);
	struct bt_horizon *horizon = BT_ARENA_ARRAY(a, k->n_horizon, struct bt_horizon);

	k->arg = arg;
	k->horizon = horizon;
	for (size_t i = 0; arg && i < k->n_arg; i++)
		arg[i] = bt_read_text(r);
	for (size_t i = 0; horizon && i < k->n_horizon; i++) {
		int64_t h[2];

		bt_read_into(r, h, sizeof(h));
		horizon[i] = (struct bt_horizon){(enum bt_horizon_kind)h[0], (bt_date)h[1]};
		r->bad |= h[0] < 0 || h[0] >= BT_HORIZON_COUNT;
	}
	for (size_t i = 0; arg && i < k->n_arg; i++)
		r->bad |= !arg[i];
	return arg && horizon && !r->bad && r->at == r->end;
}

/* --- writing ----------------------------------------------------------------------------------- */

static void
pack_number(int64_t x, struct bt_buf *out)
{
	bt_buf_add(out, &x, sizeof(x));
}

static bool
has_quotes(enum bt_view view)
{
	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++)
		if (views[i].view == view)
			return views[i].quotes;
	return false;
}

bool
bt_front_keeps(enum bt_view view)
{
	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++)
		if (views[i].view == view)
			return true;
	return false;
}

/* What the session of each row hangs on. */
static void
pack_kinds(const struct bt_market *m, const struct bt_report *r, struct bt_buf *out)
{
	for (size_t i = 0; i < r->rows.u.list.len; i++) {
		const struct bt_val *row = &r->rows.u.list.at[i];
		const char *symbol = bt_val_as_str(bt_val_get(row, "symbol"));
		const char *name = symbol ? symbol : bt_val_as_str(bt_val_get(row, "expr"));
		const struct bt_security *sec = name ? bt_market_find(m, name) : NULL;

		bt_buf_char(out, (char)(sec ? sec->kind : BT_KIND_UNKNOWN));
	}
}

static void
pack_report(const struct bt_market *m, const struct bt_report *r, struct bt_buf *out)
{
	const int64_t number[] = {r->view, r->as_of, r->base, r->price, r->generated_utc, (int64_t)r->n_column};

	bt_buf_add(out, number, sizeof(number));
	bt_buf_add(out, r->column, r->n_column * sizeof(r->column[0]));
	bt_val_pack_text(r->source, out);
	bt_val_pack(&r->head, out);
	bt_val_pack(&r->rows, out);
	if (has_quotes(r->view))
		pack_kinds(m, r, out);
}

/* A length, then so many bytes. */
static void
pack_piece(const struct bt_buf *piece, struct bt_buf *out)
{
	pack_number((int64_t)piece->len, out);
	bt_buf_add(out, piece->data, piece->len);
}

static void
pack_part(const struct bt_snapshot *snap, const struct bt_front_part *part, struct bt_buf *out)
{
	struct bt_buf piece;

	bt_buf_init(&piece, MAX_BYTES);
	pack_ask(part->ask, &piece);
	pack_piece(&piece, out);
	bt_buf_reset(&piece);
	pack_report(&snap->market, part->report, &piece);
	pack_piece(&piece, out);
	out->over |= piece.over;
	bt_buf_release(&piece);
}

static void
pack_breadth(const struct bt_breadth *b, struct bt_buf *out)
{
	size_t n = !b ? 0 : b->n < BREADTH_ROWS ? b->n : BREADTH_ROWS, from = b ? b->n - n : 0;

	pack_number((int64_t)n, out);
	if (n == 0)
		return;
	const int64_t number[] = {(int64_t)b->members, (int64_t)b->covered, b->price, b->intraday};

	bt_buf_add(out, number, sizeof(number));
	bt_buf_add(out, b->date + from, n * sizeof(*b->date));
	for (int c = 0; c < BT_BREADTH_ALL; c++)
		bt_buf_add(out, b->col[c] + from, n * sizeof(double));
}

static bool
is_kept(const struct bt_front_part *part)
{
	return bt_front_keeps(part->report->view) && part->ask->as_of == BT_DATE_NONE;
}

static int64_t
newest_quote(const struct bt_market *m)
{
	int64_t newest = 0;

	for (size_t i = 0; i < m->n; i++)
		if (m->sec[i].quote.ts_utc > newest)
			newest = m->sec[i].quote.ts_utc;
	return newest;
}

void
bt_front_pack(const struct bt_snapshot *snap, const struct bt_front_part *part, size_t n, struct bt_buf *out)
{
	int64_t kept = 0;

	pack_number(FORM, out);
	pack_number(snap->made_utc, out);
	pack_number(bt_market_last(&snap->market), out);
	pack_number(newest_quote(&snap->market), out);
	pack_breadth(snap->breadth, out);
	for (size_t i = 0; i < n; i++)
		kept += is_kept(&part[i]);
	pack_number(kept, out);
	for (size_t i = 0; i < n; i++)
		if (is_kept(&part[i]))
			pack_part(snap, &part[i], out);
}

/* --- reading ----------------------------------------------------------------------------------- */

static int64_t
read_number(struct bt_reader *r)
{
	int64_t x;

	bt_read_into(r, &x, sizeof(x));
	return x;
}

/* A number that counts something: bad when it is out of bounds. */
static size_t
read_count(struct bt_reader *r, int64_t most)
{
	int64_t n = read_number(r);

	r->bad |= n < 0 || n > most;
	return r->bad ? 0 : (size_t)n;
}

static const unsigned char *
read_piece(struct bt_reader *r, size_t *len)
{
	*len = read_count(r, r->end - r->at);
	return bt_read(r, *len);
}

static void
read_breadth(struct bt_reader *r, struct bt_arena *a, struct bt_breadth *b)
{
	size_t n = read_count(r, BREADTH_ROWS);
	bt_date *date = BT_ARENA_ARRAY(a, n, bt_date);
	double *cell = BT_ARENA_ARRAY(a, n * BT_BREADTH_ALL, double);

	if (n == 0 || !date || !cell)
		return;
	*b = (struct bt_breadth){.n = n, .date = date};
	b->members = read_count(r, INT32_MAX);
	b->covered = read_count(r, INT32_MAX);
	b->price = (enum bt_price)read_count(r, BT_PRICE_ADJCLOSE);
	b->intraday = read_number(r);
	bt_read_into(r, date, n * sizeof(*date));
	bt_read_into(r, cell, n * BT_BREADTH_ALL * sizeof(*cell));
	for (int c = 0; c < BT_BREADTH_ALL; c++)
		b->col[c] = cell + (size_t)c * n;
}

bool
bt_front_open(const void *data, size_t len, struct bt_arena *a, struct bt_front *out)
{
	struct bt_reader r = {.at = data, .end = (const unsigned char *)data + len};
	struct bt_front_kept *kept;

	r.bad = read_number(&r) != FORM;
	*out = (struct bt_front){.made_utc = read_number(&r)};
	out->last = (bt_date)read_number(&r);
	out->newest_quote_utc = read_number(&r);
	read_breadth(&r, a, &out->breadth);
	out->n_kept = read_count(&r, BT_COLUMN_COUNT);
	out->kept = kept = BT_ARENA_ARRAY(a, out->n_kept, struct bt_front_kept);
	for (size_t i = 0; kept && i < out->n_kept; i++) {
		kept[i].ask = read_piece(&r, &kept[i].ask_len);
		kept[i].body = read_piece(&r, &kept[i].body_len);
	}
	return kept && !r.bad && r.at == r.end;
}

static bool
read_report(struct bt_reader *r, struct bt_arena *a, struct bt_report *out)
{
	*out = (struct bt_report){.view = (enum bt_view)read_count(r, BT_VIEW_COUNT - 1)};
	out->as_of = (bt_date)read_number(r);
	out->base = (enum bt_base)read_count(r, BT_BASE_FIRST);
	out->price = (enum bt_price)read_count(r, BT_PRICE_ADJCLOSE);
	out->generated_utc = read_number(r);
	out->n_column = read_count(r, BT_REPORT_COLUMNS);
	bt_read_into(r, out->column, out->n_column * sizeof(out->column[0]));
	for (size_t i = 0; i < out->n_column; i++)
		r->bad |= (unsigned)out->column[i] >= BT_COLUMN_COUNT;
	out->source = bt_read_text(r);
	out->head = bt_val_unpack(r, a);
	out->rows = bt_val_unpack(r, a);
	return !r->bad && out->source && out->head.kind == BT_VAL_OBJ && out->rows.kind == BT_VAL_LIST;
}

static const struct bt_front_kept *
find_kept(const struct bt_front *f, const struct bt_ask *ask)
{
	const struct bt_front_kept *found = NULL;
	struct bt_buf key;

	bt_buf_init(&key, MAX_BYTES);
	pack_ask(ask, &key);
	for (size_t i = 0; i < f->n_kept && !found; i++)
		if (f->kept[i].ask_len == key.len && memcmp(f->kept[i].ask, key.data, key.len) == 0)
			found = &f->kept[i];
	bt_buf_release(&key);
	return found;
}

bool
bt_front_has(const struct bt_front *f, const struct bt_ask *ask)
{
	return find_kept(f, ask) != NULL;
}

bool
bt_front_find(const struct bt_scope *scope, const struct bt_ask *ask, struct bt_arena *a, struct bt_report *out)
{
	const struct bt_front_kept *k = find_kept(scope->front, ask);
	struct bt_reader r = {.at = k ? k->body : NULL, .end = k ? k->body + k->body_len : NULL};

	if (!k || !read_report(&r, a, out) || out->generated_utc > scope->now_utc)
		return false;
	const unsigned char *kind = has_quotes(out->view) ? bt_read(&r, out->rows.u.list.len) : NULL;

	for (size_t i = 0; kind && i < out->rows.u.list.len; i++)
		bt_quote_row_renew(scope, (enum bt_kind)kind[i], out->generated_utc, &out->rows.u.list.at[i], a);
	out->generated_utc = scope->now_utc;
	return !r.bad && r.at == r.end;
}

bool
bt_front_renew(const struct bt_front *f, const struct bt_snapshot *snap, const struct bt_scope *scope, struct bt_buf *out)
{
	struct bt_front_part *part;
	struct bt_report *report;
	struct bt_ask *ask;
	struct bt_arena a;
	size_t n = 0;
	int moved = bt_market_last(&snap->market) - f->last;

	bt_xarena_init(&a);
	part = BT_ARENA_ARRAY(&a, f->n_kept, struct bt_front_part);
	report = BT_ARENA_ARRAY(&a, f->n_kept, struct bt_report);
	ask = BT_ARENA_ARRAY(&a, f->n_kept, struct bt_ask);
	for (size_t i = 0; i < f->n_kept; i++) {
		struct bt_reader r = {.at = f->kept[i].ask, .end = f->kept[i].ask + f->kept[i].ask_len};

		if (read_ask(&r, &a, moved, &ask[n])
		    && bt_report_make(scope, &ask[n], &a, &report[n], NULL) == BT_OK) {
			part[n] = (struct bt_front_part){&ask[n], &report[n]};
			n++;
		}
	}
	if (n)
		bt_front_pack(snap, part, n, out);
	bt_arena_release(&a);
	return n > 0 && !out->over;
}
