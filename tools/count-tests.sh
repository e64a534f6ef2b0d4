#!/bin/sh
# count-tests.sh BUILDDIR STATUS - after `make check`: what failed in full, then the closing line of counts.
#
# A cmocka program counts by its own tests, any other test as one.  STATUS is what make check ended with.
set -u
dir=$1 status=$2
passed=0 failed=0 skipped=0

add_cmocka() { # LOG  adds the program's own counts; false when it printed none
	n=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test(s).*/\1/p' "$1" | awk '{s += $1} END {print s + 0}')
	f=$(sed -n 's/^\[  FAILED  \] [a-z]*: *\([0-9]*\) test(s).*/\1/p' "$1" | awk '{s += $1} END {print s + 0}')
	k=$(sed -n 's/^\[  SKIPPED \] [a-z]*: *\([0-9]*\) test(s).*/\1/p' "$1" | awk '{s += $1} END {print s + 0}')
	[ $((n + f)) -gt 0 ] || return 1
	passed=$((passed + n)) failed=$((failed + f)) skipped=$((skipped + k))
}

for trs in $(find "$dir" -name '*.trs' | sort); do
	log=${trs%.trs}.log
	result=$(sed -n 's/^:test-result: *//p' "$trs")
	case $result in
	PASS*) add_cmocka "$log" || passed=$((passed + 1)) ;;
	SKIP*)
		skipped=$((skipped + 1))
		printf 'skipped: %s: %s\n' "${log#"$dir"/}" "$(tail -n 2 "$log" | head -n 1)"
		;;
	*)
		printf '\n--- %s ---\n' "${log#"$dir"/}"
		tail -n 60 "$log"
		before=$failed
		add_cmocka "$log" || true
		[ "$failed" -gt "$before" ] || failed=$((failed + 1))
		;;
	esac
done
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
	tail -n 40 "$dir/check-fast.log"
	failed=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
