"""`machine`: pins, buses, timers, watchdog and reset of the virtual board."""

import ujson
from ubinascii import hexlify, unhexlify

import _vb
from _board import IS_ESP32, idle, start_timer, stop_timer

if IS_ESP32:
    PWRON_RESET, HARD_RESET, WDT_RESET, DEEPSLEEP_RESET, SOFT_RESET = 1, 2, 3, 4, 5
    _CAUSES = {"power-on": 1, "button": 1, "program": 2, "wdt": 3, "soft": 5}
else:
    PWRON_RESET, WDT_RESET = 1, 3
    _CAUSES = {"power-on": 1, "button": 1, "program": 3, "wdt": 3, "soft": 1}


def reset():
    _vb.reset("hard")


def soft_reset():
    _vb.reset("soft")


def reset_cause():
    """ports/rp2/modmachine.c knows power-on and watchdog, and resets itself by the watchdog; a soft reset is none.
    ports/esp32/modmachine.c: the EN pin is a power-on."""
    return _CAUSES[_vb.reset_cause]


if not IS_ESP32:
    # ports/esp32/mpconfigport.h: only the S2, S3, C2, C3 and P4 have it, the classic ESP32 does not.
    def bootloader(timeout=0):
        _vb.reset("bootloader")


def unique_id():
    return unhexlify(_vb.unique_id)


def freq(hz=None):
    return 160000000 if IS_ESP32 else 125000000


def disable_irq():
    return 0


def enable_irq(state=0):
    pass


def lightsleep(ms=None):
    idle(-1 if ms is None else ms)


class Pin:
    IN, OUT, OPEN_DRAIN = (1, 3, 7) if IS_ESP32 else (0, 1, 2)
    PULL_UP, PULL_DOWN = (2, 1) if IS_ESP32 else (1, 2)
    IRQ_RISING, IRQ_FALLING = (1, 2) if IS_ESP32 else (8, 4)

    # Pin to mode and pull.
    _set_up = {}

    def __init__(self, id, mode=-1, pull=-1, value=None, **options):
        if isinstance(id, Pin):
            id = id._id
        if isinstance(id, str) and (IS_ESP32 or id not in ("LED", "WL_GPIO0", "WL_GPIO1", "WL_GPIO2")):
            if IS_ESP32 or not (id.startswith("GP") and id[2:].isdigit()):
                raise ValueError("invalid pin" if IS_ESP32 else "unknown named pin \"%s\"" % id)
            id = int(id[2:])
        if isinstance(id, int) and not 0 <= id < (40 if IS_ESP32 else 30):
            raise ValueError("invalid pin")
        self._id = id
        self.init(mode, pull, value)

    def _number(self):
        return self._id if isinstance(self._id, int) else -1

    def init(self, mode=-1, pull=-1, value=None, **options):
        # What is not said stays as it is: the pin is one, however many objects speak of it.
        if mode != -1 and mode is not None:
            self._set_up[self._id] = (mode, pull)
        if value is not None:
            self.value(value)

    def value(self, level=None):
        if level is None:
            mode, pull = self._set_up.get(self._id, (self.IN, -1))
            if mode != self.IN:
                return _vb.pin_get(str(self._id))
            pressed = ujson.loads(_vb.call("pin", ujson.dumps([str(self._id)])))
            return int(pull == self.PULL_UP) if pressed is None else pressed
        _vb.pin_set(str(self._id), 1 if level else 0)

    def __call__(self, level=None):
        return self.value(level)

    def on(self):
        self.value(1)

    high = on

    def off(self):
        self.value(0)

    low = off

    def toggle(self):
        self.value(not self.value())

    def irq(self, handler=None, trigger=0, **options):
        return self

    def __repr__(self):
        return "Pin(%s)" % self._id


class Signal:
    def __init__(self, pin, *args, invert=False, **options):
        self._pin = pin if isinstance(pin, Pin) else Pin(pin, *args, **options)
        self._invert = invert

    def value(self, level=None):
        if level is None:
            return self._pin.value() ^ self._invert
        self._pin.value(bool(level) ^ self._invert)

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)


class PWM:
    def __init__(self, pin, freq=1000, duty_u16=0, **options):
        self._pin, self._freq, self._duty = pin, freq, duty_u16

    def freq(self, hz=None):
        if hz is None:
            return self._freq
        self._freq = hz

    def duty_u16(self, duty=None):
        if duty is None:
            return self._duty
        self._duty = duty
        _vb.pin_set(str(self._pin._id), 1 if duty else 0)

    def deinit(self):
        self.duty_u16(0)


