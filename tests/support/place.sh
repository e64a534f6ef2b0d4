# place.sh - for shell tests that start a server and nginx: a directory of their own to stand in, and an end that leaves
# nothing behind.  Sourced; sets $dir and changes to it.  Put what you start into $server and $nginx; count failures by say.
dir=$(mktemp -d "${TMPDIR:-/tmp}/bt-place.XXXXXX") || exit 99
server='' nginx=''
# shellcheck disable=SC2317 # called by the trap
clean() {
	[ -n "$nginx" ] && kill "$nginx" 2>/dev/null
	[ -n "$server" ] && kill "$server" 2>/dev/null
	wait
	rm -rf "$dir"
}
trap clean EXIT
trap 'exit 1' INT TERM
cd "$dir" || exit 99
HOME=$dir; export HOME
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME http_proxy https_proxy all_proxy
bad=0
say() { echo "FAIL: $*"; bad=$((bad + 1)); }
# until_true CONDITION: looks twenty times a second, for 20 s at most
until_true() {
	n=0
	while ! eval "$1" 2>/dev/null; do
		n=$((n + 1))
		[ "$n" -lt 400 ] || { say "never: $1"; exit 1; }
		sleep 0.05
	done
}
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
