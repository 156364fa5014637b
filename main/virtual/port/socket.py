"""`socket` over the virtual radio: TCP as lwIP gives it to a board, with its windows and its errors."""

import ujson
from uctypes import addressof
from utime import ticks_add, ticks_diff, ticks_ms

import _vb
from _board import idle

AF_INET, AF_INET6 = 2, 10
SOCK_STREAM, SOCK_DGRAM, SOCK_RAW = 1, 2, 3
IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IP = 6, 17, 0
SOL_SOCKET, SO_REUSEADDR, SO_BROADCAST, IP_ADD_MEMBERSHIP = 1, 4, 32, 1024
TCP_NODELAY = 1

_EAGAIN, _EBADF, _ETIMEDOUT, _EINPROGRESS = 11, 9, 110, 115


def getaddrinfo(host, port, af=0, type=0, proto=0, flags=0):
    """Blocks, as on a board. Raises OSError(-2) for a name that nobody knows."""
    parts = host.split(".")
    if len(parts) != 4 or not all(part.isdigit() for part in parts):
        host = ujson.loads(_vb.call("resolve", ujson.dumps([host])))
        if host is None:
            raise OSError(-2)
    return [(AF_INET, type or SOCK_STREAM, 0, "", (host, port))]


class socket:
    def __init__(self, af=AF_INET, type=SOCK_STREAM, proto=0, _id=None):
        self._type = type
        self._id = _vb.sock_create() if _id is None else _id
        self._port = 0
        # None waits for ever, 0 never waits, else seconds.
        self._timeout = None

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def _open(self):
        if self._id < 0:
            raise OSError(_EBADF)
        return self._id

    def _wait(self, step):
        """Calls `step` until it gives something else than -EAGAIN, within the socket's time."""
        end = None
        if self._timeout:
            end = ticks_add(ticks_ms(), int(self._timeout * 1000))
        idle(0)
        while True:
            result = step(self._open())
            if result != -_EAGAIN:
                if result < 0:
                    raise OSError(-result)
                return result
            if self._timeout == 0:
                raise OSError(_EAGAIN)
            left = -1 if end is None else ticks_diff(end, ticks_ms())
            if end is not None and left <= 0:
                raise OSError(_ETIMEDOUT)
            idle(left)

    def _poll(self, mask):
        return _vb.sock_poll(self._id, mask)

    def setsockopt(self, level, option, value):
        pass

    def settimeout(self, seconds):
        self._timeout = seconds

    def setblocking(self, flag):
        self._timeout = None if flag else 0

    def bind(self, address):
        self._port = address[1]

    def listen(self, backlog=2):
        _vb.sock_listen(self._open(), self._port)

    def accept(self):
        found = []

        def step(id):
            next = _vb.sock_accept(id)
            if next is None:
                return -_EAGAIN
            found.append(next)
            return 0

        self._wait(step)
        id, ip, port = found[0].split(" ")
        return socket(_id=int(id)), (ip, int(port))

    def connect(self, address):
        if self._type == SOCK_DGRAM:
            return
        _vb.sock_connect(self._open(), address[0], address[1])
        if self._timeout == 0:
            raise OSError(_EINPROGRESS)
        self._wait(lambda id: _vb.sock_connected(id) or -_EAGAIN)

    def _receive(self, buf, count, line=False):
        return self._wait(lambda id: _vb.sock_receive(id, addressof(buf), count, line))

    def recv(self, count, flags=0):
        buf = bytearray(count)
        return bytes(buf[: self._receive(buf, count)]) if count else b""

    def recvfrom(self, count, flags=0):
        return self.recv(count), ("0.0.0.0", 0)

    def readinto(self, buf, count=None):
        try:
            return self._receive(buf, len(buf) if count is None else count)
        except OSError as error:
            if error.errno == _EAGAIN:
                return None
            raise

    recv_into = readinto

    def read(self, count=-1):
        """Up to `count` bytes; without it, all until the other side ends. None when nothing is there yet."""
        data = b""
        while count < 0 or len(data) < count:
            try:
                part = self.recv(1024 if count < 0 else count - len(data))
            except OSError as error:
                if error.errno != _EAGAIN:
                    raise
                return data or None
            if not part:
                break
            data += part
        return data

    def readline(self, limit=-1):
        """Up to and with the line feed, at most `limit` bytes."""
        line = b""
        buf = bytearray(128)
        while not line.endswith(b"\n") and len(line) != limit:
            try:
                count = self._receive(buf, len(buf) if limit < 0 else min(len(buf), limit - len(line)), True)
            except OSError as error:
                if error.errno != _EAGAIN:
                    raise
                return line or None
            if count == 0:
                break
            line += buf[:count]
        return line

    def send(self, data, flags=0):
        if isinstance(data, str):
            data = data.encode()
        if not len(data):
            return 0
        return self._wait(lambda id: _vb.sock_send(id, addressof(data), len(data)))

    def sendall(self, data):
        if isinstance(data, str):
            data = data.encode()
        view = memoryview(data)
        sent = 0
        while sent < len(view):
            sent += self.send(view[sent:])

    def write(self, data, count=None):
        """All of it on a blocking socket; else as much as goes, or None."""
        if count is not None:
            data = memoryview(data)[:count]
        if self._timeout == 0:
            try:
                return self.send(data)
            except OSError as error:
                if error.errno == _EAGAIN:
                    return None
                raise
        self.sendall(data)
        return len(data)

    def sendto(self, data, address):
        return len(data)

    def makefile(self, mode="rb", buffering=0):
        return self

    def close(self):
        if self._id >= 0:
            _vb.sock_close(self._id)
            self._id = -1
