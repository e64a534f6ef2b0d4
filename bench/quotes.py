#!/bin/sh
''':'
command -v python3 >/dev/null 2>&1 || { echo "no python3: quotes are not measured"; exit 0; }
exec python3 "$0" "$@"
'''
# quotes.py - part of `make bench`: a screen that is left open while the quotes of 503 members and of its own symbols
# come every five seconds.  What a refresh costs beside cJSON's own parse of its answers, and how often it wakes the
# program besides what the network brings.
#
#	bench/quotes.py FOLDER [REFRESHES]          FOLDER: of bench/screen.sh, with its filled cache; default 12
#
# It is a Tuesday in session to program (tests/support/clock_shift.c) and source, whose prices move.
import calendar
import fcntl
import json
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import urllib.request

BUILD = os.path.abspath(os.environ.get('top_builddir', '.'))
EVERY_S = 5
NOON = calendar.timegm((2026, 11, 24, 16, 0, 0))
START = time.time()


def now():
    return NOON + int(time.time() - START)


class Source:
    def __init__(self, folder):
        port = os.path.join(folder, 'port')
        self.process = subprocess.Popen(
            [os.path.join(BUILD, 'test-loopback'), '--port-file', port, '--with-parent', '--now', str(NOON), '--start',
             '2006-11-01', '--nulls', '0', '--lifetime', '1200', '--fault', 'mode=skew&s=%d' % (NOON - int(START))],
            stdout=subprocess.DEVNULL)
        while not os.path.exists(port):
            time.sleep(0.01)
        with open(port) as f:
            self.url = 'http://127.0.0.1:%d' % int(f.read())

    def ask(self, path):
        return urllib.request.urlopen(self.url + path).read()

    def tick(self):
        self.ask('/__clock?now=%d' % now())

    def requests(self):
        asked = json.loads(self.ask('/__requests'))
        return [r['target'] for r in (asked['requests'] if isinstance(asked, dict) else asked)]


class Screen:
    def __init__(self, folder, wakes):
        env = {k: v for k, v in os.environ.items() if not k.startswith('XDG_') and k != 'NO_COLOR'}
        env.update(HOME=folder, XDG_CACHE_HOME=os.path.join(folder, 'cache'), TERM='xterm-256color', LC_ALL='C.UTF-8',
                   LD_PRELOAD=' '.join(os.path.join(BUILD, '.libs', x) for x in ('test-clock-shift.so', 'bench-wakes.so')),
                   BT_CLOCK_SHIFT=str(NOON - int(START)), BT_WAKES=wakes)
        self.wakes = wakes
        self.fd, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 120, 0, 0))
        self.process = subprocess.Popen([os.path.join(BUILD, 'src', 'broadtape'), '--config', os.path.join(folder, 'conf')],
                                        stdin=child, stdout=child, stderr=child, env=env, start_new_session=True)
        os.close(child)
        self.bytes = 0

    def read(self, seconds, source):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([self.fd], [], [], 1)[0]:
                self.bytes += len(os.read(self.fd, 65536))
            source.tick()

    def cost(self):
        """Milliseconds of CPU so far by thread, woken by the network, woken otherwise, bytes to the terminal."""
        ms = []
        for task in sorted(os.listdir('/proc/%d/task' % self.process.pid), key=int):
            with open('/proc/%d/task/%s/schedstat' % (self.process.pid, task)) as f:
                ms.append(int(f.read().split()[0]) / 1e6)
        with open(self.wakes, 'rb') as f:
            network, other = struct.unpack('QQ', f.read(16))
        return ms, network, other, self.bytes


def parse_ms(folder, source, targets):
    """What cJSON alone takes for these answers."""
    names = []
    for i, target in enumerate(targets):
        names.append(os.path.join(folder, 'answer%d' % i))
        with open(names[-1], 'wb') as f:
            f.write(source.ask(target))
    done = subprocess.run([os.path.join(BUILD, 'bench-parse'), '--cjson', *names], capture_output=True, text=True, check=True)
    return float(done.stdout) / 1000, sum(map(os.path.getsize, names))


def main():
    refreshes = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    folder = tempfile.mkdtemp(prefix='bt-bench-')
    source = Source(folder)
    screen = None
    try:
        shutil.copytree(os.path.join(sys.argv[1], 'cache'), os.path.join(folder, 'cache'))
        with open(os.path.join(folder, 'conf'), 'w') as f:
            f.write('[refresh]\nquotes = %ds\nuniverse = %ds\n[yahoo]\nurl = %s\nrate = 1000\nconnections = 8\n'
                    '[sources]\nhistory = yahoo\nquotes = yahoo\nvix = yahoo\nrates =\n[feeds]\n' % (EVERY_S, EVERY_S, source.url))
            for name in ('fed', 'yahoo', 'cnbc', 'marketwatch', 'nasdaq'):
                f.write('%s =\n' % name)
        screen = Screen(folder, os.path.join(folder, 'wakes'))
        screen.read(4 * EVERY_S, source)
        source.ask('/__reset')
        before = screen.cost()
        screen.read(refreshes * EVERY_S, source)
        after = screen.cost()
        targets = source.requests()
        n = len([t for t in targets if t == targets[0]])
        alone_ms, size = parse_ms(folder, source, sorted(set(targets)))
        ms = [(b - a) / n for a, b in zip(before[0], after[0])]
        beyond = sum(ms) - alone_ms
        print('quotes of %d s: %d refreshes of %d requests, %d kB; CPU a refresh: screen %.2f ms, engine %.2f ms; cJSON alone '
              '%.2f ms' % (EVERY_S, n, len(targets) // n, size // 1000, ms[0], sum(ms[1:]), alone_ms))
        print('beside cJSON %.2f ms = %.3f %% CPU   budget 0.050 %%  %s' %
              (beyond, beyond / EVERY_S / 10, 'kept' if beyond / EVERY_S / 10 <= 0.05 else 'MISSED'))
        other = (after[2] - before[2]) / n
        print('wake-ups a refresh: %.1f by the network, %.1f besides   budget 3  %s; %d bytes to the terminal   budget 1500  %s' %
              ((after[1] - before[1]) / n, other, 'kept' if other <= 3 else 'MISSED', (after[3] - before[3]) // n,
               'kept' if (after[3] - before[3]) // n <= 1500 else 'MISSED'))
    finally:
        if screen:
            screen.process.send_signal(signal.SIGKILL)
            screen.process.wait()
        source.process.terminate()
        source.process.wait()
        shutil.rmtree(folder)


main()
