"""The endpoints that every device has. They stand before the app's, which cannot replace them."""
import asyncio
import machine
import os
import sys

import iot_watch
from httpd import HttpError, Pieces, Server

PORT = 80
CLIENTS_MAX = 6 if sys.platform == 'esp32' else 3  # lwIP on a Pico W has five: one for the heartbeat, one to say "busy"
CONFIG_MAX = 4096
BLINKS = 5
LOGS = ('boot_log', 'main_log', 'platform_log')
RESET = ('wifi.json', 'device_id.json', 'config.json', 'version.json', 'update.json', 'pending.json')

_telemetry = {}  # what the app reported; platform.report() fills it
_device = None
_lights = asyncio.Lock()


def _guard(request):
	"""Nothing is changed by a foreign page, and with a `device_token` only by who knows it."""
	if request.method == 'GET':
		return
	origin, host = request.headers.get('origin'), request.headers.get('host', '')
	if origin is not None and origin.partition('://')[2] != host or not _is_own(host):
		raise HttpError(403, 'foreign-origin', 'Requests from another site are refused.')
	token = _device.provision.get('device_token')
	if token and request.headers.get('authorization') != 'Bearer ' + token:
		raise HttpError(401, 'unauthorized', 'This device wants its token: Authorization: Bearer ...')


def _is_own(host):
	"""False for a name that a foreign page may have pointed here. Its own may have the local network's domain."""
	name = host.lower().split(':')[0]
	return not name.strip('0123456789.') or name.endswith('.local') or name.split('.')[0] == 'iot-' + _device.mac[-6:]


def _on_error(error, where):
	_device.log('%s: %s: %s' % (where, type(error).__name__, error))


server = Server(CLIENTS_MAX, _guard, _on_error, lambda who, coroutine: iot_watch.Named(_device.watch, who, coroutine))
_listening = None


def add_app_routes(routes):
	"""Puts (method, path, handler) beside the platform's. ValueError for one that the platform has."""
	for method, path, handler in routes:
		if not server.add(method.upper(), path, handler, 'app'):
			raise ValueError('%s %s is the platform\'s' % (method, path))


async def serve(device):
	"""Listens on port 80 until that fails. OSError when it cannot be had."""
	global _listening
	_listening = await server.listen(PORT)
	device.say('ready', device.ip(), 'device_id=' + device.id)
	await _listening.wait_closed()


class Itself:
	"""Both ends of a connection that this device makes to itself."""

	def __init__(self):
		self.input, self.output = b'GET /status HTTP/1.1\r\n\r\n', b''

	async def read(self, size):
		data, self.input = self.input, b''
		return data

	def write(self, data):
		self.output += data

	async def drain(self):
		pass

	def close(self):
		pass

	wait_closed = drain


async def answers():
	"""Is the port listened at, and a request answered as it is there? By socket a Pico W, without loopback, cannot ask."""
	if not _listening or _listening.task.done():
		return False
	itself = Itself()
	await asyncio.create_task(server.accept(itself, itself))
	return itself.output.startswith(b'HTTP/1.1 200')


def status(request):
	answer = dict(_telemetry)
	answer.update(_device.status())
	return answer


def info(request):
	d = _device
	return {'device_id': d.id, 'mac': d.mac, 'firmware': d.app.FIRMWARE, 'version': d.version.get('version'),
		'app_type': d.provision.get('app_type'), 'device_type': d.kind, 'set': d.version.get('set'),
		'overlay': d.version.get('overlay') or {}, 'files': _files(), 'config': d.config()}


def _files():
	return [{'name': entry[0], 'size': os.stat(entry[0])[6]} for entry in sorted(os.ilistdir())]


def get_config(request):
	return _device.config()


def post_config(request):
	"""Merges the keys of an object, answers the whole."""
	change = request.json
	if not isinstance(change, dict):
		raise HttpError(400, 'bad-request', 'The configuration is a JSON object.')
	config = _device.config()
	config.update(change)
	try:
		saved = _device.save('config.json', config, CONFIG_MAX)
	except ValueError:
		raise HttpError(400, 'bad-request', 'The configuration has a number that JSON cannot hold.')
	if not saved:
		raise HttpError(413, 'too-large', 'The configuration has at most %d bytes.' % CONFIG_MAX)
	return config


