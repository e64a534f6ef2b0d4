#!/bin/sh
# HTTPS, HTTP/2 and certificates nobody signed: nginx as the front of the loopback server, with certificates made
# here, and the program before it.
set -u
build=$(cd "${top_builddir:-.}" && pwd)
src=$(cd "${top_srcdir:-.}" && pwd)
bin=${BROADTAPE:-$build/src/broadtape}
for tool in nginx openssl; do
	command -v "$tool" >/dev/null 2>&1 || { echo "skipped: no $tool"; exit 77; }
done
. "$src/tests/support/place.sh"

# --- an authority, and what it signs: a good certificate, one of another name, one that is over
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=test authority' \
	-keyout ca.key -out ca.pem 2>openssl.log || { cat openssl.log; exit 1; }
sign() { # NAME ALTERNATIVE-NAME DAYS
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" 2>>openssl.log
	printf 'subjectAltName=%s\n' "$2" >"$1.ext"
	openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$3" -extfile "$1.ext" -out "$1.pem" \
		2>>openssl.log || { cat openssl.log; exit 1; }
}
sign good IP:127.0.0.1 2
sign other DNS:example.org 2
sign over IP:127.0.0.1 -1 2>/dev/null

"$build/test-loopback" --port-file port --with-parent --now 2025-12-23 --start 2025-06-02 --lifetime 300 >server.log 2>&1 &
server=$!
until_true '[ -s port ]'
{
	cat <<-EOF
	daemon off;
	master_process off;
	pid $dir/nginx.pid;
	error_log $dir/error.log notice;
	events { worker_connections 256; }
	http {
		client_body_temp_path $dir/t1; proxy_temp_path $dir/t2; fastcgi_temp_path $dir/t3;
		uwsgi_temp_path $dir/t4; scgi_temp_path $dir/t5;
		log_format how '\$server_port \$server_protocol \$ssl_protocol \$status';
		access_log $dir/access.log how;
		ssl_protocols TLSv1.2 TLSv1.3;
		proxy_http_version 1.1;
		proxy_set_header Connection "";
	EOF
	for pair in 'good http2' 'good' 'other http2' 'over http2'; do
		port=$(free_port)
		name=${pair% http2}
		echo "$port" >"port-$(echo "$pair" | tr ' ' '-')"
		echo "server { listen 127.0.0.1:$port ssl${pair#"$name"}; ssl_certificate $dir/$name.pem;"
		echo "ssl_certificate_key $dir/$name.key; location / { proxy_pass http://127.0.0.1:$(cat port); } }"
	done
	echo '}'
} >nginx.conf
nginx -p "$dir" -c "$dir/nginx.conf" >nginx.log 2>&1 &
nginx=$!
until_true '[ -s nginx.pid ]'

"$bin" --print-config --config /dev/null | sed -n '/^\[feeds\]/,/^$/s/^\(\[feeds\]\|[a-z_]* =\).*/\1/p' >nofeeds
# run FRONT CA-FILE WANTED: a fetch of two symbols
run() {
	{
		printf '[yahoo]\nurl = https://127.0.0.1:%s\nrate = 1000\n' "$(cat "port-$1")"
		printf '[network]\nca_file = %s\nbackoff = 20\npause = 50\n' "$2"
		cat nofeeds
	} >conf
	rm -rf cache
	"$bin" --config conf --cache cache/market.db fetch IWM SPY >out 2>err
	got=$?
	[ "$got" = "$3" ] || say "$1, '$2': status $got, not $3: $(tail -n 3 err)"
}
says() { grep -q "$1" out err || say "no '$1' in: $(cat err)"; }

run good-http2 "$dir/ca.pem" 0; says '2 symbols'
"$bin" --config conf --cache cache/market.db export IWM | grep -q '^IWM,2025-12-23,' || say 'no bars came by HTTPS'
grep -q "^$(cat port-good-http2) HTTP/2.0 TLSv1.3 200" access.log || say "no HTTP/2: $(cat access.log)"
grep "^$(cat port-good-http2) " access.log | grep -v 'HTTP/2.0' && say 'not all of it was HTTP/2'
run good "$dir/ca.pem" 0; says '2 symbols'
grep -q "^$(cat port-good) HTTP/1.1 TLSv1.3 200" access.log || say "no HTTP/1.1 over TLS: $(cat access.log)"

: >access.log
run good-http2 '' 4; says 'no connection that can be trusted'
run other-http2 "$dir/ca.pem" 4; says 'no connection that can be trusted'
run over-http2 "$dir/ca.pem" 4; says 'no connection that can be trusted'
run good-http2 "$dir/good.key" 4                # no certificate in that file
[ -s access.log ] && say "something was asked over a connection that is not to be trusted: $(cat access.log)"
[ "$bad" -eq 0 ] || tail -n 3 error.log
[ "$bad" -eq 0 ] || exit 1

# --- the same on the screen: values of the last good connection stay, the cause is in words, here and in the health view
command -v tmux >/dev/null 2>&1 || { echo 'the screen is not looked at: no tmux'; exit 0; }
TUI_TIMEOUT=20
. "$src/tests/support/tui.sh"
trap 'tui_cleanup; clean' EXIT
run good-http2 "$dir/ca.pem" 0
sed -i "s|^url = .*|url = https://127.0.0.1:$(cat port-over-http2)|" conf
printf '[lists]\nindices = IWM SPY\n[sources]\nhistory = yahoo\nquotes = yahoo\nvix = yahoo\nrates =\nmarket =\n' >>conf
: >access.log
tui_start 200x40 env LC_ALL=C.UTF-8 "$bin" --config conf --cache cache/market.db
tui_wait 'Yahoo Finance: no connection that can be trusted \(.*certificate has expired\)'
tui_wait 'Russell 2000 fund +[0-9]'
tui_step '(retrying|stopped).*no connection that can be trusted' 8
tui_keys q
tui_exit 0
[ -s access.log ] && { say 'something was asked'; exit 1; }
exit 0
