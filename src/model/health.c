#include "model/health.h"

#include <string.h>

const char *
bt_health_state_name(enum bt_health_state s)
{
	static const char *const names[] = {
		[BT_HEALTH_UNTRIED] = "untried", [BT_HEALTH_GOOD] = "good",
		[BT_HEALTH_RETRYING] = "retrying", [BT_HEALTH_STOPPED] = "stopped",
		[BT_HEALTH_OFF] = "off", [BT_HEALTH_UNPROVEN] = "unproven",
	};

	return names[s];
}

enum bt_health_state
bt_health_state_of(int64_t last_ok_utc, size_t requests)
{
	return last_ok_utc ? BT_HEALTH_GOOD : requests ? BT_HEALTH_UNPROVEN : BT_HEALTH_UNTRIED;
}

const char *
bt_lease_state_name(enum bt_lease_state s)
{
	static const char *const names[] = {
		[BT_LEASE_NONE] = "none", [BT_LEASE_MINE] = "mine", [BT_LEASE_OTHER] = "other",
	};

	return names[s];
}

size_t
bt_health_requests(const struct bt_health *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n_provider; i++)
		n += h->provider[i].requests;
	return n;
}

const struct bt_provider_health *
bt_health_find(const struct bt_health *h, const char *id)
{
	for (size_t i = 0; i < h->n_provider; i++)
		if (strcmp(h->provider[i].id, id) == 0)
			return &h->provider[i];
	return NULL;
}
