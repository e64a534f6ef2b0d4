#include "model/health.h"

#include <string.h>

const char *
bt_health_state_name(enum bt_health_state s)
{
	static const char *const names[] = {
		[BT_HEALTH_UNTRIED] = "untried", [BT_HEALTH_GOOD] = "good",
		[BT_HEALTH_RETRYING] = "retrying", [BT_HEALTH_STOPPED] = "stopped",
		[BT_HEALTH_OFF] = "off",
	};

	return names[s];
}

const struct bt_provider_health *
bt_health_find(const struct bt_health *h, const char *id)
{
	for (size_t i = 0; i < h->n_provider; i++)
		if (strcmp(h->provider[i].id, id) == 0)
			return &h->provider[i];
	return NULL;
}
