#!/bin/sh
# note from outside: what is added, found, edited and shown, and what is said about what is wrong.
set -u
bin=$(cd "${top_builddir:-.}/src" && pwd)/broadtape
dir=$(mktemp -d) || exit 99
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
bad=0 seen=0
HOME=$dir/home XDG_DATA_HOME=$dir/data; export HOME XDG_DATA_HOME
mkdir "$HOME"
unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_STATE_HOME NO_COLOR VISUAL EDITOR
LC_ALL=C.UTF-8; export LC_ALL
notes=$dir/data/broadtape/notes.md
cd "$dir" || exit 99

say() { echo "FAIL: $*"; bad=$((bad + 1)); }
# run WANTED ARGUMENT...: the status
run() {
	want=$1; shift
	seen=$((seen + 1))
	"$bin" "$@" >out 2>err </dev/null
	got=$?
	[ "$got" = "$want" ] || say "status $got, not $want: broadtape $* ($(head -n 1 err))"
}
says() { grep -qF -- "$1" out err || say "no '$1' in: $(cat out err)"; }
silent() { if grep -qF -- "$1" out err; then say "'$1' in: $(cat out err)"; fi }

# --- wrong use: nothing is written
run 2 note; says '--list'
run 2 note --list --edit; says 'exclude'
run 2 note 'fact: RUT P/E'; says 'SUBJECT NAME VALUE DATE, SOURCE'
run 2 note '   '; says 'no text'
run 3 note --list; says 'no notes yet'
[ -e "$dir/data" ] && say 'something was written'

# --- added, in any number of words
run 0 note RUT breaks out; says ': noted'
run 0 note '^RUT SPSM/MAG7: fourth week in a row'
run 0 note 'fact: RUT P/E 36.75 2025-12-05, 20-year mean 16.16'
run 0 note 'target: AAA level 5 2030-06-30, the bank'
run 0 note 'event: FED rate-decision 3.50-3.75 2030-01-28, FOMC'
[ "$(stat -c %a "$notes")" = 600 ] || say "mode $(stat -c %a "$notes")"
today=$(TZ=America/New_York date +%F)
grep -qx "## $today RUT" "$notes" || say "no heading of RUT: $(cat "$notes")"
grep -qx "## $today ^RUT SPSM/MAG7" "$notes" || say 'no heading with a ratio'
grep -qx 'fourth week in a row' "$notes" || say 'no text below it'

# --- found
run 0 note --list; says 'RUT breaks out'; says 'fact: RUT P/E 36.75, 20-year mean 16.16'
run 0 note --search FOURTH; says '^RUT SPSM/MAG7'; silent 'breaks out'
run 3 note --search 'not there'; says 'no note holds "not there"'

# --- edited, with arguments in the line of the editor and no shell between
printf '#!/bin/sh\n[ "$1" = "two words" ] || exit 7\nprintf "## 2025-99-01 X\\n" >>"$2"\n' >ed; chmod +x ed
EDITOR="'$dir/ed' 'two words'"; export EDITOR
run 0 note --edit; says "$notes:"; says 'a note begins with "## DATE SYMBOL..."'
VISUAL=$dir/missing run 5 note --edit; says 'cannot start'
EDITOR="$dir/ed one" run 5 note --edit; says 'status 7'
EDITOR="$dir/ed 'open" run 2 note --edit; says 'a quote stays open'

# --- beside live figures, and as of a day
mkdir csv
printf 'date,open,high,low,close,adjclose,volume\n2025-12-22,4,4,4,4,4,1\n2025-12-23,4,4,4,4,4,1\n' >csv/AAA.csv
cat >"$notes" <<-'EOF2'
	## 2025-12-22 AAA
	cheap
	target: AAA level 5 2026-06-30, the bank
	## 2025-12-23 AAA
	fact: AAA P/E 10 2025-12-20, us
	event: AAA earnings after-close 2026-01-02, calendar
EOF2
run 0 show notes --source csv:csv --csv
says 'target,2026-06-30,'; says ',level,5,5,5,the bank,4,2025-12-23,25,2025-12-22,3,csv:csv'
run 0 show notes --source csv:csv --as-of 2025-12-22 --csv
says 'note,2025-12-22'; says 'target,2026-06-30,190,AAA'; says 'fact,2025-12-20'; silent earnings
run 0 show notes --source csv:csv --as-of 2025-12-19; silent cheap; silent P/E
run 0 show notes AAA --source csv:csv --as-of 2025-12-23 --json; says '"to_level_pct":25'
says '"symbols":["AAA"]'; says '"days_left":10'
run 0 show notes ZZZ --source csv:csv; silent cheap
printf '[data]\nnotes = %s/mine.md\n' "$dir" >conf
run 0 note --config conf 'elsewhere'; [ -s mine.md ] || say 'the setting names the file'

# --- nobody else's file
rm "$notes"; ln -s "$dir/victim" "$notes"
run 5 note text; says 'symbolic link'; [ -e victim ] && say 'a planted link was followed'

echo "$seen commands"
[ "$bad" = 0 ]
