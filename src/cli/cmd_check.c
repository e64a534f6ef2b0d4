/* cli/cmd_check.c - `check CONDITION...`: whether all hold, and why. */
#include "cli/ask.h"
#include "cli/cmd.h"
#include "cli/out.h"
#include "cli/scene.h"
#include "model/condition.h"
#include "model/wants.h"

static enum bt_status
parse_all(const struct bt_cmd *cmd, struct bt_condition *out, struct bt_err *err)
{
	for (size_t i = 0; i < cmd->args->n_arg; i++) {
		enum bt_status st = bt_condition_parse(cmd->args->arg[i], cmd->arena, &out[i], err);

		if (st)
			return st;
	}
	return BT_OK;
}

/* What the conditions need together, and nothing else. */
static struct bt_want
want_of_all(const struct bt_cmd *cmd, const struct bt_condition *c, const struct bt_ask *ask)
{
	struct bt_want want = {0};
	const char **word;

	for (size_t i = 0; i < cmd->args->n_arg; i++) {
		struct bt_ask one = *ask;
		struct bt_want more;

		bt_condition_ask(&c[i], cmd->arena, &one);
		more = bt_want_of_ask(&one, cmd->settings, cmd->arena);
		word = BT_ARENA_ARRAY(cmd->arena, want.n_word + more.n_word, const char *);
		for (size_t k = 0; k < want.n_word; k++)
			word[k] = want.word[k];
		for (size_t k = 0; k < more.n_word; k++)
			word[want.n_word + k] = more.word[k];
		want = (struct bt_want){.word = word, .n_word = want.n_word + more.n_word,
		                        .universe = want.universe || more.universe,
		                        .side = want.side || more.side, .news = want.news || more.news};
	}
	return want;
}

/* One line a condition; false weighs more than unknown, as in any "and". */
static enum bt_status
judge_all(const struct bt_cmd *cmd, const struct bt_condition *c, const struct bt_scope *scope,
          const struct bt_ask *ask, struct bt_buf *out, struct bt_err *err)
{
	static const char *const words[] = {
		[BT_FALSE] = "false", [BT_TRUE] = "true", [BT_UNKNOWN] = "unknown"};
	size_t count[3] = {0};

	for (size_t i = 0; i < cmd->args->n_arg; i++) {
		struct bt_verdict verdict;
		enum bt_status st = bt_condition_judge(&c[i], scope, ask, cmd->arena, &verdict, err);

		if (st)
			return st;
		count[verdict.truth]++;
		bt_buf_printf(out, "%s%s: %s: %s\n", scope->market->sample ? "SAMPLE " : "",
		              words[verdict.truth], c[i].text, verdict.why);
	}
	err->text[0] = '\0';
	return count[BT_FALSE] ? BT_E_FALSE : count[BT_UNKNOWN] ? BT_E_NODATA : BT_OK;
}

enum bt_status
bt_cmd_check(const struct bt_cmd *cmd, struct bt_err *err)
{
	struct bt_condition *c = BT_ARENA_ARRAY(cmd->arena, cmd->args->n_arg, struct bt_condition);
	struct bt_scene *scene = NULL;
	enum bt_status st, written;
	struct bt_want want;
	struct bt_ask ask;
	struct bt_buf out;

	if (cmd->args->n_arg == 0)
		return bt_err_set(err, BT_E_USAGE, "check what?  Give conditions such as "
		                  "'^RUT close > 2500'");
	st = parse_all(cmd, c, err);
	if (st)
		return st;
	bt_ask_from_args(cmd->args, cmd->settings, BT_VIEW_COUNT, cmd->args->n_arg, &ask);
	want = want_of_all(cmd, c, &ask);
	st = bt_scene_open(cmd, &want, &scene, err);
	if (st)
		return st;
	bt_buf_init(&out, 1 << 20);
	st = judge_all(cmd, c, bt_scene_scope(scene), &ask, &out, err);
	st = bt_scene_blame(scene, st, err);
	written = bt_out_write(&out, err);
	bt_buf_release(&out);
	bt_scene_free(scene);
	return written ? written : st;
}
