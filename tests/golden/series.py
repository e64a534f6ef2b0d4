#!/bin/sh
''':'
command -v python3 >/dev/null 2>&1 || { echo "skipped: no python3"; exit 77; }
exec python3 "$0" "$@"
'''
# series.py - what `broadtape show` prints of expressions, baskets, pairs, trend lines, channels and the
# rotation map, against the golden files beside the tree: every row and every column, counted.
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
PROGRAM = os.environ.get('BROADTAPE') or os.path.join(os.environ.get('top_builddir', '.'), 'src', 'broadtape')
SOURCE = 'csv:' + os.path.join(SHARED, 'market', 'rotation')

counts = {}
failures = []
answers = {}


def show(*args):
    """The object that `show ARGS --json` prints; asked for once."""
    if args not in answers:
        command = [PROGRAM, 'show', *args[:1], '--source', SOURCE, '--json', '--config', os.devnull, *args[1:]]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit('%s: status %d: %s' % (' '.join(command), done.returncode, done.stderr))
        answers[args] = json.loads(done.stdout)
    return answers[args]


def same(want, got):
    """Counts, dates, names and truth exactly; numbers within 1e-9 of themselves (near 0, 1e-12)."""
    if isinstance(want, bool) or isinstance(got, bool) or not isinstance(want, (int, float)):
        return want == got and type(want) is type(got)
    if isinstance(got, bool) or not isinstance(got, (int, float)):
        return False
    return math.isfinite(got) and abs(want - got) <= 1e-12 + 1e-9 * abs(want)


def check(name, where, want, row, field):
    """One cell; a field that is not there at all is wrong even where null is wanted."""
    counts[name] = counts.get(name, 0) + 1
    if row is None or field not in row:
        failures.append('%s %s: no %s' % (name, where, field))
    elif not same(want, row[field]):
        failures.append('%s %s: %s is %r, not %r' % (name, where, field, row[field], want))


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
        for row in csv.DictReader(f):
            yield {k: cell(v) for k, v in row.items()}


def load(name):
    with open(os.path.join(GOLDEN, name)) as f:
        return json.load(f)


def by_date(answer, field='date'):
    return {row[field]: row for row in answer['rows']}


def price_of(series):
    return 'close' if series.startswith('_') else 'adjclose'


def indicators():
    for name, expr in (('NVDA', 'NVDA'), ('SPSM', 'SPSM'), ('IWM_QQQ', 'IWM/QQQ')):
        file = 'indicators_%s.csv' % name
        rows = show('ratio', expr, '--series')['rows']
        want = list(table(file))
        check(file, 'whole', len(want), {'rows': len(rows)}, 'rows')
        for w, row in zip(want, rows):
            for field, value in w.items():
                check(file, w['date'], value, row, field)


def ratios():
    for w in table('ratio.csv'):
        expr = '%s/%s' % (w['a'], w['b'])
        answer = show('ratio', expr, '--series', '--price', w['price'])
        where = '%s %s %s' % (expr, w['price'], w['date'])
        check('ratio.csv', where, w['n'], {'n': len(answer['rows'])}, 'n')
        check('ratio.csv', where, w['price'], answer, 'price')
        check('ratio.csv', where, w['ratio'], by_date(answer).get(w['date']), 'value')
    for w in table('ratio_series.csv'):
        answer = show('ratio', w['series'], '--series', '--price', price_of(w['series']))
        check('ratio_series.csv', '%s %s' % (w['series'], w['date']), w['ratio'],
              by_date(answer).get(w['date']), 'value')


def expressions():
    for case in load('expressions.json'):
        answer = show('ratio', '--series', '--price', case['price'], '--', case['expr'])
        rows = answer['rows']
        got = {'n': len(rows), 'first': rows[0]['date'], 'last': rows[-1]['date']}
        for field in got:
            check('expressions.json', case['expr'], case[field], got, field)
        dates = by_date(answer)
        for date, want in case['values'].items():
            # a date without a session has no row: that is null too
            check('expressions.json', '%s %s' % (case['expr'], date), want,
                  dates.get(date, {'value': None}), 'value')


