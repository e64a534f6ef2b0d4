#include "fetch/fault.h"

static const struct {
	const char *name, *text;
	enum bt_cure cure;
} faults[] = {
#define BT_FAULT(id, name, cure, text) [BT_FAULT_##id] = {name, text, BT_CURE_##cure},
#include "spec/faults.def"
};

static const enum bt_fault of_net[] = {
	[BT_NET_OK] = BT_FAULT_NONE,
	[BT_NET_DNS] = BT_FAULT_NETWORK,
	[BT_NET_CONNECT] = BT_FAULT_NETWORK,
	[BT_NET_TLS] = BT_FAULT_TLS,
	[BT_NET_TIMEOUT] = BT_FAULT_TIMEOUT,
	[BT_NET_CUT] = BT_FAULT_TRUNCATED,
	[BT_NET_TOO_LARGE] = BT_FAULT_TOO_LARGE,
	[BT_NET_REDIRECT] = BT_FAULT_REDIRECT,
	[BT_NET_CANCELLED] = BT_FAULT_CANCELLED,
	[BT_NET_OTHER] = BT_FAULT_NETWORK,
};

/* First row that holds the status wins. */
static const struct {
	int from, to;
	enum bt_fault fault;
} of_status[] = {
	{200, 299, BT_FAULT_NONE},
	{304, 304, BT_FAULT_NONE},
	{300, 399, BT_FAULT_REDIRECT},
	{401, 401, BT_FAULT_AUTH},
	{403, 403, BT_FAULT_AUTH},
	{404, 404, BT_FAULT_NOT_FOUND},
	{408, 408, BT_FAULT_TIMEOUT},
	{410, 410, BT_FAULT_NOT_FOUND},
	{429, 429, BT_FAULT_REFUSED},
	{400, 499, BT_FAULT_REQUEST},
};

const char *
bt_fault_name(enum bt_fault f)
{
	return faults[f].name;
}

const char *
bt_fault_text(enum bt_fault f)
{
	return faults[f].text;
}

enum bt_cure
bt_fault_cure(enum bt_fault f)
{
	return faults[f].cure;
}

enum bt_fault
bt_fault_of_net(enum bt_net net)
{
	return of_net[net];
}

enum bt_fault
bt_fault_of_status(int http_status)
{
	for (size_t i = 0; i < sizeof(of_status) / sizeof(of_status[0]); i++)
		if (http_status >= of_status[i].from && http_status <= of_status[i].to)
			return of_status[i].fault;
	return BT_FAULT_HTTP;
}
