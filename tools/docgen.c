/* tools/docgen.c - manual pages, completions and the sample settings, from the tables of src/spec.
 *
 *	docgen page FILE.in     the page, each line "@NAME@" replaced by what the table of that name says
 *	docgen sample           the sample of broadtape.conf
 *	docgen bash|zsh|fish    the completion of that shell
 *
 * Built with the compiler of the machine that builds; what it prints ships in the tarball.  */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/conf.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* --- roff ------------------------------------------------------------------------------------ */

/* Text with what roff would take for itself made plain. */
static void
put_text(const char *s)
{
	static const struct {
		char c;
		const char *roff;
	} special[] = {{'\\', "\\e"}, {'-', "\\-"}, {'^', "\\(ha"}, {'~', "\\(ti"}, {'`', "\\(ga"},
	               {'\'', "\\(aq"}, {'"', "\\(dq"}};

	if (*s == '.')
		fputs("\\&", stdout);
	for (; *s; s++) {
		size_t i = 0;

		while (i < COUNT(special) && special[i].c != *s)
			i++;
		if (i < COUNT(special))
			fputs(special[i].roff, stdout);
		else
			putchar(*s);
	}
}

/* A line of text; help has no full stop of its own. */
static void
put_sentence(const char *help)
{
	size_t n = strlen(help);

	put_text(help);
	puts(n && help[n - 1] != '.' ? "." : "");
}

static void
put_bold(const char *s)
{
	fputs("\\fB", stdout);
	put_text(s);
	fputs("\\fR", stdout);
}

