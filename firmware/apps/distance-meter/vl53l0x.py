"""VL53L0X time-of-flight distance sensor on I2C (ST datasheet DocID029104; start-up after ST's API).

It needs a start-up that the datasheet does not print: reference SPADs, tuning, two calibrations. What each write of the
tuning does is ST's own knowledge. What takes time is awaited, so that other tasks run meanwhile.
"""
import asyncio
import time

ADDRESS = 0x29
IDENTITY = b"\xee\xaa\x10"  # registers 0xC0 to 0xC2
WAIT_MS = 200  # a shot takes 33

_START, _SEQUENCE, _CLEAR, _STATUS, _RESULT = 0x00, 0x01, 0x0B, 0x13, 0x14
_VALID = 11  # of the device range status

# Register and value, by turns; 0xFF chooses a page.
_TUNING = (
    b"\xff\x01\x00\x00\xff\x00\x09\x00\x10\x00\x11\x00\x24\x01\x25\xff\x75\x00"
    b"\xff\x01\x4e\x2c\x48\x00\x30\x20\xff\x00\x30\x09\x54\x00\x31\x04\x32\x03\x40\x83\x46\x25\x60\x00\x27\x00"
    b"\x50\x06\x51\x00\x52\x96\x56\x08\x57\x30\x61\x00\x62\x00\x64\x00\x65\x00\x66\xa0"
    b"\xff\x01\x22\x32\x47\x14\x49\xff\x4a\x00\xff\x00\x7a\x0a\x7b\x00\x78\x21"
    b"\xff\x01\x23\x34\x42\x00\x44\xff\x45\x26\x46\x05\x40\x40\x0e\x06\x20\x1a\x43\x40"
    b"\xff\x00\x34\x03\x35\x44\xff\x01\x31\x04\x4b\x09\x4c\x05\x4d\x04"
    b"\xff\x00\x44\x00\x45\x20\x47\x08\x48\x28\x67\x00\x70\x04\x71\x01\x72\xfe\x76\x00\x77\x00"
    b"\xff\x01\x0d\x01\xff\x00\x80\x01\x01\xf8\xff\x01\x8e\x01\x00\x01\xff\x00\x80\x00"
)


class VL53L0X:
    """`await start()` once, then `await read()`. OSError where nothing answers, or what answers is something else."""

    def __init__(self, i2c, address=ADDRESS):
        self._i2c, self._address = i2c, address
        self._stop = 0

    def _get(self, register):
        return self._i2c.readfrom_mem(self._address, register, 1)[0]

    def _put(self, pairs):
        for i in range(0, len(pairs), 2):
            self._i2c.writeto_mem(self._address, pairs[i], pairs[i + 1 : i + 2])

    async def _until(self, register, mask):
        begun = time.ticks_ms()
        while not self._get(register) & mask:
            if time.ticks_diff(time.ticks_ms(), begun) > WAIT_MS:
                raise OSError(110)
            await asyncio.sleep_ms(2)

    async def start(self):
        if self._i2c.readfrom_mem(self._address, 0xC0, 3) != IDENTITY:
            raise OSError(19)
        self._put(b"\x88\x00\x80\x01\xff\x01\x00\x00")
        self._stop = self._get(0x91)
        self._put(b"\x00\x01\xff\x00\x80\x00")
        # No limits on the signal before the final range; there, 0.25 million counts a second.
        self._put(bytes((0x60, self._get(0x60) | 0x12)))
        self._put(b"\x44\x00\x45\x20\x01\xff")
        await self._reference_spads()
        self._put(_TUNING)
        # The interrupt says "new sample", low.
        self._put(b"\x0a\x04")
        self._put(bytes((0x84, self._get(0x84) & ~0x10)))
        self._put(b"\x0b\x01")
        for sequence, calibration in ((0x01, 0x41), (0x02, 0x01)):
            self._put(bytes((_SEQUENCE, sequence, _START, calibration)))
            await self._until(_STATUS, 7)
            self._put(bytes((_CLEAR, 1, _START, 0)))
        self._put(bytes((_SEQUENCE, 0xE8)))

    async def _reference_spads(self):
        """Switches on as many of the good ones as this very sensor was measured to need."""
        self._put(b"\x80\x01\xff\x01\x00\x00\xff\x06")
        self._put(bytes((0x83, self._get(0x83) | 4)))
        self._put(b"\xff\x07\x81\x01\x80\x01\x94\x6b\x83\x00")
        await self._until(0x83, 0xFF)
        self._put(b"\x83\x01")
        info = self._get(0x92)
        self._put(b"\x81\x00\xff\x06")
        self._put(bytes((0x83, self._get(0x83) & ~4)))
        self._put(b"\xff\x01\x00\x01\xff\x00\x80\x00")

        good = bytearray(self._i2c.readfrom_mem(self._address, 0xB0, 6))
        self._put(b"\xff\x01\x4f\x00\x4e\x2c\xff\x00\xb6\xb4")
        wanted = info & 0x7F
        first = 12 if info & 0x80 else 0  # the first twelve have no aperture
        for i in range(48):
            bit = 1 << i % 8
            if i < first or not wanted:
                good[i // 8] &= ~bit
            elif good[i // 8] & bit:
                wanted -= 1
        self._i2c.writeto_mem(self._address, 0xB0, good)

    async def read(self):
        """Millimetres, or None where nothing is within reach."""
        self._put(bytes((0x80, 1, 0xFF, 1, 0, 0, 0x91, self._stop, 0, 1, 0xFF, 0, 0x80, 0, _START, 1)))
        await self._until(_STATUS, 7)
        result = self._i2c.readfrom_mem(self._address, _RESULT, 12)
        self._put(bytes((_CLEAR, 1)))
        return result[10] << 8 | result[11] if result[0] >> 3 & 15 == _VALID else None
