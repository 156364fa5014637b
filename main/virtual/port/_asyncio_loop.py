"""The blocking event loop of a board, for a VM whose own `asyncio` is driven by JavaScript promises.

Executed inside `asyncio.core`, so that the VM's C `Task`, and the frozen `Event`, `Lock`, `gather` and `wait_for`,
find here what they look up there: `cur_task`, `_task_queue`, `CancelledError`. What it does is what
extmod/asyncio/core.py and stream.py of MicroPython do on a board.
"""

import select

_READ, _WRITE = 0, 1
_WANTS = (select.POLLIN, select.POLLOUT)
_TROUBLE = select.POLLERR | select.POLLHUP


class IOQueue:
    """Tasks that wait for a stream: at most one reader and one writer each."""

    def __init__(self):
        self.map = {}
        self._poller = select.poll()

    def _mask(self, waiting):
        return sum(_WANTS[side] for side in (_READ, _WRITE) if waiting[side])

    def _queue(self, stream, side):
        waiting = self.map.setdefault(id(stream), [None, None, stream])
        assert waiting[side] is None
        waiting[side] = cur_task
        self._poller.register(stream, self._mask(waiting))
        # `Task.cancel` takes the task off whatever queue its `data` names.
        cur_task.data = self

    def queue_read(self, stream):
        self._queue(stream, _READ)

    def queue_write(self, stream):
        self._queue(stream, _WRITE)

    def _drop(self, waiting):
        stream = waiting[2]
        if waiting[_READ] or waiting[_WRITE]:
            self._poller.modify(stream, self._mask(waiting))
        else:
            del self.map[id(stream)]
            self._poller.unregister(stream)

    def remove(self, task):
        for waiting in list(self.map.values()):
            if task in waiting[:2]:
                # As on a board, the stream's other side is dropped along with it.
                waiting[_READ] = waiting[_WRITE] = None
                self._drop(waiting)

    def wait_io_event(self, ms):
        for stream, events in self._poller.poll(ms):
            waiting = self.map[id(stream)]
            for side in (_READ, _WRITE):
                if waiting[side] and events & (_WANTS[side] | _TROUBLE):
                    _task_queue.push(waiting[side])
                    waiting[side] = None
            self._drop(waiting)


def _next_task(main_task):
    """The task whose time has come, after waiting for it; None when nothing can ever run again."""
    while True:
        head = _task_queue.peek()
        if head:
            ms = max(0, ticks_diff(head.ph_key, ticks()))
        elif _io_queue.map or (main_task and main_task.state):
            ms = -1
        else:
            return None
        _io_queue.wait_io_event(ms)
        head = _task_queue.peek()
        if head and ticks_diff(head.ph_key, ticks()) <= 0:
            return _task_queue.pop()


def _finish(task, error, main_task):
    """Books the end of `task`: wakes who awaits it, or has its exception reported when nobody does."""
    if task.state is True:
        heard = False
        task.state = None
    elif callable(task.state):
        heard = True
        task.state(task, error)
        task.state = False
    else:
        heard = False
        while task.state.peek():
            heard = True
            _task_queue.push(task.state.pop())
        task.state = False
    if not heard and not isinstance(error, (CancelledError, StopIteration)):
        # It comes round once more: if nobody has asked for it by then, it is reported.
        _task_queue.push(task)
    task.data = error


def run_until_complete(main_task=None):
    global cur_task
    while True:
        task = _next_task(main_task)
        if task is None:
            cur_task = None
            return None
        cur_task = task
        pending = task.data
        try:
            if pending:
                task.data = None
                task.coro.throw(pending)
            else:
                task.coro.send(None)
        except (CancelledError, Exception) as error:
            if task is main_task:
                cur_task = None
                task.state = False
                if isinstance(error, StopIteration):
                    return error.value
                raise
            if task.state:
                _finish(task, error, main_task)
            elif task.state is None:
                task.data = pending
                _exc_context["exception"] = pending
                _exc_context["future"] = task
                Loop.call_exception_handler(_exc_context)


