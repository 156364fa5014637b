"""The platform: what app.py builds on and main.py starts.

For app.py: report, register_routes, get_config, log, set_heartbeat_interval, device_id. All else is the platform's own.
Console lines, "platform: <word> ..." (table: README.md): ready, registered, error, hotfix, wifi-lost, restart. Lines of
log() begin with their time.
"""
import asyncio
import binascii
import gc
import io
import json
import machine
import network
import os
import sys
import time

import iot_registry
import web_server

API = 'https://api.rforssen.net/iot'
LOG_MAX = 8192
HEARTBEAT_MS = 300000
HEARTBEAT_MIN_MS = 200
STEADY_MS = 60000  # a run of that length counts as a good one
PAUSE_MAX_S = 300
WIFI_LOST_S = 300  # then boot.py takes over, and with it the portal

_telemetry = web_server._telemetry
device_id = None  # assigned by the API; known once start() runs


def report(**values):
	"""Puts telemetry into GET /status and the next heartbeat. Values are JSON's; another becomes its text."""
	for key in values:
		value = values[key]
		if isinstance(value, float) and (value != value or value in (float('inf'), float('-inf'))):
			value = None  # JSON has no such numbers
		elif value is not None and not isinstance(value, (str, int, float, list, tuple, dict)):
			value = str(value)
		_telemetry[key] = value


def register_routes(routes):
	"""Adds endpoints: a list of (method, path, handler). ValueError for one that the platform has."""
	web_server.add_app_routes(routes)


def get_config():
	"""The settings in /config.json, {} when there are none."""
	return _device.config()


def log(message):
	"""A line with its time, to the console and to platform_log.txt."""
	_device.log(message)


def set_heartbeat_interval(ms):
	"""Milliseconds between heartbeats, at least 200; 300000 unless somebody says otherwise."""
	_device.set_interval(ms)


def load(name):
	"""The app as a thing that cannot fail: see App."""
	return App(name)


async def start(app):
	"""Serves, registers and beats, for ever."""
	global device_id
	_device.app = app
	device_id = _device.id
	asyncio.get_event_loop().set_exception_handler(_on_stray)
	await web_server.start(_device)
	_device.say('ready', _device.ip(), 'device_id=' + device_id)
	asyncio.create_task(supervised('wifi watch', _device.watch_wifi))
	await supervised('registry', iot_registry.Registry(_device).run)


def _on_stray(loop, context):
	"""A task that nobody waits for has raised; the loop goes on."""
	_device.crashed('task', traceback(context['exception']))


async def supervised(name, run, on_error=None):
	"""Runs it again whenever it ends or raises, after 1, 2, 4 ... 300 s; after a steady run from 1 s again."""
	pause = 1
	while True:
		begun = _device.uptime_ms()
		try:
			await run()
			trace = '%s: run() ended\n' % name
		except (Exception, SystemExit, asyncio.CancelledError) as e:
			trace = traceback(e)
		if _device.uptime_ms() - begun > STEADY_MS:
			pause = 1
		_device.crashed(name, trace)
		if on_error:
			on_error(trace)
		gc.collect()
		await asyncio.sleep(pause)
		pause = min(2 * pause, PAUSE_MAX_S)


def traceback(error):
	text = io.StringIO()
	sys.print_exception(error, text)
	return text.getvalue()


class App:
	"""Stands for the module of that name: has its facts, runs it, and outlives whatever it does."""

	DEVICE_TYPE = FIRMWARE = None
	META = {}

	def __init__(self, name):
		self._name, self._module = name, None
		self._trace, self._begun = None, 0
		try:
			self._import()
		except (Exception, SystemExit) as e:
			self._trace = traceback(e)

	def _import(self):
		sys.modules.pop(self._name, None)
		self._module = None
		module = __import__(self._name)
		for fact in ('DEVICE_TYPE', 'FIRMWARE', 'META'):
			setattr(self, fact, getattr(module, fact, getattr(App, fact)))
		self._module = module

	@property
	def error(self):
		"""The traceback of the last failure; None once it has run steadily since."""
		if self._trace and self._module and _device.uptime_ms() - self._begun > STEADY_MS:
			self._trace = None
		return self._trace

	async def run(self):
		"""app.run(), again and again."""
		await supervised(self._name, self._run, self._failed)

	def _failed(self, trace):
		self._trace = trace
		self._begun = _device.uptime_ms() + PAUSE_MAX_S * 1000  # not steady before it has begun again

	async def _run(self):
		if not self._module:
			self._import()
		self._begun = _device.uptime_ms()
		await self._module.run()


