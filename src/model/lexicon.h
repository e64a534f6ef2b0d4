/* model/lexicon.h - which symbols a text speaks of: names of indices, funds and companies, and symbols.
 *
 * Names are those of spec/names.def, spec/spoken_names.def and the bundled universes, each without the
 * words that only say what kind of company it is ("Inc."); they count as whole words with their capitals.
 * A symbol alone counts from three letters on and when it is no ordinary word (spec/plain_words.def); in
 * brackets, behind '$' or an exchange ("NYSE: V") always.  Better none than a wrong one.  */
#ifndef BT_MODEL_LEXICON_H
#define BT_MODEL_LEXICON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct bt_lexicon;

/* Made once; it lives in the arena, which must never run dry. */
struct bt_lexicon *bt_lexicon_make(struct bt_arena *a);

/* Is the word a symbol that is known, and no ordinary word? */
bool bt_lexicon_is_symbol(const struct bt_lexicon *l, const char *word, size_t n);

#define BT_LEXICON_MOST 6
/* The symbols in a clean text in the order in which they come, each once, added to those in out[0..n-1], at
 * most BT_LEXICON_MOST in all; returns how many there are then.  */
size_t bt_lexicon_find(const struct bt_lexicon *l, const char *text, const char *out[BT_LEXICON_MOST], size_t n);

#endif
