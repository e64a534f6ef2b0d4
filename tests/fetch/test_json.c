/* test_json.c - our parser of answers against cJSON's: what ours takes, cJSON takes, and both read the same; what
 * cJSON takes and ours does not is named here.  */
#include <math.h>

#include "fetch/json.h"
#include "fetch/manifest.h"

static struct bt_arena arena;
static size_t values;

static int
setup(void **state)
{
	(void)state;
	bt_arena_init(&arena, 256 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	bt_arena_release(&arena);
	return 0;
}

static bool
parse(const char *s, size_t n, struct bt_json *json, enum bt_fault *fault)
{
	char *bytes = exact(s, n);
	bool good = bt_json_parse(bytes, n, &arena, json, fault);

	free(bytes); /* the tree keeps nothing of it */
	assert_true(good == (json->top != NULL) && good == !*fault);
	return good;
}

static bool same(const struct bt_json *json, const cJSON *ours, const cJSON *theirs);

/* A number that no double holds is not one for us. */
static bool
same_number(double x, const cJSON *v)
{
	if (!cJSON_IsNumber(v) || !isfinite(v->valuedouble))
		return isnan(x);
	return x == v->valuedouble;
}

static bool
same_children(const struct bt_json *json, const cJSON *ours, const cJSON *theirs)
{
	const cJSON *a = ours->child, *b = theirs->child;

	for (; a && b; a = a->next, b = b->next)
		if (!same(json, a, b) || !a->string != !b->string || (a->string && strcmp(a->string, b->string) != 0))
			return false;
	return !a && !b;
}

static bool
same(const struct bt_json *json, const cJSON *ours, const cJSON *theirs)
{
	const struct bt_column *c = bt_json_column(json, ours);
	size_t i = 0;

	values++;
	if ((ours->type & 0xFF) != (theirs->type & 0xFF))
		return false;
	if (c) {
		for (const cJSON *v = theirs->child; v; v = v->next, i++, values++)
			if (i >= c->n || !same_number(c->x[i], v))
				return false;
		return i == c->n;
	}
	if (cJSON_IsNumber(ours))
		return same_number(ours->valuedouble, theirs);
	if (cJSON_IsString(ours))
		return strcmp(ours->valuestring, theirs->valuestring) == 0;
	return same_children(json, ours, theirs);
}

/* cJSON's tree of the whole text; NULL: it does not take it. */
static cJSON *
reference(const char *s, size_t n)
{
	const char *end;
	cJSON *tree;

	while (n && strchr(" \t\r\n", s[n - 1]))
		n--;
	tree = cJSON_ParseWithLengthOpts(s, n, &end, 0);
	if (tree && end == s + n)
		return tree;
	cJSON_Delete(tree);
	return NULL;
}

static void
compare(const char *name, const char *s, size_t n)
{
	struct bt_json json;
	enum bt_fault fault;
	cJSON *theirs = reference(s, n);
	bool good = parse(s, n, &json, &fault);

	if (good && !theirs)
		fail_msg("%s: taken, and cJSON does not", name);
	if (good && !same(&json, json.top, theirs))
		fail_msg("%s: read otherwise than by cJSON", name);
	cJSON_Delete(theirs);
}

static void
text__both_take__read_the_same(void **state)
{
	static const char *const texts[] = {
		"null", "true", "false", "0", "-0", "-0.0", "12.5", "1e3", "1E+3", "1e-3", "\"\"", "\"a\"", "[]", "{}", "[[]]",
		" [ 1 , 2 ] ", "[1,[2,[3]]]", "[null,true,\"x\",1]", "[{\"a\":[1.5,null]},[]]", "{\"a\":{\"b\":[]}}",
		"{\"a\":1,\"a\":2}", "{\"\":1}", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20ac\\ud83d\\ude00\"",
		"[0.1,0.2,0.30000000000000004]", "[3824.139892578125,35.83300018310547,0.15800000727176666]",
		"[9007199254740992,9007199254740993,9007199254740995,18014398509481985]",
		"[1234567890123456789,0.1234567890123456789,123456789.0123456789,12345678901234567890123]",
		"[5e-324,2.2250738585072014e-308,1.7976931348623157e308,1e999,-1e999,1e-999]",
		"{\"x\":[1,2,3],\"y\":[4],\"z\":[\"a]b\",5]}", "[\"]\",\"\\\"\",\",\"]", "[1,2,{}]", "[{},1]", "[1,[]]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct bt_json json;
		enum bt_fault fault;

		if (!parse(texts[i], strlen(texts[i]), &json, &fault))
			fail_msg("%s: %s", texts[i], bt_fault_name(fault));
		compare(texts[i], texts[i], strlen(texts[i]));
	}
}

static void
text__not_json__is_refused(void **state)
{
	static const struct {
		const char *text;
		enum bt_fault fault;
	} bad[] = {
		{"", BT_FAULT_EMPTY}, {" \n", BT_FAULT_EMPTY}, {"nul", BT_FAULT_FORMAT}, {"nulll", BT_FAULT_FORMAT},
		{"1 2", BT_FAULT_FORMAT}, {"{}x", BT_FAULT_FORMAT}, {"[1", BT_FAULT_TRUNCATED}, {"[1,", BT_FAULT_TRUNCATED},
		{"{\"a\"", BT_FAULT_TRUNCATED}, {"{\"a\":", BT_FAULT_TRUNCATED}, {"\"a", BT_FAULT_TRUNCATED},
		{"\"a\\", BT_FAULT_TRUNCATED}, {"[1,]", BT_FAULT_FORMAT}, {"[,1]", BT_FAULT_FORMAT},
		{"{\"a\":1,}", BT_FAULT_FORMAT}, {"{a:1}", BT_FAULT_FORMAT}, {"{\"a\" 1}", BT_FAULT_FORMAT},
		{"[1 2]", BT_FAULT_FORMAT}, {"]", BT_FAULT_FORMAT}, {"[}", BT_FAULT_FORMAT}, {"\"\\x\"", BT_FAULT_FORMAT},
		{"\"\\u12g4\"", BT_FAULT_FORMAT}, {"NaN", BT_FAULT_FORMAT}, {"Infinity", BT_FAULT_FORMAT},
		{"[NaN]", BT_FAULT_FORMAT}, {"[-Infinity]", BT_FAULT_FORMAT}, {"+1", BT_FAULT_FORMAT}, {"-", BT_FAULT_FORMAT},
		{"0x10", BT_FAULT_FORMAT}, {"1e", BT_FAULT_FORMAT}, {".5", BT_FAULT_FORMAT}, {"[.5]", BT_FAULT_FORMAT},
		/* cJSON takes these */
		{"01", BT_FAULT_FORMAT}, {"[-01]", BT_FAULT_FORMAT}, {"1.", BT_FAULT_FORMAT}, {"[1.]", BT_FAULT_FORMAT},
		{"1.e3", BT_FAULT_FORMAT}, {"-00", BT_FAULT_FORMAT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct bt_json json;
		enum bt_fault fault;

		if (parse(bad[i].text, strlen(bad[i].text), &json, &fault) || fault != bad[i].fault)
			fail_msg("\"%s\": %s, expected %s", bad[i].text, bt_fault_name(fault), bt_fault_name(bad[i].fault));
		compare(bad[i].text, bad[i].text, strlen(bad[i].text));
	}
}

static void
text__half_characters_and_nul__are_replaced(void **state)
{
	static const char *const texts[] = {"\"\\ud800\"", "\"\\udc00\"", "\"\\u0000\"", "\"\\ud800\\u0041\""};
	struct bt_json json;
	enum bt_fault fault;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_true(parse(texts[i], strlen(texts[i]), &json, &fault));
		assert_string_equal(json.top->valuestring, i < 3 ? "\xEF\xBF\xBD" : "\xEF\xBF\xBD" "A");
	}
}

static void
text__depth__is_bounded(void **state)
{
	char text[400];
	struct bt_json json;
	enum bt_fault fault;

	(void)state;
	for (int depth = 1; depth < 200; depth++) {
		memset(text, '[', (size_t)depth);
		memset(text + depth, ']', (size_t)depth);
		assert_true(parse(text, (size_t)depth * 2, &json, &fault) == (depth <= 64));
	}
}

/* Texts of numbers with many digits, short and long fractions, near halves. */
static void
numbers__seeded__are_those_of_strtod(void **state)
{
	uint64_t seed = 1;
	struct bt_json json;
	enum bt_fault fault;
	char text[64];

	(void)state;
	for (int i = 0; i < 200000; i++) {
		seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
		unsigned digits = 1 + (unsigned)(seed >> 33) % 19, point = (unsigned)(seed >> 40) % (digits + 1);
		char raw[32];

		snprintf(raw, sizeof(raw), "%0*llu", (int)digits, (unsigned long long)((seed >> 1) % UINT64_C(10000000000000000000)));
		snprintf(text, sizeof(text), "[%s%.*s%s%.*s%s]", seed & 1 ? "-" : "", (int)point, point ? raw : "0",
		         point && point < digits ? "." : point ? "" : ".", point && point == digits ? 0 : (int)(digits - point),
		         raw + point, (seed >> 60) == 3 ? "e-7" : (seed >> 60) == 5 ? "e5" : "");
		if (i % 8 == 0) /* binary32 printed as a double, as Yahoo has them */
			snprintf(text, sizeof(text), "[%.17g]", (double)(float)((double)(seed >> 40) / 1000));
		compare(text, text, strlen(text));
		if (parse(text, strlen(text), &json, &fault)) {
			double x = strtod(text + 1, NULL);

			assert_true(json.column[0].x[0] == x);
		}
		if (i % 1000 == 0)
			bt_arena_release(&arena);
	}
}

/* --- recorded answers, whole and damaged ---------------------------------------------------------- */

static void
compare_file(const struct entry *e, void *user)
{
	static const char other[] = "\"{}[],:9-eE.x\\u0nt \xff";
	char path[256];
	size_t n, *files = user;
	uint64_t seed = 7;
	char *body;

	snprintf(path, sizeof(path), "fixtures/%s", e->path);
	body = strstr(e->path, ".json") ? load(shared_path(path), &n) : NULL;
	if (!body)
		return;
	++*files;
	compare(e->path, body, n);
	for (int i = 0; i < 200 && n < 100000; i++) {
		seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
		size_t at = (size_t)(seed >> 33) % n;
		char kept = body[at];

		body[at] = other[(seed >> 20) % (sizeof(other) - 1)];
		compare(e->path, body, n);
		body[at] = kept;
		compare(e->path, body, at);
		bt_arena_release(&arena);
	}
	free(body);
}

static void
recorded_answers__whole_and_damaged__read_the_same(void **state)
{
	size_t files = 0;

	(void)state;
	values = 0;
	if (!each_entry(compare_file, &files)) {
		print_message("no ../shared: recorded answers not compared\n");
		skip();
	}
	print_message("%zu files, %zu values compared with cJSON's\n", files, values);
	assert_true(files >= 90 && values > 100000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(text__both_take__read_the_same),
		TEST(text__not_json__is_refused),
		TEST(text__half_characters_and_nul__are_replaced),
		TEST(text__depth__is_bounded),
		TEST(numbers__seeded__are_those_of_strtod),
		TEST(recorded_answers__whole_and_damaged__read_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
