"""The serial port as standard input and output (shared/runtime/sys_stdio_mphal.c) and `input` (py/modbuiltins.c)."""

import io
import sys as _vm_sys
from uctypes import addressof

import _vb
from _board import idle


class _Bytes:
    """`sys.stdin.buffer`: what came, as it is. Blocks until all that is asked for is there."""

    def _poll(self, mask):
        return mask & 1 if _vb.stdin_waiting() else 0

    def readinto(self, buf, count=None):
        count = len(buf) if count is None else count
        at = addressof(buf)
        done = 0
        while done < count:
            got = _vb.stdin_take(at + done, count - done)
            done += got
            if not got:
                idle(-1)
        return done

    def read(self, count=-1):
        if count < 0:
            # Until the end of the input, which a serial port does not have.
            while True:
                self.read(1)
        buf = bytearray(count)
        self.readinto(buf)
        return bytes(buf)

    def readline(self):
        line = b""
        while not line.endswith(b"\n"):
            line += self.read(1)
        return line


class _Text(_Bytes):
    """`sys.stdin`: the carriage return that a terminal sends for Enter reads as a line feed."""

    buffer = _Bytes()

    def readinto(self, buf, count=None):
        done = self.buffer.readinto(buf, count)
        for i in range(done):
            if buf[i] == 13:
                buf[i] = 10
        return done

    def read(self, count=-1):
        return super().read(count).decode()

    def readline(self):
        return self._line().decode()

    def _line(self):
        line = b""
        while not line.endswith(b"\n"):
            line += self.read(1).encode()
        return line


class _RawOut(io.IOBase):
    """`sys.stdout.buffer`: no carriage return is added to a line feed."""

    def write(self, data):
        if isinstance(data, str):
            data = data.encode()
        if len(data):
            _vb.stdout(addressof(data), len(data))
        return len(data)


class _Out(io.IOBase):
    buffer = _RawOut()

    def write(self, data):
        return _vm_sys.stdout.write(data)


text_in = _Text()
text_out = _Out()


def input(prompt=""):
    """A line, echoed, with backspace."""
    print(prompt, end="")
    line = ""
    while True:
        key = text_in.read(1)
        if key == "\n":
            print()
            return line
        if key == "\x04" and not line:
            raise EOFError
        if key in "\x08\x7f":
            if line:
                line = line[:-1]
                print("\x08 \x08", end="")
        elif key >= " ":
            line += key
            print(key, end="")
