#!/bin/sh
''':'
command -v python3 >/dev/null 2>&1 || { echo "no python3: the fetch is not measured"; exit 0; }
exec python3 "$0" "$@"
'''
# fetch.py - part of `make bench`: a cold fetch of 40 and of 503 symbols over a line of 50 ms, beside the same URLs by
# `curl --parallel` and beside the floor, ceil(requests / connections) x latency.  An answer has half a year of
# bars: what is measured is the way, not the server, whose single thread makes each answer anew.
#
#	bench/fetch.py [RUNS]          default 3 pairs
#
# Then the same with 5 % errors and 2 % truncated answers, beside the run without: no symbol may be missing at the end.
#
# Wall time, because latency is what is measured; runs alternate, medians.
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

BUILD = os.path.abspath(os.environ.get('top_builddir', '.'))
PROGRAM = os.path.join(BUILD, 'src', 'broadtape')
LATENCY_MS = 50
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 3


def ask(url):
    return urllib.request.urlopen(url).read()


def wall(command, **more):
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, **more)
    seconds = time.monotonic() - start
    if done.returncode:
        sys.exit('%s: status %d: %s' % (command[0], done.returncode, done.stderr[-400:]))
    return seconds


def fetch(folder, url, symbols, connections):
    """Seconds of a cold fetch, and the addresses that it asked for."""
    conf = os.path.join(folder, 'conf')
    with open(conf, 'w') as f:
        f.write('[yahoo]\nurl = %s\nrate = 100000\nconnections = %d\n' % (url, connections))
    shutil.rmtree(os.path.join(folder, 'cache'), ignore_errors=True)
    ask(url + '/__reset')
    seconds = wall([PROGRAM, '--config', conf, '--cache', os.path.join(folder, 'cache', 'market.db'), 'fetch', *symbols],
                   env=dict(os.environ, HOME=folder))
    asked = json.loads(ask(url + '/__requests'))
    asked = asked['requests'] if isinstance(asked, dict) else asked
    return seconds, [url + r['target'] for r in asked]


def curl(folder, urls, connections):
    listing = os.path.join(folder, 'urls')
    with open(listing, 'w') as f:
        for u in urls:
            f.write('url = "%s"\noutput = "/dev/null"\n' % u)
    return wall(['curl', '-q', '-s', '--compressed', '--parallel', '--parallel-immediate', '--parallel-max',
                 str(connections), '-K', listing])


def measure(folder, url, n, connections):
    symbols = ['S%03d' % i for i in range(n)]
    ours, theirs, urls = [], [], []
    for _ in range(RUNS):
        seconds, urls = fetch(folder, url, symbols, connections)
        ours.append(seconds)
        theirs.append(curl(folder, urls, connections))
    floor = math.ceil(len(urls) / connections) * LATENCY_MS / 1000
    a, b = statistics.median(ours), statistics.median(theirs)
    print('fetch %3d symbols, %3d requests, %2d connections: %6.2f s   curl --parallel %6.2f s: %.2f   floor %5.2f s: '
          '%.2f' % (n, len(urls), connections, a, b, a / b, floor, a / floor), flush=True)


FAULTS = ('mode=status&status=500&p=5', 'mode=truncate&p=2')


def count_symbols(folder):
    done = subprocess.run([PROGRAM, '--config', os.path.join(folder, 'conf'), '--cache',
                           os.path.join(folder, 'cache', 'market.db'), 'export', '--no-header'],
                          capture_output=True, text=True, env=dict(os.environ, HOME=folder))
    return len({line.split(',')[0] for line in done.stdout.splitlines()})


def measure_faults(folder, url, n, connections):
    symbols = ['S%03d' % i for i in range(n)]
    clean, faulty, there = [], [], []
    for _ in range(RUNS):
        clean.append(fetch(folder, url, symbols, connections)[0])
        for fault in FAULTS:
            ask(url + '/__control?' + fault)
        faulty.append(fetch(folder, url, symbols, connections)[0])
        there.append(count_symbols(folder))
        ask(url + '/__control?mode=ok')
        ask(url + '/__control?mode=delay&ms=%d' % LATENCY_MS)
    a, b = statistics.median(faulty), statistics.median(clean)
    print('fetch %3d symbols with 5 %% errors and 2 %% cut off, %2d connections: %6.2f s   without %6.2f s: %.2f   lost %d' %
          (n, connections, a, b, a / b, n - min(there)), flush=True)


def main():
    folder = tempfile.mkdtemp(prefix='bt-bench-')
    port = os.path.join(folder, 'port')
    server = subprocess.Popen([os.path.join(BUILD, 'test-loopback'), '--port-file', port, '--with-parent', '--now',
                               '2025-12-23', '--start', '2025-06-02', '--lifetime', '1800', '--fault',
                               'mode=delay&ms=%d' % LATENCY_MS])
    try:
        while not os.path.exists(port):
            time.sleep(0.01)
        with open(port) as f:
            url = 'http://127.0.0.1:%d' % int(f.read())
        if not shutil.which('curl'):
            sys.exit('no curl: the fetch is not measured')
        for n in (40, 503):
            for connections in (8, 16):
                measure(folder, url, n, connections)
        measure_faults(folder, url, 503, 8)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


main()
