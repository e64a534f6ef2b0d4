#!/bin/sh
# The program from outside: statuses, what goes to stdout and what to stderr, JSON, CSV, pipes, locales.
set -u
build=${top_builddir:-.}
bin=$(cd "$build/src" && pwd)/broadtape
helper=$(cd "$build" && pwd)/test-cli-helper
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
bad=0 seen=0
HOME=$dir/home; export HOME
mkdir "$HOME"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME NO_COLOR
LC_ALL=C.UTF-8; export LC_ALL

say() { echo "FAIL: $*"; bad=$((bad + 1)); }
tab=$(printf '\t')

# status WANTED ARGUMENT...: the status, one side silent: on success stderr, on failure stdout
status() {
	want=$1; shift
	seen=$((seen + 1))
	"$bin" "$@" >"$dir/out" 2>"$dir/err" </dev/null
	got=$?
	[ "$got" = "$want" ] || say "status $got, not $want: broadtape $* ($(head -n 1 "$dir/err"))"
	if [ "$want" = 0 ]; then
		[ -s "$dir/err" ] && say "stderr of broadtape $*: $(cat "$dir/err")"
		[ -s "$dir/out" ] || say "no output: broadtape $*"
	elif [ "$want" != 1 ] && [ -s "$dir/out" ]; then
		say "stdout of broadtape $*: $(head -n 1 "$dir/out")"
	fi
	return 0
}
# says WORDS: on the side that spoke last
says() { grep -qF -- "$1" "$dir/out" "$dir/err" || say "no '$1' in: $(cat "$dir/out" "$dir/err")"; }

# A network where nobody answers; its retries go on beside the other tests.
printf '[yahoo]\nurl = http://127.0.0.1:1\n[sources]\nhistory = yahoo\nquotes = yahoo\n' >"$dir/closed.conf"
(
	"$bin" --config "$dir/closed.conf" --cache "$dir/closed/market.db" show records IWM \
		>"$dir/closed.out" 2>"$dir/closed.err"
	echo $? >"$dir/closed.status"
) &

# --- statuses and messages
status 0 --help; says 'Usage: broadtape'
status 0 --version; says 'broadtape '
status 0 show returns --sample
status 0 --print-config; says 'benchmark = ^RUT'
status 1 check 'SPY close < 0' --sample; says 'false: SPY close < 0: SPY records.last is'
status 0 check 'SPY close > 0' 'SPY/IWM value > 0' --sample; says 'SAMPLE true:'
"$bin" check 'NOSUCH close > 0' --sample >"$dir/out" 2>"$dir/err"
[ $? = 3 ] || say "check of an unknown symbol: $(cat "$dir/out" "$dir/err")"
status 2 check 'SPY close' --sample; says 'no comparison'
status 2 check 'SPY nosuchfield > 1' --sample; says 'nosuchfield'
status 2 check 'SPY close = yes' --sample; says 'cannot be compared'
status 2; says 'broadtape show VIEW'
status 2 shw; says "did you mean 'show'?"
status 2 show; says 'returns'
status 2 show retruns; says "did you mean 'returns'?"
status 2 --nosuchoption; says 'nosuchoption'
status 2 --base=second show returns; says 'prev first'
status 2 show returns --as-of 2025-02-30 --sample; says 'YYYY-MM-DD'
status 2 show returns --horizon 2W --sample; says 'SINCE:YYYY-MM-DD'
status 2 show returns --json --csv --sample; says 'exclude'
status 2 show returns --columns symbl --sample; says "did you mean 'symbol'?"
status 2 show ratio 'SPY/' --sample; says 'column'
status 2 --source=nosuch show returns; says 'csv:PATH'
status 2 check --series 'SPY close > 0'; says '--series'
status 3 show records NOSUCHSYMBOL --sample; says NOSUCHSYMBOL
status 3 show returns --source "csv:$dir/missing"; says missing
status 3 --offline --cache "$dir/none.db" show records IWM; says IWM
status 5 --config "$dir/missing.conf" show returns; says missing.conf
"$bin" show "$(printf 'a\033[31mb')" >"$dir/out" 2>&1
grep -q "$(printf '\033')" "$dir/out" && say 'an escape of the command line came back'
env -i "$bin" --help >/dev/null 2>&1 || say '--help needs an environment'
env -i "$bin" --version >/dev/null 2>&1 || say '--version needs an environment'
[ -z "$(find "$HOME" -mindepth 1)" ] || say "written in HOME: $(find "$HOME")"

# --- output that cannot be written
if [ -w /dev/full ]; then
	"$bin" show returns --sample >/dev/full 2>"$dir/err"
	[ $? = 5 ] || say 'no status 5 on a full disk'
	says 'No space left'
fi
"$bin" show returns --sample >&- 2>"$dir/err"
[ $? = 5 ] || say 'no status 5 with stdout closed'
for ignored in '' 'trap "" PIPE;'; do
	sh -c "$ignored \"\$0\" show ratio SPY --series --csv --sample 2>\"\$1/err\"
		echo \$? >\"\$1/status\"" "$bin" "$dir" | head -c 1 >/dev/null
	[ "$(cat "$dir/status")" = 141 ] || say "closed pipe: status $(cat "$dir/status")"
	[ -s "$dir/err" ] && say "closed pipe: $(cat "$dir/err")"
	rm -f "$dir/status"
done

