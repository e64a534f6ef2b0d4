# shellcheck shell=sh
# tests/support/tui.sh - drive a full-screen program inside a private tmux server.
#
#     . "$srcdir/tests/support/tui.sh"
#     tui_start 80x24 env TZ=UTC HOME="$TUI_DIR" src/broadtape --sample
#     tui_wait 'S&P 500'            until the screen shows it
#     tui_step 'Key bindings' '?'   not there, press ?, there
#     tui_keys Escape; tui_gone 'Key bindings'
#     tui_keys q; tui_exit 0        ended, status 0, terminal as it was
#
# Needs tmux >= 3.3, procps, a POSIX shell.  Rules that keep such tests from flaking: fix size,
# LANG, TZ, HOME and the XDG directories; wait only for what the new state alone shows; after
# Escape wait for its effect before the next key, or it is read as Alt; capture-pane cuts trailing
# blanks, so no pattern may end with one.  Bytes on the wire and hang-ups: use pty.h instead.
#
# Variables: TUI_TIMEOUT seconds for each wait (default 5; BT_TEST_SLOW multiplies it), TUI_TERM
# the TERM that the program sees (default tmux-256color).  TUI_DIR is a directory of the test's own;
# it and everything started here go away when the shell exits.  One program at a time: after
# tui_exit or tui_stop the next tui_start may follow.

set -u
TUI_DIR=$(mktemp -d "${TMPDIR:-/tmp}/tui.XXXXXX") || exit 99
TUI_TIMEOUT=${TUI_TIMEOUT:-5}
tui_run=0

# The private server: own socket, own configuration, nothing of the user's.
tui() {
	env -u TMUX -u TMUX_PANE tmux -S "$TUI_DIR/socket" -f "$TUI_DIR/tmux.conf" "$@"
}

# tui_start COLSxROWS COMMAND [ARG...]   a single COMMAND is a line for sh
tui_start() {
	tui_stop
	tui_run=$((tui_run + 1))
	tui_mark=$TUI_DIR/run$tui_run
	cat >"$TUI_DIR/tmux.conf" <<-CONF
		set -s escape-time 0
		set -s exit-empty on
		set -g default-terminal "${TUI_TERM:-tmux-256color}"
		set -g status off
		set -g remain-on-exit off
	CONF
	# The shell around the program keeps status and tty modes, since tmux may lose the
	# former; the status file appears last and whole.
	cat >"$TUI_DIR/around" <<-'AROUND'
		mark=$1
		shift
		stty -g >"$mark.before"
		if [ $# -eq 1 ]; then sh -c "$1"; else "$@"; fi
		echo $? >"$mark.status.new"
		stty -g >"$mark.after"
		mv "$mark.status.new" "$mark.status"
		exec tail -f /dev/null
	AROUND
	tui_size_wanted=$1
	shift
	LANG=${LANG:-C.UTF-8} tui new-session -d -x "${tui_size_wanted%x*}" \
		-y "${tui_size_wanted#*x}" sh "$TUI_DIR/around" "$tui_mark" "$@" ||
		tui_die "tmux does not start"
	# not in tmux.conf: 3.3a dies of it when the first session is made
	tui set-option -g window-size manual
}

# End whatever runs; safe at any time.
tui_stop() {
	[ -S "$TUI_DIR/socket" ] || return 0
	tui_left=$(tui list-panes -a -F '#{pane_pid}' 2>/dev/null)
	for tui_one in $tui_left; do
		tui_left="$tui_left $(pgrep -P "$tui_one" | tr '\n' ' ')"
	done
	tui kill-server 2>/dev/null
	# a program that ignores the hang-up must not outlive the test
	for tui_one in $tui_left; do
		kill -KILL "$tui_one" 2>/dev/null
	done
	rm -f "$TUI_DIR/socket"
}

tui_cleanup() {
	tui_stop
	rm -rf "$TUI_DIR"
}
trap tui_cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# The screen as text (trailing blanks are cut); the same with its colours; any format of tmux.
tui_screen() {
	tui capture-pane -p
}
tui_colours() {
	tui capture-pane -p -e
}
tui_get() {
	tui display-message -p "$1"
}

tui_die() {
	{
		echo "FAIL: $*"
		tui_screen 2>/dev/null | sed 's/^/|/'
	} >&2
	exit 1
}

tui_ms() {
	tui_ns=$(date +%s%N)
	echo "${tui_ns%??????}"
}

# tui_until COMMAND [ARG...]   run it again and again until it succeeds; false when time is up
tui_until() {
	tui_end=$(($(tui_ms) + TUI_TIMEOUT * 1000 * ${BT_TEST_SLOW:-1}))
	while ! "$@"; do
		[ "$(tui_ms)" -lt "$tui_end" ] || return 1
		sleep 0.02
	done
}

# tui_has ERE   is it on the screen now?
tui_has() {
	tui_screen | grep -Eq -e "$1"
}
tui_lacks() {
	! tui_has "$1"
}
tui_equals() {
	[ "$(tui_get "$1")" = "$2" ]
}

tui_wait() {
	tui_until tui_has "$1" || tui_die "never saw /$1/"
}
tui_gone() {
	tui_until tui_lacks "$1" || tui_die "still see /$1/"
}
# tui_fmt FORMAT VALUE   e.g. '#{cursor_y}' 7, '#{alternate_on}' 1
tui_fmt() {
	tui_until tui_equals "$1" "$2" || tui_die "$1 is '$(tui_get "$1")', not '$2'"
}

# Keys by tmux's names (Up F1 C-l Escape PgDn); text as it is.
tui_keys() {
	tui send-keys "$@"
}
tui_type() {
	tui send-keys -l -- "$1"
}
# tui_step ERE KEY...   must be absent before the keys and appear after them
tui_step() {
	tui_want=$1
	shift
	tui_lacks "$tui_want" || tui_die "/$tui_want/ was there before: $*"
	tui_keys "$@"
	tui_wait "$tui_want"
}

tui_size() {
	tui resize-window -x "$1" -y "$2"
}

# Process id of the program (not of the shell around it).
tui_pid() {
	pgrep -P "$(tui_get '#{pane_pid}')" | head -n 1
}

tui_ended() {
	[ -e "$tui_mark.status" ]
}
# tui_exit STATUS   has ended with it (128 + signal), and left the terminal as it found it
tui_exit() {
	tui_until tui_ended || tui_die "still running"
	tui_status=$(cat "$tui_mark.status")
	[ "$tui_status" = "$1" ] || tui_die "status $tui_status, not $1"
	cmp -s "$tui_mark.before" "$tui_mark.after" || tui_die "tty modes are not restored"
	tui_fmt '#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{keypad_flag}' '0 1 0 0'
}
