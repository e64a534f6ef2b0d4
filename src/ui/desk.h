/* ui/desk.h - the user's own files beside the screen: his notes, and which news he has read.
 *
 * The screen itself touches no file.  This keeps what it shows of them new: a change by another program, or
 * another session, is told by the kernel (inotify); nothing is polled.  */
#ifndef BT_UI_DESK_H
#define BT_UI_DESK_H

#include "ui/screen.h"

struct bt_desk;

/* Open what is there.  What cannot be read is said on the status line of the screen; never NULL. */
struct bt_desk *bt_desk_open(struct bt_screen *s);
void bt_desk_close(struct bt_desk *d);

/* Readable when a file changed; -1: it cannot be told. */
int bt_desk_fd(const struct bt_desk *d);
/* It is readable: read what changed. */
void bt_desk_changed(struct bt_desk *d, int64_t now_utc);

/* Write the marks that the screen has made; cheap when there are none. */
void bt_desk_keep_marks(struct bt_desk *d, int64_t now_utc);
/* Add a note, of the day that it begins with, or of today. */
void bt_desk_add_note(struct bt_desk *d, const char *text, int64_t now_utc);
/* The notes file in the user's editor, on this terminal, which must have been left. */
void bt_desk_edit(struct bt_desk *d, int64_t now_utc);
/* A link in the user's browser; `leave` and `enter` are called around one that needs the terminal. */
void bt_desk_browse(struct bt_desk *d, const char *link, void (*leave)(void *), void (*enter)(void *), void *user);

#endif
