#!/bin/sh
''':'
command -v python3 >/dev/null 2>&1 || { echo "skipped: no python3"; exit 77; }
exec python3 "$0" "$@"
'''
# breadth.py - what `broadtape show` prints of a universe (breadth, members, signals, scores, sectors,
# concentration) against the golden files beside the tree: every row and every column, counted.
# $BROADTAPE is the program.
import csv
import json
import math
import os
import subprocess
import sys

TOP = os.environ.get('top_srcdir', '.')
SHARED = os.path.join(TOP, '..', 'shared')
GOLDEN = os.path.join(SHARED, 'golden')
MARKET = os.path.join(SHARED, 'market')
PROGRAM = os.environ.get('BROADTAPE') or os.path.join(os.environ.get('top_builddir', '.'), 'src', 'broadtape')
UNIVERSE = 'csv:' + os.path.join(MARKET, 'universe_2023_2026.csv.gz')
MESSY = 'csv:' + os.path.join(MARKET, 'universe_messy_2021_2024.csv.gz')
ROTATION = 'csv:' + os.path.join(MARKET, 'rotation')
MEMBERS = ('--universe', os.path.join(MARKET, 'universe_members.csv'))

counts = {}
failures = []


def show(view, source, *args):
    """The object that `show VIEW ARGS --json` prints."""
    command = [PROGRAM, 'show', view, '--source', source, '--json', '--config', os.devnull, *args]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit('%s: status %d: %s' % (' '.join(command), done.returncode, done.stderr))
    return json.loads(done.stdout)


# Whole numbers that must be equal to the last unit.
EXACT = {'nbar', 'adv', 'dec', 'unch', 'net', 'ad_line', 'upvol', 'dnvol', 'unvol', 'n20', 'above20', 'n50',
         'above50', 'n100', 'above100', 'n200', 'above200', 'n_hl', 'new_hi', 'new_lo', 'bars', 'direction',
         'n', 'members', 'parts', 'span', '_n', '_week_streak', 'has_bar'}


def same(field, want, got):
    """Counts, dates, names and truth exactly; sums of the oscillator within 1e-6; else 1e-9 of itself,
    near 0 of 1."""
    if isinstance(want, (dict, list)):
        return want == got if not want else False
    if isinstance(got, bool):
        return field == 'has_bar' and want == got
    if not isinstance(want, (int, float)):
        return want == got and type(want) is type(got)
    if not isinstance(got, (int, float)) or not math.isfinite(got):
        return False
    if field in EXACT:
        return want == got
    if field.startswith('mc_sum'):
        return abs(want - got) <= 1e-6
    return abs(want - got) <= 1e-9 * max(1.0, abs(want))


def check(name, where, field, want, got):
    """A value, or all below it; a field that is not there at all is wrong even where null is wanted."""
    if isinstance(want, dict):
        for k, v in want.items():
            if not isinstance(got, dict) or k not in got:
                counts[name] = counts.get(name, 0) + 1
                failures.append('%s %s: no %s.%s' % (name, where, field, k))
            else:
                check(name, where, k, v, got[k])
        return
    if isinstance(want, list) and want:
        if not isinstance(got, list) or len(got) != len(want):
            counts[name] = counts.get(name, 0) + 1
            failures.append('%s %s: %s is %r, not %r' % (name, where, field, got, want))
            return
        for w, g in zip(want, got):
            check(name, where, field, w, g)
        return
    counts[name] = counts.get(name, 0) + 1
    if not same(field, want, got):
        failures.append('%s %s: %s is %r, not %r' % (name, where, field, got, want))


def table(name):
    """Rows of a golden CSV: numbers as numbers, an empty field as None."""
    def cell(text):
        if text == '':
            return None
        try:
            return float(text)
        except ValueError:
            return text
    with open(os.path.join(GOLDEN, name), newline='') as f:
        return [{k: cell(v) for k, v in row.items()} for row in csv.DictReader(f)]


