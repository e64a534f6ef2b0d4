#!/bin/sh
# tools/screenshot.sh - run a command in a real terminal (xterm on a virtual X server) and take its
# picture as PNG.  The bytes of the PNG depend on what is shown alone.
#
#     tools/screenshot.sh -g 120x40 -w 'S&P 500' -k 2 -w 'Advances' -o breadth.png -- \
#         src/broadtape --sample --as-of 2025-12-23
#
#   -g COLSxROWS  size (default 100x30)          -o FILE  the picture (required)
#   -w TEXT       wait until TEXT is shown       -r ERE   the same with a regular expression
#   -k KEYS       keys by tmux's names, blank-separated (Up F1 C-l Escape Space)
#   -l TEXT       type TEXT literally
#   -t SECONDS    for each wait (default 15)     -f SIZE  font size in points (default 12)
#   -d FILE       write the screen's text too
# -w, -r, -k and -l are obeyed in the order given; at least one -w or -r must come last.
#
# The program runs in a private tmux inside the xterm, so that its screen can be read as text; TERM is
# tmux-256color.  Exit status: 0; 1 a wait failed (the screen goes to stderr); 2 usage; 77 xterm, Xvfb,
# tmux, ImageMagick or xprop (x11-utils) is missing.  All that was started is ended again, whatever happens.

set -u
size=100x30 out='' limit=15 points=12 text='' steps=''
font='DejaVu Sans Mono'

usage() {
	sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2
	exit 2
}

# Steps are kept one a line: a letter, then the argument.
step() {
	case $2 in
	*'
'*) usage ;;
	esac
	steps="$steps$1$2
"
}

while getopts g:o:w:r:k:l:t:f:d:h name; do
	case $name in
	g) size=$OPTARG ;;
	o) out=$OPTARG ;;
	w | r | k | l) step "$name" "$OPTARG" ;;
	t) limit=$OPTARG ;;
	f) points=$OPTARG ;;
	d) text=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
if [ -z "$out" ] || [ $# -eq 0 ] || [ -z "$steps" ]; then
	usage
fi
case ${size%x*}${size#*x}$limit$points in
*[!0-9]*) usage ;;
esac

for tool in Xvfb xterm tmux import xprop; do
	command -v $tool >/dev/null 2>&1 || {
		echo "screenshot: $tool is not installed" >&2
		exit 77
	}
done

dir=$(mktemp -d "${TMPDIR:-/tmp}/shot.XXXXXX") || exit 2
xvfb='' xterm=''

tm() {
	env -u TMUX -u TMUX_PANE tmux -S "$dir/socket" -f "$dir/tmux.conf" "$@"
}

cleanup() {
	trap '' INT TERM HUP
	if [ -S "$dir/socket" ]; then
		left=$(tm list-panes -a -F '#{pane_pid}' 2>/dev/null)
		tm kill-server 2>/dev/null
		for one in $left; do
			kill -KILL "$one" 2>/dev/null
		done
	fi
	for one in $xterm $xvfb; do
		kill "$one" 2>/dev/null
		wait "$one" 2>/dev/null
	done
	rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

fail() {
	echo "screenshot: $*" >&2
	tm capture-pane -p >&2 2>/dev/null
	[ ! -s "$dir/log" ] || cat "$dir/log" >&2
	exit 1
}

# until_true COMMAND...   poll until it succeeds or the time is up
until_true() {
	end=$(($(date +%s) + limit))
	until "$@"; do
		[ "$(date +%s)" -le "$end" ] || return 1
		sleep 0.03
	done
}

shown() {
	tm capture-pane -p -J 2>/dev/null | grep -q "$1" -e "$2"
}

cat >"$dir/tmux.conf" <<'CONF'
set -s escape-time 0
set -g default-terminal tmux-256color
set -g status off
set -g set-titles off
CONF

# The X server chooses a free display and says which; it has no TCP port and wants a cookie.
export XAUTHORITY="$dir/xauth"
: >"$XAUTHORITY"
Xvfb -displayfd 3 -screen 0 4000x3000x24 -nolisten tcp -dpi 96 3>"$dir/display" 2>"$dir/log" &
xvfb=$!
until_true test -s "$dir/display" || fail "Xvfb does not start"
DISPLAY=:$(cat "$dir/display")
export DISPLAY

# The program starts only when the terminal has its size: tmux is started inside, at once.
cat >"$dir/inside" <<'INSIDE'
dir=$1
shift
echo "$WINDOWID" >"$dir/window.new"
mv "$dir/window.new" "$dir/window"
exec env -u TMUX -u WINDOWID -u DISPLAY -u XAUTHORITY -u XTERM_VERSION -u XTERM_SHELL -u XTERM_LOCALE \
	tmux -S "$dir/socket" -f "$dir/tmux.conf" -u new-session -- "$@"
INSIDE
cat >"$dir/resources" <<'RESOURCES'
XTerm*background: #101418
XTerm*foreground: #d0d4d8
XTerm*cursorColor: #d0d4d8
XTerm*cursorBlink: false
XTerm*scrollBar: false
XTerm*borderWidth: 0
XTerm*internalBorder: 6
XTerm*forceBoxChars: false
XTerm*boldColors: false
XTerm*allowBoldFonts: true
XTerm*utf8: 2
XTerm*termName: xterm-256color
XTerm*allowSendEvents: false
XTerm*allowWindowOps: true
XTerm*allowTitleOps: true
XTerm*pointerMode: 0
RESOURCES
# No resources but these, whatever the user has.
LANG=C.UTF-8 XENVIRONMENT="$dir/resources" XAPPLRESDIR=/nonexistent xterm -fa "$font" -fs "$points" \
	-geometry "$size+0+0" -e sh "$dir/inside" "$dir" "$@" 2>>"$dir/log" &
xterm=$!
until_true test -s "$dir/window" || fail "xterm does not start"
window=$(cat "$dir/window")

while IFS= read -r line; do
	rest=${line#?}
	case $line in
	w*) until_true shown -F "$rest" || fail "never saw '$rest'" ;;
	r*) until_true shown -E "$rest" || fail "never saw /$rest/" ;;
	l*) tm send-keys -l -- "$rest" ;;
	k*)
		# shellcheck disable=SC2086  # key names are words
		tm send-keys $rest
		;;
	esac
done <<STEPS
${steps%?}
STEPS

# The text is there for tmux, not yet for the X server.  So xterm is told, on its own terminal and thus
# behind all that tmux wrote, to paint everything once more (in one go: what is painted piecemeal differs
# in single pixels, where glyphs overlap) and then to change its title, which can be seen from outside.
tty=$(tm display-message -p '#{client_tty}')
painted() {
	xprop -id "$window" WM_NAME 2>/dev/null | grep -q "shot $1"
}
repaint() {
	printf '\033[7t\033]2;shot %s\007' "$1" >"$tty"
	until_true painted "$1" || fail "xterm does not answer"
}

grab() {
	import -silent -window "$window" -depth 8 -type TrueColor -strip \
		-define png:exclude-chunks=all -define png:compression-level=9 "png:$1" 2>>"$dir/log"
}
round=0
settled() {
	round=$((round + 1))
	repaint $round
	mv "$dir/new.png" "$dir/old.png" 2>/dev/null
	grab "$dir/new.png" && cmp -s "$dir/new.png" "$dir/old.png"
}
until_true settled || fail "the picture never comes to rest"
[ -z "$text" ] || tm capture-pane -p >"$text" || exit 1
cp "$dir/new.png" "$out" || exit 1
