/* tests/support/vt_internal.h - shared by vt.c (cells), vt_parse.c (bytes) and vt_census.c (names). */
#ifndef BT_TESTS_VT_INTERNAL_H
#define BT_TESTS_VT_INTERNAL_H

#include <locale.h>

#include "vt.h"

#define VT_PARAMS  32
#define VT_STRING  4096   /* bytes kept of an OSC or DCS; the rest is read over */
#define VT_REPLY   512
#define VT_CENSUS  512

enum vt_parse_state {
	VT_GROUND,
	VT_ESC,          /* after ESC, collecting intermediates */
	VT_CSI,
	VT_STR,          /* OSC, DCS, APC, PM, SOS, ESC k: until ST or BEL */
	VT_STR_ESC,      /* ESC inside a string */
	VT_LINUX_PALETTE /* ESC ] P and seven hexadecimal digits */
};

struct vt_pen {
	uint16_t attrs;
	int32_t fg, bg;
};

/* What DECSC keeps. */
struct vt_saved {
	int x, y;
	bool wrap_pending, origin;
	struct vt_pen pen;
	char g[2];
	int gl;
};

struct vt_screen {
	struct bt_vt_cell *cell;   /* rows * cols */
	struct vt_saved saved;
};

struct bt_vt {
	int cols, rows;
	struct vt_screen screen[2];   /* main, alternate */
	struct vt_screen *shown;
	struct bt_vt_state st;
	struct vt_pen pen;
	char g[2];        /* designated sets: 'B' ASCII, '0' line drawing, 'A' UK */
	int gl;           /* 0 or 1: SI, SO */
	bool *tab;        /* cols */
	int last_x, last_y;   /* cell of the last printed character, for combining marks; -1 none */
	uint32_t last_ch;     /* for REP; 0 none */
	locale_t utf8;

	enum vt_parse_state state;
	uint32_t u8;      /* character under construction */
	int u8_left;
	uint32_t u8_min;
	char inter[8];
	int ninter;
	char csi_prefix;  /* one of <=>? or 0 */
	long param[VT_PARAMS];   /* -1: left out */
	bool sub[VT_PARAMS];     /* joined to the one before by ':' */
	int nparam;
	bool param_open;  /* digits or separators seen */
	bool csi_bad;
	char str_kind;    /* ']' 'P' '_' '^' 'X' 'k' */
	char str[VT_STRING];
	size_t nstr;
	int palette_left;

	char reply[VT_REPLY];
	size_t nreply;
	struct bt_vt_census census[VT_CENSUS];
	size_t ncensus;
};

/* vt.c: operations on cells */
void vt_put(struct bt_vt *vt, uint32_t ch);
void vt_repeat(struct bt_vt *vt, long n);
void vt_move(struct bt_vt *vt, int x, int y);           /* clamps; cancels a pending wrap */
void vt_move_origin(struct bt_vt *vt, int x, int y);    /* relative to the region in origin mode */
void vt_index(struct bt_vt *vt);
void vt_reverse_index(struct bt_vt *vt);
void vt_scroll(struct bt_vt *vt, int top, int bottom, int n);   /* n > 0 up, n < 0 down */
void vt_erase(struct bt_vt *vt, int y, int x0, int x1);  /* columns x0..x1-1 with the pen's bg */
void vt_erase_rows(struct bt_vt *vt, int y0, int y1);    /* rows y0..y1-1 */
void vt_insert_chars(struct bt_vt *vt, int n);
void vt_delete_chars(struct bt_vt *vt, int n);
void vt_tab(struct bt_vt *vt, int n);                    /* n < 0: back */
void vt_save(struct bt_vt *vt);
void vt_restore(struct bt_vt *vt);
void vt_use_alternate(struct bt_vt *vt, bool on, bool clear, bool cursor);
void vt_reset(struct bt_vt *vt, bool hard);
void vt_align(struct bt_vt *vt);

/* vt_csi.c: control sequences, when complete */
void vt_csi(struct bt_vt *vt, char final);

/* vt_census.c */
void vt_note(struct bt_vt *vt, bool known, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void vt_answer(struct bt_vt *vt, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
