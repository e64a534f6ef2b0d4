#include "model/lexicon.h"

#include <stdint.h>
#include <string.h>

#include "core/market.h"
#include "model/universe_file.h"

#define SLOTS 4096               /* of names by their first word, and of symbols; above 2 x of either */

struct name {
	const char *word;        /* joined by one blank */
	const char *symbol;      /* "" of nobody */
	struct name *next;       /* with the same first word */
};

struct bt_lexicon {
	struct bt_arena *a;
	struct name *name[SLOTS];        /* chains by the hash of the first word, longest first */
	const char *symbol[SLOTS];               /* open addressing; NULL free */
	size_t n_symbol;
};

/* A word of a text, without the signs around it. */
struct token {
	const char *at;
	size_t len;
	bool marked;             /* in brackets, behind '$' or an exchange: a symbol if it is one */
};

#include "spec/plain_words.def"
static const char plain_words[] = " " BT_PLAIN_WORDS " ";

static uint32_t
hash(const char *s, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h ^ h >> 15;
}

static bool
in_list(const char *list, const char *word, size_t n)
{
	for (const char *p = list; n > 0 && (p = memmem(p, strlen(p), word, n)) != NULL; p++)
		if (p[-1] == ' ' && p[n] == ' ')
			return true;
	return false;
}

/* --- making ------------------------------------------------------------------------------------------- */

static uint32_t
symbol_slot(const struct bt_lexicon *l, const char *symbol, size_t n)
{
	uint32_t i = hash(symbol, n) % SLOTS;

	while (l->symbol[i] && !(strncmp(l->symbol[i], symbol, n) == 0 && l->symbol[i][n] == '\0'))
		i = (i + 1) % SLOTS;
	return i;
}

static void
add_symbol(struct bt_lexicon *l, const char *symbol)
{
	uint32_t slot = symbol_slot(l, symbol, strlen(symbol));

	if (l->symbol[slot] || l->n_symbol > SLOTS / 2)
		return;
	l->symbol[slot] = symbol;
	l->n_symbol++;
}

static void
add_name(struct bt_lexicon *l, const char *symbol, const char *words)
{
	struct name *n = BT_ARENA_NEW(l->a, struct name);
	struct name **at = &l->name[hash(words, strcspn(words, " ")) % SLOTS];

	while (*at && strlen((*at)->word) >= strlen(words)) {
		if (strcmp((*at)->word, words) == 0)
			return;
		at = &(*at)->next;
	}
	*n = (struct name){.word = words, .symbol = symbol, .next = *at};
	*at = n;
}

/* A company's name without what says only what kind of company it is; NULL: nothing is left to know it by. */
static const char *
short_name(const char *name, struct bt_arena *a)
{
	static const char kinds[] = " Inc Corp Corporation Company Companies Co Ltd Limited plc Plc PLC Incorporated "
		"Holdings Holding Group N.V SA AG Technologies Technology Laboratories Pharmaceuticals Platforms & ";
	char *out = bt_arena_strndup(a, name, strcspn(name, "(")), *last;
	size_t n = strlen(out);

	if (strncmp(out, "The ", 4) == 0) {
		out += 4;
		n -= 4;
	}
	for (;;) {
		size_t word;

		while (n > 0 && (out[n - 1] == ' ' || out[n - 1] == '.' || out[n - 1] == ','))
			out[--n] = '\0';
		last = strrchr(out, ' ');
		word = last ? strlen(last + 1) : 0;
		if (!last || !in_list(kinds, last + 1, word))
			break;
		n -= word;
		out[n] = '\0';
	}
	return n > 1 && !(!last && in_list(plain_words, out, n)) ? out : NULL;
}

static void
add_members(struct bt_lexicon *l, const struct bt_universe *u)
{
	for (size_t i = 0; i < u->n; i++) {
		const char *name = u->member[i].name ? short_name(u->member[i].name, l->a) : NULL;

		add_symbol(l, u->member[i].symbol);
		if (name)
			add_name(l, u->member[i].symbol, name);
	}
}

struct bt_lexicon *
bt_lexicon_make(struct bt_arena *a)
{
	static const struct {
		const char *symbol, *name;
	} spoken[] = {
#define BT_SPOKEN(symbol, name) {symbol, name},
#include "spec/spoken_names.def"
	}, known[] = {
#define BT_NAME(symbol, name, kind) {symbol, name},
#include "spec/names.def"
	};
	struct bt_lexicon *l = BT_ARENA_NEW(a, struct bt_lexicon);
	const struct bt_universe *u;
	const char *list;

	l->a = a;
	for (size_t i = 0; i < sizeof(spoken) / sizeof(spoken[0]); i++)
		add_name(l, spoken[i].symbol, spoken[i].name);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		add_symbol(l, known[i].symbol);
	for (size_t i = 0; (list = bt_universe_bundled_name(i)) != NULL; i++)
		if (!bt_universe_open(list, a, &u, NULL))
			add_members(l, u);
	return l;
}

