"""Firmware: Wi-Fi, identity and OTA, before main.py. Flashed over USB only; needs nothing else on the flash.

Console lines, "boot: <word> ..." (table: README.md): start, wifi, ap, saved, ask, id, type, staged, update, hotfix,
dropped, refused, up to date, offline, no-ota, waiting, restart, error. None holds a password.
"""
import gc
import hashlib
import json
import machine
import network
import os
import re
import socket
import sys
import time
from binascii import hexlify

API = 'https://api.rforssen.net/iot'
PIECE = 512  # bytes in a read or write
TIMEOUT = 10  # seconds for a socket operation
LOG_MAX = 8192
ASK_AGAIN = 30  # seconds, while there is no main.py
REASONS = ('wrong-password', 'no-address', 'no-network')  # the first tells a person most
PAGE = '''<meta name=viewport content="width=device-width"><h3>Wi-Fi of this device</h3>
<form id=f><input name=ssid list=n placeholder=Network><datalist id=n></datalist>
<input name=password type=password placeholder=Password><button>Save</button></form><p id=o><script>
fetch('/scan').then(r=>r.json()).then(d=>d.networks.forEach(w=>n.append(new Option(w.ssid,w.ssid))))
f.onsubmit=e=>{e.preventDefault();fetch('/wifi',{method:'POST',body:JSON.stringify({ssid:f.ssid.value,
password:f.password.value})}).then(r=>r.json()).then(d=>o.textContent=d.message)}</script>'''
# What Android, iOS and Windows ask to judge a network; with these answers they stay on it.
PAGES = {'/': PAGE, '/generate_204': '', '/hotspot-detect.html': '<HTML><BODY>Success</BODY></HTML>',
	'/connecttest.txt': 'Microsoft Connect Test'}


def say(*words):
	print('boot:', *words)


def log(*words):
	"""Says it and, once, keeps it; a full boot_log.txt becomes boot_log_1.txt."""
	line = ' '.join(str(w) for w in words)
	say(line)
	if line in logged:
		return
	logged.append(line)
	try:
		with open('boot_log.txt', 'a') as f:
			print('%d-%02d-%02d %02d:%02d:%02d' % time.gmtime()[:6], line, file=f)
			full = f.tell() > LOG_MAX
		if full:
			os.rename('boot_log.txt', 'boot_log_1.txt')
	except OSError:
		pass  # a full flash must not stop the boot


def restart(why):
	say('restart', why)
	time.sleep_ms(200)  # for the last bytes to leave
	machine.reset()


def need(truth, what):
	if not truth:
		raise ValueError(what)


def load(path, kind=dict):
	"""{} when it is missing, broken, or of another kind."""
	try:
		with open(path) as f:
			value = json.load(f)
		return value if isinstance(value, kind) else {}
	except (OSError, ValueError):
		return {}


def save(path, value):
	"""So that a power cut leaves the old file or the new."""
	with open(path + '.new', 'w') as f:
		json.dump(value, f)
	os.rename(path + '.new', path)


def discard():
	"""Removes what never came into force."""
	for name in os.listdir():
		if name.endswith('.new'):
			os.remove(name)


def is_word(text):
	return isinstance(text, str) and len(text) < 65 and re.match(r'[-A-Za-z0-9_]+$', text)


def set_clock(unix):
	"""Unless somebody has; the ports count from different years."""
	if unix and time.gmtime()[0] < 2024:
		t = time.gmtime(unix - (946684800 if time.gmtime(0)[0] == 2000 else 0))
		machine.RTC().datetime(t[:3] + (t[6],) + t[3:6] + (0,))


def join():
	"""None with an address, or why no network gave one."""
	failed = []
	if sta.isconnected():
		return None
	for net in nets * 2:
		ssid = json.dumps(net['ssid'])
		say('wifi joining', ssid)
		reason = connect(net)
		if not reason:
			say('wifi connected', sta.ifconfig()[0], 'rssi', sta.status('rssi'))
			me['api'] = (net.get('api') or option('api') or API).rstrip('/')
			return None
		say('wifi failed', reason, ssid)
		failed.append(reason)
		sta.disconnect()
		sta.active(False)
	return min(failed, key=REASONS.index) if failed else 'no-credentials'


