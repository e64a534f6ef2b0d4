#include "ui/alert_list.h"

#include <stdio.h>
#include <string.h>

#include "base/near.h"
#include "base/xalloc.h"
#include "core/calendar.h"
#include "model/condition.h"
#include "ui/live.h"

size_t
bt_alerts_notice(struct bt_screen *s)
{
	const struct bt_alert_list *list = &s->snapshot->alerts;
	size_t n = 0;

	for (size_t i = 0; i < list->n_event && n < BT_ALERT_OWN; i++)
		if (list->event[i].mine > s->alert_seen)
			s->fired[n++] = list->event[i];
	if (n == 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (s->fired[i].mine > s->alert_seen)
			s->alert_seen = s->fired[i].mine;
	bt_screen_notice(s, false, n > 1 ? "ALERT %s: %s (and %zu more: ! lists them)" : "ALERT %s: %s",
	                 s->fired[0].name, s->fired[0].why, n - 1);
	return n;
}

size_t
bt_alerts_holding(const struct bt_screen *s)
{
	size_t n = 0;

	for (size_t i = 0; s->snapshot && i < s->snapshot->alerts.n; i++)
		n += s->snapshot->alerts.at[i].truth == BT_TRUE;
	return n;
}

/* --- the list --------------------------------------------------------------------------------------- */

/* "2025-12-23 16:02 EST", or "" when it is not known. */
static void
time_text(int64_t utc, char *buf, size_t size)
{
	int second = bt_ny_second(utc);
	char date[BT_DATE_SIZE];

	if (utc <= 0)
		snprintf(buf, size, "%s", "");
	else
		snprintf(buf, size, "%s %02d:%02d %s", bt_date_format(bt_ny_date(utc), date), second / 3600,
		         second / 60 % 60, bt_ny_zone(utc));
}

static void
pick(struct bt_screen *s, size_t line, enum bt_action what, int64_t now_utc)
{
	const struct bt_alert_list *list = &s->snapshot->alerts;
	char name[64];

	(void)now_utc;
	if (what != BT_ACTION_PICK_REMOVE || line >= list->n)
		return;
	snprintf(name, sizeof(name), "%s", list->at[line].name);
	bt_alerts_remove(s, name);
	s->overlay.open = false;        /* the next picture has one less */
}

void
bt_alerts_open(struct bt_screen *s)
{
	static const char *const words[] = {[BT_FALSE] = "no", [BT_TRUE] = "HOLDS", [BT_UNKNOWN] = "unknown"};
	const struct bt_alert_list none = {0}, *list = s->snapshot ? &s->snapshot->alerts : &none;
	struct bt_overlay *o = &s->overlay;
	char when[48];

	bt_overlay_open(o, "Alerts (x removes; \":alert CONDITION\" adds)");
	for (size_t i = 0; i < list->n; i++) {
		const struct bt_alert *a = &list->at[i];

		time_text(a->since_utc, when, sizeof(when));
		bt_overlay_add(o, "%-8s %-32s %s%s%s%s", words[a->truth], a->text, *when ? "since " : "", when,
		               *a->why ? "; " : "", a->why);
	}
	if (list->n == 0)
		bt_overlay_add(o, "%s", "No alert is set, neither in section [alerts] nor by \":alert CONDITION\".");
	bt_overlay_add(o, "%s", "");
	bt_overlay_add(o, "%s", list->n_event ? "Fired, newest first" : "None has fired yet.");
	for (size_t i = 0; i < list->n_event; i++) {
		time_text(list->event[i].utc, when, sizeof(when));
		bt_overlay_add(o, "  %s  %s: %s (%s)", when, list->event[i].name, list->event[i].why,
		               list->event[i].text);
	}
	bt_overlay_pick(o, 0);
	s->pick = pick;
}

/* --- changing them ---------------------------------------------------------------------------------- */

static bool
change(struct bt_screen *s, const char *name, const char *condition)
{
	char line[80];
	struct bt_err err;

	if (bt_live_set(s, BT_SET_alerts, name, condition, &err)) {
		bt_screen_notice(s, true, "%s", err.text);
		return false;
	}
	snprintf(line, sizeof(line), "alerts.%.60s", name);
	bt_state_set(&s->changed, line, condition);
	return true;
}

/* Can it be judged at all?  Want of data is no fault of it. */
static bool
is_condition(struct bt_screen *s, const char *text, int64_t now_utc)
{
	struct bt_ask ask = {.view = BT_VIEW_COUNT, .as_of = BT_DATE_NONE, .from = BT_DATE_NONE, .to = BT_DATE_NONE};
	struct bt_condition c;
	struct bt_verdict v;
	struct bt_scope scope;
	struct bt_arena a;
	struct bt_err err;
	bool ok;

	bt_xarena_init(&a);
	ok = bt_condition_parse(text, &a, &c, &err) == BT_OK;
	if (ok && s->snapshot) {
		scope = bt_scope_from_snapshot(s->snapshot, s->settings, now_utc);
		ok = bt_condition_judge(&c, &scope, &ask, &a, &v, &err) == BT_OK;
	}
	if (!ok)
		bt_screen_notice(s, true, "%s", err.text);
	bt_arena_release(&a);
	return ok;
}

void
bt_alerts_add(struct bt_screen *s, const char *condition, int64_t now_utc)
{
	const struct bt_pairs *set = &s->settings->alerts;
	const char *there;
	char name[32];
	int number = 1;

	if (!is_condition(s, condition, now_utc))
		return;
	for (size_t i = 0; i < set->n; i++)
		if (strcmp(set->at[i].value, condition) == 0) {
			bt_screen_notice(s, true, "that is alert %s already", set->at[i].name);
			return;
		}
	do
		snprintf(name, sizeof(name), "a%d", number++);
	while ((there = bt_pairs_find(set, name)) && *there);
	if (change(s, name, condition))
		bt_screen_notice(s, false, "alert %s: %s; it fires when that begins to hold", name, condition);
}

void
bt_alerts_remove(struct bt_screen *s, const char *name)
{
	const struct bt_pairs *set = &s->settings->alerts;
	const char *names[64], *there = bt_pairs_find(set, name), *near;
	size_t n = 0;

	if (there && *there) {
		if (change(s, name, ""))
			bt_screen_notice(s, false, "alert %s is removed", name);
		return;
	}
	for (size_t i = 0; i < set->n && n < 64; i++)
		if (set->at[i].value[0])
			names[n++] = set->at[i].name;
	near = bt_near(name, names, n);
	bt_screen_notice(s, true, near ? "no alert \"%.40s\"; did you mean %s?" : "no alert \"%.40s\"; ! lists them",
	                 name, near);
}
