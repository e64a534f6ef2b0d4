#!/bin/sh
''':'
command -v python3 >/dev/null 2>&1 || { echo "skipped: no python3"; exit 77; }
exec python3 "$0" "$@"
'''
# slow.py - the screen over a slow line: 9,600 and 115,200 baud, keys that arrive 150 ms late and in bunches.
#
# What counts is bytes, not time: a bunch of keys is answered by one frame, and a frame sends what changed.  The only
# waiting is that of the line itself.
import fcntl
import os
import pty
import re
import select
import struct
import sys
import tempfile
import termios
import time

PROGRAM = os.environ.get('BROADTAPE', os.path.join(os.environ.get('top_builddir', '.'), 'src/broadtape'))
COLS, ROWS = 80, 24


class Line:
    """The program at the other end of a line of so many baud (10 bits a byte)."""

    def __init__(self, baud, home):
        self.rate, self.bytes, self.text = baud / 10, 0, b''
        env = {'PATH': os.environ.get('PATH', ''), 'HOME': home, 'TERM': 'xterm-256color', 'LC_ALL': 'C.UTF-8',
               'XDG_CONFIG_HOME': home, 'XDG_CACHE_HOME': home, 'XDG_STATE_HOME': home, 'XDG_DATA_HOME': home}
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS'):
            if name in os.environ:
                env[name] = os.environ[name]
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', ROWS, COLS, 0, 0))
            os.execve(PROGRAM, [PROGRAM, '--sample', '--as-of', '2025-12-23'], env)

    def carry(self, seconds):
        """Bring over what the line brings in that time; the rest waits in the program's terminal."""
        end, slice_s = time.monotonic() + seconds, 0.02
        got = 0
        while time.monotonic() < end:
            began = time.monotonic()
            if select.select([self.fd], [], [], slice_s)[0]:
                data = os.read(self.fd, max(1, int(self.rate * slice_s)))
                got += len(data)
                self.text += data
            time.sleep(max(0, slice_s - (time.monotonic() - began)))
        self.bytes += got
        return got

    def settle(self):
        """Until the line is silent; how many bytes came."""
        total = 0
        while True:
            got = self.carry(0.3)
            total += got
            if got == 0:
                return total

    def bunches(self, keys, size):
        """Keys as they come out of a line with 150 ms of delay: several at once.  Bytes a key."""
        total = 0
        for i in range(0, len(keys), size):
            os.write(self.fd, keys[i:i + size].encode())
            total += self.carry(0.15)
        return (total + self.settle()) / len(keys)

    def last_row_of(self, pattern):
        plain = re.sub(rb'\x1b(\[[0-9;?]*[A-Za-z]|\(B|[=>78M])', b' ', self.text)
        return pattern in plain.decode('utf-8', 'replace')

    def close(self):
        os.write(self.fd, b'q')
        try:
            while os.read(self.fd, 65536):
                pass
        except OSError:
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def check(what, value, most):
    print('%-44s %8.0f bytes, at most %d' % (what, value, most))
    if value > most:
        print('FAIL: ' + what)
        sys.exit(1)


def main():
    with tempfile.TemporaryDirectory() as home:
        for baud in (9600, 115200):
            line = Line(baud, home)
            first = line.settle()
            check('%d baud: first screen' % baud, first, 6000)
            check('%d baud: scrolling, a key' % baud, line.bunches('jjjjjjjjjjkkkkkkkkk', 5), 130)
            check('%d baud: 200 keys at once, a key' % baud, line.bunches('jkj' * 67, 201), 10)
            check('%d baud: a day back and forth' % baud, line.bunches('[]' * 2, 1), 4200)
            check('%d baud: another view and back' % baud, line.bunches('51' * 2, 1), 4500)
            mark = len(line.text)
            os.write(line.fd, b'?')
            line.settle()
            check('%d baud: the help' % baud, len(line.text) - mark, 4500)
            line.text = line.text[mark:]
            assert line.last_row_of('Key bindings'), 'the help is not on the screen'
            os.write(line.fd, b'?')
            line.settle()
            check('%d baud: nothing changed' % baud, line.carry(1), 0)
            assert line.close() == 0


if __name__ == '__main__':
    main()
