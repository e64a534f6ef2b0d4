/* tests/support/vt_census.c - which kinds of sequences were met; what the terminal answers. */
#define _GNU_SOURCE 1
#include "vt_internal.h"

#include <stdarg.h>
#include <string.h>

/* A full table counts what is left in one last row: never silently. */
static struct bt_vt_census *
row_for(struct bt_vt *vt, const char *name)
{
	for (size_t i = 0; i < vt->ncensus; i++)
		if (strcmp(vt->census[i].name, name) == 0)
			return &vt->census[i];
	if (vt->ncensus == VT_CENSUS)
		return NULL;
	return &vt->census[vt->ncensus++];
}

void
vt_note(struct bt_vt *vt, bool known, const char *fmt, ...)
{
	char name[sizeof vt->census[0].name];
	struct bt_vt_census *row;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(name, sizeof name, fmt, ap);
	va_end(ap);
	row = row_for(vt, name);
	if (!row) {
		row = &vt->census[VT_CENSUS - 1];
		snprintf(row->name, sizeof row->name, "more kinds than the census holds");
		row->known = false;
		row->count++;
		return;
	}
	if (row->count == 0) {
		memcpy(row->name, name, sizeof row->name);
		row->known = known;
	}
	row->known = row->known && known;
	row->count++;
}

void
vt_answer(struct bt_vt *vt, const char *fmt, ...)
{
	size_t room = VT_REPLY - vt->nreply;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(vt->reply + vt->nreply, room, fmt, ap);
	va_end(ap);
	if (n > 0 && (size_t)n < room)
		vt->nreply += (size_t)n;
}

size_t
bt_vt_take_reply(struct bt_vt *vt, char *out, size_t size)
{
	size_t n = vt->nreply < size ? vt->nreply : size;

	memcpy(out, vt->reply, n);
	memmove(vt->reply, vt->reply + n, vt->nreply - n);
	vt->nreply -= n;
	return n;
}

size_t
bt_vt_census_size(const struct bt_vt *vt)
{
	return vt->ncensus;
}

const struct bt_vt_census *
bt_vt_census_at(const struct bt_vt *vt, size_t i)
{
	return i < vt->ncensus ? &vt->census[i] : NULL;
}

unsigned long
bt_vt_census_count(const struct bt_vt *vt, const char *name)
{
	for (size_t i = 0; i < vt->ncensus; i++)
		if (strcmp(vt->census[i].name, name) == 0)
			return vt->census[i].count;
	return 0;
}

unsigned long
bt_vt_unknown(const struct bt_vt *vt)
{
	unsigned long n = 0;

	for (size_t i = 0; i < vt->ncensus; i++)
		if (!vt->census[i].known)
			n += vt->census[i].count;
	return n;
}

void
bt_vt_census_reset(struct bt_vt *vt)
{
	memset(vt->census, 0, sizeof vt->census);
	vt->ncensus = 0;
}