/* A synopsis of arguments: capitals in italics, the rest as it is. */
static void
put_arguments(const char *args)
{
	while (*args) {
		size_t n = strspn(args, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
		char word[64];

		if (n == 0) {
			word[0] = *args++;
			word[1] = '\0';
			put_text(word);
			continue;
		}
		printf("\\fI%.*s\\fR", (int)n, args);
		args += n;
	}
}

static void
put_named(const char *name, const char *args, const char *help)
{
	puts(".TP");
	put_bold(name);
	if (*args) {
		putchar(' ');
		put_arguments(args);
	}
	putchar('\n');
	put_sentence(help);
}

/* --- tables of the command line -------------------------------------------------------------- */

static void
put_commands(void)
{
#define BT_COMMAND(id, name, args, help) put_named(#name, args, help);
#include "spec/commands.def"
}

static void
put_views(void)
{
#define BT_VIEW(id, name, args, columns, help) put_named(#name, args, help);
#include "spec/views.def"
}

static void
put_option(const char *name, char letter, const char *arg, bool optional, const char *commands,
           const char *help)
{
	puts(".TP");
	if (letter)
		printf("\\fB\\-%c\\fR, ", letter);
	fputs("\\fB\\-\\-", stdout);
	put_text(name);
	fputs("\\fR", stdout);
	if (arg) {
		fputs(optional ? "[=" : "=", stdout);
		put_arguments(arg);
		fputs(optional ? "]" : "", stdout);
	}
	putchar('\n');
	put_sentence(help);
	if (*commands) {
		fputs("Goes with ", stdout);
		put_text(commands);
		puts(".");
	}
}

static void
put_options(void)
{
#define BT_OPTION_GROUP(title) printf(".SS %s\n", title);
#define BT_OPTION(id, name, letter, kind, arg, choices, commands, setting, help) \
	put_option(name, letter, arg, strcmp(#kind, "CHOICE_OPT") == 0, commands, help);
#include "spec/options.def"
}

static void
put_statuses(void)
{
	static const struct {
		int code;
		const char *text;
	} rows[] = {
#define BT_STATUS(id, exit_status, text) {exit_status, text},
#include "spec/status.def"
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (i && rows[i].code == rows[i - 1].code) {
			printf(", %s", rows[i].text);
			continue;
		}
		printf("%s.TP\n\\fB%d\\fR\n%s", i ? "\n" : "", rows[i].code, rows[i].text);
	}
	putchar('\n');
}

/* --- tables of the screen and the numbers ---------------------------------------------------- */

static void
put_key(const char *name, const char *keys, const char *help)
{
	puts(".TP");
	put_bold(keys);
	fputs("  (", stdout);
	put_text(name);
	puts(")");
	put_sentence(help);
}

static void
put_keys(void)
{
#define BT_ACTION(id, name, keys, contexts, help) put_key(name, keys, help);
#include "spec/actions.def"
}

static void
put_typed(void)
{
#define BT_TYPED(id, name, args, kinds, help) put_named(name, args, help);
#define BT_TYPED_SHORT(word, name) put_named(word, "", "The same as " name);
#include "spec/typed.def"
}

static void
put_column(const char *name, const char *title, const char *format, const char *help)
{
	puts(".TP");
	put_bold(name);
	fputs(strcmp(name, title) == 0 ? "" : "  (", stdout);
	if (strcmp(name, title) != 0) {
		put_text(title);
		putchar(')');
	}
	putchar('\n');
	put_text(help);
	puts(strcmp(format, "DATE") == 0 ? "; a date."
	     : strcmp(format, "PCT") == 0 || strcmp(format, "SHARE") == 0 ? "; in percent."
	     : strcmp(format, "BOOL") == 0 ? "; true or false."
	     : strcmp(format, "TREE") == 0 ? "; an object or a list."
	     : strcmp(format, "SPARK") == 0 ? "; a list of numbers."
	     : ".");
}

static void
put_columns(void)
{
#define BT_COLUMN(id, name, title, format, width, metric, help) \
	put_column(name, title, #format, help);
#include "spec/columns.def"
}

static void
put_horizons(void)
{
#define BT_HORIZON(id, name, months, help) put_named(name, "", help);
#include "spec/horizons.def"
}

static void
put_functions(void)
{
#define BT_FUNCTION(id, name, kinds, form, help) put_named(form, "", help);
#include "spec/functions.def"
}

static void
put_part(const char *label, const char *text)
{
	if (!*text)
		return;
	puts(".br");
	printf("%s: ", label);
	put_text(text);
	putchar('\n');
}

static void
put_metric(const char *name, const char *title, const char *inputs, const char *params,
           const char *lookback, const char *unit, const char *formula, const char *source)
{
	puts(".TP");
	put_bold(name);
	fputs("  ", stdout);
	put_text(title);
	putchar('\n');
	put_sentence(formula);
	put_part("Inputs", inputs);
	put_part("Parameters", params);
	put_part("Needs", lookback);
	put_part("Unit", unit);
	put_part("Source", source);
}

static void
put_metrics(void)
{
#define BT_METRIC(id, name, title, inputs, params, lookback, unit, lo, hi, formula, source) \
	put_metric(name, title, inputs, params, lookback, unit, formula, source);
#include "spec/metrics.def"
}

static void
put_universes(void)
{
#define BT_UNIVERSE(id, name, date, help) put_named(#name, "", help ", as of " date);
#include "spec/universes.def"
}

static void
put_provider(const char *name, const char *title, const char *credit, const char *url, int symbols, int quotes,
             int kib, double rate, int parallel, int delay, const char *help)
{
	puts(".TP");
	put_bold(name);
	fputs("  ", stdout);
	put_text(title);
	putchar('\n');
	put_sentence(help);
	put_part("Data", credit);
	put_part("Base address", url);
	puts(".br");
	fputs("Limits: ", stdout);
	if (symbols > 1)
		printf("%d symbols in a request, ", symbols);
	if (quotes > 1)
		printf("%d in one for quotes, ", quotes);
	printf("answers of %d KiB, %g %s a second, %d at once.\n", kib, rate, rate == 1 ? "request" : "requests",
	       parallel);
	if (delay > 0)
		printf(".br\nPrices are %d minutes late.\n", delay);
}

static void
put_providers(void)
{
#define BT_CAN(job) 0
#define BT_PROVIDER(id, name, title, credit, url, jobs, symbols, quotes, kib, rate, parallel, redirects, \
                    delay, agent, http, headers, key, help) \
	put_provider(#name, title, credit, url, symbols, quotes, kib, rate, parallel, delay, help);
#include "spec/providers.def"
}

static void
put_faults(void)
{
#define BT_FAULT(id, name, act, text) put_named(name, "", text);
#include "spec/faults.def"
}

/* --- settings -------------------------------------------------------------------------------- */

static void
put_setting(enum bt_setting id, struct bt_arena *a)
{
	const struct bt_setting_spec *spec = bt_setting_spec(id);
	const char *def = spec->def;

	puts(".TP");
	put_bold(spec->key ? spec->key : "NAME");
	fputs(" = ", stdout);
	put_text(bt_setting_accepts(id, a));
	putchar('\n');
	put_sentence(spec->help);
	if (spec->key) {
		fputs("Default: ", stdout);
		put_text(*def ? def : "empty");
		puts(".");
		return;
	}
	while (*def) {
		size_t n = strcspn(def, "\n");

		puts(".br");
		put_text(bt_arena_strndup(a, def, n));
		putchar('\n');
		def += n + (def[n] == '\n');
	}
}

static void
put_settings(void)
{
	const char *section = "";
	struct bt_arena a;

	bt_xarena_init(&a);
	for (int i = 0; i < BT_SETTING_COUNT; i++) {
		const struct bt_setting_spec *spec = bt_setting_spec((enum bt_setting)i);

		if (strcmp(section, spec->section) != 0)
			printf(".SS [%s]\n", spec->section);
		section = spec->section;
		put_setting((enum bt_setting)i, &a);
	}
	bt_arena_release(&a);
}

static int
put_sample(void)
{
	struct bt_settings s;
	struct bt_arena a;
	struct bt_buf out;

	bt_xarena_init(&a);
	bt_buf_init(&out, 1 << 20);
	bt_settings_init(&s, &a);
	puts("# Settings of broadtape(1): every one, at its default.  Copy to\n"
	     "# ~/.config/broadtape/broadtape.conf and take the '#' from the lines you change.\n"
	     "# See broadtape.conf(5).\n");
	bt_conf_print(&s, true, &out);
	fputs(out.data, stdout);
	bt_buf_release(&out);
	bt_arena_release(&a);
	return 0;
}

/* --- a page ---------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	void (*put)(void);
} fragments[] = {
	{"COLUMNS", put_columns},     {"COMMANDS", put_commands},   {"FAULTS", put_faults},
	{"FUNCTIONS", put_functions}, {"HORIZONS", put_horizons},   {"KEYS", put_keys},
	{"METRICS", put_metrics},     {"OPTIONS", put_options},     {"PROVIDERS", put_providers},
	{"SETTINGS", put_settings},   {"STATUSES", put_statuses},   {"TYPED", put_typed},
	{"UNIVERSES", put_universes},
	{"VIEWS", put_views},
};

static int
put_fragment(const char *line, const char *file, int number)
{
	for (size_t i = 0; i < COUNT(fragments); i++) {
		size_t n = strlen(fragments[i].name);

		if (strncmp(line + 1, fragments[i].name, n) == 0 && strcmp(line + 1 + n, "@\n") == 0) {
			fragments[i].put();
			return 0;
		}
	}
	fprintf(stderr, "docgen: %s:%d: no table %s", file, number, line);
	return 1;
}

static int
put_page(const char *file)
{
	FILE *in = fopen(file, "r");
	char line[1024];
	int number = 0, bad = 0;

	if (!in) {
		fprintf(stderr, "docgen: cannot read %s\n", file);
		return 1;
	}
	while (fgets(line, sizeof(line), in)) {
		char *version = strstr(line, "@VERSION@");

		number++;
		if (version)
			printf("%.*s%s%s", (int)(version - line), line, BT_VERSION, version + 9);
		else if (line[0] == '@')
			bad |= put_fragment(line, file, number);
		else
			fputs(line, stdout);
	}
	fclose(in);
	return bad;
}

/* --- completions ----------------------------------------------------------------------------- */

static const struct {
	const char *name, *help;
} command_rows[] = {
#define BT_COMMAND(id, name, args, help) {#name, help},
#include "spec/commands.def"
}, view_rows[] = {
#define BT_VIEW(id, name, args, columns, help) {#name, help},
#include "spec/views.def"
};

static const struct {
	const char *name;
	char letter;
	const char *kind, *arg, *choices, *help;
} option_rows[] = {
#define BT_OPTION_GROUP(title)
#define BT_OPTION(id, name, letter, kind, arg, choices, commands, setting, help) \
	{name, letter, #kind, arg, choices, help},
#include "spec/options.def"
};

static const char horizon_words[] =
#define BT_HORIZON(id, name, months, help) name " "
#include "spec/horizons.def"
	;

static const char universe_words[] =
#define BT_UNIVERSE(id, name, date, help) #name " "
#include "spec/universes.def"
	"all";

/* What can be put behind an option: words, or NULL; *file: a file name, too. */
static const char *
option_words(size_t i, bool *file)
{
	*file = strcmp(option_rows[i].kind, "FILE") == 0 || strcmp(option_rows[i].name, "universe") == 0;
	if (*option_rows[i].choices)
		return option_rows[i].choices;
	if (strcmp(option_rows[i].kind, "HORIZONS") == 0)
		return horizon_words;
	if (strcmp(option_rows[i].name, "universe") == 0)
		return universe_words;
	if (strcmp(option_rows[i].name, "source") == 0)
		return "yahoo sample csv:";
	return NULL;
}

static int
put_bash(void)
{
	puts("# bash completion for broadtape(1); generated by tools/docgen.c\n"
	     "_broadtape()\n{\n"
	     "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev= option= i command= views commands options\n"
	     "\tCOMPREPLY=()\n"
	     "\t# \"--base=first\" comes as three words\n"
	     "\tif [[ $cur == = ]]; then\n\t\toption=${COMP_WORDS[COMP_CWORD-1]} cur=\n"
	     "\telif (( COMP_CWORD > 1 )) && [[ ${COMP_WORDS[COMP_CWORD-1]} == = ]]; then\n"
	     "\t\toption=${COMP_WORDS[COMP_CWORD-2]}\n"
	     "\telse\n\t\toption=${COMP_WORDS[COMP_CWORD-1]}\n\tfi\n"
	     "\tcase $option in");
	for (size_t i = 0; i < COUNT(option_rows); i++) {
		bool file;
		const char *words = option_words(i, &file);

		if (!option_rows[i].arg)
			continue;
		printf("\t--%s)\n", option_rows[i].name);
		if (words || file)
			printf("\t\tmapfile -t COMPREPLY < <(compgen %s-W '%s' -- \"$cur\")\n",
			       file ? "-f " : "", words ? words : "");
		puts("\t\treturn ;;");
	}
	puts("\tesac");
	fputs("\toptions='", stdout);
	for (size_t i = 0; i < COUNT(option_rows); i++)
		printf("%s--%s%s", i ? " " : "", option_rows[i].name, option_rows[i].arg ? "=" : "");
	fputs("'\n\tcommands='", stdout);
	for (size_t i = 0; i < COUNT(command_rows); i++)
		printf("%s%s", i ? " " : "", command_rows[i].name);
	fputs("'\n\tviews='", stdout);
	for (size_t i = 0; i < COUNT(view_rows); i++)
		printf("%s%s", i ? " " : "", view_rows[i].name);
	puts("'\n\tif [[ $cur == -* ]]; then\n"
	     "\t\tmapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$cur\")\n"
	     "\t\t[[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace\n\t\treturn\n\tfi\n"
	     "\tfor (( i = 1; i < COMP_CWORD; i++ )); do\n"
	     "\t\t[[ \" $commands \" == *\" ${COMP_WORDS[i]} \"* ]] && command=${COMP_WORDS[i]} && prev=$i\n"
	     "\tdone\n"
	     "\tif [[ -z $command ]]; then\n"
	     "\t\tmapfile -t COMPREPLY < <(compgen -W \"$commands\" -- \"$cur\")\n"
	     "\telif [[ $command == show ]] && (( COMP_CWORD == prev + 1 )); then\n"
	     "\t\tmapfile -t COMPREPLY < <(compgen -W \"$views\" -- \"$cur\")\n"
	     "\tfi\n}\n"
	     "complete -F _broadtape broadtape");
	return 0;
}

/* Help inside a single-quoted word of zsh or fish; colons and brackets are zsh's own. */
static void
put_quoted(const char *s, const char *escaped)
{
	for (; *s; s++) {
		if (*s == '\'')
			fputs("'\\''", stdout);
		else if (strchr(escaped, *s))
			printf("\\%c", *s);
		else
			putchar(*s);
	}
}

static void
put_zsh_option(size_t i)
{
	bool file;
	const char *words = option_words(i, &file);

	fputs("\t'", stdout);
	if (option_rows[i].letter)
		printf("(-%c --%s)'{-%c,--%s}'", option_rows[i].letter, option_rows[i].name,
		       option_rows[i].letter, option_rows[i].name);
	else
		printf("--%s%s", option_rows[i].name, option_rows[i].arg ? "=" : "");
	putchar('[');
	put_quoted(option_rows[i].help, "[]:\\");
	putchar(']');
	if (option_rows[i].arg) {
		printf("%s:%s:", strcmp(option_rows[i].kind, "CHOICE_OPT") == 0 ? ":" : "",
		       option_rows[i].arg);
		if (words && !file) {
			putchar('(');
			put_quoted(words, ":\\");
			putchar(')');
		} else if (file) {
			fputs("_files", stdout);
		}
	}
	puts("' \\");
}

static int
put_zsh(void)
{
	puts("#compdef broadtape\n# zsh completion for broadtape(1); generated by tools/docgen.c\n"
	     "_broadtape()\n{\n\tlocal -a commands views\n\tlocal state line\n\tcommands=(");
	for (size_t i = 0; i < COUNT(command_rows); i++) {
		printf("\t'%s:", command_rows[i].name);
		put_quoted(command_rows[i].help, "\\");
		puts("'");
	}
	puts("\t)\n\tviews=(");
	for (size_t i = 0; i < COUNT(view_rows); i++) {
		printf("\t'%s:", view_rows[i].name);
		put_quoted(view_rows[i].help, "\\");
		puts("'");
	}
	puts("\t)\n\t_arguments -s \\");
	for (size_t i = 0; i < COUNT(option_rows); i++)
		put_zsh_option(i);
	puts("\t'1: :->command' \\\n\t'2: :->view' \\\n\t'*:argument: '\n"
	     "\tcase $state in\n"
	     "\tcommand) _describe command commands ;;\n"
	     "\tview) [[ $line[1] == show ]] && _describe view views ;;\n"
	     "\tesac\n}\n_broadtape \"$@\"");
	return 0;
}

static int
put_fish(void)
{
	puts("# fish completion for broadtape(1); generated by tools/docgen.c\n"
	     "complete -c broadtape -f");
	for (size_t i = 0; i < COUNT(command_rows); i++) {
		printf("complete -c broadtape -n __fish_use_subcommand -a %s -d '", command_rows[i].name);
		put_quoted(command_rows[i].help, "\\");
		puts("'");
	}
	for (size_t i = 0; i < COUNT(view_rows); i++) {
		printf("complete -c broadtape -n '__fish_seen_subcommand_from show' -a %s -d '",
		       view_rows[i].name);
		put_quoted(view_rows[i].help, "\\");
		puts("'");
	}
	for (size_t i = 0; i < COUNT(option_rows); i++) {
		bool file;
		const char *words = option_words(i, &file);

		printf("complete -c broadtape -l %s", option_rows[i].name);
		if (option_rows[i].letter)
			printf(" -s %c", option_rows[i].letter);
		if (option_rows[i].arg && strcmp(option_rows[i].kind, "CHOICE_OPT") != 0)
			fputs(file ? " -r -F" : " -x", stdout);
		if (words)
			printf(" -a '%s'", words);
		fputs(" -d '", stdout);
		put_quoted(option_rows[i].help, "\\");
		puts("'");
	}
	return 0;
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*put)(void);
	} jobs[] = {{"sample", put_sample}, {"bash", put_bash}, {"zsh", put_zsh}, {"fish", put_fish}};

	if (argc == 3 && strcmp(argv[1], "page") == 0)
		return put_page(argv[2]) || fflush(stdout) != 0;
	for (size_t i = 0; argc == 2 && i < COUNT(jobs); i++) {
		if (strcmp(argv[1], jobs[i].name) == 0)
			return jobs[i].put() || fflush(stdout) != 0;
	}
	fprintf(stderr, "usage: docgen page FILE.in | sample | bash | zsh | fish\n");
	return 2;
}
