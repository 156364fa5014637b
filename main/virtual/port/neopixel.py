"""`neopixel`: a strip of WS2812 LEDs. `write` shows what was set, in the order green, red, blue (, white)."""

from uctypes import addressof

import _vb


class NeoPixel:
    ORDER = (1, 0, 2, 3)

    def __init__(self, pin, n, bpp=3, timing=1):
        self.pin = pin
        self.n = n
        self.bpp = bpp
        self.buf = bytearray(n * bpp)
        pin.init(pin.OUT)

    def __len__(self):
        return self.n

    def __setitem__(self, i, color):
        for part in range(self.bpp):
            self.buf[i * self.bpp + self.ORDER[part]] = color[part]

    def __getitem__(self, i):
        return tuple(self.buf[i * self.bpp + self.ORDER[part]] for part in range(self.bpp))

    def fill(self, color):
        for i in range(self.n):
            self[i] = color

    def write(self):
        _vb.neopixel(self.pin._number(), addressof(self.buf), len(self.buf), self.bpp)
