#!/bin/sh
# import and export from outside: what is taken in, what is said about the rest, what comes back out.
# All files here are made up.
set -u
bin=$(cd "${top_builddir:-.}/src" && pwd)/broadtape
dir=$(mktemp -d) || exit 99
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
bad=0 seen=0
HOME=$dir/home XDG_DATA_HOME=$dir/data; export HOME XDG_DATA_HOME
mkdir "$HOME"
unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_STATE_HOME NO_COLOR
LC_ALL=C.UTF-8; export LC_ALL
lists=$dir/data/broadtape/universes
cache=$dir/market.db
cd "$dir" || exit 99

say() { echo "FAIL: $*"; bad=$((bad + 1)); }
# run WANTED ARGUMENT...: the status
run() {
	want=$1; shift
	seen=$((seen + 1))
	"$bin" --cache "$cache" "$@" >out 2>err </dev/null
	got=$?
	[ "$got" = "$want" ] || say "status $got, not $want: broadtape $* ($(head -n 1 err))"
	[ "$want" = 0 ] || { [ -s out ] && say "stdout of broadtape $*: $(head -n 1 out)"; }
}
says() { grep -qF -- "$1" out err || say "no '$1' in: $(cat out err)"; }
# nothing_kept WHY
nothing_kept() { [ -e "$cache" ] || [ -e "$dir/data" ] && say "something was kept: $1"; }

# --- files in the shapes that are about
printf '\357\273\277Some Fund ETF\r\nFund Holdings as of,"May 05, 2026"\r\n\302\240\r\n' >SMALL_holdings.csv
cat >>SMALL_holdings.csv <<-'EOF'
	Ticker,Name,Sector,Asset Class,Market Value,Price,Exchange
	"BRKB","HILL INC","Financials","Equity","1,532.50","1,295.25","NYSE"
	"USD","USD CASH","Cash and/or Derivatives","Cash","9.00","1.00","-"
	"AAA","A, B AND C","Communication","Equity","2.00","50.00","NASDAQ"
	"-","A RIGHT","Energy","Equity","2.00","0.07","NO MARKET (E.G. UNLISTED)"
	"P5N994","ESCROW","Energy","Equity","0.26","0.00","NYSE"

	"The lawyers, at length."
EOF
printf 'Symbol,Security,GICS Sector,Date added\nBF.B,Brown,Consumer Staples,1982-01-01\n' >constituents.csv
printf '# mine\nAAA\nbrk.b\n' >mine.txt
printf 'date,open,high,low,close,adjclose,volume\n2025-12-22,1,2,0.5,1.1,1.05,10\n2025-12-23,2,3,2,2.5,2.5,\n' >AAA.csv
printf 'Date,Open,High,Low,Close,Adj Close,Volume\n2025-12-22,1,2,1,2,2,3\n2025-12-23,null,null,null,null,null,null\n' >_RUT.csv
printf 'Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie\n20251222,1,2,1,2\n' >'^spx_d.csv'
{
	echo 'symbol,date,close,adjclose'
	echo 'LONG,2025-12-22,0.1,'
	echo 'LONG,2025-12-23,0.30000000000000004,'
	echo 'BRK.B,2025-12-23,1e-3,123456.789012345'
	echo 'BRK.B,2025-12-23,0.002,123456.78901234501'
	echo 'BRK.B,someday,5,5'
} | gzip >long.csv.gz

# --- wrong ones: nothing of anything is kept
printf 'date,close\nyesterday,5\n' >BAD.csv
printf 'Exceeded the daily hits limit' >LIMIT.csv
: >EMPTY.csv
printf 'Fund Holdings as of,"-"\nTicker,Name,Asset Class\n' >none_holdings.csv
run 2 import
run 3 import SMALL_holdings.csv AAA.csv missing.csv; says 'missing.csv: No such file'; nothing_kept missing
run 5 import AAA.csv constituents.csv BAD.csv; says 'BAD.csv:2:'; nothing_kept BAD
run 5 import LIMIT.csv; says 'LIMIT.csv:1:'
run 5 import EMPTY.csv; says 'EMPTY.csv: the file is empty'
run 5 import none_holdings.csv; says 'none_holdings.csv:1: no day of these holdings'
run 5 import .; says 'directory'
run 2 import constituents.csv --name sp500; says "--name: 'sp500'"
run 2 import constituents.csv --name ../x; says '--name'
cp constituents.csv dow30.csv
run 2 import dow30.csv; says 'say --name'
run 2 import AAA.csv _RUT.csv --symbol X; says '--symbol names one file'
cp AAA.csv HistoricalPrices.csv
run 2 import HistoricalPrices.csv; says 'say --symbol'
mkdir other && cp AAA.csv other/
run 2 import AAA.csv other/AAA.csv; says 'bars of AAA would come from both AAA.csv and other/AAA.csv'
run 2 import --name x constituents.csv mine.txt; says 'the list x would come from both'
nothing_kept 'after all that'

