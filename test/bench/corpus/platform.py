"""What app.py builds on (report, register_routes, get_config, log, set_heartbeat_interval, device_id) and main.py
starts. All else is the platform's own. README.md has the console lines."""
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

import dns_sd
import iot_net
import iot_registry
import iot_watch
import web_server

# boot.py looks for this line: a set with it declares itself good, and is rolled back when it does not.
TRIAL = 1

API = 'https://api.rforssen.net/iot'
LOG_MAX = 8192  # then a log becomes its predecessor; two each of three kinds stay below 64 kB
LINE_MAX = 2048
HEARTBEAT_MS = 300000
HEARTBEAT_MIN_MS = 200
STEADY_MS = 60000  # a run of that length counts as a good one
PAUSE_MAX_S = 300

_telemetry = web_server._telemetry
device_id = None  # assigned by the API; known once start() runs


def report(**values):
	"""Telemetry for GET /status and the next heartbeat. A value that JSON does not know becomes its text."""
	for key in values:
		value = values[key]
		if isinstance(value, float) and value - value != 0:
			value = None  # JSON has neither NaN nor infinity
		elif value is not None and not isinstance(value, (str, bool, int, float, list, tuple, dict)):
			value = str(value)
		_telemetry[key] = value


def register_routes(routes):
	"""A list of (method, path, handler). ValueError for one that the platform has."""
	web_server.add_app_routes(routes)


def get_config():
	"""The settings in /config.json, {} when there are none."""
	return _device.config()


def log(message):
	"""A line with its time, to the console and to platform_log.txt."""
	_device.log(message)


def set_heartbeat_interval(ms):
	"""At least 200; 300000 unless somebody says otherwise."""
	_device.set_interval(ms)


async def start(app):
	"""All that the platform does, for ever; each by itself, so that none takes another along."""
	global device_id
	_device.app = app
	device_id = _device.id
	asyncio.get_event_loop().set_exception_handler(_on_stray)
	for name, run in (('web server', web_server.serve), ('wifi', iot_net.keep_joined), ('clock', iot_net.keep_time),
			('announcer', dns_sd.announce), ('registry', lambda d: iot_registry.Registry(d).run()),
			('judge', lambda d: iot_watch.judge(d, app, web_server.answers))):
		asyncio.create_task(iot_watch.Named(_device.watch, name, supervised(name, lambda run=run: run(_device))))
	await _device.watch.tick()


def _on_stray(loop, context):
	"""A task that nobody waits for has raised."""
	_device.crashed('task', traceback(context['exception']))


async def supervised(name, run, on_error=None):
	"""Again whenever it ends or raises, after 1, 2, 4 ... 300 s; after a steady run from 1 s on. True: no more to do."""
	pause = 1
	while True:
		begun = _device.uptime_ms()
		try:
			if await run() is True:
				return
			trace = '%s: run() ended\n' % name
		except (Exception, SystemExit, GeneratorExit, asyncio.CancelledError) as e:
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
	"""Stands for the module of that name, and outlives whatever it does."""

	DEVICE_TYPE = FIRMWARE = None
	META = {}

	def __init__(self, name):
		self._name, self._module = name, None
		self._trace = self._begun = None  # _begun: when run() was called that still runs
		try:
			self._import()
		except (Exception, SystemExit, GeneratorExit) as e:
			self._trace = traceback(e)

	def _import(self):
		sys.modules.pop(self._name, None)
		self._module = None
		module = __import__(self._name)
		for fact in ('DEVICE_TYPE', 'FIRMWARE', 'META'):
			setattr(self, fact, getattr(module, fact, getattr(App, fact)))
		self._module = module

	def steady_ms(self):
		"""How long run() has neither ended nor raised."""
		return 0 if self._begun is None else _device.uptime_ms() - self._begun

	@property
	def error(self):
		"""The traceback of the last failure; None once it has run steadily since."""
		if self.steady_ms() > STEADY_MS:
			self._trace = None
		return self._trace

	def run(self):
		return iot_watch.Named(_device.watch, self._name, supervised(self._name, self._run, self._failed))

	def _failed(self, trace):
		self._trace, self._begun = trace, None

	async def _run(self):
		if not self._module:
			self._import()
		self._begun = _device.uptime_ms()
		await self._module.run()