def connect(net):
	"""None, or the reason: failures are below 0 on a Pico W, on an ESP32 below STAT_IDLE."""
	begun = time.ticks_ms()
	try:
		network.hostname('iot-' + mac[-6:])  # heeded only before active(True)
		sta.active(True)
		retry(0)
		sta.connect(net['ssid'], net.get('password') or None)
		while time.ticks_diff(time.ticks_ms(), begun) < option('wifi_timeout_s', 15) * 1000:
			status = sta.status()
			if sta.isconnected():
				return retry(-1)
			if status == network.STAT_NO_AP_FOUND:
				return 'no-network'
			if status < 0 or 0 < status < network.STAT_IDLE:
				return 'wrong-password'
			time.sleep_ms(20)
	except OSError:
		return 'no-network'
	return 'no-address'


def retry(times):
	"""While an ESP32 tries again it tells no reason; a Pico W never does."""
	try:
		sta.config(reconnects=times)
	except ValueError:
		pass


def scan():
	"""What this radio hears, the strongest first."""
	sta.active(True)
	heard = {}
	for ssid, _, channel, rssi, security, _ in sorted(sta.scan(), key=lambda n: n[3]):
		try:
			heard[ssid] = {'ssid': ssid.decode(), 'rssi': rssi, 'channel': channel, 'secured': security > 0}
		except ValueError:
			pass  # JSON could not carry such a name
	heard.pop(b'', None)
	return sorted(heard.values(), key=lambda n: -n['rssi'])[:20]


def open_ap(reason):
	"""Without `security` an ESP32 stays open, with a key, and a Pico W secured, without one."""
	key = option('ap_password')
	want = {'ssid': 'IoT-' + mac[-6:],
		'security': getattr(network.WLAN, 'SEC_WPA_WPA2' if key else 'SEC_OPEN', 4 if key else 0)}
	if key:
		want['key'] = key
	try:
		ap.config(**want)
	except OSError:
		pass  # some versions take it from a live interface only
	ap.active(True)
	ap.config(**want)
	me['reason'] = reason
	log('ap', want['ssid'], ap.ifconfig()[0], 'reason=' + reason)


def portal(reason):
	"""Serves until it is time to try again; restarts once it has a network."""
	server = socket.socket()
	server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
	server.bind(socket.getaddrinfo('0.0.0.0', 80)[0][-1])
	server.listen(4)
	server.settimeout(1)
	open_ap(reason)
	online = sta.isconnected()
	limit = ASK_AGAIN if online else option('wifi_retry_s', 180)
	begun = time.ticks_ms()
	while time.ticks_diff(time.ticks_ms(), begun) < limit * 1000:
		try:
			client = server.accept()[0]
			try:
				answer(client)
			finally:
				client.close()
		except (OSError, ValueError):
			time.sleep_ms(9)  # nobody came, or he left, or spoke no HTTP
		if 'saved' in me:
			restart('wifi')
		if not online and (not nets or ap.isconnected()):
			begun = time.ticks_ms()  # nothing to try, or a person is here
	server.close()
	ap.active(online)


def read_head(sock):
	"""The words of the first line, and the fields by lower-case name."""
	first, found = sock.readline().decode().split(), {}
	while len(found) < 50:
		key, _, value = sock.readline().decode().partition(':')
		if not value:
			break
		found[key.lower()] = value.strip()
	return first, found


def answer(client):
	client.settimeout(2)  # browsers connect in advance, and say nothing
	(method, path, _), head = read_head(client)
	size, host = int(head.get('content-length', 0)), head.get('host', '')
	if not 0 <= size <= 1024:
		status, body = fault(413, 'too-large', 'At most 1 kB.')
	elif head.get('origin', 'http://' + host) != 'http://' + host:
		status, body = fault(403, 'foreign-origin', 'Not from another site.')
	else:
		status, body = route(method, path.split('?')[0], client.read(size) if size else b'')
	form = 'text/html'
	if isinstance(body, dict):
		form, body = 'application/json', json.dumps(body)
	send(client, 'HTTP/1.1 %d -\r\nContent-Type: %s' % (status, form), body.encode())


def send(sock, head, body):
	sock.write('%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n' % (head, len(body)))
	for at in range(0, len(body), PIECE):
		sock.write(body[at:at + PIECE])


def fault(status, code, message):
	return status, {'error': code, 'message': message}


