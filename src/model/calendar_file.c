#include "model/calendar_file.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/vec.h"

#define MAX_BYTES (1u << 18)
#define BLANKS " \t\r"

static const struct {
	const char *word;
	enum bt_day_kind kind;
} kinds[] = {{"closed", BT_DAY_HOLIDAY}, {"half", BT_DAY_HALF}, {"full", BT_DAY_FULL}};

struct reader {
	const char *path;
	struct bt_arena *arena;
	struct bt_conf_faults *faults;
	BT_VEC(struct bt_special_day) days;
};

/* The next word of the line, its length in *n. */
static const char *
next_word(const char **line, size_t *n)
{
	const char *word = *line + strspn(*line, BLANKS);

	*n = strcspn(word, BLANKS);
	*line = word + *n;
	return word;
}

/* The rest of the line without the blanks around it, clean. */
static const char *
rest_of(struct reader *r, const char *line)
{
	size_t n;

	line += strspn(line, BLANKS);
	n = strlen(line);
	while (n && strchr(BLANKS, line[n - 1]))
		n--;
	return bt_text_clean_dup(r->arena, line, n);
}

static bool
parse_kind(const char *word, size_t n, enum bt_day_kind *out)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strlen(kinds[i].word) != n || memcmp(word, kinds[i].word, n) != 0)
			continue;
		*out = kinds[i].kind;
		return true;
	}
	return false;
}

static void
add_day(struct reader *r, struct bt_special_day day)
{
	for (size_t i = 0; i < r->days.len; i++) {
		if (r->days.at[i].date != day.date)
			continue;
		r->days.at[i] = day;
		return;
	}
	BT_VEC_PUSH(&r->days, day);
}

static void
read_line(struct reader *r, char *line, int number)
{
	const char *next = line, *word;
	struct bt_special_day day;
	size_t n;

	line[strcspn(line, "#")] = '\0';
	word = next_word(&next, &n);
	if (!n)
		return;
	if (!bt_date_parse(word, n, &day.date)) {
		bt_conf_fault_add(r->faults, r->arena, r->path, number, "'%s' is no date; expected YYYY-MM-DD, "
		                  "the line is left out", bt_text_clean_dup(r->arena, word, n));
		return;
	}
	word = next_word(&next, &n);
	if (!parse_kind(word, n, &day.kind)) {
		bt_conf_fault_add(r->faults, r->arena, r->path, number, "'%s' is no kind of day; one of closed half "
		                  "full, the line is left out", bt_text_clean_dup(r->arena, word, n));
		return;
	}
	day.name = rest_of(r, next);
	if (!*day.name && day.kind != BT_DAY_FULL)
		day.name = day.kind == BT_DAY_HALF ? "half day" : "closed";
	add_day(r, day);
}

enum bt_status
bt_calendar_file_read(const char *path, struct bt_arena *a, struct bt_calendar *out,
                      struct bt_conf_faults *faults, struct bt_err *err)
{
	struct reader r = {.path = bt_text_clean_dup(a, path, strlen(path)), .arena = a, .faults = faults};
	struct bt_buf text;
	enum bt_status st;
	int number = 0;

	*out = (struct bt_calendar){0};
	if (access(path, F_OK) != 0)
		return bt_err_set(err, BT_E_NODATA, "%s is not there", r.path);
	bt_buf_init(&text, MAX_BYTES);
	st = bt_file_read(path, &text, err);
	if (!st && text.len && memchr(text.data, '\0', text.len))
		st = bt_err_set(err, BT_E_PARSE, "%s is no text file", r.path);
	char *next = st || !text.len ? NULL : text.data;

	while (next)
		read_line(&r, strsep(&next, "\n"), ++number);
	bt_buf_release(&text);
	out->special = bt_arena_memdup(a, r.days.at, r.days.len * sizeof(*r.days.at));
	out->n = r.days.len;
	BT_VEC_RELEASE(&r.days);
	return st;
}