def run(coro):
    return run_until_complete(create_task(coro))


async def _nothing():
    pass


_stop_task = None


def _run_forever():
    global _stop_task
    _stop_task = Task(_nothing(), globals())
    run_until_complete(_stop_task)


def _stop():
    global _stop_task
    if _stop_task is not None:
        _task_queue.push(_stop_task)
        _stop_task = None


Loop.run_forever = _run_forever
Loop.stop = _stop
Loop.run_until_complete = lambda awaitable: run_until_complete(_promote_to_task(awaitable))


def current_task():
    if cur_task is None:
        raise RuntimeError("no running event loop")
    return cur_task


def new_event_loop():
    global _task_queue, _io_queue, cur_task
    _task_queue = TaskQueue()
    _io_queue = IOQueue()
    cur_task = None
    return Loop


new_event_loop()


class Stream:
    """A socket whose reads and writes let other tasks run. Reader and writer at once."""

    def __init__(self, s, extra=None):
        self.s = s
        self.e = extra or {}
        self._out = b""

    def get_extra_info(self, name):
        return self.e[name]

    def close(self):
        pass

    async def wait_closed(self):
        self.s.close()

    def _readable(self):
        yield _io_queue.queue_read(self.s)

    def read(self, n=-1):
        data = b""
        while True:
            yield from self._readable()
            part = self.s.read(n)
            if part is None:
                continue
            if n >= 0:
                return part
            data += part
            # `read()` of a socket that does not block gives what is there: the end is an empty answer.
            if not part:
                return data

    def readinto(self, buf):
        yield from self._readable()
        return self.s.readinto(buf)

    def readexactly(self, n):
        data = b""
        while len(data) < n:
            yield from self._readable()
            part = self.s.read(n - len(data))
            if part is None:
                continue
            if not part:
                raise EOFError
            data += part
        return data

    def readline(self):
        line = b""
        while True:
            yield from self._readable()
            part = self.s.readline()
            if part is None:
                continue
            line += part
            if not part or line.endswith(b"\n"):
                return line

    def write(self, data):
        if isinstance(data, str):
            data = data.encode()
        if not self._out:
            done = self.s.write(data)
            data = data[done:] if done else data
        self._out += data

    def drain(self):
        if not self._out:
            return (yield from sleep_ms(0))
        view = memoryview(self._out)
        while len(view):
            yield _io_queue.queue_write(self.s)
            done = self.s.write(view)
            view = view[done or 0 :]
        self._out = b""


def open_connection(host, port, ssl=None, server_hostname=None):
    import socket

    if ssl:
        raise NotImplementedError("no TLS on the virtual bench")
    address = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0][-1]
    s = socket.socket()
    s.setblocking(False)
    try:
        s.connect(address)
    except OSError as error:
        if error.errno != 115:  # EINPROGRESS
            raise
    stream = Stream(s)
    yield _io_queue.queue_write(s)
    return stream, stream


class Server:
    """Accepts connections in a task of its own until it is closed."""

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, traceback):
        self.close()
        await self.wait_closed()

    def close(self):
        self._closing = True
        self.task.cancel()

    async def wait_closed(self):
        await self.task

    def _serve(self, s, callback):
        self._closing = False
        while True:
            try:
                yield _io_queue.queue_read(s)
            except CancelledError:
                s.close()
                if self._closing:
                    return
                raise
            try:
                connection, peer = s.accept()
            except OSError:
                continue
            connection.setblocking(False)
            stream = Stream(connection, {"peername": peer})
            create_task(callback(stream, stream))


async def start_server(callback, host, port, backlog=5, ssl=None):
    import socket

    if ssl:
        raise NotImplementedError("no TLS on the virtual bench")
    s = socket.socket()
    s.setblocking(False)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(socket.getaddrinfo(host, port)[0][-1])
    s.listen(backlog)
    server = Server()
    server.task = create_task(server._serve(s, callback))
    try:
        await sleep_ms(0)
    except CancelledError:
        server.task.cancel()
        raise
    return server
