"""What all modules of the virtual port share: which board this is, and the one place where it waits."""

import sys
from utime import ticks_add, ticks_diff, ticks_ms

import _vb

IS_ESP32 = _vb.kind == "esp32"

_timers = []


def start_timer(timer, period):
    """`timer._fire()` is called `period` ms from now, at the board's next wait."""
    timer._due = ticks_add(ticks_ms(), period)
    if timer not in _timers:
        _timers.append(timer)
    _vb.alarm(_until_timer(-1))


def stop_timer(timer):
    if timer in _timers:
        _timers.remove(timer)
    _vb.alarm(_until_timer(-1))


def _until_timer(ms):
    now = ticks_ms()
    for timer in _timers:
        left = max(0, ticks_diff(timer._due, now))
        if ms < 0 or left < ms:
            ms = left
    return ms


def idle(ms):
    """Waits until anything happened, or `ms` have passed (negative: no limit); runs the timers that are due."""
    if not _timers:
        _vb.wait(ms)
        return
    _vb.wait(_until_timer(ms))
    now = ticks_ms()
    for timer in list(_timers):
        if timer in _timers and ticks_diff(timer._due, now) <= 0:
            stop_timer(timer)
            try:
                timer._fire()
            except Exception as error:
                sys.print_exception(error)
