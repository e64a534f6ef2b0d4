#!/bin/sh
# screenshots.sh DIR - the pictures of the README, made anew from the program as built (run by `make screenshots`).
set -eu
dir=$1
tools=$(dirname "$0")
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

for tool in Xvfb xterm tmux import xprop; do
	command -v $tool >/dev/null || {
		echo "screenshots: $tool is missing; apt-get install xvfb xterm tmux imagemagick x11-utils fonts-dejavu-core" >&2
		exit 77
	}
done
mkdir -p "$dir"
for size in 80x24 120x40; do
	"$tools/screenshot.sh" -g $size -w 'S&P 500' -r 'XLY/XLP +[0-9]' -o "$dir/overview-$size.png" -- \
		env HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" \
		XDG_STATE_HOME="$home/state" XDG_DATA_HOME="$home/data" \
		src/broadtape --sample --as-of 2025-12-23
	echo "$dir/overview-$size.png"
done
