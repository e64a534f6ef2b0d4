/* model/alerts.h - conditions that are watched: each fires once when it begins to hold.
 *
 * The copy that fetches judges them on its pictures (model/engine.c) and keeps in a file of the state directory
 * which hold and what fired, so that neither a restart nor another copy fires again.  A condition fires when it
 * holds and was last known not to; one that is new only becomes known.  What cannot be computed changes nothing.
 *
 * The file is one of lines (model/state.h): "true UTC CONDITION", "false UTC CONDITION", and the log,
 * "event UTC NAME | CONDITION | WHY", oldest first.  */
#ifndef BT_MODEL_ALERTS_H
#define BT_MODEL_ALERTS_H

#include <stdint.h>
#include <time.h>

#include "model/condition.h"
#include "model/state.h"

#define BT_ALERT_EVENTS 200              /* kept in the log */
#define BT_ALERT_OWN 32                  /* of one engine that a screen can still be told of */

struct bt_alert {
	const char *name, *text;
	enum bt_truth truth;
	const char *why;                 /* in words, or what is wrong with it; "" not judged here */
	int64_t since_utc;               /* that it is so; 0 unknown */
};

struct bt_alert_event {
	int64_t utc;
	const char *name, *text, *why;
	uint64_t mine;                   /* ascending number, when this engine fired it; else 0 */
};

/* All of them, and the log, newest first. */
struct bt_alert_list {
	const struct bt_alert *at;
	size_t n;
	const struct bt_alert_event *event;
	size_t n_event;
};

/* The one who judges.  Not thread-safe. */
struct bt_alert_judge {
	const char *path;                /* NULL: nothing is kept */
	struct bt_state state;
	struct timespec seen;            /* time of the file as read or written */
	uint64_t fired;                  /* events of its own so far; */
	char *own[BT_ALERT_OWN];         /* the newest as they stand in the file, number n at n % BT_ALERT_OWN */
	char note[300];                  /* why the file could not be written, or "" */
};

void bt_alerts_init(struct bt_alert_judge *j, const char *path);
void bt_alerts_release(struct bt_alert_judge *j);

/* Where they stand by this scope; `judging`: judge, fire and keep, else only tell what the file says.  True:
 * the file was written, which other copies may want to know.  */
bool bt_alerts_look(struct bt_alert_judge *j, const struct bt_scope *scope, bool judging, struct bt_arena *a,
                    struct bt_alert_list *out);
/* Has another copy written since the last look? */
bool bt_alerts_are_old(const struct bt_alert_judge *j);

#endif
