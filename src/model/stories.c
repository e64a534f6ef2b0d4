#include "model/stories.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define MAX_WORDS 40             /* of a title; more do not change what it tells */
#define MIN_WORDS 3              /* shorter titles are alike only when they are equal */

#define MAX_SIGNS 8

/* Words that say what a title is about: its numbers, or its symbols (words in capitals). */
struct signs {
	uint32_t at[MAX_SIGNS];
	uint8_t n;
};

/* The words of a title as sorted hashes, each once, and the signs among them. */
struct words {
	uint32_t word[MAX_WORDS];
	uint64_t bits;           /* one of 64 a word: titles without a common bit have none in common */
	uint8_t n;
	struct signs numbers, symbols;
};

static bool
is_grammar(const char *s, size_t n)
{
	static const char list[] = " a an the to of in on for and or as at by with from is are be its it that this "
		"after amid over new says said will has have was were ";

	for (const char *p = list; n < 6 && (p = memmem(p, strlen(p), s, n)) != NULL; p++)
		if (p > list && p[-1] == ' ' && p[n] == ' ')
			return true;
	return n == 0;
}

static bool
is_letter(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static void
add_sign(struct signs *s, uint32_t h)
{
	if (s->n < MAX_SIGNS)
		s->at[s->n++] = h;
}

/* `capitals`: it was written in them. */
static void
add_word(struct words *w, const char *s, size_t n, bool capitals)
{
	uint32_t h = 2166136261u;
	size_t i = w->n;

	if (is_grammar(s, n) || w->n == MAX_WORDS)
		return;
	for (size_t k = 0; k < n; k++)
		h = (h ^ (unsigned char)s[k]) * 16777619u;
	if (s[0] >= '0' && s[0] <= '9')
		add_sign(&w->numbers, h);
	else if (capitals && n >= 2)
		add_sign(&w->symbols, h);
	while (i > 0 && w->word[i - 1] > h)
		i--;
	if (i > 0 && w->word[i - 1] == h)
		return;
	memmove(w->word + i + 1, w->word + i, (w->n - i) * sizeof(*w->word));
	w->word[i] = h;
	w->bits |= (uint64_t)1 << (h >> 26);
	w->n++;
}

/* Letters and digits make words; a point or comma between digits belongs to the number. */
static void
read_words(const char *title, struct words *w)
{
	char word[64];
	bool capitals = true;
	size_t n = 0;

	*w = (struct words){0};
	for (const char *p = title;; p++) {
		unsigned char c = lower(*p);
		bool inside = is_letter(c) || ((c == '.' || c == ',') && n > 0 && word[n - 1] >= '0' &&
		                               word[n - 1] <= '9' && p[1] >= '0' && p[1] <= '9');

		if (inside && n < sizeof(word))
			word[n++] = (char)c;
		if (inside)
			capitals = capitals && (unsigned char)*p != c;
		if (!inside && n > 0) {
			add_word(w, word, n, capitals);
			n = 0;
			capitals = true;
		}
		if (!c || w->n == MAX_WORDS)
			break;
	}
}

/* Both have some, and none in common. */
static bool
differ(const struct signs *a, const struct signs *b)
{
	for (int i = 0; i < a->n; i++)
		for (int k = 0; k < b->n; k++)
			if (a->at[i] == b->at[k])
				return false;
	return a->n && b->n;
}

static double
likeness(const struct words *a, const struct words *b)
{
	size_t i = 0, k = 0, both = 0;

	if (a->n == 0 || b->n == 0 || !(a->bits & b->bits) || differ(&a->numbers, &b->numbers) ||
	    differ(&a->symbols, &b->symbols))
		return 0;
	while (i < a->n && k < b->n) {
		both += a->word[i] == b->word[k];
		if (a->word[i] <= b->word[k])
			k += a->word[i++] == b->word[k];
		else
			k++;
	}
	if ((a->n < MIN_WORDS || b->n < MIN_WORDS) && (both < a->n || both < b->n))
		return 0;
	return (double)both / (double)(a->n + b->n - both);
}

double
bt_story_likeness(const char *a, const char *b)
{
	struct words x, y;

	read_words(a, &x);
	read_words(b, &y);
	return likeness(&x, &y);
}

void
bt_stories_find(const struct bt_news_item *item, size_t n, struct bt_arena *a, size_t *out)
{
	struct words *w = BT_ARENA_ARRAY(a, n, struct words);
	size_t oldest = n;       /* behind the oldest item that may still be near */

	for (size_t i = n; i-- > 0;) {
		read_words(item[i].title, &w[i]);
		out[i] = i;
		while (oldest > i + 1 &&
		       item[oldest - 1].published_utc < item[i].published_utc - BT_STORY_SPAN_S)
			oldest--;
		for (size_t k = oldest; k-- > i + 1;) {
			if (out[k] != k || likeness(&w[i], &w[k]) < BT_STORY_LIKENESS)
				continue;
			out[i] = k;
			break;
		}
	}
}
