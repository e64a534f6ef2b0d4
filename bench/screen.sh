#!/bin/sh
# screen.sh - `make bench`: the screen beside the floor and htop, in one run, on a warm cache of 503 members over
# 20 years and the symbols of the screen.
#
# The cache is filled once from the server of the tests and kept in $BENCH_DIR (default: bench-cache in the
# build tree); BENCH_ROUNDS and BENCH_IDLE make it shorter or longer.  BENCH_MEMBERS=3000: the first screen alone, with
# so many made-up members in place of the 503, in a cache of their own (0.4 GB, filled in a minute).
set -u
top=${top_builddir:-.}
dir=${BENCH_DIR:-$top/bench-cache}
case $dir in /*) ;; *) dir=$PWD/$dir ;; esac
members=${BENCH_MEMBERS:-}
dir=$dir${members:+/members-$members}
server=''
trap '[ -z "$server" ] || kill "$server" 2>/dev/null' EXIT
mkdir -p "$dir/config/broadtape" || exit 1
at_home() {
	env -u NO_COLOR HOME="$dir" XDG_CONFIG_HOME="$dir/config" XDG_CACHE_HOME="$dir/cache" \
		XDG_STATE_HOME="$dir/state" XDG_DATA_HOME="$dir/data" "$@"
}
conf() { # RATE
	printf '[yahoo]\nurl = http://127.0.0.1:%s\nnews_url = http://127.0.0.1:%s/feed/none?s=\n' "$port" "$port"
	printf 'rate = 1000\nconnections = 8\n'
	for source in fred nyfed cboe nasdaq; do printf '[%s]\nurl = http://127.0.0.1:%s\n' $source "$port"; done
	printf '[feeds]\nfed =\nyahoo =\ncnbc =\nmarketwatch =\nnasdaq =\n'
	[ -z "$members" ] || printf '[data]\nuniverse = %s\n' "$dir/universe"
}
serve() {
	rm -f "$dir/port"
	"$top/test-loopback" --port-file "$dir/port" --lifetime 3600 --with-parent --now 2026-11-20 \
		--start 2006-11-01 --nulls 0 >/dev/null 2>&1 &
	server=$!
	until [ -s "$dir/port" ]; do kill -0 $server || exit 1; done
	port=$(cat "$dir/port")
	conf >"$dir/config/broadtape/broadtape.conf"
}

[ -z "$members" ] || seq -f 'M%05.0f' "$members" >"$dir/universe"
serve
if ! [ -e "$dir/filled" ]; then
	echo 'filling the cache ...'
	at_home "$top/src/broadtape" fetch >/dev/null 2>&1
	[ -s "$dir/cache/broadtape/market.db" ] || exit 1
	touch "$dir/filled"
fi
htop='' ; command -v htop >/dev/null 2>&1 && htop='-- htop htop --readonly -d 50'
[ -n "$htop" ] || echo 'htop is not there: not compared'
run() {
	# shellcheck disable=SC2086
	at_home "$top/bench-screen" "$@" broadtape "$top/src/broadtape" --offline -- floor "$top/bench-floor" $htop
}
held=$(at_home "$top/src/broadtape" show health --json --offline | tr , '\n' | sed -n 's/.*"held_bytes": *\([0-9]*\).*/\1/p')
if [ -n "$members" ]; then
	run --rounds "${BENCH_ROUNDS:-7}" --held "$held" --floors 2.5 --only start
	exit
fi
run --rounds "${BENCH_ROUNDS:-7}" --idle "${BENCH_IDLE:-60}" --held "$held"

# While 503 symbols are fetched, parsed, stored and computed: a cache of its own, and the server again; then the same
# with 5 % errors and 2 % of the answers cut off.
busy() { # WHAT
	echo "$1"
	rm -rf "$dir/cold"
	at_home env XDG_CACHE_HOME="$dir/cold" "$top/bench-busy" "$top/src/broadtape" -- "$top/bench-floor"
	rm -rf "$dir/cold"
}
busy 'while 503 symbols are fetched:'
if command -v curl >/dev/null 2>&1; then
	for fault in 'mode=status&status=500&p=5' 'mode=truncate&p=2'; do
		curl -s -o /dev/null "http://127.0.0.1:$port/__control?$fault"
	done
	busy 'the same with errors and answers cut off:'
fi
