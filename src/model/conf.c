#include "model/conf.h"

#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

#define CONF_MAX_BYTES (1u << 20)
#define FAULT(r, line, ...) bt_conf_fault_add((r)->faults, (r)->arena, (r)->path, line, __VA_ARGS__)

/* One key as it stands in the file, continuation lines joined to it. */
struct entry {
	const char *section, *name, *value;
	int line;
};

struct reader {
	struct bt_arena *arena;
	const char *path;
	const char *next, *end;      /* what is not yet read of the text */
	int line;                    /* number of the line that ini looks at */
	bool indented;               /* it begins with a blank */
	struct entry *entry;
	size_t n, cap;
	struct bt_conf_faults *faults;
};

void
bt_conf_fault_add(struct bt_conf_faults *f, struct bt_arena *a, const char *path, int line,
                  const char *fmt, ...)
{
	char text[480];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (f->n == f->cap) {
		struct bt_conf_fault *at = BT_ARENA_ARRAY(a, 2 * f->cap + 8, struct bt_conf_fault);

		if (f->n)
			memcpy(at, f->at, f->n * sizeof(*at));
		f->at = at;
		f->cap = 2 * f->cap + 8;
	}
	f->at[f->n++] = (struct bt_conf_fault){line, bt_arena_printf(a, "%s:%d: %s", path, line, text)};
}

/* The fgets that ini reads by: one whole line a call, so that the numbers of lines are ours and a
 * line longer than its buffer is told instead of being read as two.  */
static char *
read_line(char *str, int size, void *stream)
{
	struct reader *r = stream;
	const char *newline;
	size_t len;

	if (r->next == r->end)
		return NULL;
	newline = memchr(r->next, '\n', (size_t)(r->end - r->next));
	len = (size_t)((newline ? newline : r->end) - r->next);
	r->line++;
	r->indented = r->next[0] == ' ' || r->next[0] == '\t';
	if (len + 3 > (size_t)size) {
		FAULT(r, r->line, "longer than %d bytes, ignored; a list may go on in the next "
		          "lines when they begin with a blank", size - 3);
		snprintf(str, (size_t)size, "\n");
	} else {
		snprintf(str, (size_t)size, "%.*s\n", (int)len, r->next);
	}
	r->next += len + (newline != NULL);
	return str;
}

/* libinih leaves the comments of continuation lines in: bytes before a ';' that follows a blank. */
static int
comment_at(const char *value)
{
	int i = 0;

	while (value[i] && !(value[i] == ';' && i && (value[i - 1] == ' ' || value[i - 1] == '\t')))
		i++;
	return i;
}

static void
continue_entry(struct reader *r, const char *value)
{
	struct entry *e = &r->entry[r->n - 1];
	enum bt_setting id = bt_setting_find(e->section, e->name);

	if (id < BT_SETTING_COUNT && bt_setting_spec(id)->kind != BT_SETTING_LIST)
		FAULT(r, r->line, "begins with a blank, so it would continue [%s] %s, "
		          "which is no list; ignored", e->section, e->name);
	else
		e->value = bt_arena_printf(r->arena, "%s %.*s", e->value, comment_at(value), value);
}

static int
on_entry(void *user, const char *section, const char *name, const char *value)
{
	struct reader *r = user;

	if (r->indented && r->n && strncmp(r->entry[r->n - 1].name, name, strlen(name)) == 0 &&
	    r->entry[r->n - 1].line < r->line && *name) {
		continue_entry(r, value);
		return 1;
	}
	if (r->n == r->cap) {
		struct entry *at = BT_ARENA_ARRAY(r->arena, 2 * r->cap + 32, struct entry);

		if (r->n)
			memcpy(at, r->entry, r->n * sizeof(*at));
		r->entry = at;
		r->cap = 2 * r->cap + 32;
	}
	r->entry[r->n++] = (struct entry){
		bt_text_clean_dup(r->arena, section, strlen(section)),
		bt_text_clean_dup(r->arena, name, strlen(name)),
		bt_arena_strdup(r->arena, value), r->line};
	return 1;
}

/* All keys of a section, or all sections (section NULL), in words. */
static const char *
known_names(struct bt_arena *a, const char *section)
{
	const char *out = "";
	const char *last = "";

	for (int i = 0; i < BT_SETTING_COUNT; i++) {
		const struct bt_setting_spec *spec = bt_setting_spec((enum bt_setting)i);
		const char *name = section ? spec->key : spec->section;

		if (section ? strcmp(spec->section, section) == 0 : strcmp(name, last) != 0)
			out = bt_arena_printf(a, "%s%s%s", out, *out ? " " : "", name);
		last = spec->section;
	}
	return out;
}

static void
unknown_entry(struct reader *r, const struct entry *e)
{
	const char *keys = known_names(r->arena, e->section);

	if (*e->section == '\0')
		FAULT(r, e->line, "%s: stands before the first [section]; ignored", e->name);
	else if (*keys)
		FAULT(r, e->line, "[%s] has no key %s; ignored; its keys are: %s", e->section,
		          e->name, keys);
	else
		FAULT(r, e->line, "no section [%s]; %s is ignored; the sections are: %s",
		          e->section, e->name, known_names(r->arena, NULL));
}

static void
apply_entry(struct reader *r, const struct entry *e, struct bt_settings *s)
{
	enum bt_setting id = bt_setting_find(e->section, e->name);
	struct bt_err err;

	if (id == BT_SETTING_COUNT)
		unknown_entry(r, e);
	else if (bt_setting_parse(s, r->arena, id, e->name, e->value, &err))
		FAULT(r, e->line, "[%s] %s: %s; %s is used", e->section, e->name, err.text,
		          bt_setting_spec(id)->key ? bt_setting_text(s, r->arena, id) : "nothing");
}

static void
sort_faults(struct bt_conf_faults *f)
{
	for (size_t i = 1; i < f->n; i++) {
		struct bt_conf_fault moved = f->at[i];
		size_t k = i;

		for (; k > 0 && f->at[k - 1].line > moved.line; k--)
			f->at[k] = f->at[k - 1];
		f->at[k] = moved;
	}
}

static bool
told_line(const struct bt_conf_faults *f, int line)
{
	for (size_t i = 0; i < f->n; i++) {
		if (f->at[i].line == line)
			return true;
	}
	return false;
}

enum bt_status
bt_conf_load(const char *path, struct bt_settings *s, struct bt_arena *a,
             struct bt_conf_faults *faults, struct bt_err *err)
{
	struct reader r = {.arena = a, .path = bt_text_clean_dup(a, path, strlen(path)),
	                   .faults = faults};
	enum bt_status st;
	struct bt_buf text;
	int bad;

	bt_buf_init(&text, CONF_MAX_BYTES);
	st = bt_file_read(path, &text, err);
	if (st == BT_OK && text.len && memchr(text.data, '\0', text.len))
		st = bt_err_set(err, BT_E_PARSE, "%s is no text file", r.path);
	if (st == BT_OK && text.len) {
		r.next = text.data;
		r.end = text.data + text.len;
		bad = ini_parse_stream(read_line, &r, on_entry, &r);
		if (bad != 0 && !told_line(faults, bad))
			FAULT(&r, bad, "neither [section] nor key = value; ignored");
		for (size_t i = 0; i < r.n; i++)
			apply_entry(&r, &r.entry[i], s);
		sort_faults(faults);
	}
	bt_buf_release(&text);
	return st;
}
