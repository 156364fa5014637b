"""`time` of a board: its sleeps wait instead of spinning, and an ESP32 counts from the year 2000."""

import utime
from utime import ticks_add, ticks_cpu, ticks_diff, ticks_ms, ticks_us

from _board import IS_ESP32, idle

# ports/esp32 has MICROPY_EPOCH_IS_2000; rp2 counts from 1970.
_EPOCH = 946684800 if IS_ESP32 else 0


def sleep_ms(ms):
    end = ticks_add(ticks_ms(), max(0, int(ms)))
    while True:
        left = ticks_diff(end, ticks_ms())
        idle(max(0, left))
        if left <= 0:
            return


def sleep(seconds):
    sleep_ms(int(seconds * 1000))


def sleep_us(us):
    sleep_ms(us // 1000)


def time():
    """Whole seconds, as on both ports; the VM's own has fractions."""
    return int(utime.time()) - _EPOCH


def time_ns():
    return utime.time_ns() - _EPOCH * 1000000000


def gmtime(seconds=None):
    return utime.gmtime((time() if seconds is None else seconds) + _EPOCH)


localtime = gmtime


def mktime(fields):
    return utime.mktime(fields) - _EPOCH
