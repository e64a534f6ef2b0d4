#!/bin/sh
# fuzz.sh [SECONDS] - every fuzz target for SECONDS (default 10), from its corpus, two at a time.
#
# Builds them by build.sh into $FUZZ_OUT (default ./fuzz-out), which keeps the inputs that were found and, as
# TARGET-crash-*, those that broke something.  Says a line for each target; without a clang that has libFuzzer
# one line says so and nothing fails.  A new target is a row of targets.def or a file fuzz_NAME.c.
set -u
seconds=${1:-10}
top=$(cd "$(dirname "$0")/../.." && pwd)
out=${FUZZ_OUT:-fuzz-out}
clang=${CLANG:-clang}

mkdir -p "$out/found" || exit 1
out=$(cd "$out" && pwd)
if ! printf '#include <stdint.h>\n#include <stddef.h>\nint LLVMFuzzerTestOneInput(const uint8_t *d, size_t n);\n%s\n' \
	'int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n) { (void)d; (void)n; return 0; }' |
	$clang -x c -fsanitize=fuzzer,address - -o "$out/try" 2>/dev/null; then
	echo "fuzz: skipped: no clang with libFuzzer here (Debian 12: clang, libclang-rt-14-dev)"
	exit 0
fi
rm -f "$out/try"
if ! CC=$clang "$top/tests/fuzz/build.sh" "$out" >"$out/build.log" 2>&1; then
	tail -n 40 "$out/build.log"
	echo "fuzz: the targets do not build"
	exit 1
fi

# one SECONDS OUT CORPORA PROGRAM
# shellcheck disable=SC2016
one='
	seconds=$1 out=$2 corpora=$3 program=$4
	name=${program##*/fuzz_}
	mkdir -p "$out/found/$name"
	"$program" -max_total_time="$seconds" -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 \
		-artifact_prefix="$out/$name-" "$out/found/$name" "$corpora/$name" >"$out/$name.log" 2>&1 ||
		{ tail -n 40 "$out/$name.log"; echo "fuzz: $name FAILED"; exit 1; }
	printf "fuzz: %s %s inputs\n" "$name" \
		"$(sed -n "s/^stat::number_of_executed_units: *//p" "$out/$name.log")"
'
status=0
find "$out" -maxdepth 1 -name 'fuzz_*' -type f -print0 | sort -z |
	xargs -0 -n 1 -P 2 sh -c "$one" fuzz "$seconds" "$out" "$top/tests/fuzz/corpus" || status=1
exit $status
