"""The smallest app: reports a value, adds an endpoint. Copy it to begin a new device type."""
import asyncio
import sys
import time

import platform

DEVICE_TYPE = "esp32" if sys.platform == "esp32" else "pico"
FIRMWARE = "1.0.0"
META = {
    "capabilities": ["reading", "identify"],
    "sensor": "none",
}

# A NeoPixel strip, so that POST /identify can show which board this is. config.json may say otherwise:
# {"num_leds": 0} when there is none.
NUM_LEDS = 8
NP_PIN = 4


def read_sensor():
    """Put your sensor here. This one counts up to 99."""
    return time.ticks_ms() // 1000 % 100


async def get_reading(request):
    return {"value": platform._telemetry.get("value", 0)}


platform.register_routes([
    ("GET", "/reading", get_reading),
])


async def run():
    config = platform.get_config()
    if config.get("num_leds", NUM_LEDS):
        platform.report(num_leds=config.get("num_leds", NUM_LEDS), np_pin=config.get("np_pin", NP_PIN))
    begun = time.ticks_ms()
    while True:
        platform.report(value=read_sensor(), status="ok", uptime_s=time.ticks_diff(time.ticks_ms(), begun) // 1000)
        await asyncio.sleep_ms(config.get("interval_ms", 500))
