#include "fetch/html.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const struct entity {
	const char *name;
	uint32_t cp;
} entities[] = {
#define BT_ENTITY(name, cp) {name, cp},
#include "spec/entities.def"
};

uint32_t
bt_html_from_windows(uint32_t cp)
{
	static const uint16_t windows[32] = {
		0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
		0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
		0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
		0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
	};

	return cp >= 0x80 && cp <= 0x9F ? windows[cp - 0x80] : cp;
}

static int
by_name(const void *key, const void *entity)
{
	return strcmp(key, ((const struct entity *)entity)->name);
}

/* "#123;" or "#x7b;" after the '&' */
static size_t
numeric(const char *s, size_t n, uint32_t *cp)
{
	bool hex = n > 2 && (s[1] == 'x' || s[1] == 'X');
	uint32_t value = 0;
	size_t i = hex ? 2 : 1, first = i;

	for (; i < n && (hex ? isxdigit((unsigned char)s[i]) : isdigit((unsigned char)s[i])); i++)
		if (value <= 0x10FFFF)
			value = value * (hex ? 16 : 10) +
			        (uint32_t)(isdigit((unsigned char)s[i]) ? s[i] - '0'
			                                                : (s[i] | 32) - 'a' + 10);
	if (i == first || i == n || s[i] != ';')
		return 0;
	*cp = bt_html_from_windows(value);
	if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF) || value == 0)
		*cp = BT_TEXT_REPLACEMENT;
	return i + 1;
}

size_t
bt_html_reference(const char *s, size_t n, uint32_t *cp)
{
	char name[12];
	size_t len = 0;
	const struct entity *e;

	if (n < 3 || s[0] != '&')
		return 0;
	if (s[1] == '#') {
		len = numeric(s + 1, n - 1, cp);
		return len ? len + 1 : 0;
	}
	while (len + 1 < sizeof(name) && len + 1 < n && isalnum((unsigned char)s[len + 1])) {
		name[len] = s[len + 1];
		len++;
	}
	name[len] = '\0';
	if (len + 1 >= n || s[len + 1] != ';')
		return 0;
	e = bsearch(name, entities, sizeof(entities) / sizeof(entities[0]), sizeof(entities[0]),
	            by_name);
	if (!e)
		return 0;
	*cp = e->cp;
	return len + 2;
}
