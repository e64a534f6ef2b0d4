#!/bin/sh
''':'
command -v python3 >/dev/null 2>&1 || { echo "skipped: no python3"; exit 77; }
exec python3 "$0" "$@"
'''
# copies.py - ten screens at once on one cache while prices move, and the one that fetches is killed (-9) again and
# again: no row is lost, the file stays whole, and the source is asked no more than by one screen alone but for what
# was under way at each death.
#
#	tests/e2e/copies.py [COPIES [SECONDS [DEATHS]]]        default 10 12 2; the long run is 10 120 5
#
# The program is $BROADTAPE; its day is a Tuesday in session (tests/support/clock_shift.c), the source is
# test-loopback.
import calendar
import fcntl
import json
import os
import pty
import selectors
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios
import time
import urllib.request

BUILD = os.path.abspath(os.environ.get('top_builddir', '.'))
PROGRAM = os.environ.get('BROADTAPE') or os.path.join(BUILD, 'src', 'broadtape')
SHIFT = os.path.join(BUILD, '.libs', 'test-clock-shift.so')
NOON = calendar.timegm((2025, 12, 23, 16, 0, 0))        # 11:00 in New York
COPIES, SECONDS, DEATHS = (int(x) for x in (sys.argv[1:] + ['10', '12', '2'][len(sys.argv) - 1:]))
TAKEOVER_S = 2.0
failures = []


def say(text):
    failures.append(text)
    print('FAIL: ' + text)


def until(what, condition, seconds=30):
    """Wait for a condition, reading the screens meanwhile; its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        Screen.read(0.02)
    sys.exit('never: ' + what)


class Source:
    """The loopback server, at the same hour as the program."""

    def __init__(self, folder):
        self.port_file = os.path.join(folder, 'port')
        self.process = subprocess.Popen(
            [os.path.join(BUILD, 'test-loopback'), '--port-file', self.port_file, '--with-parent', '--now', str(NOON),
             '--start', '2024-06-03', '--lifetime', '1200', '--fault', 'mode=skew&s=%d' % self.shift(),
             '--fault', 'mode=delay&ms=200'])
        until('the server listens', lambda: os.path.exists(self.port_file))
        with open(self.port_file) as f:
            self.url = 'http://127.0.0.1:%d' % int(f.read())

    @staticmethod
    def shift():
        return NOON - int(START)

    def ask(self, path):
        return urllib.request.urlopen(self.url + path).read()

    def stats(self):
        return json.loads(self.ask('/__stats'))

    def tick(self):
        """Its market's clock goes on."""
        self.ask('/__clock?now=%d' % (NOON + int(time.time() - START)))

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Screen:
    """One copy of the program on a terminal of its own."""
    all = []
    selector = selectors.DefaultSelector()

    def __init__(self, folder, cache):
        env = {k: v for k, v in os.environ.items() if not k.startswith('XDG_') and not k.endswith('_proxy')}
        env.update(HOME=folder, TERM='xterm-256color', LC_ALL='C.UTF-8', LD_PRELOAD=SHIFT,
                   BT_CLOCK_SHIFT=str(Source.shift()))
        self.fd, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 120, 0, 0))
        self.process = subprocess.Popen(
            [PROGRAM, '--config', os.path.join(folder, 'conf'), '--cache', cache], stdin=child, stdout=child,
            stderr=child, env=env, start_new_session=True, close_fds=True)
        os.close(child)
        self.bytes = 0
        os.set_blocking(self.fd, False)
        Screen.selector.register(self.fd, selectors.EVENT_READ, self)
        Screen.all.append(self)

    @classmethod
    def read(cls, seconds):
        for key, _ in cls.selector.select(seconds):
            try:
                data = os.read(key.fd, 65536)
            except OSError:
                data = b''
            if not data:
                cls.selector.unregister(key.fd)
            key.data.bytes += len(data)

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        until('a copy ends', lambda: self.process.poll() is not None)
        Screen.all.remove(self)
        try:
            Screen.selector.unregister(self.fd)
        except KeyError:
            pass
        os.close(self.fd)
        return self.process.returncode


def holder(cache):
    """Process id that the lock file names, when a screen has it; else None."""
    try:
        with open(cache + '.lock') as f:
            pid = int(f.read().split('.')[0].strip() or 0)
    except (OSError, ValueError):
        return None
    return next((s for s in Screen.all if s.process.pid == pid), None)


