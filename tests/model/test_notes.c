/* The user's notes: what a line says, as of which day it counts, and a file that several programs add to. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "model/lexicon.h"
#include "model/note_level.h"
#include "model/notes_file.h"
#include "support/folder.h"

struct fixture {
	struct bt_arena arena;
	struct bt_notes notes;
	struct bt_err err;
	struct folder dir;
	const char *path;        /* of the notes */
};

static int
setup(void **state)
{
	struct fixture *f = bt_xcalloc(1, sizeof(*f));

	bt_xarena_init(&f->arena);
	folder_open(&f->dir);
	f->path = folder_path(&f->dir, "notes.md");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	folder_close(&f->dir);
	bt_arena_release(&f->arena);
	free(f);
	return 0;
}

static void
parse(struct fixture *f, const char *text)
{
	bt_notes_parse(text, strlen(text), &f->arena, &f->notes);
}

static char *
whole_file(const char *path)
{
	struct bt_buf text;
	struct bt_err err;

	bt_buf_init(&text, 64 << 20);
	assert_int_equal(bt_file_read(path, &text, &err), BT_OK);
	return bt_buf_take(&text);
}

static enum bt_status
add(struct fixture *f, const char *text)
{
	struct bt_note_draft d = {.date = bt_date_ymd(2025, 12, 5), .text = text};

	return bt_notes_add(f->path, false, &d, &f->arena, NULL, &f->err);
}

/* --- what a line says --------------------------------------------------------------------------------- */

static const char all_kinds[] =
	"# my market notes\n"
	"fact: SPX dividend-yield 1.2% 2025-01-02, S&P\n"
	"\n"
	"## 2025-12-05 ^RUT SPSM/MAG7\n"
	"Small caps lead for the fourth week.\n"
	"fact: RUT P/E 36.75 2025-12-05, 20-year mean 16.16\n"
	"second paragraph\n"
	"  Target:  RUT level 2800 2026-06-30, the bank's outlook, page 3\n"
	"### no heading\n"
	"## 2025-12-10\n"
	"event: FED rate decision 3.50-3.75% 2025-12-10, FOMC calendar\n"
	"event: AAPL earnings after-close 2026-01-29\n";

static void
every_kind__is_read__from_one_text(void **state)
{
	struct fixture *f = *state;
	const struct bt_note *n;

	parse(f, all_kinds);
	assert_int_equal(f->notes.n, 6);
	assert_int_equal(f->notes.n_fault, 0);
	n = f->notes.at;
	assert_int_equal(n[0].kind, BT_NOTE_FACT);
	assert_int_equal(n[0].written, BT_DATE_NONE);
	assert_float_equal(n[0].value, 1.2, 0);
	assert_int_equal(n[1].kind, BT_NOTE_TEXT);
	assert_string_equal(n[1].text, "Small caps lead for the fourth week.\nsecond paragraph\n### no heading");
	assert_int_equal(n[1].n_subject, 2);
	assert_string_equal(n[1].subject[1], "SPSM/MAG7");
	assert_int_equal(n[1].date, bt_date_ymd(2025, 12, 5));
	assert_string_equal(n[2].subject[0], "RUT");
	assert_string_equal(n[2].name, "P/E");
	assert_string_equal(n[2].text, "36.75");
	assert_string_equal(n[2].source, "20-year mean 16.16");
	assert_int_equal(n[3].kind, BT_NOTE_TARGET);
	assert_string_equal(n[3].source, "the bank's outlook, page 3");
	assert_int_equal(n[3].written, bt_date_ymd(2025, 12, 5));
	assert_int_equal(n[3].date, bt_date_ymd(2026, 6, 30));
	assert_string_equal(n[4].name, "rate decision");
	assert_float_equal(n[4].value, 3.5, 0);
	assert_float_equal(n[4].value_to, 3.75, 0);
	assert_true(isnan(n[5].value));
	assert_string_equal(n[5].text, "after-close");
	assert_null(n[5].source);
	assert_int_equal(n[5].line, 12);
}

