#!/bin/sh
# replay.sh - every fuzz target over its corpus: each directory there, by the program of its name or, for an answer
# of targets.def, by fuzz-answer.
set -u
status=0
for dir in "${top_srcdir:-.}"/tests/fuzz/corpus/*/; do
	kind=$(basename "$dir")
	program=./fuzz-$kind
	[ -x "$program" ] || program=./fuzz-answer
	printf '%s: ' "$kind"
	FUZZ_TARGET=$kind "$program" "$dir"* || status=1
done
exit $status
