/* What the shell tests of the program need: strict JSON, and the tables.
 *
 *	helper json [PATH]    read stdin as one JSON text and nothing else; print the member at PATH
 *	                      ("rows.0.symbol"; "#rows" its length).  Status 1: no JSON, or no such member
 *	helper csv            read stdin as RFC 4180: print rows and columns; status 1 when they differ
 *	helper views          name and arguments of each view, with a tab between
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "model/report.h"

static char *
read_all(size_t *len)
{
	size_t cap = 1 << 26;
	char *text = malloc(cap);

	if (!text)
		exit(2);
	*len = fread(text, 1, cap - 1, stdin);
	text[*len] = '\0';
	return text;
}

static const cJSON *
member(const cJSON *at, const char *path)
{
	while (at && *path) {
		size_t n = strcspn(path, ".");
		char name[100];

		snprintf(name, sizeof(name), "%.*s", (int)n, path);
		at = cJSON_IsArray(at) ? cJSON_GetArrayItem(at, atoi(name))
		                       : cJSON_GetObjectItemCaseSensitive(at, name);
		path += n + (path[n] == '.');
	}
	return at;
}

static int
json(const char *path)
{
	size_t len;
	char *text = read_all(&len);
	const char *end = NULL;
	cJSON *root = strlen(text) == len ? cJSON_ParseWithOpts(text, &end, 0) : NULL;
	const cJSON *found = root ? member(root, path + (*path == '#')) : NULL;

	int bad = !root || strspn(end, "\n") != strlen(end) || !found;

	if (!bad && *path == '#') {
		printf("%d\n", cJSON_GetArraySize(found));
	} else if (!bad && cJSON_IsString(found)) {
		puts(found->valuestring);
	} else if (!bad && *path) {
		char *shown = cJSON_PrintUnformatted(found);

		puts(shown);
		free(shown);
	}
	cJSON_Delete(root);
	free(text);
	return bad;
}

static int
csv(void)
{
	size_t len, rows = 0, columns = 0, here = 1;
	char *text = read_all(&len);
	int quoted = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		here += text[i] == ',';
		if (text[i] == '\n') {
			if (rows++ == 0)
				columns = here;
			if (here != columns) {
				free(text);
				return 1;
			}
			here = 1;
		}
	}
	int bad = quoted || len == 0 || text[len - 1] != '\n';

	printf("%zu %zu\n", rows, columns);
	free(text);
	return bad;
}

static int
views(void)
{
	for (int i = 0; i < BT_VIEW_COUNT; i++) {
		const struct bt_view_spec *spec = bt_view_spec((enum bt_view)i);

		printf("%s\t%s\n", spec->name, spec->args);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc >= 2 && strcmp(argv[1], "json") == 0)
		return json(argc > 2 ? argv[2] : "");
	if (argc == 2 && strcmp(argv[1], "csv") == 0)
		return csv();
	if (argc == 2 && strcmp(argv[1], "views") == 0)
		return views();
	return 2;
}
