# Long because it stands alone on the flash, on the first boot.
"""Firmware: Wi-Fi, identity and OTA, before main.py. Flashed over USB only. README.md has its console lines."""
import gc, hashlib, json, machine, network, os, re, socket, sys, time
from binascii import hexlify

API = 'https://api.rforssen.net/iot'
PIECE = 512  # bytes
TIMEOUT = 10  # seconds
LOG_MAX = 8192
ASK_AGAIN = 30  # seconds, while there is no main.py
REASONS = ('wrong-password', 'no-address', 'no-network')  # the first tells most
PAGE = '''<meta name=viewport content="width=device-width"><h3>Wi-Fi</h3><form id=f>
<input name=ssid list=n placeholder=Network><datalist id=n></datalist>
<input name=password placeholder=Password><button>Save</button></form><p id=o><script>
json=(u,o)=>fetch(u,o).then(r=>r.json())
json('/scan').then(d=>d.networks.map(w=>n.append(new Option(w.ssid))))
f.onsubmit=()=>{json('/wifi',{method:'POST',body:JSON.stringify(Object.fromEntries(new FormData(f)))})
.then(d=>o.textContent=d.message);return false}</script>'''


def say(*words):
	print('boot:', *words)


def log(*words):
	"""Says it and, once, keeps it."""
	line = ' '.join(map(str, words))
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
	"""{} when missing, broken, or of another kind."""
	try:
		with open(path) as f:
			value = json.load(f)
		return value if isinstance(value, kind) else {}
	except (OSError, ValueError):
		return {}


def save(path, value):
	"""A power cut leaves the old file or the new."""
	with open(path + '.new', 'w') as f:
		json.dump(value, f)
	os.rename(path + '.new', path)


def names(end):
	"""Files that end so; no folders."""
	return [e[0] for e in os.ilistdir() if e[1] == 0x8000 and e[0].endswith(end)]


def discard():
	for name in names('.new'):
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
	"""None, or the reason. A Pico W's failures are below 0, an ESP32's below STAT_IDLE."""
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
			if status in (network.STAT_WRONG_PASSWORD, 15, 204):  # an ESP32's handshake timed out
				return 'wrong-password'
			if status < 0 or 0 < status < network.STAT_IDLE:
				return 'no-network'
			time.sleep_ms(20)
	except (OSError, TypeError):
		return 'no-network'
	return 'no-address'


def retry(times):
	"""While an ESP32 tries again it tells no reason; a Pico W never does."""
	if sys.platform == 'esp32':
		sta.config(reconnects=times)


def scan(_):
	sta.active(True)
	heard = {}
	for ssid, _, channel, rssi, security, _ in sorted(sta.scan(), key=lambda n: n[3]):
		try:
			heard[ssid] = {'ssid': ssid.decode(), 'rssi': rssi, 'channel': channel, 'secured': security > 0}
		except ValueError:
			pass  # no name for JSON
	heard.pop(b'', None)
	return 200, {'networks': sorted(heard.values(), key=lambda n: -n['rssi'])[:20]}


def open_ap(reason):
	"""Without `security` an ESP32 stays open and a Pico W secured, key or not."""
	key = option('ap_password')
	if key and not (isinstance(key, str) and 7 < len(key.encode()) < 64):
		log('error', 'ap_password: 8 to 63 bytes')
		key = None
	me['key'] = key
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
	server = socket.socket()
	server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
	server.bind(('0.0.0.0', 80))
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
		except Exception:  # nobody came, or he left, or asked too much
			gc.collect()
			time.sleep_ms(9)
		if 'saved' in me:
			restart('wifi')
		if not online and (not nets or ap.isconnected()):
			begun = time.ticks_ms()  # nothing to try, or a person is here
	server.close()
	ap.active(online)


