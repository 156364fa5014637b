"""Reports the distance that a VL53L0X measures.

GP4 is SDA and GP5 SCL on a Pico W, IO21 and IO22 on an ESP32. config.json may say otherwise:
{"sda": 4, "scl": 5, "interval_ms": 500, "offset_mm": 0}. The offset is added to what the sensor says.
"""
import asyncio
import sys
import time

from machine import I2C, Pin

import platform
from vl53l0x import VL53L0X

DEVICE_TYPE = "esp32" if sys.platform == "esp32" else "pico"
FIRMWARE = "1.0.0"
META = {
    "capabilities": ["distance", "identify"],
    "sensor": "VL53L0X",
}

SDA, SCL = (21, 22) if DEVICE_TYPE == "esp32" else (4, 5)
INTERVAL_MS = 500
INTERVAL_MIN_MS = 50
# How long until a sensor that was not there is looked for again.
AGAIN_MS = 2000


def number(name, usual):
    """A number of config.json; the usual one where it is missing or none."""
    value = platform.get_config().get(name, usual)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else usual


def meter():
    return VL53L0X(I2C(0, sda=Pin(int(number("sda", SDA))), scl=Pin(int(number("scl", SCL)))))


async def get_distance(request):
    told = platform._telemetry
    return {"distance_mm": told.get("distance_mm"), "sensor": told.get("sensor", "starting")}


platform.register_routes([
    ("GET", "/distance", get_distance),
])


async def measure(begun):
    """Until the sensor is gone, which is an OSError."""
    sensor = meter()
    await sensor.start()
    platform.log("VL53L0X found")
    while True:
        mm = await sensor.read()
        if mm is not None:
            mm = max(0, int(mm + number("offset_mm", 0)))
        platform.report(
            distance_mm=mm,
            sensor="ok" if mm is not None else "out-of-range",
            status="ok",
            uptime_s=time.ticks_diff(time.ticks_ms(), begun) // 1000,
        )
        await asyncio.sleep_ms(int(max(INTERVAL_MIN_MS, number("interval_ms", INTERVAL_MS))))


async def run():
    begun = time.ticks_ms()
    while True:
        try:
            await measure(begun)
        except (OSError, ValueError) as error:
            # Nobody at the address, something else there, a shot without end, or pins that cannot be a bus.
            if platform._telemetry.get("sensor") != "absent":
                platform.log("VL53L0X absent: %r" % error)
            # An old distance is no distance.
            platform.report(distance_mm=None, sensor="absent", status="sensor-absent")
        await asyncio.sleep_ms(AGAIN_MS)