# --- every view: JSON, CSV, text; the sample says what it is everywhere
other=de_DE.UTF-8
"$helper" views >"$dir/views"
while IFS="$tab" read -r view args; do
	case $args in
	'A B'*) set -- IWM SPY ;;
	'EXPR'*) set -- IWM/SPY ;;
	'SYMBOL LEVEL'*) set -- SPY 100 ;;
	'SYMBOL'*) set -- IWM ;;
	'LIST'*) set -- main ;;
	*) set -- ;;
	esac
	status 0 show "$view" "$@" --sample --json
	"$helper" json <"$dir/out" || say "show $view --json is no JSON"
	[ "$("$helper" json view <"$dir/out")" = "$view" ] || say "show $view: view"
	[ "$("$helper" json source <"$dir/out")" = SAMPLE ] || say "show $view --json does not say SAMPLE"
	[ "$("$helper" json schema <"$dir/out")" = 1 ] || say "show $view: schema"
	grep -Eiq '[:,[](-?nan|-?inf)' "$dir/out" && say "show $view: NaN"
	status 0 show "$view" "$@" --sample --csv
	"$helper" csv <"$dir/out" >"$dir/shape" || say "show $view --csv: rows of different width"
	head -n 1 "$dir/out" | grep -Eq '(^|,)source$' || say "show $view --csv: source is not last"
	sed 1d "$dir/out" | grep -vq 'SAMPLE$' && say "show $view --csv: a row without SAMPLE"
	status 0 show "$view" "$@" --sample
	says SAMPLE
	grep -q "$(printf '\033')" "$dir/out" && say "show $view: escapes without a terminal"
	status 0 show "$view" "$@" --sample --ascii
	LC_ALL=C grep -q '[^ -~]' "$dir/out" && say "show $view --ascii: other bytes"
	for form in --json --csv --no-header; do   # --ascii: a locale that is not installed is ASCII
		"$bin" show "$view" "$@" --sample --as-of 2025-12-23 --ascii $form >"$dir/c"
		LC_ALL=$other "$bin" show "$view" "$@" --sample --as-of 2025-12-23 --ascii $form >"$dir/l"
		cmp -s "$dir/c" "$dir/l" || say "show $view $form differs under $other"
	done
	[ "$other" = de_DE.UTF-8 ] && other=tr_TR.UTF-8 || other=de_DE.UTF-8
done <"$dir/views"

# --- columns, header, options in any place
out=$("$bin" --sample show records SPY --csv --no-header --columns last_date,symbol --as-of 2025-12-23)
[ "$out" = 2025-12-23,SPY,SAMPLE ] || say "columns: $out"
out=$("$bin" show --json records SPY --sample --columns symbol | "$helper" json rows.0)
[ "$out" = '{"symbol":"SPY"}' ] || say "columns of JSON: $out"
status 0 show ratio --sample --csv -- '-SPY+2*IWM'
status 0 show records SPY --sample --explain --columns ath_dist_pct; says 'SPY ath_dist_pct ='
out=$("$bin" show records SPY --sample --color=always --no-header | tr -dc '\033' | wc -c)
NO_COLOR=1 "$bin" show returns --sample --color=always | grep -q "$(printf '\033')" ||
	say '--color=always does not win over NO_COLOR'

# --- files
mkdir "$dir/csv"
printf 'date,open,high,low,close,adjclose,volume\n2025-12-22,1,2,1,2,2,10\n2025-12-23,2,3,2,2.5,2.5,10\n' \
	>"$dir/csv/AAA.csv"
printf 'date,close\n2025-12-22,100\n2025-12-23,150\n' >"$dir/csv/_RUT.csv"
status 0 show returns AAA ^RUT --source "csv:$dir/csv" --horizon 1D --csv --columns symbol,return_pct,last
printf 'symbol,return_pct,last,source\nAAA,25,2.5,csv:%s\n^RUT,50,150,csv:%s\n' "$dir/csv" "$dir/csv" \
	>"$dir/want"
cmp -s "$dir/out" "$dir/want" || say "returns of files: $(cat "$dir/out")"

# --- settings
mkdir -p "$HOME/.config/broadtape"
printf '[data]\nbase = second\nsurce = sample\nsource = sample\n' >"$HOME/.config/broadtape/broadtape.conf"
"$bin" show returns --csv >"$dir/out" 2>"$dir/err" || say "a wrong setting stops the program"
says "broadtape.conf:2: [data] base: 'second' is not one of: prev first; prev is used"
says 'broadtape.conf:3: [data] has no key surce'
grep -q SAMPLE "$dir/out" || say 'the source of the settings is not used'
"$bin" --print-config 2>/dev/null >"$dir/one"
"$bin" --config "$dir/one" --print-config >"$dir/two" 2>"$dir/err"
cmp -s "$dir/one" "$dir/two" || say '--print-config does not read back'
[ -s "$dir/err" ] && say "--print-config: $(cat "$dir/err")"

wait
[ "$(cat "$dir/closed.status")" = 4 ] || say "nobody answers: status $(cat "$dir/closed.status")"
[ -s "$dir/closed.out" ] && say "nobody answers, but: $(cat "$dir/closed.out")"
grep -q 'no connection' "$dir/closed.err" || say "nobody answers: $(cat "$dir/closed.err")"

[ "$seen" -gt 40 ] || say "only $seen runs"
echo "$seen runs"
[ "$bad" -eq 0 ]
