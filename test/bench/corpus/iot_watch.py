"""Watches over what runs: who holds the loop and for how long, the watchdog, and whether a new set is good."""
import asyncio
import machine
import os
import sys
import time

TICK_MS = 500
HELD_MS = 2000  # a step of that length is told of
QUIET_MS = 60000  # not of the same one within that time
GOOD_MS = 60000  # that long app and web server must have been well
WDT_S = 60
RP2_WDT_MS = 8388  # its longest
STATE_MAX = 16384


class Named:
	"""Stands for a coroutine before the loop, and times each of its steps."""

	def __init__(self, watch, who, coroutine):
		self.watch, self.who, self.coroutine = watch, who, coroutine

	def send(self, value):
		watch = self.watch
		watch.who, begun = self.who, time.ticks_ms()
		try:
			return self.coroutine.send(value)
		finally:
			watch.stepped(time.ticks_diff(time.ticks_ms(), begun))

	def throw(self, error):
		self.watch.who = self.who
		return self.coroutine.throw(error)


class Watch:
	"""A step is what a task does between two awaits, while nothing else runs. Those of Named are known; of an app's own
	tasks only that others were late."""

	def __init__(self, device):
		self.device = device
		self.who = None  # whose step it is
		self.told = {}
		self.known_ms = 0  # of the time since the last tick
		self.beat = time.ticks_ms()
		self.wdt = self.timer = None

	def stepped(self, ms):
		who, self.who = self.who, None
		if ms >= HELD_MS:
			self.known_ms += ms
			self.tell(who, ms)

	def tell(self, who, ms):
		now = time.ticks_ms()
		if who not in self.told or time.ticks_diff(now, self.told[who]) > QUIET_MS:
			self.told[who] = now
			self.device.log('blocked for %d ms by %s' % (ms, who))

	async def tick(self):
		"""For ever."""
		while True:
			self.beat, self.known_ms = time.ticks_ms(), 0
			if self.wdt and not self.timer:
				self.wdt.feed()
			await asyncio.sleep_ms(TICK_MS)
			late = time.ticks_diff(time.ticks_ms(), self.beat) - TICK_MS - self.known_ms
			if late >= HELD_MS:
				self.tell('a task without a name', late)

	def guard(self, seconds):
		"""A loop that stands still for so long is ended by a reset.

		An rp2's watchdog counts to 8.4 s, less than a handler may take. So a timer feeds it until the loop has not ticked
		for `seconds`, and says who held it; when the VM itself hangs, no timer comes. An ESP32's is fed by the tick."""
		self.limit_ms = seconds * 1000
		try:
			if sys.platform == 'rp2':
				self.wdt = machine.WDT(timeout=RP2_WDT_MS)
				self.timer = machine.Timer(-1, period=2000, mode=machine.Timer.PERIODIC, callback=self._feed)
			else:
				self.wdt = machine.WDT(timeout=self.limit_ms)
		except (AttributeError, ValueError, OSError) as e:
			self.device.log('no watchdog: %s' % e)

	def _feed(self, _):
		stood = time.ticks_diff(time.ticks_ms(), self.beat)
		if stood < self.limit_ms:
			self.wdt.feed()
		elif self.limit_ms:
			self.limit_ms = 0  # said once
			self.device.log('blocked for %d ms by %s: the watchdog resets' % (stood, self.who or 'a task without a name'))


async def judge(device, app, answers):
	"""Declares the set on trial good, then starts the watchdog. A trial ends by boot.py's timer instead."""
	while on_trial(device):
		if app.steady_ms() < GOOD_MS or device.uptime_ms() < GOOD_MS or not await answers():
			await asyncio.sleep_ms(TICK_MS)
			continue
		close_trial(device)
		timer = getattr(__import__('__main__'), '__trial__', None)
		if timer:
			timer.deinit()
		device.say('good set=%s' % device.version.get('set'))
	seconds = device.option('wdt_s', WDT_S)
	if seconds:
		device.watch.guard(max(10, seconds))
	return True


def on_trial(device):
	return 'trial' in device.load('ota_state.json')


def close_trial(device):
	"""The record first: what a cut leaves over is removed by boot.py."""
	state = device.load('ota_state.json')
	if state.pop('trial', None) is None:
		return
	device.save('ota_state.json', state, STATE_MAX)
	for name in os.listdir():
		if name.endswith('.bak'):
			os.remove(name)
