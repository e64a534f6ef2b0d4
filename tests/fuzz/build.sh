#!/bin/sh
# build.sh [DIR] - build the fuzz targets with libFuzzer, AddressSanitizer and UBSan into DIR (default
# ./fuzz-out).  Then, for as long as you like:
#	mkdir -p found && fuzz-out/fuzz_chart found tests/fuzz/corpus/chart
set -eu
cd "$(dirname "$0")/../.."
out=${1:-fuzz-out}
mkdir -p "$out"
sources=$(find src/base src/core src/fetch -name '*.c' ! -name 'transport_curl*')
for kind in chart csv expr rss spark; do
	# shellcheck disable=SC2086,SC2046
	${CC:-clang} -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
		-D_GNU_SOURCE -DBT_VERSION='"fuzz"' -DBT_PKGDATADIR='""' -DBT_PKGLIBDIR='""' -Isrc -Itests -I. \
		"tests/fuzz/fuzz_$kind.c" $sources $(pkg-config --cflags --libs libcjson expat zlib) -lm \
		-o "$out/fuzz_$kind"
done
