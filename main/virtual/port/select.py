"""`select.poll` over the board's sockets, its standard input, and any stream that answers MP_STREAM_POLL."""

from utime import ticks_add, ticks_diff, ticks_ms

from _board import idle

POLLIN, POLLOUT, POLLERR, POLLHUP = 1, 4, 8, 16
POLLPRI = 2

_MP_STREAM_POLL = 3


def _ready(stream, mask):
    poll = getattr(stream, "_poll", None)
    return poll(mask) if poll else stream.ioctl(_MP_STREAM_POLL, mask)


class poll:
    def __init__(self):
        self._streams = {}

    def register(self, stream, mask=POLLIN | POLLOUT):
        self._streams[id(stream)] = [stream, mask]

    def modify(self, stream, mask):
        if id(stream) not in self._streams:
            raise OSError(2)
        self._streams[id(stream)][1] = mask

    def unregister(self, stream):
        self._streams.pop(id(stream), None)

    def poll(self, timeout=-1):
        """A list of (stream, events); empty after `timeout` ms (negative: no limit)."""
        end = ticks_add(ticks_ms(), timeout) if timeout > 0 else None
        idle(0)
        while True:
            found = []
            for stream, mask in self._streams.values():
                events = _ready(stream, mask)
                if events:
                    found.append((stream, events))
            if found or timeout == 0:
                return found
            left = -1 if end is None else ticks_diff(end, ticks_ms())
            if end is not None and left <= 0:
                return found
            idle(left)

    def ipoll(self, timeout=-1, flags=0):
        return iter(self.poll(timeout))


def select(rlist, wlist, xlist, timeout=None):
    poller = poll()
    for stream in rlist:
        poller.register(stream, POLLIN)
    for stream in wlist:
        poller.register(stream, POLLOUT)
    found = poller.poll(-1 if timeout is None else int(timeout * 1000))
    return (
        [stream for stream, events in found if events & POLLIN],
        [stream for stream, events in found if events & POLLOUT],
        [stream for stream, events in found if events & POLLERR],
    )