static void
faults__are_told_with_their_line__and_stay_text(void **state)
{
	struct fixture *f = *state;
	static const size_t line[] = {1, 3, 4, 5, 6, 7};

	parse(f, "fact: RUT 2025-12-05, no value\n"
	         "## 2025-12-05 X\n"
	         "fact: RUT P/E 36.75 12/05/2025, wrong date\n"
	         "target:\n"
	         "event: FED\n"
	         "fact: RUT P/E 36.75 2025-12-05 no comma\n"
	         "## 2025-02-30 no such day\n"
	         "factory: is a word\n");
	assert_int_equal(f->notes.n_fault, sizeof(line) / sizeof(line[0]));
	for (size_t i = 0; i < f->notes.n_fault; i++)
		assert_int_equal(f->notes.fault[i].line, line[i]);
	assert_int_equal(f->notes.n, 1);
	assert_non_null(strstr(f->notes.at[0].text, "wrong date"));
	assert_non_null(strstr(f->notes.at[0].text, "factory: is a word"));
	assert_string_equal(bt_note_fault_text("/x/notes.md", &f->notes.fault[5], &f->arena),
	                    "/x/notes.md:7: a note begins with \"## DATE SYMBOL...\", the date such as 2025-12-05; "
	                    "until then the line is text (broadtape note --edit)");
}

static void
hostile_text__is_clean__wherever_it_stands(void **state)
{
	struct fixture *f = *state;

	parse(f, "## 2025-12-05 \033]0;x\a\n\033[2Jte\u202ext\u200b\r\nfact: R\033T na\001me 1 2025-12-05, so\u2066urce\n");
	assert_int_equal(f->notes.n, 2);
	assert_string_equal(f->notes.at[0].subject[0], "\uFFFD]0;x\uFFFD");
	assert_string_equal(f->notes.at[0].text, "\uFFFD[2Jte\uFFFDxt");
	assert_string_equal(f->notes.at[1].name, "na\uFFFDme");
	assert_string_equal(f->notes.at[1].source, "so\uFFFDurce");
}

/* --- as of a day -------------------------------------------------------------------------------------- */

static void
as_of_a_day__counts_what_was_known__by_the_rule_of_its_kind(void **state)
{
	struct fixture *f = *state;
	static const struct {
		int year, month, day;
		bool known[6];           /* as all_kinds is read */
	} days[] = {
		{2025, 1, 1, {false, false, false, false, false, false}},
		{2025, 1, 2, {true, false, false, false, false, false}},
		{2025, 12, 4, {true, false, false, false, false, false}},
		{2025, 12, 5, {true, true, true, true, false, false}},
		{2025, 12, 10, {true, true, true, true, true, true}},
	};
	int compared = 0;

	parse(f, all_kinds);
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		bt_date d = bt_date_ymd(days[i].year, days[i].month, days[i].day);

		for (size_t k = 0; k < 6; k++, compared++)
			assert_int_equal(bt_note_is_known(&f->notes.at[k], d), days[i].known[k]);
	}
	for (size_t k = 0; k < 6; k++)
		assert_true(bt_note_is_known(&f->notes.at[k], BT_DATE_NONE));
	assert_int_equal(compared, 30);
}

static void
subjects__are_found__in_any_spelling(void **state)
{
	struct fixture *f = *state;

	parse(f, all_kinds);
	assert_true(bt_note_is_about(&f->notes.at[1], "^RUT"));
	assert_true(bt_note_is_about(&f->notes.at[2], "^RUT"));
	assert_true(bt_note_is_about(&f->notes.at[1], "_RUT"));
	assert_true(bt_note_is_about(&f->notes.at[1], "spsm/mag7"));
	assert_false(bt_note_is_about(&f->notes.at[1], "SPSM"));
	assert_true(bt_note_has(&f->notes.at[1], "FOURTH"));
	assert_true(bt_note_has(&f->notes.at[3], "outlook"));
	assert_false(bt_note_has(&f->notes.at[3], "fourth"));
	assert_true(bt_note_is_level(&f->notes.at[3]));
	assert_false(bt_note_is_level(&f->notes.at[2]));     /* a P/E is no price */
	assert_string_equal(bt_note_level_label(&f->notes.at[3], &f->arena), "target 2800 2026-06-30");
}

