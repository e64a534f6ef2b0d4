#!/bin/sh
# A room of machines behind one HTTP cache: doc/broadtape-nginx.conf, run by the nginx of this machine between
# the program and the loopback server.  What counts is what the server is asked.
#
#	tests/e2e/test_room.sh [MACHINES]      default 20
set -u
machines=${1:-20}
build=$(cd "${top_builddir:-.}" && pwd)
src=$(cd "${top_srcdir:-.}" && pwd)
bin=$build/src/broadtape
if ! command -v nginx >/dev/null 2>&1; then
	echo 'skipped: nginx is not installed (Debian: nginx-light)'
	exit 77
fi
if [ ! -r /etc/ssl/certs/ca-certificates.crt ]; then
	echo 'skipped: no ca-certificates, which the configuration names'
	exit 77
fi
. "$src/tests/support/place.sh"
fetch() { python3 -c 'import sys, urllib.request; sys.stdout.write(urllib.request.urlopen(sys.argv[1]).read().decode())' "$1"; }
asked() { fetch "http://127.0.0.1:$port/__stats" | sed -n 's/^{"requests":\([0-9]*\).*/\1/p'; }

# --- the source, which says nothing about how long its prices hold, but gives its feed validators
"$build/test-loopback" --port-file port --with-parent --now 2025-12-23 --start 2024-06-03 --lifetime 300 \
	--fault 'mode=etag&path=/rss/*' >server.log 2>&1 &
server=$!
until_true '[ -s port ]'
port=$(cat port)

# --- the cache: the file as it is shipped, but for addresses, paths and the pace
door=$(free_port)
sed -e "s|listen 8080;|listen 127.0.0.1:$door;|" \
	-e "s|/var/cache/nginx/broadtape|$dir/kept|" \
	-e "s|/run/broadtape-cache.sock|$dir/inner.sock|" \
	-e "s|server [a-z0-9.]*:443;|server 127.0.0.1:$port;|" \
	-e 's|https://broadtape_|http://broadtape_|' \
	-e 's|rate=4r/s|rate=9000r/s|' \
	-e '/^#/d' "$src/doc/broadtape-nginx.conf" >cache.conf
left=$(grep -Ec '(:443|:8080|https://|/run/|/var/)' cache.conf)
[ "$left" = 0 ] || say "the configuration holds addresses that this test does not know: $(grep -E '(:443|:8080|https://|/run/|/var/)' cache.conf)"
cat >nginx.conf <<EOF
daemon off;
master_process off;
pid $dir/nginx.pid;
error_log $dir/error.log notice;
events { worker_connections 1024; }
http {
	client_body_temp_path $dir/t1; proxy_temp_path $dir/t2; fastcgi_temp_path $dir/t3;
	uwsgi_temp_path $dir/t4; scgi_temp_path $dir/t5;
	include $dir/cache.conf;
}
EOF
start_cache() {
	rm -rf "$dir/kept" "$dir/inner.sock" nginx.pid
	nginx -p "$dir" -c "$dir/nginx.conf" >nginx.log 2>&1 &
	nginx=$!
	until_true "[ -S $dir/inner.sock ] && [ -s nginx.pid ]"
}
stop_cache() {
	kill "$nginx"
	wait "$nginx" 2>/dev/null
	nginx=''
}

cat >conf <<EOF
[sources]
history = yahoo
quotes = yahoo
vix = yahoo
rates =
[yahoo]
url = http://127.0.0.1:$door/yahoo
rate = 1000
connections = 8
EOF
# every feed but one is taken out
"$bin" --print-config | sed -n '/^\[feeds\]/,/^$/s/^\(\[feeds\]\|[a-z_]* =\).*/\1/p' |
	sed "s|^fed =|& http://127.0.0.1:$door/federalreserve/rss/fed|" >>conf
printf 'symbol\nAAA\nBBB\nCCC\nDDD\nEEE\n' >members.csv
machine() { # NUMBER
	"$bin" --config conf --universe members.csv --cache "$dir/machine$1/market.db" fetch >"out$1" 2>&1
	echo $? >"status$1"
}

# --- one alone
start_cache
fetch "http://127.0.0.1:$port/__reset" >/dev/null
machine 0
[ "$(cat status0)" = 0 ] || say "one machine: status $(cat status0): $(cat out0)"
one=$(asked)
stop_cache
"$bin" --cache machine0/market.db export >want.csv || say 'one machine has nothing'

# --- all of them at once, behind a cache that knows nothing yet
start_cache
fetch "http://127.0.0.1:$port/__reset" >/dev/null
i=1
pids=
while [ "$i" -le "$machines" ]; do
	machine "$i" &
	pids="$pids $!"
	i=$((i + 1))
done
for pid in $pids; do wait "$pid"; done
all=$(asked)
i=1
while [ "$i" -le "$machines" ]; do
	[ "$(cat "status$i")" = 0 ] || say "machine $i: status $(cat "status$i"): $(tail -n 3 "out$i")"
	"$bin" --cache "machine$i/market.db" export | cmp -s - want.csv || say "machine $i does not hold what one alone did"
	i=$((i + 1))
done
echo "the source was asked $one times by one machine, $all times by $machines"
[ "$one" -gt 30 ] || say "one machine asked only $one times: this shows nothing"
[ "$all" -le $((one + one / 10 + 2)) ] || say "$machines machines cost $all requests, one $one"

# --- one that comes later costs nothing but what moves
fetch "http://127.0.0.1:$port/__reset" >/dev/null
machine late
[ "$(cat statuslate)" = 0 ] || say "late: $(cat outlate)"
late=$(asked)
echo "a machine that came later: $late"
[ "$late" -le 2 ] || say "a machine that came later cost $late requests"

# --- the source dies: what is kept is given all the same
fetch "http://127.0.0.1:$port/__quit" >/dev/null 2>&1
wait "$server" 2>/dev/null
server=''
machine dead
[ "$(cat statusdead)" = 0 ] || say "with the source down: status $(cat statusdead): $(tail -n 3 outdead)"
"$bin" --cache machinedead/market.db export | cmp -s - want.csv || say 'with the source down the kept answers do not do'
[ "$bad" -eq 0 ] || tail -n 5 error.log
[ "$bad" -eq 0 ]