def load(name):
    with open(os.path.join(GOLDEN, name)) as f:
        return json.load(f)


def rows(name, want, got, key):
    """Two lists of rows, one for one."""
    check(name, 'whole', 'rows', len(want), len(got))
    for w, g in zip(want, got):
        check(name, str(w[key]), 'row', w, g)


def breadth():
    rows('breadth.csv', table('breadth.csv'), show('breadth', UNIVERSE, *MEMBERS, '--series')['rows'], 'date')
    rows('breadth_intraday_hl.csv', table('breadth_intraday_hl.csv'),
         show('breadth', UNIVERSE, *MEMBERS, '--series', '--extremes', 'intraday')['rows'], 'date')
    rows('breadth_messy.csv', table('breadth_messy.csv'), show('breadth', MESSY, '--series')['rows'], 'date')
    rows('breadth_messy_close.csv', table('breadth_messy_close.csv'),
         show('breadth', MESSY, '--series', '--price', 'close')['rows'], 'date')


def slices():
    """A part of the series, and one past day, are rows of the whole."""
    want = [w for w in table('breadth.csv') if '2024-03-01' <= w['date'] <= '2024-03-28']
    rows('breadth.csv, a part', want, show('breadth', UNIVERSE, *MEMBERS, '--series', '--from', '2024-03-01',
                                           '--to', '2024-03-28')['rows'], 'date')
    for day in ('2023-01-03', '2024-06-28', '2025-04-08', '2026-01-06'):
        want = [w for w in table('breadth.csv') if w['date'] == day]
        rows('breadth.csv, one day', want, show('breadth', UNIVERSE, *MEMBERS, '--as-of', day)['rows'], 'date')


def members():
    for name, source, args in (('members_2025-12-23.csv', UNIVERSE, MEMBERS),
                               ('members_messy_2022-06-30.csv', MESSY, ())):
        day = name[-14:-4]
        rows(name, table(name), show('members', source, *args, '--as-of', day)['rows'], 'symbol')


def signals():
    answer = show('signals', UNIVERSE + ',' + ROTATION, *MEMBERS)
    check('signals.json', 'whole', 'rows', 1, len(answer['rows']))
    check('signals.json', 'row', 'row', load('signals.json'), answer['rows'][0])


def scores():
    rows('breadth_score.csv', table('breadth_score.csv'), show('score', UNIVERSE, *MEMBERS, '--series')['rows'], 'date')
    for want in load('rotation_score.json'):
        row = show('score', ROTATION + ',' + UNIVERSE, *MEMBERS, '--as-of', want['asof'])['rows'][0]
        del want['mega']                 # a description there
        check('rotation_score.json', want['asof'], 'rotation', want, row['rotation'])
    for want in table('breadth_score.csv')[300::200]:
        row = show('score', UNIVERSE, *MEMBERS, '--as-of', want['date'])['rows'][0]
        check('breadth_score.csv', want['date'], 'breadth', want, row['breadth'])


def sectors():
    want = table('sectors.csv')
    for day in sorted({w['asof'] for w in want}):
        rows('sectors.csv', [w for w in want if w['asof'] == day],
             show('sectors', UNIVERSE, *MEMBERS, '--as-of', day)['rows'], 'sector')


def concentration():
    for want in load('concentration.json'):
        got = show('concentration', UNIVERSE, *MEMBERS, '--as-of', want['asof'], '--horizon', want['horizon'])
        rows('concentration.json', [want], got['rows'], 'asof')


def main():
    if not os.path.isdir(GOLDEN):
        print('skipped: no golden files beside the tree')
        sys.exit(77)
    for part in (breadth, slices, members, signals, scores, sectors, concentration):
        part()
    for name, n in counts.items():
        print('%s: %d comparisons' % (name, n))
    for text in failures[:40]:
        print('FAILED', text)
    print('%d comparisons, %d failed' % (sum(counts.values()), len(failures)))
    sys.exit(1 if failures or len(counts) < 12 else 0)


main()
