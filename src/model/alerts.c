#include "model/alerts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/xalloc.h"
#include "model/settings.h"

void
bt_alerts_init(struct bt_alert_judge *j, const char *path)
{
	*j = (struct bt_alert_judge){.path = path};
	bt_state_init(&j->state);
}

void
bt_alerts_release(struct bt_alert_judge *j)
{
	for (size_t i = 0; i < BT_ALERT_OWN; i++)
		free(j->own[i]);
	bt_state_release(&j->state);
}

/* --- the file --------------------------------------------------------------------------------------- */

bool
bt_alerts_are_old(const struct bt_alert_judge *j)
{
	struct stat st;

	return j->path && stat(j->path, &st) == 0 &&
	       (st.st_mtim.tv_sec != j->seen.tv_sec || st.st_mtim.tv_nsec != j->seen.tv_nsec);
}

/* When another copy has written, its lines are the true ones. */
static void
read_again(struct bt_alert_judge *j)
{
	struct bt_err err;
	struct stat st;

	if (!bt_alerts_are_old(j) || stat(j->path, &st))
		return;
	j->seen = st.st_mtim;
	bt_state_release(&j->state);
	bt_state_init(&j->state);
	if (bt_state_load(&j->state, j->path, &err))
		snprintf(j->note, sizeof(j->note), "%.290s", err.text);
}

static void
write_again(struct bt_alert_judge *j)
{
	struct bt_err err;
	struct stat st;

	j->note[0] = '\0';
	if (!j->path)
		return;
	if (bt_state_save(&j->state, j->path, &err))
		snprintf(j->note, sizeof(j->note), "alerts are not kept: %.250s", err.text);
	else if (stat(j->path, &st) == 0)
		j->seen = st.st_mtim;
}

/* "UTC REST": the number, and where the rest begins. */
static int64_t
split_time(const char *value, const char **rest)
{
	char *end;
	int64_t utc = strtoll(value, &end, 10);

	*rest = *end == ' ' ? end + 1 : end;
	return utc;
}

/* The line that says whether a condition holds, or NULL. */
static struct bt_state_line *
known_line(struct bt_alert_judge *j, const char *text)
{
	for (size_t i = 0; i < j->state.n; i++) {
		struct bt_state_line *line = &j->state.at[i];
		const char *rest;

		if (strcmp(line->name, "true") != 0 && strcmp(line->name, "false") != 0)
			continue;
		split_time(line->value, &rest);
		if (strcmp(rest, text) == 0)
			return line;
	}
	return NULL;
}

static void
learn(struct bt_alert_judge *j, struct bt_state_line *line, enum bt_truth truth, const char *text, int64_t now_utc)
{
	const char *name = truth == BT_TRUE ? "true" : "false";
	const char *value = bt_arena_printf(&j->state.arena, "%" PRId64 " %s", now_utc, text);

	if (line)
		*line = (struct bt_state_line){name, value};
	else
		bt_state_add(&j->state, name, value);
}

static bool
is_event(const struct bt_state_line *line)
{
	return strcmp(line->name, "event") == 0;
}

/* Put an event into the log; the oldest goes when there are too many. */
static void
log_event(struct bt_alert_judge *j, const struct bt_alert *alert, int64_t now_utc)
{
	struct bt_state *s = &j->state;
	size_t n = 0, oldest = s->n;

	for (size_t i = s->n; i-- > 0;) {
		if (is_event(&s->at[i])) {
			oldest = i;
			n++;
		}
	}
	if (n >= BT_ALERT_EVENTS) {
		s->n--;
		memmove(s->at + oldest, s->at + oldest + 1, (s->n - oldest) * sizeof(*s->at));
	}
	bt_state_add(s, "event", bt_arena_printf(&s->arena, "%" PRId64 " %s | %s | %s", now_utc, alert->name,
	                                         alert->text, alert->why));
	j->fired++;
	free(j->own[j->fired % BT_ALERT_OWN]);
	j->own[j->fired % BT_ALERT_OWN] = bt_xstrdup(s->at[s->n - 1].value);
}

/* The number of an event of this engine, or 0. */
static uint64_t
number_of(const struct bt_alert_judge *j, const char *value)
{
	for (uint64_t n = j->fired; n > 0 && n + BT_ALERT_OWN > j->fired; n--)
		if (strcmp(j->own[n % BT_ALERT_OWN], value) == 0)
			return n;
	return 0;
}

/* --- judging ---------------------------------------------------------------------------------------- */

