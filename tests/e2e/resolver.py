#!/bin/sh
''':'
command -v python3 >/dev/null 2>&1 || { echo "skipped: no python3"; exit 77; }
exec python3 "$0" "$@"
'''
# resolver.py - a name server that never answers: leaving is at once all the same.
#
# In a network of its own (unshare -rmn, no root needed) whose resolv.conf names a silent socket.  libcurl by itself
# waits for its resolver's thread for as long as that tries, ten seconds here; the limits are far from both.
import fcntl
import os
import pty
import select
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time

PROGRAM = os.path.abspath(os.environ.get('BROADTAPE', os.path.join(os.environ.get('top_builddir', '.'), 'src/broadtape')))
WAIT = 60                                        # for a condition; never reached when all is well
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1


def into_a_network_of_its_own():
    if os.environ.get('BT_ALONE'):
        return
    if subprocess.run(['unshare', '-rmn', 'true'], stderr=subprocess.DEVNULL).returncode:
        print('skipped: no network namespace can be made here')
        sys.exit(77)
    os.environ['BT_ALONE'] = '1'
    os.execvp('unshare', ['unshare', '-rmn', sys.executable, os.path.abspath(__file__)])


def silent_name_server(home):
    """The socket that is asked and says nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        request = struct.pack('16sh14x', b'lo', 0)
        flags = struct.unpack('16sh14x', fcntl.ioctl(s, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(s, SIOCSIFFLAGS, struct.pack('16sh14x', b'lo', flags | IFF_UP))
    conf = os.path.join(home, 'resolv.conf')
    with open(conf, 'w') as f:
        f.write('nameserver 127.0.0.1\noptions timeout:10 attempts:1\n')
    subprocess.run(['mount', '--bind', conf, os.path.realpath('/etc/resolv.conf')], check=True)
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(('127.0.0.1', 53))
    return server


def environment(home):
    os.makedirs(os.path.join(home, 'broadtape'))
    with open(os.path.join(home, 'broadtape', 'broadtape.conf'), 'w') as f:
        f.write('[yahoo]\nurl = http://quotes.invalid-name.test\n')
    env = {'PATH': os.environ.get('PATH', ''), 'HOME': home, 'TERM': 'xterm-256color', 'LC_ALL': 'C.UTF-8'}
    for kind in ('CONFIG', 'CACHE', 'STATE', 'DATA'):
        env['XDG_%s_HOME' % kind] = home
    for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS'):
        if name in os.environ:
            env[name] = os.environ[name]
    return env


def until(condition, what):
    end = time.monotonic() + WAIT
    while not condition():
        if time.monotonic() > end:
            sys.exit('FAIL: ' + what)


def leave_while_it_asks(server, env):
    """Seconds from the key to the end, and the status."""
    pid, fd = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))
        os.execve(PROGRAM, [PROGRAM], env)

    def asked():
        ready = select.select([fd, server], [], [], 1)[0]
        if fd in ready:
            os.read(fd, 65536)
        return server in ready

    until(asked, 'the name server was never asked')
    began = time.monotonic()
    os.write(fd, b'q')
    try:
        while os.read(fd, 65536):
            pass
    except OSError:
        pass
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return time.monotonic() - began, status


def main():
    into_a_network_of_its_own()
    with tempfile.TemporaryDirectory() as home:
        server = silent_name_server(home)
        seconds, status = leave_while_it_asks(server, environment(home))
    print('q while a name is looked up: %.2f s, status %d' % (seconds, status))
    if seconds > 5 or status != 0:
        sys.exit('FAIL: that is too long, or not an orderly end')


if __name__ == '__main__':
    main()
