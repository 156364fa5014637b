"""What all modules of the virtual port share: which board this is, its timers, and the one place where it waits."""

import micropython
import sys

import _vb

IS_ESP32 = _vb.kind == "esp32"
# Of the MicroPython that this board says it runs: what a module had only later is left out by it.
VERSION = tuple(int(part) for part in _vb.version.split("."))

# By id().
_timers = {}


def start_timer(timer, period):
    """`timer._fire()` is called `period` ms from now, by the scheduler."""
    _timers[id(timer)] = timer
    _vb.timer_start(id(timer), period)


def stop_timer(timer):
    _vb.timer_stop(id(timer))
    _timers.pop(id(timer), None)


def _run_due(_):
    # As mp_call_function_1_protected does with each: what a callback raises is printed, and ends nothing else.
    while True:
        try:
            due = _vb.timer_due()
            if due < 0:
                return
            _timers.pop(due)._fire()
        except BaseException as error:
            sys.print_exception(error)


def _show_scheduler():
    # Without a jump in between: that would run it.
    micropython.schedule(_run_due, 0x2BADD1E)
    _vb.scheduler_adopt(0x2BADD1E)


_show_scheduler()


def idle(ms):
    """Waits until anything happened, or `ms` have passed (negative: no limit). What was scheduled runs."""
    _vb.wait(ms)
    for _ in range(2):
        pass
