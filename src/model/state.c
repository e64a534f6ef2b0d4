#include "model/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "base/xalloc.h"

#define MAX_BYTES (256u << 10)
#define MAX_LINES 4000
#define HEAD "broadtape-state "
#define VERSION 1

void
bt_state_init(struct bt_state *s)
{
	*s = (struct bt_state){0};
	bt_xarena_init(&s->arena);
}

void
bt_state_release(struct bt_state *s)
{
	free(s->at);
	bt_arena_release(&s->arena);
}

void
bt_state_add(struct bt_state *s, const char *name, const char *value)
{
	if (s->n == MAX_LINES)
		return;
	if (s->n == s->cap) {
		s->cap = 2 * s->cap + 32;
		s->at = bt_xrealloc(s->at, s->cap, sizeof(*s->at));
	}
	s->at[s->n++] = (struct bt_state_line){bt_text_clean_dup(&s->arena, name, strlen(name)),
	                                       bt_text_clean_dup(&s->arena, value, strlen(value))};
}

void
bt_state_drop(struct bt_state *s, const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->at[i].name, name) != 0)
			s->at[kept++] = s->at[i];
	s->n = kept;
}

void
bt_state_set(struct bt_state *s, const char *name, const char *value)
{
	bt_state_drop(s, name);
	bt_state_add(s, name, value);
}

const char *
bt_state_get(const struct bt_state *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->at[i].name, name) == 0)
			return s->at[i].value;
	return NULL;
}

/* Lines as they should be: the head with our version, no byte that no program of ours writes. */
static enum bt_status
check(const char *path, const struct bt_buf *text, struct bt_err *err)
{
	size_t head = strlen(HEAD);

	if (text->len && (text->len <= head || memcmp(text->data, HEAD, head) != 0 ||
	                  memchr(text->data, '\0', text->len) || text->data[text->len - 1] != '\n'))
		return bt_err_set(err, BT_E_PARSE, "%s is damaged: it is put aside, nothing of it is used", path);
	if (text->len && strtol(text->data + head, NULL, 10) != VERSION)
		return bt_err_set(err, BT_E_PARSE, "%s is of another version of the program: not used", path);
	return BT_OK;
}

enum bt_status
bt_state_load(struct bt_state *s, const char *path, struct bt_err *err)
{
	struct bt_buf text;
	enum bt_status st;

	bt_buf_init(&text, MAX_BYTES);
	st = bt_file_read(path, &text, err);
	if (!st)
		st = check(path, &text, err);
	if (!st && text.len) {
		for (const char *line = strchr(text.data, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
			int n = (int)strcspn(line, "\n"), name = (int)strcspn(line, " \n");

			if (name > 0 && name < n)
				bt_state_add(s, bt_arena_strndup(&s->arena, line, (size_t)name),
				             bt_arena_strndup(&s->arena, line + name + 1, (size_t)(n - name - 1)));
		}
	}
	bt_buf_release(&text);
	return st == BT_E_NODATA ? BT_OK : st;
}

/* What cannot be read is not thrown away. */
static void
put_aside(const char *path)
{
	struct bt_state there;
	struct bt_err err;
	char *aside;

	bt_state_init(&there);
	if (bt_state_load(&there, path, &err) == BT_E_PARSE) {
		aside = bt_arena_printf(&there.arena, "%s.damaged", path);
		if (rename(path, aside))
			remove(path);
	}
	bt_state_release(&there);
}

enum bt_status
bt_state_save(const struct bt_state *s, const char *path, struct bt_err *err)
{
	const char *slash = strrchr(path, '/');
	struct bt_arena a;
	struct bt_buf text;
	enum bt_status st = BT_OK;

	bt_xarena_init(&a);
	bt_buf_init(&text, MAX_BYTES);
	bt_buf_printf(&text, "%s%d\n", HEAD, VERSION);
	for (size_t i = 0; i < s->n; i++)
		bt_buf_printf(&text, "%s %s\n", s->at[i].name, s->at[i].value);
	if (slash)
		st = bt_file_mkdirs(bt_arena_strndup(&a, path, (size_t)(slash - path)), err);
	if (!st)
		put_aside(path);
	if (!st)
		st = bt_file_write(path, text.data, text.len, err);
	bt_buf_release(&text);
	bt_arena_release(&a);
	return st;
}

void
bt_state_apply(const struct bt_state *s, struct bt_settings *settings, struct bt_arena *a)
{
	static const struct {
		const char *prefix;
		enum bt_setting group;
	} groups[] = {{"watch.", BT_SET_watch}, {"alerts.", BT_SET_alerts}};

	for (size_t i = 0; i < s->n; i++)
		for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++) {
			size_t n = strlen(groups[g].prefix);
			struct bt_err err;

			/* a value that was taken once is a text; one that is not is left out */
			if (strncmp(s->at[i].name, groups[g].prefix, n) == 0 &&
			    bt_setting_parse(settings, a, groups[g].group, s->at[i].name + n,
			                     s->at[i].value, &err))
				continue;
		}
}