def route(method, path, body):
	if path not in PAGES and path not in ('/status', '/scan', '/wifi'):
		return fault(404, 'not-found', 'No such page.')
	if method != ('POST' if path == '/wifi' else 'GET'):
		return fault(405, 'method-not-allowed', 'Not by this method.')
	if path == '/wifi':
		return take_wifi(body)
	if path == '/scan':
		return 200, {'networks': scan()}
	if path == '/status':
		return 200, {'mode': 'ap', 'mac': mac, 'device_id': me['id'], 'app_type': option('app_type'),
			'device_type': board, 'reason': me['reason']}
	return 204 if '204' in path else 200, PAGES[path]


def take_wifi(body):
	"""Checks it all, then writes; the restart follows the answer."""
	try:
		want = json.loads(body)
		ssid, password, api, app_type = [want.get(k) or '' for k in ('ssid', 'password', 'api', 'app_type')]
		bad = (not 0 < len(ssid.encode()) < 33 and 'ssid'
			or password and not 7 < len(password.encode()) < 65 and 'password'
			or api and api.split('//')[0] not in ('http:', 'https:') and 'api'
			or app_type and not is_word(app_type) and 'app_type')
	except (ValueError, AttributeError):
		return fault(400, 'bad-json', 'Send a JSON object of texts.')
	if bad:
		return fault(400, 'bad-request', bad + ' cannot be right.')
	if api and not (option('ap_password') or option('ota_keys')):
		return fault(403, 'api-refused', 'Not over an open access point.')
	if app_type:
		set_type(app_type)
	net = {'ssid': ssid, 'password': password}
	if api:
		net['api'] = api
	save('wifi.json', net)
	me['saved'] = True
	say('saved wifi', json.dumps(ssid))
	return 200, {'ok': True, 'ssid': ssid, 'message': 'Saved. The device restarts and joins.'}


def set_type(app_type):
	if app_type != option('app_type'):
		provision['app_type'] = app_type
		save('provision.json', provision)
		log('type', app_type)


def http(method, url, body=b''):
	"""Yields b'' when the answer is 200, then its body in pieces. OSError when it fails or is cut short."""
	scheme, _, host, path = url.split('/', 3)
	name, _, port = host.partition(':')
	tls = scheme == 'https:'
	where = socket.getaddrinfo(name, int(port or (443 if tls else 80)), 0, socket.SOCK_STREAM)[0][-1]
	sock = socket.socket()
	try:
		sock.settimeout(TIMEOUT)
		sock.connect(where)
		if tls:
			import ssl
			gc.collect()  # a handshake wants 30 kB
			context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
			context.verify_mode = ssl.CERT_NONE  # there are no authorities on board
			sock = context.wrap_socket(sock, server_hostname=name)
		send(sock, '%s /%s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json' % (method, path, host), body)
		first, head = read_head(sock)
		if first[1:2] != ['200']:
			raise OSError('http ' + ' '.join(first[1:]))
		yield b''
		chunked = 'transfer-encoding' in head
		left = int(head.get('content-length', -1))  # -1: until the connection ends
		while left:
			if chunked:
				left = chunked = int(sock.readline().split(b';')[0], 16)
			while left:
				data = sock.read(min(PIECE, left) if left > 0 else PIECE)
				if not data and left > 0:
					raise OSError('cut short')
				left = left - len(data) if data else 0
				yield data
			if chunked:
				left = len(sock.readline())
	finally:
		sock.close()


def pieces(path):
	with open(path, 'rb') as f:
		data = f.read(PIECE)
		while data:
			yield data
			data = f.read(PIECE)


