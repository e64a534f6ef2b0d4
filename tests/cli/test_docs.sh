#!/bin/sh
# The manual is good roff, the completions are good shell.
set -u
for dir in "${top_builddir:-.}" "${top_srcdir:-.}"; do
	[ -f "$dir/man/broadtape.1" ] && cd "$dir" && break
done
bad=0 seen=0
say() { echo "FAIL: $*"; bad=$((bad + 1)); }

for page in man/*.[1-9]; do
	seen=$((seen + 1))
	if command -v mandoc >/dev/null; then
		out=$(mandoc -Tlint -W warning "$page" 2>&1) || say "mandoc: $out"
	else
		echo "skipped: no mandoc for $page"
	fi
	if command -v groff >/dev/null; then
		out=$(groff -man -Tutf8 -ww -z "$page" 2>&1)
		[ -z "$out" ] || say "groff: $out"
	else
		echo "skipped: no groff for $page"
	fi
	grep -n '@[A-Z]*@' "$page" && say "$page: a table is missing"
done
[ "$seen" -ge 5 ] || say "only $seen pages"

for shell in bash zsh fish; do
	file=$(ls completions/$shell/*)
	if command -v $shell >/dev/null; then
		$shell -n "$file" || say "$file"
	else
		echo "skipped: no $shell for $file"
	fi
done

# bash: a command, a view, an option, the words of an option
if command -v bash >/dev/null; then
	completed() {
		bash -c '. completions/bash/broadtape; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
			compopt() { :; }; _broadtape; echo "${COMPREPLY[*]}"' broadtape "$@"
	}
	[ "$(completed broadtape sho)" = show ] || say "command: $(completed broadtape sho)"
	[ "$(completed broadtape show retu)" = returns ] || say "view: $(completed broadtape show retu)"
	[ "$(completed broadtape show --no-h)" = --no-header ] || say "option: $(completed broadtape show --no-h)"
	[ "$(completed broadtape --base = f)" = first ] || say "words: $(completed broadtape --base = f)"
fi
# the page of the tests names only tests that there are
tests=${srcdir:-.}/tests
[ -f "$tests/README.md" ] || tests=${top_srcdir:-.}/tests
named=0
for name in $(grep -o '[a-z0-9_]*__[a-z0-9_]*' "$tests/README.md" | grep -v '__$' | grep -v '^subject__' | sort -u); do
	named=$((named + 1))
	grep -qs "^$name(" "$tests"/*/*.c || say "tests/README.md: no test $name"
done
[ "$named" -ge 20 ] || say "tests/README.md: only $named tests"
# the recording is an asciicast of less than 200 kB that says SAMPLE
cast=${srcdir:-.}/screenshots/tour.cast
[ -f "$cast" ] || cast=${top_srcdir:-.}/screenshots/tour.cast
head -n 1 "$cast" | grep -q '"version": 2, "width": 100, "height": 30, .*SAMPLE' || say "$cast: not version 2"
[ "$(wc -c <"$cast")" -lt 200000 ] || say "$cast: $(wc -c <"$cast") bytes"
sed 1d "$cast" | grep -qv '^\[[0-9]*\.[0-9][0-9][0-9], "o", ".*"\]$' && say "$cast: a line that is no event"
[ "$bad" -eq 0 ]
