#!/bin/sh
# build.sh [DIR] - build the fuzz targets with libFuzzer, AddressSanitizer and UBSan into DIR (default
# ./fuzz-out).  Then, for as long as you like:
#	mkdir -p found && fuzz-out/fuzz_chart found tests/fuzz/corpus/chart
# The targets are the rows of targets.def, all by fuzz_answer.c, and the other fuzz_*.c.
set -eu
cd "$(dirname "$0")/../.."
out=${1:-fuzz-out}
mkdir -p "$out/lib"
flags="-g -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -D_GNU_SOURCE
	-DBT_VERSION=\"fuzz\" -DBT_PKGDATADIR=\"\" -DBT_PKGLIBDIR=\"\" -Isrc -Itests -I.
	$(pkg-config --cflags libcjson expat zlib inih)"
# what the targets read, compiled once
find src/base src/core src/fetch -name '*.c' ! -name 'transport_curl*' >"$out/lib/sources"
printf '%s\n' src/model/conf.c src/model/conf_print.c src/model/settings.c >>"$out/lib/sources"
while read -r source; do
	object=$out/lib/$(echo "$source" | tr / _).o
	# shellcheck disable=SC2086
	[ "$object" -nt "$source" ] || ${CC:-clang} $flags -c "$source" -o "$object"
done <"$out/lib/sources"

target() { # NAME SOURCE [FLAG]
	name=$1
	source=$2
	shift 2
	# shellcheck disable=SC2086,SC2046
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
