#!/bin/sh
# check-long.sh - what takes longer than `make check`: test programs under valgrind, fuzzing, random walks.
#
# Environment: tools (the test programs), SECONDS_EACH of fuzzing for each target (default 60), WALKS (default
# 100) of 500 steps.  Says a line for each; ends with the number of failures.
set -u
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

try() { # NAME COMMAND...
	name=$1
	begun=$(date +%s)
	shift
	if "$@" >"$log" 2>&1; then
		echo "passed: $name ($(($(date +%s) - begun)) s)"
	else
		tail -n 40 "$log"
		echo "FAILED: $name ($(($(date +%s) - begun)) s)"
		failed=$((failed + 1))
	fi
}

# Programs that start others or measure nothing of ours are left out, and two that valgrind 3.19 cannot run: test-key
# needs pidfd_open, test-news the errors of posix_spawn.
if command -v valgrind >/dev/null 2>&1; then
	for one in ${tools-}; do
		case $one in
		test-loopback | test-support | test-alerts | test-conventions | test-desk | test-exit | test-faults | test-keys) continue ;;
		test-hostile | test-provider | test-walk | test-cli-helper | fuzz-* | */*) continue ;;
		test-key | test-news) continue ;;
		test-golden-*) continue ;;       # an hour of arithmetic, held by the sanitizers
		esac
		try "valgrind $one" env BT_TEST_SLOW=20 ./libtool --mode=execute \
			valgrind -q --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=9 "./$one"
	done
	# the program itself, on a terminal
	wrapper=$(mktemp)
	printf '#!/bin/sh\nexec valgrind -q --error-exitcode=9 --log-file=%s.%%p %s "$@"\n' "$wrapper" "$PWD/src/broadtape" >"$wrapper"
	chmod +x "$wrapper"
	try "valgrind test-keys" env BT_TEST_SLOW=20 BROADTAPE="$wrapper" ./test-keys
	cat "$wrapper".* 2>/dev/null
	rm -f "$wrapper" "$wrapper".*
else
	echo "skipped: valgrind is not installed"
fi

try "damage to every recorded answer" env BT_DAMAGE=full ./test-damage

if command -v clang >/dev/null 2>&1; then
	out=$(mktemp -d)
	try "fuzz targets build" "${top_srcdir:-.}/tests/fuzz/build.sh" "$out"
	for target in "$out"/fuzz_*; do
		[ -x "$target" ] || continue
		kind=${target##*/fuzz_}
		mkdir -p "$out/found/$kind"
		try "fuzz $kind" "$target" -max_total_time="${SECONDS_EACH:-60}" -rss_limit_mb=1024 -timeout=10 \
			-artifact_prefix="$out/" "$out/found/$kind" "${top_srcdir:-.}/tests/fuzz/corpus/$kind"
	done
	rm -rf "$out"
else
	echo "skipped: clang is not installed"
fi

try "writer of the cache killed 2,000 times" env BT_KILLS=2000 ./test-kill
try "every way to fail, the feed looked at in each" env BT_TEST_LONG=1 ./test-faults
try "ten copies on one cache for two minutes" "${top_srcdir:-.}/tests/e2e/copies.py" 10 120 5

seed=1
while [ "$seed" -le "${WALKS:-100}" ]; do
	try "walk $seed" ./test-walk 500 "$seed"
	seed=$((seed + 1))
done
echo "check-long: $failed failed"
[ "$failed" -eq 0 ]
