#!/bin/sh
# test_library.sh - the library from outside: what it exports and calls, and the example of its page.
set -u
top=${top_srcdir:-.}
so=.libs/libbreadth.so.1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
bad=0
say() { echo "test_library: $*" >&2; bad=$((bad + 1)); }

# Exported: what the header declares, each of them, and nothing else.
nm -D --defined-only "$so" | sed -n 's/.* [A-Z] \(.*\)/\1/p' | sed 's/@.*//' |
	grep -v '^BREADTH_1$' | sort -u >"$tmp/exported"
sed -n 's/^[a-z].*[ *]\(breadth_[a-z_]*\)(.*/\1/p' "$top/src/lib/breadth.h" | sort -u >"$tmp/declared"
[ "$(wc -l <"$tmp/declared")" -ge 12 ] || say "the header declares too little to be true"
diff "$tmp/declared" "$tmp/exported" >&2 || say "exports and header differ"
while read -r name; do
	grep -qw "$name" "$top/man/breadth.3" || say "breadth.3 does not name $name"
done <"$tmp/declared"

# Called: snprintf into its own memory is all that it needs of stdio; nothing ends, prints, opens, waits.
# A sanitized library calls the sanitizer, which may do all of that.
case ${BT_SANITIZE:-} in
?*) echo "test_library: sanitized, calls not checked" ;;
*)
	never='exit|_exit|_Exit|quick_exit|abort|__assert_fail|raise|kill|signal|sigaction|v?f?printf|v?dprintf'
	never="$never|__v?f?printf_chk|__v?dprintf_chk|f?puts|f?putc|putchar|fwrite|fflush|perror|std(in|out|err)"
	never="$never|f?d?open(at|64|dir)?|freopen|f?read|f?gets|pread|p?write|writev|socket|connect|send(to|msg)?"
	never="$never|time|clock_gettime|gettimeofday|localtime(_r)?|getenv|secure_getenv|setlocale|system|fork|exec.*|popen|dlopen"
	nm -D --undefined-only "$so" | awk '{ print $2 }' | sed 's/@.*//' >"$tmp/called"
	grep -q '^calloc$' "$tmp/called" || say "no list of what it calls"
	if grep -Ex "$never" "$tmp/called" >&2; then say "calls what it may not"; fi ;;
esac

# The example: out of the page, through the compiler, what it prints beside what the page says.
cut_out() { # name
	sed -n "/^\.\\\\\" begin $1\$/,/^\.\\\\\" end $1\$/p" "$top/man/breadth.3" | sed '/^\.\\"/d; s/\\e/\\/g; s/\\-/-/g'
}
cut_out example >"$tmp/example.c"
cut_out output >"$tmp/expected"
[ "$(wc -l <"$tmp/example.c")" -ge 30 ] || say "no example in breadth.3"
[ -s "$tmp/expected" ] || say "no output of the example in breadth.3"
# shellcheck disable=SC2086 # flags are words
if ${CC:-cc} ${BT_SANITIZE:-} -std=c11 -Wall -Wextra -pedantic -Werror -I"$top/src/lib" -o "$tmp/example" \
	"$tmp/example.c" "$so" -lm; then
	LD_LIBRARY_PATH=.libs "$tmp/example" >"$tmp/printed" || say "the example fails"
	diff "$tmp/expected" "$tmp/printed" >&2 || say "the example prints something else"
else
	say "the example does not compile"
fi

# The page itself, where there are judges.
if command -v mandoc >/dev/null; then
	mandoc -Tlint -W warning "$top/man/breadth.3" >&2 || say "mandoc has something to say"
fi
[ "$bad" -eq 0 ]
