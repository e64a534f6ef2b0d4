#!/bin/sh
# prove-debian.sh - both commands of the README on a minimal Debian 12, from nothing.
#
#	tools/prove-debian.sh [WORKDIR]
#
# Needs root and mmdebstrap.  Makes a Debian with nothing but apt in WORKDIR (default: a new temporary
# directory), puts a clean clone of this repository into it, runs `./bootstrap check` and then
# `./bootstrap run` without a terminal, and says what came of both.  The mirror is that of this machine.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
keep=${1-}
work=${keep:-$(mktemp -d)}
mkdir -p "$work"
root=$(cd "$work" && pwd)/debian

die() { echo "prove-debian: $*" >&2; exit 1; }
[ "$(id -u)" -eq 0 ] || die "must be root (chroot)"
command -v mmdebstrap >/dev/null || die "mmdebstrap is missing: apt-get install mmdebstrap"

cleanup() {
	umount "$root/proc" 2>/dev/null || true
	umount "$root/dev/pts" 2>/dev/null || true
	[ -n "$keep" ] || rm -rf "$root"
}
trap cleanup EXIT

[ -d "$root" ] || mmdebstrap --variant=apt bookworm "$root"
for file in /etc/apt/sources.list /etc/apt/sources.list.d/* /etc/apt/apt.conf.d/*proxy* /etc/resolv.conf; do
	if [ -e "$file" ]; then
		mkdir -p "$root$(dirname "$file")"
		cp -L "$file" "$root$file"
	fi
done
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/pts"
mount -t devpts devpts "$root/dev/pts" -o newinstance,ptmxmode=0666 2>/dev/null || true
git clone -q "$top" "$root/src/broadtape"

in_debian() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LANG=C.UTF-8 sh -c "$1"; }

in_debian 'cd /src/broadtape && ./bootstrap check </dev/null' || die "./bootstrap check failed"
echo "prove-debian: ./bootstrap check passed"
in_debian 'cd /src/broadtape && ./bootstrap run </dev/null | cat' >"$work/run.txt" || die "./bootstrap run failed"
grep -q SAMPLE "$work/run.txt" || grep -q 'S&P 500' "$work/run.txt" || die "./bootstrap run printed no overview"
echo "prove-debian: ./bootstrap run printed $(wc -l <"$work/run.txt") lines of overview"
