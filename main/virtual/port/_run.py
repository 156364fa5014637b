"""Runs a board's programs as the C start-up code of a port does, and prints what they raise."""

import io
import micropython
import sys

import _vb

# Where the Python half of the port stands while it loads (`vm/worker.ts`).
_HERE = 'File "/tmp/'


def _text(error):
    """The traceback without the frames of the port: on a board there is no Python below the program."""
    out = io.StringIO()
    sys.print_exception(error, out)
    lines = out.getvalue().split("\n")
    return "\n".join(line for line in lines if _HERE not in line)


def program(name, scope):
    """Runs the file `name` in `scope`, as pyexec_file does. 'exit' when it ended with SystemExit."""
    micropython.kbd_intr(3)
    try:
        execfile(name, scope)
        _vb.result("done")
    except SystemExit:
        _vb.result("exit")
    except BaseException as error:
        print(_text(error), end="")
        _vb.result("done")


def paste(scope):
    """Compiles and runs the pasted source as raw-paste does: the text of what it raised, None for SystemExit."""
    with open("/tmp/_paste", "rb") as file:
        source = file.read()
    micropython.kbd_intr(3)
    try:
        exec(compile(source, "<stdin>", "exec"), scope)
        _vb.result("")
    except SystemExit:
        _vb.result(None)
    except BaseException as error:
        _vb.result(_text(error).replace("\n", "\r\n"))
