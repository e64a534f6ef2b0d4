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

# shot NAME SIZE STEP...   steps of screenshot.sh after the overview is there; every picture of a first run
shot() {
	name=$1 size=$2
	shift 2
	rm -rf "$home/run"
	"$tools/screenshot.sh" -g "$size" -w 'S&P 500' -r 'XLY/XLP +[0-9]' "$@" -o "$dir/$name-$size.png" -- \
		env HOME="$home/run" XDG_CONFIG_HOME="$home/run/config" XDG_CACHE_HOME="$home/run/cache" \
		XDG_STATE_HOME="$home/run/state" XDG_DATA_HOME="$home/run/data" \
		src/broadtape --sample --as-of 2025-12-23
	echo "$dir/$name-$size.png"
}

# One line a view.
for size in 80x24 120x40; do
	shot overview $size
	shot breadth $size -k '2' -w 'dow30' -k 'Down Down Down Down Down Down Down' -w '% >50 of'
	shot ratios $size -k '3' -w '1 overview'
	shot rotation $size -k '4' -w 'approximation' -k 'Down Down' -w 'YTD'
	shot heatmap $size -k '5' -w 'Heat map 1D'
	shot health $size -k '8' -w 'Log of requests'
	shot news $size -k '6' -w 'Reader' -k 'Down Enter' -w 'new of'
	shot notes $size -k '7' -w 'to come' -k 'Tab' -w 'The note'
	shot symbol $size -k 'a' -w 'Symbol' -l 'SPSM/MAG7' -k 'Enter' -w 'adjclose' -k '- - i' -w 'RSI 14'
done