class Device:
	"""What the platform's parts share: the identity, the files, the radio, the clock, the logs."""

	def __init__(self):
		self.app = App
		self.telemetry = _telemetry
		self.wlan = network.WLAN(network.STA_IF)
		self.mac = binascii.hexlify(self.wlan.config('mac')).decode()
		self.provision = self.load('provision.json')
		self.version = self.load('version.json')
		self.kind = self.provision.get('device_type') or {'rp2': 'pico'}.get(sys.platform, sys.platform)
		# The id that the API would assign stands in until it has.
		self.id = self.load('device_id.json').get('device_id') or 'iot-' + self.mac
		self.api = self._api()
		self.interval_ms = HEARTBEAT_MS
		self._ticks, self._uptime = time.ticks_ms(), 0
		self._crashes = {}

	def _api(self):
		nets = self.load('wifi.json', (dict, list))
		try:
			ssid = self.wlan.config('ssid')
		except (ValueError, OSError):
			ssid = None
		for net in nets if isinstance(nets, list) else [nets]:
			if net.get('api') and (isinstance(nets, dict) or net.get('ssid') == ssid):
				return net['api'].rstrip('/')
		return (self.provision.get('api') or API).rstrip('/')

	def load(self, path, kind=dict):
		"""A JSON file; {} when it is missing, broken, or of another kind."""
		try:
			with open(path) as f:
				value = json.load(f)
			return value if isinstance(value, kind) else {}
		except (OSError, ValueError):
			return {}

	def save(self, path, value, limit):
		"""Writes JSON so that a power cut leaves the old file or the new. False when it is longer than the limit.
		ValueError for what could not be read again, such as an infinite number."""
		text = json.dumps(value)
		json.loads(text)
		if len(text.encode()) > limit:
			return False
		with open(path + '.new', 'w') as f:
			f.write(text)
		os.rename(path + '.new', path)
		return True

	def config(self):
		return self.load('config.json')

	def status(self):
		"""The platform's part of GET /status."""
		answer = {'device_id': self.id, 'firmware': self.app.FIRMWARE, 'version': self.version.get('version'),
			'uptime_ms': self.uptime_ms(), 'free_mem': self.free_mem(), 'rssi': self.rssi(), 'ip': self.ip(),
			'boot_epoch': self.boot_epoch()}
		if self.app.error:
			answer['app_error'] = self.app.error
		return answer

	def ip(self):
		return self.wlan.ifconfig()[0]

	def rssi(self):
		"""dBm, None without a network."""
		try:
			return self.wlan.status('rssi')
		except (OSError, ValueError):
			return None

	def free_mem(self):
		return gc.mem_free()

	def uptime_ms(self):
		"""Since the platform started; the ticks wrap every few days, this does not, if asked that often."""
		now = time.ticks_ms()
		self._uptime += time.ticks_diff(now, self._ticks)
		self._ticks = now
		return self._uptime

	def boot_epoch(self):
		"""Unix seconds of the start, None while nobody has set the clock."""
		if time.gmtime()[0] < 2024:
			return None
		return int(time.time()) + epoch_offset() - self.uptime_ms() // 1000

	def set_clock(self, unix):
		"""Unix seconds; only where nobody has set the clock."""
		if isinstance(unix, int) and time.gmtime()[0] < 2024:
			t = time.gmtime(unix - epoch_offset())
			machine.RTC().datetime(t[:3] + (t[6],) + t[3:6] + (0,))

	def set_interval(self, ms):
		self.interval_ms = max(HEARTBEAT_MIN_MS, int(ms))

	def say(self, *words):
		print('platform:', *words)

	def log(self, message):
		line = '%s %s' % (self._now(), message)
		print(line)
		append('platform_log', line + '\n')

	def crashed(self, name, trace):
		"""Keeps a traceback in main_log_1.txt, the same one once."""
		self.say('error', name, trace.strip().split('\n')[-1])
		if self._crashes.get(name) != trace:
			self._crashes[name] = trace
			append('main_log_1', '%s %s\n%s' % (self._now(), name, trace), 'main_log_2.txt')

	def _now(self):
		t = time.gmtime()
		if t[0] < 2024:
			return '+%.3fs' % (self.uptime_ms() / 1000)
		return '%d-%02d-%02dT%02d:%02d:%02dZ' % t[:6]

	def restart(self, why):
		"""Soon: an answer under way still leaves."""
		self.say('restart', why)
		asyncio.create_task(self._reset())

	async def _reset(self):
		await asyncio.sleep_ms(300)
		machine.reset()

	async def watch_wifi(self):
		"""A network that stays away is boot.py's matter: it knows others, and has the portal."""
		lost = 0
		while lost < WIFI_LOST_S:
			await asyncio.sleep(10)
			lost = 0 if self.wlan.isconnected() else lost + 10
		self.say('wifi-lost')
		self.restart('wifi')
		await asyncio.sleep(10)


def epoch_offset():
	"""Seconds from Unix' epoch to the port's."""
	return 946684800 if time.gmtime(0)[0] == 2000 else 0


def append(name, text, older=None):
	"""Adds to <name>.txt; a full one becomes the older one. A full flash stops nothing."""
	path = name + '.txt'
	try:
		with open(path, 'a') as f:
			f.write(text)
			full = f.tell() > LOG_MAX
		if full:
			os.rename(path, older or name + '_1.txt')
	except OSError:
		pass


_device = Device()