def read_head(sock):
	"""The words of the first line, and the fields."""
	first, found = sock.readline(PIECE).decode().split(), {}
	for _ in range(50):
		text = sock.readline(PIECE).decode()  # the rest of a longer line comes next
		if not text.strip():
			break
		key, _, value = text.partition(':')
		found[key.lower()] = value.strip()
	return first, found


def is_own(host):
	"""False for a name that a foreign page may have pointed here."""
	name = host.split(':')[0]
	return re.match('[0-9.]*$', name) or name.endswith('.local') or name == network.hostname()


def answer(client):
	client.settimeout(2)  # browsers connect in advance
	(method, path, _), head = read_head(client)
	size, host = int(head.get('content-length', 0)), head.get('host', '')
	# All of it: lwIP resets what is closed with input unread, and the answer is lost.
	body = client.read(min(size, LOG_MAX)) if size > 0 else b''
	if not 0 <= size <= 1024:
		status, body = fault(413, 'too-large', 'At most 1 kB.')
	elif head.get('origin', 'http://' + host) != 'http://' + host or method != 'GET' and not is_own(host):
		status, body = fault(403, 'foreign-origin', 'Not from another site.')
	else:
		status, body = route(method, path.split('?')[0], body)
	form = 'text/html'
	if isinstance(body, dict):
		form, body = 'application/json', json.dumps(body)
	send(client, 'HTTP/1.1 %d -\r\nContent-Type: %s' % (status, form), body.encode())


def send(sock, head, body):
	sock.write('%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n' % (head, len(body)))
	sock.write(body)


def fault(status, code, message):
	return status, {'error': code, 'message': message}


def route(method, path, body):
	page = pages.get(path)
	if page is None:
		return fault(404, 'not-found', 'No such page.')
	if method != ('POST' if path == '/wifi' else 'GET'):
		return fault(405, 'method-not-allowed', 'Not this method.')
	if isinstance(page, str):
		return 200 if page else 204, page
	return page(body)


def identity(_):
	return 200, {'mode': 'ap', 'mac': mac, 'device_id': me['id'], 'app_type': option('app_type'),
		'device_type': board, 'reason': me['reason']}


def take_wifi(body):
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
	if api and not (me['key'] or option('ota_keys')):
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
	"""Yields b'' when the answer is 200, then its body in pieces."""
	scheme, _, host, path = url.split('/', 3)
	name, _, port = host.partition(':')
	tls = scheme == 'https:'
	where = socket.getaddrinfo(name, int(port or (443 if tls else 80)))[0][-1]
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
		# To HTTP/1.0 nobody answers in chunks.
		send(sock, '%s /%s HTTP/1.0\r\nHost: %s\r\nContent-Type: application/json' % (method, path, host), body)
		first, head = read_head(sock)
		if first[1:2] != ['200']:
			raise OSError('http ' + ' '.join(first[1:]))
		yield b''
		left = int(head.get('content-length', -1))  # -1: until the connection ends
		while left:
			data = sock.read(min(PIECE, left) if left > 0 else PIECE)
			if not data and left > 0:
				raise OSError('cut short')
			left = left - len(data) if data else 0
			yield data
	finally:
		sock.close()


def pieces(path):
	with open(path, 'rb') as f:
		data = f.read(PIECE)
		while data:
			yield data
			data = f.read(PIECE)


class Json:
	def __init__(self, source):
		self.bytes, self.back = (c for piece in source for c in piece), 0

	def byte(self):
		if self.back:
			c, self.back = self.back, 0
			return c
		for c in self.bytes:
			return c
		raise ValueError('cut short')

	def peek(self):
		"""The next character but spaces; it stays."""
		c = self.byte()
		while c < 33:
			c = self.byte()
		self.back = c
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

	def value(self, keep=True):
		"""Any value, but a list, an object or a text not to keep is passed over."""
		out, depth = bytearray(), 0
		if self.peek() == '"':
			for piece in self.string():
				if keep:
					out.extend(piece)
			return out.decode()
		while depth or self.peek() not in ',}]':
			if self.peek() == '"':
				self.value(False)
			else:
				c = self.byte()
				depth += (c in b'{[') - (c in b'}]')
				if len(out) < PIECE:
					out.append(c)
		return json.loads(out) if out[0] not in b'{[' else None


