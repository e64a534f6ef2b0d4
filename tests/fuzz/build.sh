#!/bin/sh
# build.sh [DIR] - build the fuzz targets with libFuzzer, AddressSanitizer and UBSan into DIR (default
# ./fuzz-out).  Then, for as long as you like:
#	mkdir -p found && fuzz-out/fuzz_chart found tests/fuzz/corpus/chart
# The targets are the rows of targets.def, all by fuzz_answer.c, and the other fuzz_*.c.
set -eu
cd "$(dirname "$0")/../.."
out=${1:-fuzz-out}
mkdir -p "$out/lib"
# shellcheck disable=SC2089
flags="-g -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -D_GNU_SOURCE
	-DBT_VERSION=\"fuzz\" -DBT_PKGDATADIR=\"\" -DBT_PKGLIBDIR=\"\" -Isrc -Itests -I.
	$(pkg-config --cflags libcjson expat zlib inih)"
# what the targets read, compiled once
[ -z "$(find src tests/fuzz \( -name '*.h' -o -name '*.def' \) -newer "$out/lib/sources" 2>/dev/null)" ] ||
	rm -f "$out"/lib/*.o
find src/base src/core src/fetch -name '*.c' ! -name 'transport_curl*' >"$out/lib/sources"
printf '%s\n' src/model/conf.c src/model/conf_print.c src/model/settings.c >>"$out/lib/sources"
# shellcheck disable=SC2016
<"$out/lib/sources" xargs -n 1 -P "$(nproc 2>/dev/null || echo 1)" sh -c '
	object=$1/$(echo "$4" | tr / _).o
	[ "$object" -nt "$4" ] || $2 $3 -c "$4" -o "$object"
' compile "$out/lib" "${CC:-clang}" "$flags"

target() { # NAME SOURCE [FLAG]
	name=$1
	source=$2
	shift 2
	# shellcheck disable=SC2086,SC2046,SC2090
	${CC:-clang} $flags -fsanitize=fuzzer "$@" "$source" "$out"/lib/*.o \
		$(pkg-config --libs libcjson expat zlib inih) -lm -o "$out/fuzz_$name"
}

for name in $(sed -n 's/^FUZZ_ANSWER(\([a-z_]*\),.*/\1/p' tests/fuzz/targets.def); do
	target "$name" tests/fuzz/fuzz_answer.c "-DFUZZ_TARGET=\"$name\""
done
for source in tests/fuzz/fuzz_*.c; do
	name=${source##*/fuzz_}
	[ "$name" = answer.c ] || target "${name%.c}" "$source"
done