/* --- the file ----------------------------------------------------------------------------------------- */

static void
adding__leaves_every_byte__of_what_was_there(void **state)
{
	struct fixture *f = *state;
	static const char before[] = "my own\r\n\ttext \xff\0 with a NUL, no end of line";
	char *text;

	assert_int_equal(bt_file_write(f->path, before, sizeof(before) - 1, &f->err), BT_OK);
	assert_int_equal(add(f, "^RUT IWM/QQQ: broke out"), BT_OK);
	text = whole_file(f->path);
	assert_memory_equal(text, before, sizeof(before) - 1);
	assert_string_equal(text + sizeof(before) - 1, "\n\n## 2025-12-05 ^RUT IWM/QQQ\nbroke out\n");
	free(text);
	assert_int_equal(add(f, "fact: RUT P/E 36.75 2025-12-05, bank"), BT_OK);
	text = whole_file(f->path);
	assert_non_null(strstr(text + sizeof(before), "broke out\n\n## 2025-12-05\nfact: RUT P/E 36.75 2025-12-05, bank\n"));
	free(text);
}

static bool
knows(void *user, const char *word, size_t n)
{
	return bt_lexicon_is_symbol(user, word, n);
}

static void
symbols__are_recognised__at_the_begin_of_a_note(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *typed, *head, *text;
	} cases[] = {
		{"RUT breaks out", "RUT", "RUT breaks out"},
		{"^RUT SPSM/MAG7: four weeks", "^RUT SPSM/MAG7", "four weeks"},
		{"NVDA AAPL lead again", "NVDA AAPL", "NVDA AAPL lead again"},
		{"A broad rally", "", "A broad rally"},
		{"ALL shares rise", "", "ALL shares rise"},
		{"Broad: 70 % advance", "", "Broad: 70 % advance"},
		{"MYSERIES: falls", "MYSERIES", "falls"},
		{"fact: RUT P/E 1 2025-01-01, x", "", "fact: RUT P/E 1 2025-01-01, x"},
		{"two\nlines\x1b[1m", "", "two\nlines\uFFFD[1m"},
	};
	struct bt_lexicon *l = bt_lexicon_make(&f->arena);
	size_t compared = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++, compared++) {
		struct bt_note_draft d = {.date = bt_date_ymd(2025, 12, 5), .text = cases[i].typed,
		                          .is_symbol = knows, .user = l};
		char want[200];
		const char *got;

		assert_int_equal(bt_notes_add(f->path, false, &d, &f->arena, &got, &f->err), BT_OK);
		snprintf(want, sizeof(want), "## 2025-12-05%s%s\n%s\n", *cases[i].head ? " " : "", cases[i].head,
		         cases[i].text);
		assert_string_equal(got, want);
	}
	assert_int_equal(compared, 9);
}

static void
wrong_notes__are_refused__and_nothing_is_written(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "  \n "), BT_E_USAGE);
	assert_int_equal(add(f, "^RUT:"), BT_E_USAGE);
	assert_int_equal(add(f, "text\ntarget: RUT 2800"), BT_E_PARSE);
	assert_non_null(strstr(f->err.text, "SUBJECT NAME VALUE DATE, SOURCE"));
	assert_false(folder_has(&f->dir, "notes.md"));
	assert_int_equal(symlink(folder_path(&f->dir, "other"), f->path), 0);
	assert_int_equal(add(f, "text"), BT_E_IO);
	assert_non_null(strstr(f->err.text, "symbolic link"));
	assert_false(folder_has(&f->dir, "other"));
}

#define WRITERS 6
#define NOTES_EACH 40

