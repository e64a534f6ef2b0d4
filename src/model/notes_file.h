/* model/notes_file.h - the file of notes: found, read, added to, by several programs at once.
 *
 * It is the user's: what stands in it is never written again, a note is only put behind it, whole or not at
 * all, under a lock (flock on the file).  An editor that writes a new file in its place is minded: the lock
 * counts only on the file that has the name.  A symbolic link at the usual place is refused (somebody else
 * could have put it there); a link that the setting [data] notes names is the user's own and followed.  */
#ifndef BT_MODEL_NOTES_FILE_H
#define BT_MODEL_NOTES_FILE_H

#include "model/notes.h"
#include "model/settings.h"

/* Where it is or will be: the setting [data] notes, else $XDG_DATA_HOME/broadtape/notes.md.  BT_E_IO as
 * bt_xdg_path. */
BT_MUST_CHECK enum bt_status bt_notes_path(const struct bt_settings *s, struct bt_arena *a, const char **out,
                                           struct bt_err *err);

/* Read it; a file that is not there is no notes.
 *	BT_E_IO     it cannot be read: path and reason
 *	BT_E_LIMIT  it is larger than 16 MiB  */
BT_MUST_CHECK enum bt_status bt_notes_load(const char *path, struct bt_arena *a, struct bt_notes *out,
                                           struct bt_err *err);
/* "path:12: expected ...; what now": a fault as one line. */
const char *bt_note_fault_text(const char *path, const struct bt_note_fault *f, struct bt_arena *a);

/* What is written about.  Without: the text begins with them ("^RUT SPSM/MAG7: text", or "RUT breaks out"
 * when `is_symbol` says that the first words are symbols; it may be NULL).  */
struct bt_note_draft {
	bt_date date;
	const char *text;                /* as typed: lines, perhaps "fact: ..." */
	bool (*is_symbol)(void *user, const char *word, size_t n);
	void *user;
};

/* Add a note to the file, which is made when it is not there; returns what was written in *out (may be NULL).
 *	BT_E_USAGE  there is no text
 *	BT_E_PARSE  a line begins like a fact, target or event and is none
 *	BT_E_IO     it could not be written; the file is as it was  */
BT_MUST_CHECK enum bt_status bt_notes_add(const char *path, bool follow_link, const struct bt_note_draft *d,
                                          struct bt_arena *a, const char **out, struct bt_err *err);

/* Make the file with a few words on how to write in it, unless it is there: for an editor. */
BT_MUST_CHECK enum bt_status bt_notes_make(const char *path, bool follow_link, struct bt_err *err);

#endif
