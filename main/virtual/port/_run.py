"""Runs a board's programs as the C start-up code of a port does, and prints what they raise."""

import io
import micropython
import sys

import _vb
from _board import VERSION

# Where the Python half of the port stands while it loads (`vm/worker.ts`).
_HERE = 'File "/tmp/'


def _text(error):
    """The traceback without the frames of the port: on a board there is no Python below the program."""
    out = io.StringIO()
    sys.print_exception(error, out)
    lines = out.getvalue().split("\n")
    return "\n".join(line for line in lines if _HERE not in line)


def _interruptible(run):
    """Ctrl-C ends `run`, and nothing around it."""
    try:
        micropython.kbd_intr(3)
        run()
    finally:
        micropython.kbd_intr(-1)
        # One that came with the program's last breath is still pending; a jump raises it here, as the program's own.
        for _ in range(2):
            pass


def program(name, scope):
    """Runs the file `name` in `scope`, as pyexec_file does. Tells 'done', 'failed' or, after SystemExit, 'exit'."""
    try:
        _interruptible(lambda: execfile(name, scope))
        _vb.result("done")
    except SystemExit:
        # A soft reset since 1.24; before, the end of the program.
        _vb.result("exit" if VERSION >= (1, 24) else "done")
    except BaseException as error:
        print(_text(error), end="")
        _vb.result("failed")


def paste(scope):
    """Compiles and runs the pasted source as raw-paste does: the text of what it raised, None for SystemExit."""
    with open("/tmp/_paste", "rb") as file:
        source = file.read()
    try:
        _interruptible(lambda: exec(compile(source, "<stdin>", "exec"), scope))
        _vb.result("")
    except SystemExit:
        _vb.result(None if VERSION >= (1, 24) else "")
    except BaseException as error:
        _vb.result(_text(error).replace("\n", "\r\n"))
