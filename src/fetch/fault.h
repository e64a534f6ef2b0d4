/* fetch/fault.h - the ways in which a source fails, by name. */
#ifndef BT_FETCH_FAULT_H
#define BT_FETCH_FAULT_H

#include "fetch/transport.h"

/* Why an answer was no good: counted in the health view, said on the status line. */
enum bt_fault {
#define BT_FAULT(id, name, cure, text) BT_FAULT_##id,
#include "spec/faults.def"
	BT_FAULT_COUNT
};

/* What may be done about a fault. */
enum bt_cure {
	BT_CURE_NOTHING,         /* no failure of the source */
	BT_CURE_RETRY,           /* transient: again after a pause, three tries in all */
	BT_CURE_SESSION,         /* once again with a new session or after a look at the key */
	BT_CURE_SILENCE,         /* ask this provider nothing for a long while */
	BT_CURE_GIVE_UP,         /* trouble that asking again does not end */
	BT_CURE_SKIP,            /* the source works; this request alone is hopeless */
};

const char *bt_fault_name(enum bt_fault f);
const char *bt_fault_text(enum bt_fault f);
enum bt_cure bt_fault_cure(enum bt_fault f);

/* The fault of a request that came to no HTTP answer; NONE for BT_NET_OK. */
enum bt_fault bt_fault_of_net(enum bt_net net);
/* The fault that a status alone means: NONE for 2xx and 304. */
enum bt_fault bt_fault_of_status(int http_status);

#endif