def digest(path, kind):
	h = kind()
	for piece in pieces(path):
		h.update(piece)
	return hexlify(h.digest()).decode()


def free_bytes():
	s = os.statvfs('/')
	return s[0] * s[3]


def note(files, base, dropped, number=None):
	"""Makes version.json true; writes only a difference."""
	global have, version
	h = hashlib.sha256()
	for name in sorted(files):
		h.update('%s %s\n' % (name, files[name]))
	new = {'version': number or version.get('version'), 'set': hexlify(h.digest()).decode(),
		'names': sorted(files), 'base': base, 'overlay': {n: files[n] for n in base if n in files}}
	if dropped:
		new['dropped'] = dropped
	if new != version:
		save('version.json', new)
	have, version = files, new


def stage(name, source):
	"""Writes name.new and reads it back: its size, MD5 and SHA-256."""
	need(len(name) < 49 and re.match(r'\w+\.py$', name) and name != 'boot.py'
		and (name in have or name not in os.listdir()), 'name ' + name)
	with open(name + '.new', 'wb') as f:
		for piece in source:
			f.write(piece)
	size = os.stat(name + '.new')[6]
	say('staged', name, size)
	return size, digest(name + '.new', hashlib.md5), digest(name + '.new', hashlib.sha256)


def read_answer(source):
	"""Streams it in, the files to the flash: {'files': {name: md5}, ...}"""
	doc, got = Json(source), {'files': {}}
	for key in doc.keys():
		if key == 'files' and doc.peek() == '{':
			got[key] = {name: stage(name, doc.string())[1] for name in doc.keys()}
		elif key == 'md5' and doc.peek() == '{':
			got[key] = {name: doc.value() for name in doc.keys()}
		else:
			got[key] = doc.value(key in ('device_id', 'app_type', 'manifest'))
	source.close()  # before another is opened
	files = got['files'] = got['files'] or {}
	for name in files:
		need((got.get('md5') or files).get(name) == files[name], 'md5 of ' + name)
	return got


def read_manifest(m):
	for key, mine in (('app_type', option('app_type')), ('device_id', me['id'])):
		need(m.get(key, mine) == mine, 'for another ' + key)
	want = [f for f in m['files'] if have.get(f['name']) != f['md5']]
	need(sum(f['size'] + 4096 for f in want) < free_bytes(), 'no space')
	for f in want:
		url = f['url'] if '//' in f['url'] else me['api'] + '/' + f['url']
		facts = stage(f['name'], http('GET', url))
		for what, fact in zip(('size', 'md5', 'sha256'), facts):
			need(fact == f[what], what + ' of ' + f['name'])
	m['files'] = {f['name']: f['md5'] for f in m['files']}


def settle(kind, source):
	"""Takes an answer whole: did it change anything? Or refuses it whole: None."""
	offer = None
	try:
		got = read_answer(source)
		adopt(got)
		drop = got.get('drop_overlay') is True
		if got.get('manifest'):
			got = json.loads(got['manifest'])
			offer = got.get('set')
			read_manifest(got)
		need(got['files'] or not got.get('update'), 'empty')
		return swap(kind, got, drop)
	except Exception as e:
		discard()
		refuse(kind, offer, e)
	finally:
		source.close()
		discard()


def refuse(kind, offer, e):
	"""The platform passes over what is remembered here. What did not fail by its content may come once more."""
	why = ('%s %s' % (type(e).__name__, e))[:100]
	log('refused', kind, why)
	if kind == 'hotfix':
		state, md5 = load('ota_state.json'), digest('pending.json', hashlib.md5)
		if isinstance(e, ValueError) or state.get('again') == md5:
			entry = {'set': offer if is_word(offer) else md5, 'md5': md5, 'reason': why}
			state['rejected'] = state.get('rejected', [])[-3:] + [entry]
		else:
			state['again'] = md5
		save('ota_state.json', state)


