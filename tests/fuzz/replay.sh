#!/bin/sh
# replay.sh - every fuzz target over its corpus.
set -u
status=0
for kind in chart csv expr rss spark; do
	printf '%s: ' "$kind"
	"./fuzz-$kind" "${top_srcdir:-.}/tests/fuzz/corpus/$kind"/* || status=1
done
exit $status