def run(source, folder, name, copies, deaths):
    """So many copies for SECONDS, of which `deaths` times the holder dies; what the source was asked."""
    cache = os.path.join(folder, name, 'market.db')
    source.ask('/__reset')
    started = time.monotonic()
    for _ in range(copies):
        Screen(folder, cache)
    open_at_deaths, slowest, died, ticked = 0, 0.0, 0, 0
    while time.monotonic() < started + SECONDS:
        now = time.monotonic() - started
        Screen.read(0.05)
        if now - ticked >= 1:
            source.tick()
            ticked = now
        if died < deaths and now >= (1 if died == 0 else SECONDS * (died + 0.4) / deaths):
            victim = until('somebody fetches', lambda: holder(cache))
            open_at_deaths += source.stats()['in_flight']
            at = time.monotonic()
            victim.end(signal.SIGKILL)
            died += 1
            until('another takes over', lambda: holder(cache), 10)
            slowest = max(slowest, time.monotonic() - at)
    stats = source.stats()
    histories = sum(n for path, n in stats['by_path'].items() if '/chart/' in path)
    for screen in list(Screen.all):
        if screen.bytes < 1000:
            say('%s: a screen has shown nothing' % name)
        status = screen.end()
        if status not in (128 + signal.SIGTERM, -signal.SIGTERM):
            say('%s: a copy ended with %d' % (name, status))
    print('%s: %d copies, %d deaths, %d s: %d requests, %d of them histories, %d open at deaths, take-over within %.2f s' %
          (name, copies, died, SECONDS, stats['requests'], histories, open_at_deaths, slowest))
    if slowest > TAKEOVER_S * float(os.environ.get('BT_TEST_SLOW') or 1):
        say('%s: it took %.2f s until another fetched' % (name, slowest))
    return cache, stats['requests'], histories, open_at_deaths


def rows(folder, cache):
    """All settled bars in it, as `export` prints them."""
    done = subprocess.run([PROGRAM, '--config', os.path.join(folder, 'conf'), '--cache', cache, 'export'],
                          capture_output=True, text=True, env=dict(os.environ, HOME=folder))
    if done.returncode:
        sys.exit('export: ' + done.stderr)
    return done.stdout.splitlines()


def check_file(cache):
    db = sqlite3.connect(cache)
    found = [row[0] for row in db.execute('PRAGMA integrity_check')]
    db.close()
    if found != ['ok']:
        say('%s: %s' % (cache, '; '.join(found)))


def write_conf(folder, source):
    config = subprocess.run([PROGRAM, '--print-config', '--config', os.devnull], capture_output=True, text=True)
    feeds = config.stdout.split('[feeds]\n')[1].split('\n\n')[0]
    with open(os.path.join(folder, 'members.csv'), 'w') as f:
        f.write('symbol\n' + ''.join('M%02d\n' % i for i in range(30)))
    with open(os.path.join(folder, 'conf'), 'w') as f:
        pace = 5 if SECONDS >= 60 else 1
        f.write('[data]\nuniverse = %s/members.csv\n[refresh]\nquotes = %ds\nuniverse = %ds\n' %
                (folder, pace, 2 * pace))
        f.write('[yahoo]\nurl = %s\nrate = 1000\nconnections = 8\n[sources]\nhistory = yahoo\nquotes = yahoo\nvix = yahoo\nrates =\n[feeds]\n' % source.url)
        for line in feeds.splitlines():
            name = line.split(' = ')[0]
            f.write('%s = %s\n' % (name, source.url + '/rss/fed' if name == 'fed' else ''))


START = time.time()
if not os.path.exists(SHIFT):
    print('skipped: no %s' % SHIFT)
    sys.exit(77)
if os.environ.get('BT_SANITIZE'):
    print('skipped: a sanitizer wants to be loaded first')
    sys.exit(77)
folder = tempfile.mkdtemp(prefix='bt-copies-')
source = Source(folder)
try:
    write_conf(folder, source)
    alone, few, once, _ = run(source, folder, 'one', 1, 0)
    shared, many, histories, under_way = run(source, folder, 'all', COPIES, DEATHS)
    check_file(shared)
    want, got = rows(folder, alone), rows(folder, shared)
    lost = set(want) - set(got)
    print('%d rows, %d lost, %d others' % (len(want), len(lost), len(set(got) - set(want))))
    if lost or len(want) < 10000:
        say('%d rows lost, such as %s' % (len(lost), sorted(lost)[:3]))
    # a history is asked for once, but for those open at a death, the one whose answer was not written yet included;
    # how many quotes fit into the time depends on the seconds, too
    under_way += DEATHS
    if histories > once + under_way:
        say('%d histories by %d copies, %d by one, %d under way at deaths' % (histories, COPIES, once, under_way))
    if many > few * 1.05 + under_way + 4:
        say('%d requests by %d copies, %d by one, %d under way at deaths' % (many, COPIES, few, under_way))
finally:
    for screen in list(Screen.all):
        screen.end(signal.SIGKILL)
    source.stop()
    shutil.rmtree(folder)
sys.exit(1 if failures else 0)