def swap(kind, got, drop):
	"""Brings it into force, main.py last."""
	files, after, base, dropped = got['files'], dict(have), dict(version['base']), dict(version.get('dropped', {}))
	removed = [n for n in set(got.get('remove') or ()) if n in have and n not in files]
	for name in files:
		if kind == 'hotfix':
			base.setdefault(name, have.get(name))
		else:
			base.pop(name, None)  # the type's own file wins
			dropped.pop(name, None)
	if kind == 'update':
		# The server knew the true hashes. What a hotfix added goes with what it replaced, or stays.
		if not any(dropped.values()):
			removed += [n for n in dropped if n in have and n not in removed]
		dropped = {}
	drop = drop and len(base) > 0
	if drop:
		log('dropped overlay')
		dropped, base = base, {}
	staged = [n for n in files if have.get(n) != files[n]]
	after.update(files)
	for name in removed:
		after.pop(name)
		base.pop(name, None)
	# The record first: after a cut the hashes still differ, and the server offers the rest.
	note(after, base, dropped, got.get('version') if kind == 'update' else None)
	try:
		for name in sorted(staged, key=lambda n: n == 'main.py'):
			os.rename(name + '.new', name)
		for name in removed:
			os.remove(name)
	except OSError as e:
		log('error swap', e)
		restart('error')
	changed = len(staged + removed)
	if changed:
		log(kind, changed, 'files set=' + version['set'])
	return changed > 0 or drop


def adopt(got):
	set_clock(got.get('time'))
	if is_word(got.get('device_id')) and got['device_id'] != me['id']:
		me['id'] = got['device_id']
		save('device_id.json', {'device_id': me['id']})
		log('id', me['id'])
	if not option('app_type') and is_word(got.get('app_type')):
		set_type(got['app_type'])


def report():
	"""The body of POST /boot. What a hotfix replaced is reported in its place."""
	base, dropped = version['base'], version.get('dropped', {})
	return {'mac': mac, 'app_type': option('app_type'), 'device_type': board, 'device_id': me['id'],
		'files': {n: base.get(n, have[n]) for n in have if base.get(n, n) and dropped.get(n, n)},
		'overlay': version['overlay'], 'set': version['set'], 'rejected': load('ota_state.json').get('rejected', []),
		'boot_md5': digest('boot.py', hashlib.md5), 'free_bytes': free_bytes(), 'accept': ['manifest']}


def ota():
	if not hasattr(hashlib, 'md5'):
		return log('no-ota', 'no md5')
	found = {n: digest(n, hashlib.md5) for n in names('.py') if n != 'boot.py'}
	note(found, version.get('base', {}), version.get('dropped'))
	if 'pending.json' in os.listdir():
		changed = settle('hotfix', pieces('pending.json'))
		os.remove('pending.json')
		if changed:
			restart('hotfix')
	say('ask', me['api'])
	try:
		source = http('POST', me['api'] + '/boot', json.dumps(report()).encode())
		next(source)
	except Exception as e:  # also no TLS here, or no memory for it
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
	"""main.py runs in this namespace and wants the memory."""
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
have = {}  # name to MD5 of every .py file but boot.py
logged = []
me = {'id': load('device_id.json').get('device_id')}
# By the last three phones and Windows judge a network.
pages = {'/': PAGE, '/status': identity, '/scan': scan, '/wifi': take_wifi, '/generate_204': '',
	'/hotspot-detect.html': '<HTML><BODY>Success</BODY></HTML>', '/connecttest.txt': 'Microsoft Connect Test'}
try:
	boot()
except Exception as e:
	log('error', type(e).__name__, e)
	sys.print_exception(e)
	if 'main.py' not in os.listdir():
		try:
			portal('no-software')
		except Exception:
			time.sleep(ASK_AGAIN)
		restart('error')
release(globals())
