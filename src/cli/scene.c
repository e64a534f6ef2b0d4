#include "cli/scene.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "model/source_sample.h"
#include "model/universe_file.h"

struct bt_scene {
	struct bt_source *source;        /* files and the sample */
	struct bt_scope scope;
};

/* Files hold what they hold: unless another list was named, every symbol in them is a member. */
static bool
wants_all(const struct bt_settings *settings)
{
	return strcmp(settings->data_universe, "all") == 0 ||
	       strcmp(settings->data_universe, bt_setting_spec(BT_SET_data_universe)->def) == 0;
}

static enum bt_status
open_csv(struct bt_scene *s, const struct bt_cmd *cmd, struct bt_err *err)
{
	enum bt_status st = bt_source_csv_open(cmd->settings->data_source, &s->source, err);

	if (st)
		return st;
	s->scope.market = bt_source_market(s->source);
	s->scope.universe = bt_source_all(s->source);
	if (cmd->args->opt[BT_OPT_UNIVERSE].given ? strcmp(cmd->settings->data_universe, "all") != 0
	                                          : !wants_all(cmd->settings))
		st = bt_universe_open(cmd->settings->data_universe, cmd->arena, &s->scope.universe, err);
	return st;
}

/* A dated sample stands at the end of that day, so that it is the same bytes on every run. */
static enum bt_status
open_sample(struct bt_scene *s, const struct bt_cmd *cmd, struct bt_err *err)
{
	const struct bt_option_value *as_of = &cmd->args->opt[BT_OPT_AS_OF];
	struct bt_news_item *news = NULL;
	enum bt_status st;

	if (as_of->given)
		s->scope.now_utc = (int64_t)as_of->date * 86400 + 86399;
	st = bt_source_sample_open(s->scope.now_utc, &s->source, err);
	if (st)
		return st;
	s->scope.market = bt_source_market(s->source);
	s->scope.universe = bt_source_all(s->source);
	st = bt_source_sample_news(s->source, s->scope.now_utc, cmd->arena, &news, &s->scope.n_news);
	s->scope.news = news;
	return st;
}

enum bt_status
bt_scene_open(const struct bt_cmd *cmd, const struct bt_ask *ask, struct bt_scene **out,
              struct bt_err *err)
{
	const char *name = cmd->settings->data_source;
	enum bt_source_kind kind;
	struct bt_scene *s;
	enum bt_status st;

	(void)ask;
	if (!bt_source_kind(name, &kind))
		return bt_err_set(err, BT_E_USAGE, "no source '%s'; there are: yahoo, sample, "
		                  "csv:PATH[,csv:PATH...]", name);
	if (kind == BT_SOURCE_YAHOO)
		return bt_err_set(err, BT_E_PROVIDER, "%s: this build cannot ask it yet; use "
		                  "--source csv:PATH or --sample", name);
	s = bt_xcalloc(1, sizeof(*s));
	s->scope.settings = cmd->settings;
	s->scope.now_utc = cmd->now_utc;
	st = kind == BT_SOURCE_CSV ? open_csv(s, cmd, err) : open_sample(s, cmd, err);
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
	if (s)
		bt_source_free(s->source);
	free(s);
}

const struct bt_scope *
bt_scene_scope(const struct bt_scene *s)
{
	return &s->scope;
}
