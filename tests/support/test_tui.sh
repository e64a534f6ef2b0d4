#!/bin/sh
# tests/support/test_tui.sh - self-test of tui.sh: a full-screen program of eight lines of shell.
# Needs tmux and procps (77: skipped).

for tool in tmux pgrep; do
	command -v "$tool" >/dev/null 2>&1 || { echo "$tool is not installed"; exit 77; }
done
# shellcheck source=tests/support/tui.sh
. "${srcdir:-.}/tests/support/tui.sh"

cat >"$TUI_DIR/prog" <<'PROG'
restore() { tput rmkx; tput cnorm; tput rmcup; stty "$saved"; }
saved=$(stty -g)
trap 'restore; trap - TERM; kill -TERM $$' TERM
tput smcup; tput civis; stty raw -echo isig
show() { tput clear; printf '%s\r\nat %s\r\n' "$(stty size)" "$1"; }
trap 'show resized' WINCH
show start
while :; do
	key=$(dd bs=1 count=1 2>/dev/null)
	case $key in
	q) restore; exit 5 ;;
	x) exit 6 ;;
	*) show "key $key" ;;
	esac
done
PROG

tui_start 40x10 sh "$TUI_DIR/prog"
tui_wait '^at start$'
tui_wait '^10 40'
tui_fmt '#{alternate_on} #{cursor_flag}' '1 0'
tui_step '^at key j$' j
tui_gone 'start'
tui_type 'k'
tui_wait '^at key k$'
tui_size 33 7
tui_keys m
tui_wait '^7 33'
tui_keys q
tui_exit 5

# a single word is a shell command line; the status of a signal
tui_start 20x5 "printf 'up\n'; exec cat"
tui_wait '^up$'
kill -TERM "$(tui_pid)"
tui_exit 143

# what leaves the terminal in disorder is told
tui_start 20x5 sh "$TUI_DIR/prog"
tui_wait '^at start$'
tui_keys x
if (trap - EXIT; TUI_TIMEOUT=1; tui_exit 6) 2>/dev/null; then
	tui_die "a spoiled terminal went unnoticed"
fi
if (trap - EXIT; TUI_TIMEOUT=0; tui_wait 'never shown') 2>/dev/null; then
	tui_die "a wait for nothing succeeded"
fi
exit 0