/* --- asking ------------------------------------------------------------------------------------------- */

/* The symbol that is known by these letters, in any spelling, or NULL. */
static const char *
known_symbol(const struct bt_lexicon *l, const char *word, size_t n)
{
	char text[16];
	const char *canonical;

	if (n == 0 || n >= sizeof(text))
		return NULL;
	memcpy(text, word, n);
	text[n] = '\0';
	for (char *p = text; *p; p++)
		if (*p >= 'a' && *p <= 'z')
			return NULL;
	if (n > 2 && text[n - 2] == '.')
		text[n - 2] = '-';
	canonical = l->symbol[symbol_slot(l, text, strlen(text))];
	if (!canonical && bt_symbol_canonical(text) != text)
		canonical = bt_symbol_canonical(text);
	return canonical;
}

bool
bt_lexicon_is_symbol(const struct bt_lexicon *l, const char *word, size_t n)
{
	return n > 1 && known_symbol(l, word, n) && !in_list(plain_words, word, n);
}

/* The next word; NULL at the end.  *exchange: the word before said that a symbol follows. */
static const char *
next_token(const char *p, struct token *t, bool *exchange)
{
	static const char open[] = "(['\"$", close[] = ")]'\".,;:!?%";
	static const char exchanges[] = " NYSE: NASDAQ: Nasdaq: AMEX: NYSEARCA: OTC: ";
	bool bracket = false, dollar = false, follows = *exchange;
	const char *start;
	size_t n;

	p += strspn(p, " ");
	if (!*p)
		return NULL;
	start = p;
	while (*p && strchr(open, *p)) {
		bracket = bracket || *p == '(';
		dollar = dollar || *p == '$';
		p++;
	}
	n = strcspn(p, " /");
	*exchange = n > 0 && p[n - 1] == ':' && in_list(exchanges, p, n);
	for (size_t i = 0; memchr(p, ':', n) && i < n; i++) {    /* "NASDAQ:AAPL" */
		if (p[i] != ':' || !in_list(exchanges, p, i + 1))
			continue;
		p += i + 1;
		n -= i + 1;
		follows = n > 0;
		break;
	}
	*t = (struct token){p, n, dollar || follows || (bracket && n > 0 && memchr(p, ')', n))};
	while (t->len > 0 && strchr(close, t->at[t->len - 1]))
		t->len--;
	if (t->len > 2 && memcmp(t->at + t->len - 2, "'s", 2) == 0)
		t->len -= 2;
	else if (t->len > 4 && memcmp(t->at + t->len - 4, "\u2019s", 4) == 0)
		t->len -= 4;
	p += n;
	return p > start ? p + (*p == '/') : p + 1;
}

/* Does the name stand at that token?  Returns the end of its last word, or NULL. */
static const char *
name_ends(const char *name, const char *p)
{
	bool exchange = false;
	const char *end = NULL;

	while (*name) {
		size_t n = strcspn(name, " ");
		struct token t;

		p = next_token(p, &t, &exchange);
		if (!p || t.len != n || memcmp(t.at, name, n) != 0)
			return NULL;
		end = p;
		name += n + (name[n] == ' ');
	}
	return end;
}

/* A text in capitals says nothing by them. */
static bool
is_shouted(const char *text)
{
	size_t upper = 0, lower = 0;

	for (; *text; text++) {
		upper += *text >= 'A' && *text <= 'Z';
		lower += *text >= 'a' && *text <= 'z';
	}
	return upper > 2 * lower;
}

static size_t
add_found(const char *symbol, const char *out[BT_LEXICON_MOST], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(out[i], symbol) == 0)
			return n;
	if (*symbol && n < BT_LEXICON_MOST)
		out[n++] = symbol;
	return n;
}

size_t
bt_lexicon_find(const struct bt_lexicon *l, const char *text, const char *out[BT_LEXICON_MOST], size_t n)
{
	bool shouted = is_shouted(text), exchange = false;
	const char *p = text, *next;
	struct token t;

	while (n < BT_LEXICON_MOST && (next = next_token(p, &t, &exchange)) != NULL) {
		const struct name *name = t.len ? l->name[hash(t.at, t.len) % SLOTS] : NULL;
		const char *end = NULL, *symbol;

		for (; name && !t.marked; name = name->next)
			if ((end = name_ends(name->word, p)) != NULL)
				break;
		symbol = t.marked || (!shouted && t.len >= 3) ? known_symbol(l, t.at, t.len) : NULL;
		if (end) {
			n = add_found(name->symbol, out, n);
			next = end;
		} else if (symbol && (t.marked || !in_list(plain_words, t.at, t.len))) {
			n = add_found(symbol, out, n);
		}
		p = next;
	}
	return n;
}
