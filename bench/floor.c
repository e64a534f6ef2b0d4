/* floor.c - the least that a full-screen program on ncurses does: fill the screen with a table in colours and
 * draw all of it anew on each key.  What broadtape is measured against (bench/README).
 *
 *	bench-floor      j k: the selected row, which stays in view; n p, 1 3, [ ]: other numbers everywhere;
 *	                 q: end.  The first row says "as of 2000-01-01".  */
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <curses.h>

static int selected, page;

/* A number that looks like a price and changes with the page. */
static int
cents(int row, int column)
{
	unsigned x = (unsigned)(row * 31 + column * 7 + page * 131071);

	x ^= x >> 7;
	x *= 2654435761u;
	return (int)(x >> 12) % 100000;
}

static void
draw(void)
{
	erase();
	attrset(A_REVERSE);
	mvhline(0, 0, ' ', COLS);
	mvaddnstr(0, 1, "floor  as of 2000-01-01", COLS - 2);
	for (int y = 1; y < LINES; y++) {
		attrset(y - 1 == selected % (LINES > 1 ? LINES - 1 : 1) ? A_REVERSE : A_NORMAL);
		mvhline(y, 0, ' ', COLS);
		mvprintw(y, 0, "Row %-4d", y);
		for (int x = 9, c = 0; x + 10 < COLS; x += 10, c++) {
			int v = cents(y, c);

			attron(COLOR_PAIR(1 + v % 3));
			mvprintw(y, x, "%9.2f", v / 100.0);
			attroff(COLOR_PAIR(1 + v % 3));
		}
	}
	move(selected % (LINES > 1 ? LINES - 1 : 1) + 1, 0);
	refresh();
}

static void
act(int key)
{
	if (key == 'j' || key == KEY_DOWN)
		selected++;
	else if ((key == 'k' || key == KEY_UP) && selected > 0)
		selected--;
	else if (key == 'q')
		exit(endwin());
	else if (key != KEY_RESIZE)
		page++;
	draw();
}

int
main(void)
{
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};

	setlocale(LC_ALL, "");
	if (!initscr())
		return 1;
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	start_color();
	use_default_colors();
	init_pair(1, COLOR_CYAN, -1);
	init_pair(2, COLOR_YELLOW, -1);
	init_pair(3, -1, -1);
	draw();
	for (;;) {
		int key;

		poll(&in, 1, -1);
		if (in.revents & (POLLHUP | POLLERR))
			break;
		while ((key = getch()) != ERR)
			act(key);
	}
	endwin();
	return 0;
}
