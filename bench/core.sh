#!/bin/sh
# core.sh - `make bench`: the computation core beside its yardsticks, and beside pandas when that is there.
set -u
bench=${top_builddir:-.}/bench-core
pandas=${top_srcdir:-.}/../shared/bench/breadth_pandas.py
python=/usr/bin/python3
one='' ; command -v taskset >/dev/null 2>&1 && one='taskset -c 0'

uname -m
sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | sort | uniq -c
uptime
for vectors in 64 32 16; do
	$one "$bench" --vectors "$vectors"
done
$one "$bench" --symbols 3000 --runs 7

if ! [ -r "$pandas" ] || ! "$python" -c 'import pandas' 2>/dev/null; then
	echo 'pandas or its reference is not there: not compared'
	exit 0
fi
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
"$python" "$pandas" gen "$dir" >/dev/null
# CPU time of the reference's own function, as ours is CPU time
$one "$python" - "$pandas" "$dir" <<'EOF'
import importlib.util, statistics, sys, time
spec = importlib.util.spec_from_file_location('reference', sys.argv[1])
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)
import numpy, pandas
meta, columns, series = reference.load(sys.argv[2], ('close',))
close = pandas.DataFrame(numpy.ascontiguousarray(columns['close'].T))
times = []
for run in range(5):
    start = time.process_time()
    reference.run_pandas(close, close, close, series)
    times.append(time.process_time() - start)
print('pandas, the columns of its reference: median %.0f ms of CPU time' % (1000 * statistics.median(times)))
EOF
for vectors in 64 32 16; do
	$one "$bench" --matrix "$dir" --vectors "$vectors" | sed -n '1,2p'
done