class ADC:
    CORE_TEMP = 4
    ATTN_0DB, ATTN_2_5DB, ATTN_6DB, ATTN_11DB = 0, 1, 2, 3

    def __init__(self, pin, **options):
        self._pin = pin._id if isinstance(pin, Pin) else pin

    def read_u16(self):
        return ujson.loads(_vb.call("adc", ujson.dumps([str(self._pin)])))


class Timer:
    ONE_SHOT, PERIODIC = 0, 1

    def __init__(self, id=-1, **options):
        # rp2 has software timers only (id -1); the classic ESP32 has hardware timers 0 to 3.
        if (id != -1) != IS_ESP32 and not (IS_ESP32 and id == -1 and not options):
            if IS_ESP32 or id != -1:
                raise ValueError("Timer doesn't exist" if not IS_ESP32 else "invalid Timer number")
        if IS_ESP32 and not -1 <= id < 4:
            raise ValueError("invalid Timer number")
        self._callback = None
        if options:
            self.init(**options)

    def init(self, mode=PERIODIC, period=-1, callback=None, freq=None, **options):
        self._mode = mode
        self._period = 1000 // freq if freq else period
        self._callback = callback
        start_timer(self, self._period)

    def deinit(self):
        stop_timer(self)

    def _fire(self):
        if self._mode == self.PERIODIC:
            start_timer(self, self._period)
        if self._callback:
            self._callback(self)


class _Registers:
    """`mem32`: of all registers the watchdog's CTRL of an RP2040 alone, and of it ENABLE and some TIME; others read as nought."""

    def __getitem__(self, address):
        return (1 << 30) | 0x1000 if not IS_ESP32 and address == 0x40058000 and _vb.wdt_runs() else 0


mem32 = _Registers()


class WDT:
    def __init__(self, id=0, timeout=5000):
        # machine_wdt.c of the ports. rp2 takes the time as unsigned and counts to 8388 ms; nought bites at once. An
        # ESP32 takes any. On both a second WDT changes the time, and none can be stopped.
        if id != 0:
            raise ValueError(None if IS_ESP32 else "WDT(%d) doesn't exist" % id)
        if IS_ESP32 and timeout <= 0:
            raise ValueError("WDT timeout too short")
        if not IS_ESP32 and not 0 <= timeout <= 8388:
            raise ValueError("timeout exceeds 8388")
        self.feed()
        _vb.wdt(timeout)

    def feed(self):
        _vb.wdt_feed()


class RTC:
    def datetime(self, fields=None):
        import time

        if fields is None:
            y, mo, d, h, mi, s, wd, _ = time.gmtime()
            return (y, mo, d, wd, h, mi, s, 0)
        y, mo, d, _, h, mi, s, _ = fields
        _vb.rtc_set(time.mktime((y, mo, d, h, mi, s, 0, 0)) - time.time())


class I2C:
    def __init__(self, id=0, scl=None, sda=None, freq=400000, **options):
        self._bus = id

    def _transfer(self, address, write, count):
        answer = ujson.loads(_vb.call("i2c", ujson.dumps([address, hexlify(write).decode(), count])))
        if answer is None:
            raise OSError(5 if not IS_ESP32 else 19)
        return unhexlify(answer)

    def scan(self):
        return ujson.loads(_vb.call("i2c", "[]"))

    def writeto(self, addr, buf, stop=True):
        self._transfer(addr, buf, 0)
        return len(buf)

    def readfrom(self, addr, nbytes, stop=True):
        return self._transfer(addr, b"", nbytes)

    def readfrom_into(self, addr, buf, stop=True):
        buf[:] = self._transfer(addr, b"", len(buf))

    def _register(self, memaddr, addrsize):
        return memaddr.to_bytes(addrsize // 8, "big")

    def writeto_mem(self, addr, memaddr, buf, addrsize=8):
        self._transfer(addr, self._register(memaddr, addrsize) + bytes(buf), 0)

    def readfrom_mem(self, addr, memaddr, nbytes, addrsize=8):
        return self._transfer(addr, self._register(memaddr, addrsize), nbytes)

    def readfrom_mem_into(self, addr, memaddr, buf, addrsize=8):
        buf[:] = self.readfrom_mem(addr, memaddr, len(buf), addrsize)


SoftI2C = I2C
