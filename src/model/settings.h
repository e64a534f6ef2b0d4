/* model/settings.h - what the user has set, every value checked, every default in place.
 *
 * The struct, the parser, the printer, the manual and the sample file come from spec/settings.def.
 * Settings are const once loaded; all their memory is the arena's they were made in, which must be
 * one that never runs dry (bt_xarena_init).  */
#ifndef BT_MODEL_SETTINGS_H
#define BT_MODEL_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "core/bars.h"
#include "core/calendar.h"
#include "core/horizon.h"

/* Values of choices, in the order of their words in settings.def (a test holds them together).
 * data_base is an enum bt_base.  */
enum bt_set_price { BT_SET_PRICE_VIEW, BT_SET_PRICE_CLOSE, BT_SET_PRICE_ADJCLOSE };
enum bt_set_theme { BT_THEME_AUTO, BT_THEME_DARK, BT_THEME_LIGHT, BT_THEME_MONO };
enum bt_set_updown { BT_UPDOWN_BLUE_ORANGE, BT_UPDOWN_GREEN_RED, BT_UPDOWN_RED_GREEN };
enum bt_set_color { BT_COLOR_AUTO, BT_COLOR_ALWAYS, BT_COLOR_NEVER };
enum bt_set_ascii { BT_ASCII_AUTO, BT_ASCII_YES, BT_ASCII_NO };
enum bt_set_notice { BT_NOTICE_NO, BT_NOTICE_OSC9, BT_NOTICE_OSC777 };
enum bt_set_graph { BT_GRAPH_BLOCKS, BT_GRAPH_BRAILLE };

/* A list of words: symbols, expressions, names. */
struct bt_words {
	const char *const *at;
	size_t n;
};

/* What the user named in a section of his own keys, in the order of the file.  A value is "" when the
 * name was taken away (a default feed, the keys of an action): readers pass over it.  */
struct bt_pair {
	const char *name, *value;
};
struct bt_pairs {
	const struct bt_pair *at;
	size_t n;
};

enum bt_setting_kind {
	BT_SETTING_TEXT,         /* const char *, never NULL */
	BT_SETTING_LIST,         /* struct bt_words */
	BT_SETTING_INT,          /* int */
	BT_SETTING_BOOL,         /* bool */
	BT_SETTING_CHOICE,       /* int: number of the word */
	BT_SETTING_DURATION,     /* int: seconds */
	BT_SETTING_URL,          /* const char *: http or https, no slash at its end */
};

#define BT_SETTING_C_TEXT const char *
#define BT_SETTING_C_LIST struct bt_words
#define BT_SETTING_C_INT int
#define BT_SETTING_C_BOOL bool
#define BT_SETTING_C_CHOICE int
#define BT_SETTING_C_DURATION int
#define BT_SETTING_C_URL const char *

/* s->screen_theme, s->lists_indices, s->yahoo_url ...; s->watch, s->feeds ... for groups. */
struct bt_settings {
#define BT_SETTING(section, key, kind, def, min, max, choices, help) \
	BT_SETTING_C_##kind section##_##key;
#define BT_SETTING_GROUP(section, kind, def, help) struct bt_pairs section;
#include "spec/settings.def"
	struct bt_calendar calendar;     /* of the file that data_calendar names */
};

enum bt_setting {
#define BT_SETTING(section, key, kind, def, min, max, choices, help) BT_SET_##section##_##key,
#define BT_SETTING_GROUP(section, kind, def, help) BT_SET_##section,
#include "spec/settings.def"
	BT_SETTING_COUNT
};

struct bt_setting_spec {
	const char *section;
	const char *key;         /* NULL: a group, whose keys the user names */
	enum bt_setting_kind kind;   /* of a group: of each value, held as checked text */
	const char *def;
	int min, max;            /* of INT, DURATION */
	const char *choices;     /* of CHOICE: words joined by blanks; of LIST the only ones, "" any */
	const char *help;
};
const struct bt_setting_spec *bt_setting_spec(enum bt_setting id);

/* The setting of that section and key, its group, or BT_SETTING_COUNT. */
enum bt_setting bt_setting_find(const char *section, const char *key);
/* The same of "section.key". */
enum bt_setting bt_setting_of(const char *dotted);
/* "one of auto dark light mono", "a number from 2 to 2520": what the setting takes, in words. */
const char *bt_setting_accepts(enum bt_setting id, struct bt_arena *a);

/* The user's days on top of the exchange's; NULL without settings. */
static inline const struct bt_calendar *
bt_settings_calendar(const struct bt_settings *s)
{
	return s ? &s->calendar : NULL;
}

/* Every setting at its default. */
void bt_settings_init(struct bt_settings *s, struct bt_arena *a);

/* Set one by its text.  `name` is the user's key of a group (where an empty text is always accepted) and NULL
 * otherwise.  BT_E_USAGE: *s is unchanged and the text says what is accepted. */
BT_MUST_CHECK enum bt_status bt_setting_parse(struct bt_settings *s, struct bt_arena *a,
                                              enum bt_setting id, const char *name,
                                              const char *text, struct bt_err *err);
/* The text that parses to the present value of a setting that is no group. */
const char *bt_setting_text(const struct bt_settings *s, struct bt_arena *a, enum bt_setting id);
/* The pairs of a group. */
const struct bt_pairs *bt_settings_group(const struct bt_settings *s, enum bt_setting id);

/* Words of a text: separated by blanks or commas outside of parentheses and single quotes. */
struct bt_words bt_words_split(struct bt_arena *a, const char *text);

/* Value of a name in a group, or NULL. */
const char *bt_pairs_find(const struct bt_pairs *p, const char *name);

#endif
