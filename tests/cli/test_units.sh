#!/bin/sh
# The systemd units: what systemd itself says about them, and that what they call is there.
set -u
build=$(cd "${top_builddir:-.}" && pwd)
src=$(cd "${top_srcdir:-.}" && pwd)
bad=0
say() { echo "FAIL: $*"; bad=$((bad + 1)); }

# as installed, but for the program, which may not be installed yet
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
cp "$src/systemd/broadtape-fetch.timer" "$dir/" || exit 99
sed "s|^ExecStart=[^ ]*|ExecStart=$build/src/broadtape|" "$build/systemd/broadtape-fetch.service" >"$dir/broadtape-fetch.service"

command=$(sed -n 's/^ExecStart=[^ ]*broadtape //p' "$build/systemd/broadtape-fetch.service")
[ "$command" = fetch ] || say "ExecStart runs '$command'"
grep -q '@' "$build/systemd/broadtape-fetch.service" && say 'something was not replaced in the service'
wanted=$(sed -n 's/^SuccessExitStatus=//p' "$dir/broadtape-fetch.service")
"$build/src/broadtape" --source sample fetch >/dev/null 2>&1
[ $? = 2 ] || say 'wrong usage is not 2'
[ "$wanted" = 4 ] || say "SuccessExitStatus is $wanted"

if ! command -v systemd-analyze >/dev/null 2>&1; then
	echo 'skipped: systemd-analyze is not installed'
	[ "$bad" -eq 0 ] && exit 77
	exit 1
fi
# the manual pages are looked for where this build has them
MANPATH=$build/man; export MANPATH
XDG_RUNTIME_DIR=$dir; export XDG_RUNTIME_DIR
if ! systemd-analyze verify --user --man=no "$dir/broadtape-fetch.timer" "$dir/broadtape-fetch.service" >"$dir/out" 2>&1; then
	say "systemd-analyze verify --user: $(cat "$dir/out")"
fi
[ -s "$dir/out" ] && say "systemd-analyze has something to say: $(cat "$dir/out")"
sed -n 's/^OnCalendar=//p' "$dir/broadtape-fetch.timer" | while read -r when; do
	systemd-analyze calendar --base-time='2025-12-23 12:00:00 UTC' "$when" >"$dir/when" 2>&1 ||
		systemd-analyze calendar "$when" >"$dir/when" 2>&1 || echo "$when: $(cat "$dir/when")"
	grep -q 'Next elapse: ' "$dir/when" || echo "$when never comes"
done >"$dir/never"
[ -s "$dir/never" ] && say "$(cat "$dir/never")"
[ "$bad" -eq 0 ]
