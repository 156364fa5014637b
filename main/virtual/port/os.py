"""`os` of a board with littlefs: the VM's own, and what it lacks (ports/rp2 and ports/esp32, extmod/modos.c)."""

import uos
from uos import chdir, getcwd, listdir, mkdir, remove, rename, rmdir, stat, statvfs, unlink

import _vb

_Uname = None


def ilistdir(path="."):
    """Tuples of (name, type, inode, size), as VfsLfs2 gives them."""
    base = "" if path in (".", "") else path.rstrip("/") + "/"
    for entry in uos.ilistdir(path):
        size = 0 if entry[1] == 0x4000 else stat(base + entry[0])[6]
        yield (entry[0], entry[1], 0, size)


def sync():
    """Acts on FAT only; here for programs that call it."""


def urandom(count):
    import urandom as source

    return bytes(source.getrandbits(8) for _ in range(count))


def uname():
    from ucollections import namedtuple

    import sys

    kind = namedtuple("uname", ("sysname", "nodename", "release", "version", "machine"))
    release = ".".join(str(part) for part in sys.implementation.version[:3])
    name = sys.platform
    return kind(name, name, release, sys.version.split("; ")[1], _vb.machine)


def dupterm(stream, index=0):
    return None
