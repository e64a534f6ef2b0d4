#!/bin/sh
# record.sh DIR - the recording of the README, made anew from the program as built (run by `make recording`): a first run
# on the made-up market of a day that stands still, so that it has the same bytes on every run.
set -eu
dir=$1
tools=$(dirname "$0")
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -p "$dir"
env -u NO_COLOR -u COLORFGBG -u TMUX HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" \
	XDG_STATE_HOME="$home/state" XDG_DATA_HOME="$home/data" TZ=UTC LC_ALL=C.UTF-8 \
	tools/record "$tools/tour.steps" "$dir/tour.cast" -- src/broadtape --sample --as-of 2025-12-23
echo "$dir/tour.cast"
