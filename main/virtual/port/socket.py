"""`socket` over the virtual radio: TCP and UDP as lwIP gives them to a board (extmod/modlwip.c on rp2,
ports/esp32/modsocket.c), with its windows and its errors."""

import ujson
from uctypes import addressof
from utime import ticks_add, ticks_diff, ticks_ms

import _vb
from _board import IS_ESP32, idle
import network

AF_INET, AF_INET6 = 2, 10
SOCK_STREAM, SOCK_DGRAM, SOCK_RAW = 1, 2, 3
IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IP = 6, 17, 0
SOL_SOCKET, SO_REUSEADDR, SO_BROADCAST, IP_ADD_MEMBERSHIP = 1, 4, 32, 1024
TCP_NODELAY = 1
if not IS_ESP32:
    IP_DROP_MEMBERSHIP = 1025

_EAGAIN, _EBADF, _ETIMEDOUT, _EINPROGRESS = 11, 9, 110, 115
_EHOSTUNREACH = 118 if IS_ESP32 else 113


def _is_address(host):
    parts = host.split(".")
    return len(parts) == 4 and all(part.isdigit() for part in parts)


def _address(host, port):
    # rp2 takes addresses only, an ESP32 looks names up. Both take the empty one for any.
    if host and not _is_address(host):
        if not IS_ESP32:
            raise ValueError("invalid arguments")
        host = getaddrinfo(host, port)[0][-1][0]
    return host or "0.0.0.0", port


def getaddrinfo(host, port, af=0, type=0, proto=0, flags=0):
    """Blocks, as on a board. Raises OSError(-2) for a name that nobody knows."""
    if not _is_address(host):
        host = ujson.loads(_vb.call("resolve", ujson.dumps([host])))
        if host is None:
            raise OSError(-2)
    return [(AF_INET, type or SOCK_STREAM, 0, "", (host, port))]


class socket:
    def __init__(self, af=AF_INET, type=SOCK_STREAM, proto=0, _id=None):
        self._udp = type == SOCK_DGRAM
        if self._udp:
            _id = _vb.udp_create(network._udp_used())
            if _id < 0:
                raise OSError(-_id)
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
        return (_vb.udp_poll if self._udp else _vb.sock_poll)(self._id, mask)

    def setsockopt(self, level, option, value):
        if option == SO_REUSEADDR and self._udp:
            _vb.udp_reuse(self._open(), bool(value))
        elif option in (IP_ADD_MEMBERSHIP, 1025):
            # The group's address and that of one of the board's interfaces, or of all.
            if len(value) != 8:
                raise ValueError
            group, interface = (".".join(str(byte) for byte in part) for part in (value[:4], value[4:]))
            if interface not in network._addresses():
                raise OSError(6 if IS_ESP32 else 22)
            (_vb.udp_join if option == IP_ADD_MEMBERSHIP else _vb.udp_leave)(group)

    def settimeout(self, seconds):
        self._timeout = seconds

    def setblocking(self, flag):
        self._timeout = None if flag else 0

    def bind(self, address):
        if self._udp:
            error = _vb.udp_bind(self._open(), *_address(*address))
            if error:
                raise OSError(-error)
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
        if self._udp:
            _vb.udp_connect(self._open(), *_address(*address))
            return
        _vb.sock_connect(self._open(), address[0], address[1])
        if self._timeout == 0:
            raise OSError(_EINPROGRESS)
        self._wait(lambda id: _vb.sock_connected(id) or -_EAGAIN)

    def _receive(self, buf, count, line=False):
        if self._udp:
            return self._wait(lambda id: _vb.udp_receive(id, addressof(buf), count))
        return self._wait(lambda id: _vb.sock_receive(id, addressof(buf), count, line))

    def recv(self, count, flags=0):
        buf = bytearray(count)
        return bytes(buf[: self._receive(buf, count)]) if count else b""

    def recvfrom(self, count, flags=0):
        data = self.recv(count)
        if not self._udp:
            return data, ("0.0.0.0", 0)
        ip, port = _vb.udp_from(self._id).split(" ")
        return data, (ip, int(port))

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
        if self._udp:
            return self._send_datagram(data, "", 0)
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

    def _send_datagram(self, data, ip, port):
        # No interface leads anywhere: the one error that UDP knows of.
        if not network._has_route():
            raise OSError(_EHOSTUNREACH)
        count = _vb.udp_send(self._open(), addressof(data) if len(data) else 0, len(data), ip, port)
        if count < 0:
            raise OSError(-count)
        return count

    def sendto(self, data, address):
        if isinstance(data, str):
            data = data.encode()
        if not self._udp:
            return self.send(data)
        return self._send_datagram(data, *_address(*address))

    def makefile(self, mode="rb", buffering=0):
        return self

    def close(self):
        if self._id >= 0:
            (_vb.udp_close if self._udp else _vb.sock_close)(self._id)
            self._id = -1