def baskets():
    seven = 'AAPL,AMZN,GOOGL,META,MSFT,NVDA,TSLA,2023-04-11)'
    forms = (('ew_daily', 'ewd(' + seven, 'adjclose'), ('ew_quarterly', 'ewq(' + seven, 'adjclose'),
             ('buy_hold', 'ewh(' + seven, 'adjclose'), ('ew_quarterly_price', 'ewq(' + seven, 'close'),
             ('MAGS_adj_rebased', 'norm(MAGS,2023-04-11)', 'adjclose'))
    want = list(table('baskets.csv'))
    for column, expr, price in forms:
        rows = show('ratio', expr, '--series', '--price', price)['rows']
        check('baskets.csv', column, len(want), {'rows': len(rows)}, 'rows')
        for w, row in zip(want, rows):
            check('baskets.csv', w['date'], w['date'], row, 'date')
            check('baskets.csv', '%s %s' % (column, w['date']), w[column], row, 'value')


def pairs():
    for w in table('corr_beta.csv'):
        answer = show('pair', w['a'], w['b'], '--window', '%d' % w['window'], '--series')
        row = by_date(answer).get(w['date'])
        for field, value in w.items():
            check('corr_beta.csv', '%(a)s %(b)s %(window)d %(date)s' % w, value, row, field)


def check_object(name, want, answer):
    where = '%s %s %s' % (want['series'], want.get('kind', ''), want['asof'])
    check(name, where, 1, {'rows': len(answer['rows'])}, 'rows')
    for field, value in want.items():
        check(name, where, value, answer['rows'][0], field)


def trends():
    golden = load('trendline.json')
    for want in golden['lines']:
        up = ['--up'] if want['kind'] == 'up' else []
        answer = show('trend', want['series'], *up, '--as-of', want['asof'], '--price', price_of(want['series']))
        check_object('trendline.json', want, answer)
        for field, value in golden['parameters'].items():
            check('trendline.json', 'parameters', value, answer.get('parameters'), field)


def channels():
    for want in load('regression_channel.json'):
        answer = show('channel', want['series'], '--as-of', want['asof'], '--price', price_of(want['series']))
        check_object('regression_channel.json', want, answer)


def rotation():
    want = list(table('rrg.csv'))
    symbols = sorted({w['symbol'] for w in want})
    for w in want:
        answer = show('rotation', *symbols, '--benchmark', w['benchmark'], '--as-of', w['asof'], '--series')
        row = next((r for r in answer['rows'] if (r['symbol'], r['week_end']) == (w['symbol'], w['week_end'])),
                   None)
        for field, value in w.items():
            check('rrg.csv', '%(symbol)s %(asof)s %(week_end)s' % w, value, row, field)
    # without --series the last completed week of each, the same numbers
    for asof in sorted({w['asof'] for w in want}):
        rows = {r['symbol']: r for r in show('rotation', *symbols, '--benchmark', 'SPY', '--as-of', asof)['rows']}
        last = {w['symbol']: w for w in want if w['asof'] == asof}
        for symbol, w in last.items():
            for field, value in w.items():
                check('rrg.csv, last', '%s %s' % (symbol, asof), value, rows.get(symbol), field)


def main():
    if not os.path.isdir(GOLDEN):
        print('skipped: no golden files beside the tree')
        return 77
    for part in (indicators, ratios, expressions, baskets, pairs, trends, channels, rotation):
        part()
    for name, n in counts.items():
        print('%s: %d comparisons' % (name, n))
    for line in failures[:40]:
        print('FAIL %s' % line)
    print('%d comparisons, %d failures, %d commands' % (sum(counts.values()), len(failures), len(answers)))
    return 1 if failures or sum(counts.values()) < 60000 else 0


sys.exit(main())
