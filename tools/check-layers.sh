#!/bin/sh
# check-layers.sh - every include between layers goes the one way that HACKING allows.
# shellcheck disable=SC2013 # file names and includes hold no blanks
set -u
cd "${top_srcdir:-.}" || exit 1

# layer: the layers that it may include, besides itself
rules='base: spec
spec:
core: base spec
lib: core base
store: core base
fetch: core base spec
model: core store fetch base spec
ui: model core base spec
cli: ui model fetch store core base spec'

# outside header (a prefix): the only place that may include it
outside='curses.h src/ui/term
ncurses src/ui/term
term.h src/ui/term
curl/ src/fetch/transport_curl
sqlite3.h src/store/
cjson/ src/fetch/
expat.h src/fetch/
zlib.h src/fetch/
ini.h src/model/
pthread.h src/model/
stdatomic.h src/model/
dlfcn.h src/model/
getopt.h src/cli/'

bad=0
say() { echo "check-layers: $*" >&2; bad=$((bad + 1)); }

seen=0
for layer in base spec core lib store fetch model ui cli; do
	allowed=$(printf '%s\n' "$rules" | sed -n "s/^$layer://p")
	for file in $(find "src/$layer" -name '*.[ch]' -o -name '*.def' | sort); do
		seen=$((seen + 1))
		for target in $(sed -n 's/^#[ \t]*include "\([a-z_]*\)\/.*/\1/p' "$file" | sort -u); do
			[ "$target" = "$layer" ] && continue
			case " $allowed " in
			*" $target "*) ;;
			*) say "$file includes $target/, which layer $layer may not" ;;
			esac
		done
		for header in $(sed -n 's/^#[ \t]*include <\([^>]*\)>.*/\1/p' "$file"); do
			printf '%s\n' "$outside" | while read -r prefix place; do
				case $header in
				"$prefix"*) case $file in "$place"*) ;; *) echo "$file $header $place" ;; esac ;;
				esac
			done
		done
	done
done >"${TMPDIR:-/tmp}/check-layers.$$"
while read -r file header place; do
	say "$file includes <$header>, which belongs to $place"
done <"${TMPDIR:-/tmp}/check-layers.$$"
rm -f "${TMPDIR:-/tmp}/check-layers.$$"
[ "$bad" -eq 0 ] && [ "$seen" -gt 20 ]