/* Put a new file with the same text in the place of the file, as editors do, under the lock of the old one. */
static void
replace(struct fixture *f)
{
	for (;;) {
		struct stat held, named;
		int fd = open(f->path, O_RDWR | O_CLOEXEC);
		bool same;

		if (fd < 0 || flock(fd, LOCK_EX) || fstat(fd, &held) || stat(f->path, &named))
			_exit(2);
		same = held.st_ino == named.st_ino;
		if (same) {
			char *text = whole_file(f->path);

			if (bt_file_write(f->path, text, strlen(text), &f->err))
				_exit(3);
			free(text);
		}
		close(fd);
		if (same)
			return;
	}
}

/* Writers at once, and an editor that puts a new file in the place of the old one: under the lock of the file
 * that it read, as careful editors do.  No note is lost, none is cut in two.  */
static void
processes__lose_nothing__that_add_at_once(void **state)
{
	struct fixture *f = *state;
	int seen[WRITERS][NOTES_EACH] = {{0}}, found = 0, status;
	char *text;

	assert_int_equal(add(f, "first"), BT_OK);
	for (int w = 0; w <= WRITERS; w++) {
		if (fork() != 0)
			continue;
		for (int i = 0; w == WRITERS && i < NOTES_EACH; i++)
			replace(f);
		if (w == WRITERS)
			_exit(0);
		for (int i = 0; i < NOTES_EACH; i++) {
			char line[64];

			snprintf(line, sizeof(line), "IWM/QQQ: writer %d note %d end", w, i);
			if (add(f, line))
				_exit(1);
		}
		_exit(0);
	}
	for (int w = 0; w <= WRITERS; w++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	text = whole_file(f->path);
	bt_notes_parse(text, strlen(text), &f->arena, &f->notes);
	assert_int_equal(f->notes.n, 1 + WRITERS * NOTES_EACH);
	for (size_t i = 1; i < f->notes.n; i++) {
		int w, k, end = 0;

		assert_string_equal(f->notes.at[i].subject[0], "IWM/QQQ");
		assert_int_equal(sscanf(f->notes.at[i].text, "writer %d note %d end%n", &w, &k, &end), 2);
		assert_int_equal(end, strlen(f->notes.at[i].text));
		found += seen[w][k]++ == 0;
	}
	assert_int_equal(found, WRITERS * NOTES_EACH);
	free(text);
}

static void
a_new_file__has_a_guide__that_is_no_note(void **state)
{
	struct fixture *f = *state;
	struct stat info;

	assert_int_equal(bt_notes_load(f->path, &f->arena, &f->notes, &f->err), BT_OK);
	assert_int_equal(f->notes.n, 0);
	assert_int_equal(bt_notes_make(f->path, false, &f->err), BT_OK);
	assert_int_equal(stat(f->path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_int_equal(bt_notes_load(f->path, &f->arena, &f->notes, &f->err), BT_OK);
	assert_int_equal(f->notes.n, 0);
	assert_int_equal(f->notes.n_fault, 0);
	assert_int_equal(bt_notes_make(f->path, false, &f->err), BT_OK);
	assert_int_equal(bt_notes_load(f->dir.dir, &f->arena, &f->notes, &f->err), BT_E_IO);
}

/* --- symbols in a text -------------------------------------------------------------------------------- */

static void
texts__name_their_symbols__by_name_and_by_sign(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *text, *found;
	} cases[] = {
		{"Apple and Nvidia lift the Nasdaq as the Russell 2000 slips", "AAPL NVDA ^IXIC ^RUT"},
		{"S&P 500 ends higher; S&P 600 near a record", "^GSPC ^SP600"},
		{"Goldman Sachs sees gains (NYSE: GS)", "GS"},
		{"Visa (NYSE:V) and $MA fall", "V MA"},
		{"Visa rules change for students", ""},
		{"Tesla's deliveries beat; Tesla up", "TSLA"},
		{"Target raises price target (TGT)", "TGT"},
		{"ALL EYES ON NVDA TODAY", ""},
		{"Traders watch NVDA, TSLA and VIX before the Fed", "NVDA TSLA ^VIX"},
		{"It is now or never", ""},
		{"Dow Jones Newswires reports", ""},
		{"Berkshire Hathaway buys; BRK.B at a record", "BRK-B"},
		{"Alphabet\u2019s Google wins", "GOOGL"},
	};
	const struct bt_lexicon *l = bt_lexicon_make(&f->arena);
	size_t compared = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++, compared++) {
		const char *out[BT_LEXICON_MOST];
		size_t n = bt_lexicon_find(l, cases[i].text, out, 0);
		char got[100] = "";

		for (size_t k = 0; k < n; k++)
			snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%s", k ? " " : "", out[k]);
		assert_string_equal(got, cases[i].found);
	}
	assert_int_equal(compared, 13);
}

/* Bytes of any kind, and words that nearly are lines of ours: read without harm, and what comes out is clean. */
static void
any_bytes__are_read__and_come_out_clean(void **state)
{
	static const char *const parts[] = {
		"## ", "2025-12-05", " ", "fact:", "target: ", "event:", "^RUT", "\n", ",", "3.5-", "%", "\xff", "\033[",
		"\u202e", "AAPL's", "(NYSE:", "$V", ")", "S&P 500", "\t", "\r\n", ":", "-", "9",
	};
	struct fixture *f = *state;
	const struct bt_lexicon *l = bt_lexicon_make(&f->arena);
	uint32_t seed = 20251205;
	size_t texts = 0;

	for (int round = 0; round < 20000; round++) {
		char text[400];
		const char *found[BT_LEXICON_MOST];
		struct bt_arena a;
		size_t n = 0;

		while (n < sizeof(text) - 24) {
			seed = seed * 1664525u + 1013904223u;
			const char *part = parts[(seed >> 12) % (sizeof(parts) / sizeof(parts[0]))];

			if (n > 200)
				break;
			memcpy(text + n, part, strlen(part));
			n += strlen(part);
		}
		text[n] = '\0';
		bt_xarena_init(&a);
		bt_notes_parse(text, n, &a, &f->notes);
		for (size_t i = 0; i < f->notes.n; i++, texts++) {
			const struct bt_note *note = &f->notes.at[i];

			assert_null(strpbrk(note->text, "\033\r\t"));
			assert_null(strpbrk(note->name, "\033\r\t\n"));
			assert_true(note->line >= 1);
			assert_true(note->kind == BT_NOTE_TEXT || note->date != BT_DATE_NONE);
		}
		assert_true(bt_lexicon_find(l, text, found, 0) <= BT_LEXICON_MOST);
		bt_arena_release(&a);
	}
	assert_true(texts > 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_kind__is_read__from_one_text, setup, teardown),
		cmocka_unit_test_setup_teardown(faults__are_told_with_their_line__and_stay_text, setup, teardown),
		cmocka_unit_test_setup_teardown(hostile_text__is_clean__wherever_it_stands, setup, teardown),
		cmocka_unit_test_setup_teardown(as_of_a_day__counts_what_was_known__by_the_rule_of_its_kind, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(subjects__are_found__in_any_spelling, setup, teardown),
		cmocka_unit_test_setup_teardown(adding__leaves_every_byte__of_what_was_there, setup, teardown),
		cmocka_unit_test_setup_teardown(symbols__are_recognised__at_the_begin_of_a_note, setup, teardown),
		cmocka_unit_test_setup_teardown(wrong_notes__are_refused__and_nothing_is_written, setup, teardown),
		cmocka_unit_test_setup_teardown(processes__lose_nothing__that_add_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(a_new_file__has_a_guide__that_is_no_note, setup, teardown),
		cmocka_unit_test_setup_teardown(texts__name_their_symbols__by_name_and_by_sign, setup, teardown),
		cmocka_unit_test_setup_teardown(any_bytes__are_read__and_come_out_clean, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