class Device:
	"""What the platform's parts share."""

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
		self.interval_ms = HEARTBEAT_MS
		self.joins = 0  # how often the network came back
		self._ticks, self._uptime = time.ticks_ms(), 0
		self._epoch = None  # Unix seconds of the start, once known
		if time.gmtime()[0] >= 2024:  # boot.py, or a run before this one, has set the clock
			self._epoch = int(time.time()) + epoch_offset()
		self._crashes = {}
		self.watch = iot_watch.Watch(self)

	def networks(self):
		"""Those of wifi.json, the one that was last joined first."""
		known = self.load('wifi.json', (dict, list))
		nets = [n for n in (known if isinstance(known, list) else [known]) if isinstance(n, dict) and n.get('ssid')]
		return sorted(nets, key=lambda n: n['ssid'] != self._ssid())

	def _ssid(self):
		try:
			return self.wlan.config('ssid')
		except (ValueError, OSError):
			return None

	@property
	def api(self):
		"""The server's base: the network's own, else the device's."""
		nets = self.networks()
		own = nets[0].get('api') if nets and (len(nets) == 1 or nets[0]['ssid'] == self._ssid()) else None
		return str(own or self.provision.get('api') or API).rstrip('/')

	def option(self, name, default):
		"""A setting of config.json, else of provision.json, if it is of the default's kind."""
		for source in (self.config(), self.provision):
			if isinstance(source.get(name), type(default)):
				return source[name]
		return default

	def load(self, path, kind=dict):
		"""A JSON file; {} when it is missing, broken, or of another kind."""
		try:
			with open(path) as f:
				value = json.load(f)
			return value if isinstance(value, kind) else {}
		except (OSError, ValueError):
			return {}

	def save(self, path, value, limit):
		"""A power cut leaves the old file or the new. False when it is longer than the limit. ValueError for what could not
		be read again, such as an infinite number."""
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
			'uptime_ms': self.uptime_ms(), 'free_mem': gc.mem_free(), 'rssi': self.rssi(), 'ip': self.ip(),
			'boot_epoch': self._epoch}
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

	def uptime_ms(self):
		"""Since the platform started. The ticks wrap every few days; this does not, if asked that often."""
		now = time.ticks_ms()
		self._uptime += time.ticks_diff(now, self._ticks)
		self._ticks = now
		return self._uptime

	def set_clock(self, unix):
		"""By the OTA server; NTP is better."""
		if isinstance(unix, int) and not self._epoch:
			self.adjust_clock(unix)

	def adjust_clock(self, unix):
		t = time.gmtime(unix - epoch_offset())
		machine.RTC().datetime(t[:3] + (t[6],) + t[3:6] + (0,))
		self._epoch = unix - self.uptime_ms() // 1000

	def rejoined(self):
		self.joins += 1
		self.say('wifi', self.ip())
		self.log('wifi back: ' + self.ip())

	def set_interval(self, ms):
		self.interval_ms = max(HEARTBEAT_MIN_MS, int(ms))

	def say(self, *words):
		print('platform:', *words)

	def log(self, message):
		line = '%s %s' % (self._now(), message)
		append('platform_log', line + '\n')
		print(line)

	def crashed(self, name, trace):
		"""Keeps a traceback in main_log_1.txt, the same one once."""
		if self._crashes.get(name) != trace:
			self._crashes[name] = trace
			append('main_log_1', '%s %s\n%s' % (self._now(), name, trace), 'main_log_2.txt')
		self.say('error', name, trace.strip().split('\n')[-1])

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


def epoch_offset():
	"""Seconds from Unix' epoch to the port's."""
	return 946684800 if time.gmtime(0)[0] == 2000 else 0


def append(name, text, older=None):
	"""A full log becomes the older one. A full flash stops nothing."""
	path = name + '.txt'
	if len(text) > LINE_MAX:
		text = text[:LINE_MAX // 2] + ' ...\n' + text[-LINE_MAX // 2:]
	try:
		with open(path, 'a') as f:
			f.write(text)
			full = f.tell() > LOG_MAX
		if full:
			os.rename(path, older or name + '_1.txt')
	except OSError:
		pass


load = App
_device = web_server._device = Device()