class Json:
	"""Reads JSON from an iterator of pieces, one at a time."""

	def __init__(self, source):
		self.source, self.piece, self.at = source, b'', 0

	def byte(self):
		if self.at == len(self.piece):
			self.piece, self.at = b'', 0
			for self.piece in self.source:
				if self.piece:
					break
			need(self.piece, 'cut short')
		self.at += 1
		return self.piece[self.at - 1]

	def peek(self):
		"""The next character that is no space; it stays."""
		c = self.byte()
		while c < 33:
			c = self.byte()
		self.at -= 1
		return chr(c)

	def expect(self, c):
		need(self.peek() == c, 'no ' + c)
		self.byte()

	def string(self):
		"""The UTF-8 bytes of a string, in pieces."""
		self.expect('"')
		out = bytearray()
		c = self.byte()
		while c != 34:
			if c == 92:
				out.extend(self.escaped())
			else:
				out.append(c)
			if len(out) >= PIECE:
				yield out
				out = bytearray()
			c = self.byte()
		yield out

	def escaped(self):
		c = chr(self.byte())
		if c != 'u':
			return json.loads('"\\%s"' % c).encode()
		code = self.unit()
		if code >> 10 == 0x36:  # the first half of a pair, \ud83d\ude00
			self.byte()
			self.byte()
			code = 0x10000 + ((code & 0x3FF) << 10) + (self.unit() & 0x3FF)
		return chr(code).encode()

	def unit(self):
		return int(bytes(self.byte() for _ in range(4)), 16)

	def keys(self):
		"""Keys of an object; the caller takes each value before the next key."""
		self.expect('{')
		while self.peek() != '}':
			key = self.value()
			self.expect(':')
			yield key
			if self.peek() != '}':
				self.expect(',')
		self.byte()

	def value(self):
		"""Any value; None for a list or object, which is passed over."""
		out, depth = bytearray(), 0
		if self.peek() == '"':
			for piece in self.string():
				out.extend(piece)
			return out.decode()
		while depth or self.peek() not in ',}]':
			if self.peek() == '"':
				list(self.string())
			else:
				out.append(self.byte())
				depth += (out[-1] in b'{[') - (out[-1] in b'}]')
		return json.loads(out) if out[0] not in b'{[' else None


def digests(path, *kinds):
	"""Hex digests of a file, read once."""
	hashes = [kind() for kind in kinds]
	for piece in pieces(path):
		for h in hashes:
			h.update(piece)
	return [hexlify(h.digest()).decode() for h in hashes]


def free_bytes():
	s = os.statvfs('/')
	return s[0] * s[3]


def note(number=None):
	"""Makes version.json true; writes only a difference."""
	old, digest, base = json.dumps(version), hashlib.sha256(), version['base']
	for name in sorted(have):
		digest.update('%s %s\n' % (name, have[name]))
	version.update({'version': number or version.get('version'), 'set': hexlify(digest.digest()).decode(),
		'names': sorted(have), 'overlay': {n: have[n] for n in base if n in have}})
	if json.dumps(version) != old:
		save('version.json', version)


def stage(name, source):
	"""Writes name.new and reads it back: its size, MD5 and SHA-256."""
	need(re.match(r'\w+\.py$', name[:49]) and name != 'boot.py', 'name ' + name)
	with open(name + '.new', 'wb') as f:
		for piece in source:
			f.write(piece)
	size = os.stat(name + '.new')[6]
	say('staged', name, size)
	return [size] + digests(name + '.new', hashlib.md5, hashlib.sha256)


def read_answer(source):
	"""Streams it in, the files to the flash: {'files': {name: md5}} and the small fields."""
	doc, got = Json(source), {'files': {}}
	for key in doc.keys():
		if key == 'files' and doc.peek() == '{':
			got[key] = {name: stage(name, doc.string())[1] for name in doc.keys()}
		elif key == 'md5' and doc.peek() == '{':
			got[key] = {name: doc.value() for name in doc.keys()}
		else:
			got[key] = doc.value()
	source.close()  # before another is opened
	files = got['files'] = got['files'] or {}
	for name in files:
		need((got.get('md5') or files).get(name) == files[name], 'md5 of ' + name)
	return got


def read_manifest(m):
	"""Fetches what it lists and the flash lacks."""
	for key, mine in (('app_type', option('app_type')), ('device_id', me['id'])):
		need(m.get(key, mine) == mine, 'meant for another ' + key)
	want = [f for f in m['files'] if have.get(f['name']) != f['md5']]
	need(sum(f['size'] + 4096 for f in want) < free_bytes(), 'no space')
	for f in want:
		url = f['url'] if '//' in f['url'] else me['api'] + '/' + f['url']
		facts = stage(f['name'], http('GET', url))
		for what, fact in zip(('size', 'md5', 'sha256'), facts):
			need(fact == f[what], what + ' of ' + f['name'])
	m['files'] = {f['name']: f['md5'] for f in m['files']}
	return m


def settle(kind, source):
	"""Takes an answer whole: the names that changed. Or refuses it whole, the old set runs on: None."""
	try:
		got = read_answer(source)
		adopt(got)
		if got.get('manifest'):
			got = read_manifest(json.loads(got['manifest']))
		need(got['files'] or not got.get('update'), 'empty')
		removed = [n for n in got.get('remove') or () if n in have and n not in got['files']]
		return swap(kind, got['files'], removed, got.get('version'))
	except Exception as e:
		log('refused', kind, type(e).__name__, e)
	finally:
		source.close()
		discard()