static struct bt_ask
ask_of(const struct bt_settings *s)
{
	struct bt_ask ask = {.view = BT_VIEW_COUNT, .as_of = BT_DATE_NONE, .from = BT_DATE_NONE, .to = BT_DATE_NONE,
	                     .base = (enum bt_base)s->data_base};

	if (s->data_price != BT_SET_PRICE_VIEW) {
		ask.price = s->data_price == BT_SET_PRICE_ADJCLOSE ? BT_PRICE_ADJCLOSE : BT_PRICE_CLOSE;
		ask.price_given = true;
	}
	return ask;
}

/* Its verdict; *why says what is wrong with a condition that has none. */
static enum bt_truth
verdict_of(const char *text, const struct bt_scope *scope, struct bt_arena *a, const char **why)
{
	struct bt_ask ask = ask_of(scope->settings);
	struct bt_condition c;
	struct bt_verdict v;
	struct bt_err err;

	if (bt_condition_parse(text, a, &c, &err) || bt_condition_judge(&c, scope, &ask, a, &v, &err)) {
		*why = bt_arena_strdup(a, err.text);
		return BT_UNKNOWN;
	}
	*why = v.why;
	return v.truth;
}

/* Judge one; true when what is known of it has changed. */
static bool
judge(struct bt_alert_judge *j, struct bt_alert *alert, const struct bt_scope *scope, struct bt_arena *a)
{
	struct bt_state_line *line = known_line(j, alert->text);
	enum bt_truth truth = verdict_of(alert->text, scope, a, &alert->why), before = BT_UNKNOWN;

	if (line)
		before = strcmp(line->name, "true") == 0 ? BT_TRUE : BT_FALSE;
	if (truth == BT_UNKNOWN || truth == before)
		return false;
	learn(j, line, truth, alert->text, scope->now_utc);
	if (truth == BT_TRUE && before == BT_FALSE)
		log_event(j, alert, scope->now_utc);
	return true;
}

/* "NAME | CONDITION | WHY" taken apart. */
static struct bt_alert_event
event_of(const char *value, struct bt_arena *a)
{
	struct bt_alert_event e = {.name = "", .text = "", .why = ""};
	const char *rest, *bar;

	e.utc = split_time(value, &rest);
	bar = strstr(rest, " | ");
	if (!bar)
		return e;
	e.name = bt_arena_strndup(a, rest, (size_t)(bar - rest));
	rest = bar + 3;
	bar = strstr(rest, " | ");
	e.text = bar ? bt_arena_strndup(a, rest, (size_t)(bar - rest)) : bt_arena_strdup(a, rest);
	e.why = bar ? bt_arena_strdup(a, bar + 3) : "";
	return e;
}

/* The log, newest first. */
static void
list_events(struct bt_alert_judge *j, struct bt_arena *a, struct bt_alert_list *out)
{
	struct bt_alert_event *event = BT_ARENA_ARRAY(a, j->state.n, struct bt_alert_event);

	for (size_t i = j->state.n; i-- > 0;) {
		if (!is_event(&j->state.at[i]))
			continue;
		event[out->n_event] = event_of(j->state.at[i].value, a);
		event[out->n_event++].mine = number_of(j, j->state.at[i].value);
	}
	out->event = event;
}

bool
bt_alerts_look(struct bt_alert_judge *j, const struct bt_scope *scope, bool judging, struct bt_arena *a,
               struct bt_alert_list *out)
{
	const struct bt_pairs *pairs = &scope->settings->alerts;
	struct bt_alert *at = BT_ARENA_ARRAY(a, pairs->n, struct bt_alert);
	bool changed = false;

	*out = (struct bt_alert_list){.at = at};
	read_again(j);
	for (size_t i = 0; i < pairs->n; i++) {
		struct bt_alert *alert = &at[out->n];
		const struct bt_state_line *line;
		const char *rest;

		if (!pairs->at[i].value[0])
			continue;
		out->n++;
		*alert = (struct bt_alert){.name = bt_arena_strdup(a, pairs->at[i].name),
		                           .text = bt_arena_strdup(a, pairs->at[i].value), .truth = BT_UNKNOWN,
		                           .why = ""};
		if (judging)
			changed |= judge(j, alert, scope, a);
		line = known_line(j, alert->text);
		if (line) {
			alert->truth = strcmp(line->name, "true") == 0 ? BT_TRUE : BT_FALSE;
			alert->since_utc = split_time(line->value, &rest);
		}
	}
	if (changed)
		write_again(j);
	list_events(j, a, out);
	return changed && j->path;
}
