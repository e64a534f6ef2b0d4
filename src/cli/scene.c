#include "cli/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "model/marks.h"
#include "model/notes_file.h"
#include "model/source_sample.h"
#include "model/universe_file.h"
#include "model/wants.h"

#define LIMIT_MS 30000           /* that a command waits for the network */

struct bt_scene {
	struct bt_snapshot *snap;
	struct bt_source *sample;        /* its news; NULL: another source */
	struct bt_scope scope;
	struct bt_notes notes;
	struct bt_marks marks;
	size_t failed;                   /* requests */
};

/* Files hold what they hold: unless another list was named, every symbol in them is a member. */
static bool
wants_all(const struct bt_cmd *cmd, enum bt_source_kind kind)
{
	const char *name = cmd->settings->data_universe;
	bool usual = !cmd->args->opt[BT_OPT_UNIVERSE].given &&
	             strcmp(name, bt_setting_spec(BT_SET_data_universe)->def) == 0;

	return strcmp(name, "all") == 0 || (kind != BT_SOURCE_YAHOO && usual);
}

enum bt_status
bt_scene_config(const struct bt_cmd *cmd, struct bt_engine_config *out, struct bt_err *err)
{
	const struct bt_option_value *as_of = &cmd->args->opt[BT_OPT_AS_OF];
	const char *name = cmd->settings->data_source;
	enum bt_source_kind kind;

	if (!bt_source_kind(name, &kind))
		return bt_err_set(err, BT_E_USAGE, "no source '%s'; there are: yahoo, sample, "
		                  "csv:PATH[,csv:PATH...], import[:NAME]",
		                  bt_text_clean_dup(cmd->arena, name, strlen(name)));
	*out = (struct bt_engine_config){
		.source = name,
		.settings = cmd->settings,
		.cache = cmd->cache,
		.offline = cmd->settings->data_offline,
		.alerts = cmd->alerts_path,
		.as_of = as_of->given ? as_of->date : BT_DATE_NONE,
	};
	if (wants_all(cmd, kind))
		return BT_OK;
	return bt_universe_open(cmd->settings->data_universe, cmd->arena, &out->universe, err);
}

/* The refresh failed in part: say so once, and that what follows is old. */
static void
tell_messages(const struct bt_scene *s)
{
	const struct bt_snapshot *snap = s->snap;

	for (size_t i = 0; i < snap->n_message; i++) {
		if (snap->message[i].level != BT_MESSAGE_INFO)
			fprintf(stderr, "broadtape: %s\n", snap->message[i].text);
	}
}

/* The news of a sample are made for the instant that it stands at. */
static enum bt_status
add_sample_news(struct bt_scene *s, const struct bt_cmd *cmd, struct bt_err *err)
{
	struct bt_news_item *news = NULL;
	enum bt_status st = bt_source_sample_open(s->scope.now_utc, &s->sample, err);

	if (st == BT_OK)
		st = bt_source_sample_news(s->sample, s->scope.now_utc, cmd->arena, &news,
		                           &s->scope.n_news);
	s->scope.news = news;
	return st;
}

/* The user's notes.  A file that cannot be read is told, and nothing else stops for it. */
static void
load_notes(struct bt_scene *s, const struct bt_cmd *cmd)
{
	const char *path;
	struct bt_err err;
	enum bt_status st = bt_notes_path(cmd->settings, cmd->arena, &path, &err);

	if (!st)
		st = bt_notes_load(path, cmd->arena, &s->notes, &err);
	if (st)
		fprintf(stderr, "broadtape: %s; there are no notes\n", err.text);
	for (size_t i = 0; !st && i < s->notes.n_fault; i++)
		fprintf(stderr, "broadtape: %s\n", bt_note_fault_text(path, &s->notes.fault[i], cmd->arena));
}

/* Which news the user has read on the screen; without that file, or for the sample, none. */
static void
load_marks(struct bt_scene *s, const struct bt_cmd *cmd)
{
	const char *path = NULL;
	struct bt_err err;

	if (!bt_xdg_path(cmd->arena, BT_XDG_STATE, "read", &path, NULL))
		bt_marks_init(&s->marks, path);
	if (bt_marks_sync(&s->marks, NULL, &err))
		fprintf(stderr, "broadtape: %s; all news are new\n", err.text);
	s->scope.marks = &s->marks;
}

/* The made-up market has made-up notes, so that it is the same for everybody. */
static void
add_sample_notes(struct bt_scene *s, const struct bt_cmd *cmd)
{
	const char *text = bt_source_sample_notes(s->scope.now_utc, cmd->arena);

	bt_notes_parse(text, strlen(text), cmd->arena, &s->notes);
}

static enum bt_status
open_scene(struct bt_scene *s, const struct bt_cmd *cmd, const struct bt_want *want,
           struct bt_err *err)
{
	struct bt_run run = {.want = *want, .limit_ms = LIMIT_MS};
	int64_t now = cmd->now_utc;
	struct bt_engine_config config;
	enum bt_status st = bt_scene_config(cmd, &config, err);

	if (st)
		return st;
	if (want->notes && strcmp(config.source, "sample") != 0)
		load_notes(s, cmd);
	if (want->n_word == 0)
		bt_want_add_notes(&run.want, &s->notes, cmd->arena);
	st = bt_engine_run_once(&config, &run, &s->snap, &s->failed, err);
	if (st)
		return st;
	tell_messages(s);
	/* A dated sample stands at the end of its day, so that it is the same bytes on every run. */
	if (s->snap->market.sample && config.as_of != BT_DATE_NONE)
		now = (int64_t)config.as_of * 86400 + 86399;
	s->scope = bt_scope_from_snapshot(s->snap, cmd->settings, now);
	s->scope.notes = &s->notes;
	if (s->snap->market.sample && want->notes)
		add_sample_notes(s, cmd);
	if (want->news && !s->snap->market.sample)
		load_marks(s, cmd);
	if (s->snap->market.sample && s->scope.n_news == 0)
		st = add_sample_news(s, cmd, err);
	return st;
}

enum bt_status
bt_scene_open(const struct bt_cmd *cmd, const struct bt_want *want, struct bt_scene **out,
              struct bt_err *err)
{
	struct bt_scene *s = bt_xcalloc(1, sizeof(*s));
	enum bt_status st = open_scene(s, cmd, want, err);

	if (st) {
		bt_scene_free(s);
		return st;
	}
	*out = s;
	return BT_OK;
}

void
bt_scene_free(struct bt_scene *s)
{
	if (!s)
		return;
	bt_snapshot_free(s->snap);
	bt_source_free(s->sample);
	bt_marks_release(&s->marks);
	free(s);
}

const struct bt_scope *
bt_scene_scope(const struct bt_scene *s)
{
	return &s->scope;
}

enum bt_status
bt_scene_blame(const struct bt_scene *s, enum bt_status st, struct bt_err *err)
{
	if (st != BT_E_NODATA || s->failed == 0)
		return st;
	err->status = BT_E_PROVIDER;
	return BT_E_PROVIDER;
}
