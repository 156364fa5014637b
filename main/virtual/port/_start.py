"""Turns the WebAssembly port of MicroPython into a board's port: runs once, before boot.py."""

import builtins
import sys as _vm_sys

import _stdio
from _board import VERSION
import _vb

sys_modules = _vm_sys.modules


class _Sys:
    """`sys` with the board's name on it; the VM's own cannot be written to."""

    platform = _vb.platform

    def __init__(self):
        from collections import namedtuple

        real = _vm_sys.implementation
        fields = [("name", real.name), ("version", VERSION + ("",) if VERSION >= (1, 22) else VERSION)]
        if VERSION >= (1, 20):
            fields.append(("_machine", _vb.machine))
        fields.append(("_mpy", real._mpy))
        if VERSION >= (1, 25):
            fields.append(("_build", _vb.build))
        kind = namedtuple("implementation", tuple(name for name, _ in fields))
        self.implementation = kind(*[value for _, value in fields])
        self.version = "3.4.0; MicroPython v%s on %s" % (_vb.version, _vb.release_date)
        self.stdin = _stdio.text_in
        self.stdout = _stdio.text_out

    def __getattr__(self, name):
        return getattr(_vm_sys, name)


def _asyncio():
    import asyncio

    core = asyncio.core
    with open("/tmp/_asyncio_loop.py") as source:
        exec(compile(source.read(), "asyncio/core.py", "exec"), core.__dict__)
    for name in (
        "run run_until_complete current_task new_event_loop open_connection start_server "
        "Stream StreamReader StreamWriter Server IOQueue"
    ).split():
        setattr(asyncio, name, getattr(core, name if "Stream" not in name else "Stream"))
    if not hasattr(asyncio, "ThreadSafeFlag"):
        import io

        class ThreadSafeFlag(io.IOBase):
            """Set from a callback, awaited by one task."""

            def __init__(self):
                self.state = 0

            def _poll(self, mask):
                return self.state * mask

            def set(self):
                self.state = 1

            def clear(self):
                self.state = 0

            async def wait(self):
                if not self.state:
                    yield core._io_queue.queue_read(self)
                self.state = 0

        asyncio.ThreadSafeFlag = ThreadSafeFlag


# What came later, with the version it came with.
_LATER = {"deflate": (1, 21), "vfs": (1, 22)}


def _without_later():
    missing = [name for name, since in _LATER.items() if VERSION < since]
    if not missing:
        return
    find = builtins.__import__

    def find_older(name, *args):
        if name in missing:
            raise ImportError("no module named '%s'" % name)
        return find(name, *args)

    builtins.__import__ = find_older


def start():
    import ubinascii

    # What the port brings, found before the VM's own and then forgotten as a place to import from.
    _vm_sys.path[:] = ["/tmp", ".frozen"]
    sys_modules["binascii"] = ubinascii
    for name in "machine network neopixel socket select time hashlib os _run".split():
        sys_modules[name] = __import__(name)
    # The VM has a `vfs` of its own, which is found before any file.
    sys_modules["vfs"] = __import__("_vfs")
    _asyncio()
    sys_modules["sys"] = _Sys()
    builtins.input = _stdio.input
    _without_later()
    # On a board `.frozen` has other things in it; asyncio is there and is loaded already.
    _vm_sys.path[:] = ["", "/lib"]