def swap(kind, files, removed, number):
	"""Brings it into force, main.py last."""
	base, staged = version['base'], [name for name in files if have.get(name) != files[name]]
	for name in files:
		if kind == 'hotfix':
			base.setdefault(name, have.get(name))
		else:
			base.pop(name, None)  # the type's own file wins
	for name in removed:
		base.pop(name, None)
		have.pop(name)
	have.update(files)
	# The record first: after a cut the hashes still differ, and the server offers the rest.
	note(number if kind == 'update' else None)
	for name in sorted(staged, key=lambda n: n == 'main.py'):
		os.rename(name + '.new', name)
	for name in removed:
		os.remove(name)
	changed = staged + removed
	if changed:
		log(kind, len(changed), 'files set=' + version['set'])
	return changed


def adopt(got):
	"""What the server says of this device itself."""
	set_clock(got.get('time'))
	if is_word(got.get('device_id')) and got['device_id'] != me['id']:
		me['id'] = got['device_id']
		save('device_id.json', {'device_id': me['id']})
		log('id', me['id'])
	if not option('app_type') and is_word(got.get('app_type')):
		set_type(got['app_type'])
	base = version['base']
	if got.get('drop_overlay') is True and base:
		# With the true hashes reported, the server puts its own files back.
		for name in base:
			if base[name] is None and have.pop(name, None):
				os.remove(name)
		base.clear()
		note()
		log('dropped overlay')


def report():
	"""The body of POST /boot. What a hotfix replaced is reported in its place."""
	base = version['base']
	return {'mac': mac, 'app_type': option('app_type'), 'device_type': board, 'device_id': me['id'],
		'files': {n: base.get(n, have[n]) for n in have if base.get(n, n)},
		'overlay': version['overlay'], 'set': version['set'],
		'boot_md5': digests('boot.py', hashlib.md5)[0], 'free_bytes': free_bytes(), 'accept': ['manifest']}


def ota():
	"""The hotfix that the platform left, then POST /boot. Restarts, or leaves the set to run."""
	if not hasattr(hashlib, 'md5'):
		return log('no-ota', 'no md5 in this MicroPython')
	have.update({n: digests(n, hashlib.md5)[0] for n in os.listdir() if n.endswith('.py') and n != 'boot.py'})
	note()
	if 'pending.json' in os.listdir():
		changed = settle('hotfix', pieces('pending.json'))
		os.remove('pending.json')
		if changed:
			restart('hotfix')
	say('ask', me['api'])
	try:
		source = http('POST', me['api'] + '/boot', json.dumps(report()).encode())
		next(source)
	except (OSError, ValueError) as e:
		return log('offline', e)
	changed = settle('update', source)
	if changed:
		restart('update')
	if changed is not None:
		log('up to date')


def boot():
	discard()
	say('start', board, 'mac=' + mac, 'runtime=%d.%d.%d' % sys.implementation[1][:3])
	while True:
		reason = join()
		if not reason:
			ota()
			if 'main.py' in os.listdir():
				return
			say('waiting', ASK_AGAIN)
			reason = 'no-software'
		portal(reason)


def release(names):
	"""main.py runs in this same namespace and wants the memory."""
	for name in list(names):
		if name[:2] != '__':
			del names[name]


sta = network.WLAN(network.STA_IF)
ap = network.WLAN(network.AP_IF)
sta.active(True)  # a Pico W knows its address only while the radio is up
mac = hexlify(sta.config('mac')).decode()
sta.active(False)
provision = load('provision.json')
option = provision.get
board = option('device_type') or {'rp2': 'pico'}.get(sys.platform, sys.platform)
known = load('wifi.json', (dict, list))
nets = [n for n in (known if isinstance(known, list) else [known]) if isinstance(n, dict) and n.get('ssid')]
version = load('version.json')
version.setdefault('base', {})
have = {}  # name to MD5 of every .py file but boot.py
logged = []
me = {'id': load('device_id.json').get('device_id')}
try:
	boot()
except Exception as e:
	log('error', type(e).__name__, e)
	sys.print_exception(e)
	if 'main.py' not in os.listdir():
		time.sleep(ASK_AGAIN)
		restart('error')
release(globals())
