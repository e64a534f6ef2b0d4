#include "ui/live.h"

#include <string.h>

#include "base/xalloc.h"

/* What is read once, at the start. */
static bool
is_fixed(enum bt_setting id)
{
	static const enum bt_setting fixed[] = {
		BT_SET_data_source, BT_SET_data_offline, BT_SET_data_cache, BT_SET_data_calendar,
		BT_SET_data_notes, BT_SET_feeds, BT_SET_screen_start, BT_SET_screen_color, BT_SET_screen_ascii,
		BT_SET_screen_escape_delay, BT_SET_screen_title,
	};
	static const char *const sections[] = {"network", "yahoo", "cboe", "fred", "nyfed", "nasdaq", "tiingo"};

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (fixed[i] == id)
			return true;
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		if (strcmp(bt_setting_spec(id)->section, sections[i]) == 0)
			return true;
	return false;
}

void
bt_live_follow(struct bt_screen *s)
{
	s->accessible = s->settings->screen_accessible;
}

enum bt_status
bt_live_set(struct bt_screen *s, enum bt_setting id, const char *name, const char *text, struct bt_err *err)
{
	const struct bt_setting_spec *spec = bt_setting_spec(id);
	struct bt_settings *next;
	enum bt_status st;

	if (is_fixed(id))
		return bt_err_set(err, BT_E_USAGE, "[%s] %s is read at the start: set it in broadtape.conf",
		                  spec->section, spec->key ? spec->key : name);
	next = bt_arena_memdup(&s->live, s->settings, sizeof(*s->settings));
	st = bt_setting_parse(next, &s->live, id, name, text, err);
	if (st)
		return st;
	s->settings = next;
	s->effect = BT_EFFECT_SETTINGS;
	bt_live_follow(s);
	return BT_OK;
}
