#!/bin/sh
''':'
command -v python3 >/dev/null 2>&1 || { echo "skipped: no python3"; exit 77; }
exec python3 "$0" "$@"
'''
# market.py - what `broadtape show` prints of returns, growth, records, weeks, levels, the VIX and the seven,
# against the golden files beside the tree: every row and every column, counted.  $BROADTAPE is the program.
import csv
import json
import math
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

TOP = os.environ.get('top_srcdir', '.')
SHARED = os.path.join(TOP, '..', 'shared')
GOLDEN = os.path.join(SHARED, 'golden')
PROGRAM = os.environ.get('BROADTAPE') or os.path.join(os.environ.get('top_builddir', '.'), 'src', 'broadtape')
SOURCE = 'csv:' + os.path.join(SHARED, 'market', 'rotation')
HORIZONS = '1D,1W,MTD,1M,3M,QTD,6M,YTD,1Y,3Y,SINCE:2025-04-08,SINCE:2022-10-12'

counts = {}
failures = []


def show(*args):
    """The object that `show ARGS --json` prints."""
    command = [PROGRAM, 'show', *args[:1], '--source', SOURCE, '--json', '--config', os.devnull, *args[1:]]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit('%s: status %d: %s' % (' '.join(command), done.returncode, done.stderr))
    return json.loads(done.stdout)


def same(want, got):
    """Truth, text and null exactly; numbers within 1e-9 of themselves (near 0, 1e-9)."""
    if isinstance(want, bool) or isinstance(got, bool) or not isinstance(want, (int, float)):
        return want == got and type(want) is type(got)
    if not isinstance(got, (int, float)):
        return False
    return math.isfinite(got) and abs(want - got) <= 1e-9 * max(1, abs(want))


def check(name, where, want, row, field):
    """One cell; a field that is not there at all is wrong even where null is wanted."""
    counts[name] = counts.get(name, 0) + 1
    if row is None or field not in row:
        failures.append('%s %s: no %s' % (name, where, field))
    elif not same(want, row[field]):
        failures.append('%s %s: %s is %r, not %r' % (name, where, field, row[field], want))


TRUTH = {'is_record', 'is_intraday_record'}
TEXT = {'symbol', 'asof', 'horizon', 'convention', 'price'}


def table(name):
    """Rows of a golden CSV: numbers as numbers, 1/0 of a truth as truth, an empty field as None."""
    def cell(field, text):
        if text == '':
            return None
        if field in TRUTH:
            return text == '1'
        if field in TEXT:
            return text
        try:
            return float(text)
        except ValueError:
            return text
    with open(os.path.join(GOLDEN, name), newline='') as f:
        for row in csv.DictReader(f):
            yield {k: cell(k, v) for k, v in row.items()}


def load(name):
    with open(os.path.join(GOLDEN, name)) as f:
        return json.load(f)


def compare(name, key, command):
    """Each golden row with the row of the same key in the answer of its command."""
    want, answers = list(table(name)), {}
    symbols = sorted({w['symbol'] for w in want})
    commands = sorted({command(w) for w in want})
    with ThreadPoolExecutor(2) as pool:
        made = pool.map(lambda c: show(c[0], *symbols, *c[1:]), commands)
        for c, answer in zip(commands, made):
            answers[c] = {tuple(row[k] for k in key): row for row in answer['rows']}
    for w in want:
        where = ' '.join(w[k] for k in key)
        row = answers[command(w)].get(tuple(w[k] for k in key))
        for field, value in w.items():
            check(name, '%s %s' % (command(w)[2], where), value, row, field)
    return len(want)


def tables():
    rows = compare('returns.csv', ('symbol', 'horizon'), lambda w: (
        'returns', '--as-of', w['asof'], '--base', w['convention'], '--price', w['price'],
        '--horizon', HORIZONS))
    if rows != 12528:
        failures.append('returns.csv: %d rows' % rows)
    compare('cagr.csv', ('symbol', 'horizon'), lambda w: (
        'growth', '--as-of', w['asof'], '--price', w['price']))
    compare('records.csv', ('symbol',), lambda w: ('records', '--as-of', w['asof']))


def weeks():
    for case in load('relative_weeks.json'):
        answer = show('weeks', case['a'], case['b'], '--as-of', case['asof'])
        where = '%(a)s %(b)s %(asof)s' % case
        for field in ('a', 'b', 'asof', 'streak'):
            check('relative_weeks.json', where, case[field], answer, field)
        rows = answer['rows'][-len(case['weeks']):]
        check('relative_weeks.json', where, len(case['weeks']), {'weeks': len(rows)}, 'weeks')
        for w, row in zip(case['weeks'], rows):
            for field, value in w.items():
                check('relative_weeks.json', where, value, row, field)


def levels():
    for case in load('levels.json'):
        rows = show('levels', case['symbol'], '%g' % case['level'])['rows']
        where = '%(symbol)s %(level)g' % case
        check('levels.json', where, len(case['crossings']), {'crossings': len(rows)}, 'crossings')
        for w, row in zip(case['crossings'], rows):
            check('levels.json', where, case['level'], row, 'level')
            for field, value in w.items():
                check('levels.json', where, value, row, field)


def vix():
    for case in load('vix.json'):
        rows = show('vix', '--as-of', case['asof'])['rows']
        check('vix.json', case['asof'], 1, {'rows': len(rows)}, 'rows')
        for field, value in case.items():
            check('vix.json', case['asof'], value, rows[0], field)


def seed_table():
    """The published table of 2025-12-25: to two decimals, and four of seven ahead of the Russell 2000."""
    golden = load('seed_table.json')
    answers = {(base, day): show('mag7', '--as-of', day, '--base', base)
               for base in ('first', 'prev') for day in ('2025-12-23', '2025-12-24')}
    first = answers['first', '2025-12-23']
    listed = {row['symbol']: row for row in first['rows']}
    for w in golden['rows']:
        returns = listed[w['symbol']]['returns'] if w['symbol'] in listed else show(
            'indices', w['symbol'], '--as-of', '2025-12-23', '--base', 'first')['rows'][0]['returns']
        for field, horizon in (('published_ytd_pct', 'YTD'), ('published_1y_pct', '1Y')):
            if w.get(field) is not None:
                check('seed_table.json', w['symbol'], w[field], {field: round(returns[horizon]['pct'], 2)}, field)
        for (base, day), answer in answers.items():
            row = {r['symbol']: r for r in answer['rows']}.get(w['symbol'])
            for horizon in ('YTD', '1Y') if row else ():
                field = '%s_%s_asof_%s' % (horizon, base, day)
                check('seed_table.json', w['symbol'], w[field], {field: row['returns'][horizon]['pct']}, field)
    check('seed_table.json', 'beating', [4, 7], first['beating'], 'YTD')
    check('seed_table.json', '^RUT', 13.87,
          {'pct': round(first['benchmark_returns']['YTD']['pct'], 2)}, 'pct')
    for symbol in ('GOOG', 'MAGS', 'MAG7'):
        check('seed_table.json', symbol, False, listed.get(symbol), 'counted')


if not os.path.isdir(GOLDEN):
    print('skipped: no golden files beside the tree')
    sys.exit(77)
for part in (tables, weeks, levels, vix, seed_table):
    part()
for name, n in counts.items():
    print('%s: %d comparisons' % (name, n))
for line in failures[:40]:
    print(line)
print('%d comparisons, %d failures' % (sum(counts.values()), len(failures)))
sys.exit(1 if failures or sum(counts.values()) < 150000 else 0)