def logs(request):
	return {'logs': [f for f in _files() if f['name'].endswith('.txt') and any(map(f['name'].startswith, LOGS))]}


def log(request, filename):
	"""The last `lines` lines, or all; never holds more than one piece."""
	size = None
	for known in logs(None)['logs']:  # looked up among the logs only: no path leads elsewhere
		if known['name'] == filename:
			size = known['size']
	if size is None:
		raise HttpError(404, 'not-found', 'There is no such log.')
	start = 0
	if 'lines' in request.args:
		lines = request.args['lines']
		if not lines.isdigit() or not int(lines):
			raise HttpError(400, 'bad-request', 'lines is a number from 1.')
		start = _start_of_last(filename, size, int(lines))
	return Pieces(size - start, _read(filename, start, size - start))


def _start_of_last(name, size, lines):
	"""Where they begin, found from the end backwards."""
	with open(name, 'rb') as f:
		end = size
		while end > 0:
			begin = max(0, end - 512)
			f.seek(begin)
			piece = f.read(end - begin)
			at = piece.rfind(b'\n')
			while at >= 0:
				if begin + at + 1 < size:  # the newline that ends the file begins no line
					lines -= 1
					if not lines:
						return begin + at + 1
				at = piece.rfind(b'\n', 0, at)
			end = begin
	return 0


def _read(name, start, size):
	with open(name, 'rb') as f:
		f.seek(start)
		piece = f.read(min(512, size))
		while piece:
			yield piece
			size -= len(piece)
			piece = f.read(min(512, size))


def endpoints(request):
	return {'endpoints': [{'method': r[0], 'path': r[1], 'source': r[3]} for r in server.routes]}


async def identify(request):
	"""Answers when the flashes are done."""
	async with _lights:
		show, answer = _strip() or _led()
		for _ in range(BLINKS):
			show(True)
			await asyncio.sleep_ms(200)
			show(False)
			await asyncio.sleep_ms(150)
	answer['blinks'] = BLINKS
	return answer


def _strip():
	count, pin = _telemetry.get('num_leds'), _telemetry.get('np_pin')
	if not isinstance(count, int) or not isinstance(pin, int) or not 0 < count <= 1024:
		return None
	import neopixel
	strip = neopixel.NeoPixel(machine.Pin(pin, machine.Pin.OUT), count)

	def show(on):
		strip.fill((0, 0, 255) if on else (0, 0, 0))
		strip.write()
	return show, {'light': 'neopixel', 'num_leds': count, 'np_pin': pin}


def _led():
	try:
		led = machine.Pin(_telemetry.get('led_pin', 'LED'), machine.Pin.OUT)
	except (ValueError, TypeError):
		raise HttpError(409, 'no-light', 'No NeoPixels reported (num_leds, np_pin), and no on-board LED.')
	return led.value, {'light': 'led', 'message': 'No NeoPixels reported: the on-board LED blinked.'}


def restart(request):
	_device.restart('asked')
	return {'restarting': True}


def factory_reset(request):
	removed = []
	iot_watch.close_trial(_device)  # first: .bak without a trial are no way back
	for name in os.listdir():
		if name in RESET or name.endswith('.new') or name.endswith('.bak'):
			os.remove(name)
			removed.append(name)
	_device.restart('factory-reset')
	return {'restarting': True, 'removed': removed}


for _route in (('GET', '/status', status), ('GET', '/info', info), ('GET', '/config', get_config),
		('POST', '/config', post_config), ('GET', '/logs', logs), ('GET', '/logs/<filename>', log),
		('GET', '/endpoints', endpoints), ('POST', '/identify', identify), ('POST', '/restart', restart),
		('POST', '/factory-reset', factory_reset)):
	server.add(_route[0], _route[1], _route[2], 'platform')