# --- lists
run 0 import SMALL_holdings.csv constituents.csv mine.txt
says 'SMALL_holdings.csv: 2 members of 2026-05-05; 3 rows skipped: 1 cash, funds and futures, 1 on no market, 1 priced 0; use it by --universe small'
says 'constituents.csv: 1 members; use it by --universe constituents'
says 'use it by --universe mine'
[ "$(cd "$lists" && echo *)" = 'constituents.csv mine.csv small.csv' ] || say "lists: $(cd "$lists" && echo *)"
grep -qx 'BRK-B,HILL INC,Financials,,' "$lists/small.csv" || say "small: $(cat "$lists/small.csv")"
grep -qx 'AAA,"A, B AND C",Communication Services,,' "$lists/small.csv" || say "small: $(cat "$lists/small.csv")"
run 3 show breadth --universe smal --sample; says 'sp500, constituents, mine, small, and no file'
cp "$lists/small.csv" before
chmod u-w "$lists"
if [ -w "$lists" ]; then
	echo 'skipped: root writes everywhere'
else
	run 5 import SMALL_holdings.csv; says 'cannot write'
	cmp -s before "$lists/small.csv" || say 'a list was damaged'
fi
chmod u+w "$lists"

# --- prices
run 0 import AAA.csv _RUT.csv ./^spx_d.csv long.csv.gz
says 'AAA.csv: AAA, 2 bars from 2025-12-22 to 2025-12-23; 1 sudden jump'; says '; use them by --source import'
says '_RUT.csv: ^RUT, 1 bars from 2025-12-22 to 2025-12-22; 1 row skipped: 1 without a price'
says '^spx_d.csv: ^GSPC, 1 bars'
says 'long.csv.gz: 2 symbols, 3 bars from 2025-12-22 to 2025-12-23; 2 rows skipped: 1 unreadable, 1 of a day that comes again (first in line 6)'
run 0 import --name other --symbol aaa HistoricalPrices.csv; says 'AAA, 2 bars'; says 'import:other'
run 0 show breadth --source import --universe small --json; says '"members":2'
run 0 show records AAA --source import --csv --columns symbol,last --no-header
[ "$(cat out)" = 'AAA,2.5,import' ] || say "records: $(cat out)"
run 3 show records --source import:nosuch; says 'the cache holds import (5 symbols), import:other (1 symbol)'
run 2 fetch --source import; says 'read in place'

# --- and out again, to the last bit
run 0 export --source import
cat >want <<-'EOF'
	symbol,date,open,high,low,close,adjclose,volume,source
	AAA,2025-12-22,1,2,0.5,1.1,1.05,10,import
	AAA,2025-12-23,2,3,2,2.5,2.5,,import
	BRK-B,2025-12-23,,,,0.002,123456.789012345,,import
	LONG,2025-12-22,,,,0.1,,,import
	LONG,2025-12-23,,,,0.30000000000000004,,,import
	^GSPC,2025-12-22,1,2,1,2,,,import
	^RUT,2025-12-22,1,2,1,2,2,3,import
EOF
cmp -s out want || say "export: $(cat out)"
cp out all.csv
"$bin" import all.csv --cache "$dir/second.db" >/dev/null || say 'the export cannot be imported'
"$bin" export --source import --cache "$dir/second.db" | cmp -s - want || say 'the round trip changed something'
run 0 export --source import rut AAA --from 2025-12-23 --no-header
[ "$(cat out)" = 'AAA,2025-12-23,2,3,2,2.5,2.5,,import' ] || say "export of some: $(cat out)"
run 3 export --source import AAA NOSUCH; says 'no bars of NOSUCH from import are cached; nothing is printed'
run 3 export; says 'from yahoo'
run 3 export --source import AAA/LONG; says '--computed'
run 2 export --source import 'A B'; says '--computed'
run 0 export --computed AAA/LONG --source import --price close
printf 'expr,date,value,price,source\nAAA/LONG,2025-12-22,11,close,import\nAAA/LONG,2025-12-23,8.333333333333332,close,import\n' >want
cmp -s out want || say "computed: $(cat out)"
run 0 export --computed --source import --universe small --to 2025-12-22
[ "$(sed 1d out | cut -d, -f1)" = 2025-12-22 ] || say "breadth: $(cat out)"
run 0 export --sample SPY --from 2026-01-01; sed 1d out | grep -v ',SAMPLE$' && say 'a row of the sample without SAMPLE'
run 0 export --source "csv:$dir/AAA.csv"; grep -qx 'AAA,2025-12-22,1,2,0.5,1.1,1.05,10,csv' out || say "csv: $(cat out)"

# --- a series that comes again is replaced whole, one that does not stays
printf 'date,close\n2025-12-24,9\n' >AAA.csv
run 0 import AAA.csv
run 0 export --source import --no-header AAA
[ "$(cat out)" = 'AAA,2025-12-24,,,,9,,,import' ] || say "replaced: $(cat out)"
run 0 export --source import --no-header LONG
[ "$(wc -l <out)" = 2 ] || say "LONG went: $(cat out)"

# --- a cache that cannot be written
if [ "$(id -u)" -ne 0 ]; then
	chmod 400 "$cache"
	run 5 import AAA.csv; says 'nothing is imported'
fi
[ -w /dev/full ] && { "$bin" export --source import --cache "$cache" >/dev/full 2>err; [ $? = 5 ] || say 'full disk'; }

[ "$seen" -gt 30 ] || say "only $seen runs"
echo "$seen runs"
[ "$bad" -eq 0 ]
