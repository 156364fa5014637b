"""The endpoints that every device has. They stand before the app's, which cannot replace them."""
import asyncio
import machine
import os

from httpd import HttpError, Pieces, Server

PORT = 80
CONFIG_MAX = 4096
BLINKS = 5
LOGS = ('boot_log', 'main_log', 'platform_log')
RESET = ('wifi.json', 'device_id.json', 'config.json', 'version.json', 'update.json', 'pending.json')

_telemetry = {}  # what the app reported; platform.report() fills it
_device = None
_lights = asyncio.Lock()


def _guard(request):
	"""Changes come from no foreign page, and with a `device_token` only from who knows it."""
	if request.method == 'GET':
		return
	origin, host = request.headers.get('origin'), request.headers.get('host', '')
	if origin is not None and origin.partition('://')[2] != host or not _is_own(host):
		raise HttpError(403, 'foreign-origin', 'Requests from another site are refused.')
	token = _device.provision.get('device_token')
	if token and request.headers.get('authorization') != 'Bearer ' + token:
		raise HttpError(401, 'unauthorized', 'This device wants its token: Authorization: Bearer ...')


def _is_own(host):
	"""False for a name that a foreign page may have pointed at this device: neither an address, nor .local, nor its own
	(under whatever domain the local network has)."""
	name = host.lower().split(':')[0]
	return not name.strip('0123456789.') or name.endswith('.local') or name.split('.')[0] == 'iot-' + _device.mac[-6:]


def _on_error(error, where):
	_device.log('%s: %s: %s' % (where, type(error).__name__, error))


server = Server(_guard, _on_error)


def add_app_routes(routes):
	"""Puts (method, path, handler) beside the platform's. ValueError for one that the platform has."""
	for method, path, handler in routes:
		if not server.add(method.upper(), path, handler, 'app'):
			raise ValueError('%s %s is the platform\'s' % (method, path))


async def start(device):
	"""Listens on port 80, and tries again when it cannot be had. Returns when it answers."""
	global _device
	_device = device
	while True:
		try:
			return await server.listen(PORT)
		except OSError as e:
			device.log('web server: %s' % e)
			await asyncio.sleep(2)


def status(request):
	"""GET /status"""
	answer = dict(_telemetry)
	answer.update(_device.status())
	return answer


def info(request):
	"""GET /info"""
	d = _device
	return {'device_id': d.id, 'mac': d.mac, 'firmware': d.app.FIRMWARE, 'version': d.version.get('version'),
		'app_type': d.provision.get('app_type'), 'device_type': d.kind, 'set': d.version.get('set'),
		'overlay': d.version.get('overlay') or {}, 'files': _files(), 'config': d.config()}


def _files():
	return [{'name': entry[0], 'size': os.stat(entry[0])[6]} for entry in sorted(os.ilistdir())]


def get_config(request):
	"""GET /config"""
	return _device.config()


def post_config(request):
	"""POST /config: merges the keys of an object, answers the whole."""
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


def _logs():
	return [f for f in _files() if f['name'].endswith('.txt') and any(f['name'].startswith(kind) for kind in LOGS)]


def logs(request):
	"""GET /logs"""
	return {'logs': _logs()}


def log(request, filename):
	"""GET /logs/<filename>?lines=N: the last N lines, or all. Never holds more than one piece."""
	size = None
	for known in _logs():  # looked up among the logs only: no path leads elsewhere
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
	"""Where the last `lines` lines of a file begin, found from its end backwards."""
	with open(name, 'rb') as f:
		end = size
		while end > 0:
			begin = max(0, end - 512)
			f.seek(begin)
			piece = f.read(end - begin)
			at = len(piece)
			while True:
				at = piece.rfind(b'\n', 0, at)
				if at < 0:
					break
				if begin + at + 1 < size:  # the newline that ends the file begins no line
					lines -= 1
					if not lines:
						return begin + at + 1
			end = begin
	return 0


def _read(name, start, size):
	with open(name, 'rb') as f:
		f.seek(start)
		while size > 0:
			piece = f.read(min(512, size))
			if not piece:
				return
			size -= len(piece)
			yield piece


def endpoints(request):
	"""GET /endpoints"""
	return {'endpoints': [{'method': r[0], 'path': r[1], 'source': r[3]} for r in server.routes]}


async def identify(request):
	"""POST /identify: five blue flashes of the strip that the app reported, else of the on-board LED. Answers when
	they are done."""
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
	from neopixel import NeoPixel
	strip = NeoPixel(machine.Pin(pin, machine.Pin.OUT), count)

	def show(on):
		strip.fill((0, 0, 255) if on else (0, 0, 0))
		strip.write()
	return show, {'light': 'neopixel', 'num_leds': count, 'np_pin': pin}


def _led():
	try:
		led = machine.Pin(_telemetry.get('led_pin', 'LED'), machine.Pin.OUT)
	except (ValueError, TypeError):
		raise HttpError(409, 'no-light', 'The app reported no NeoPixels (num_leds, np_pin), and there is no on-board LED.')
	return led.value, {'light': 'led', 'message': 'No NeoPixels reported: the on-board LED blinked.'}


def restart(request):
	"""POST /restart"""
	_device.restart('asked')
	return {'restarting': True}


def factory_reset(request):
	"""POST /factory-reset: forgets network, identity, settings and updates under way; the portal comes next."""
	removed = []
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
