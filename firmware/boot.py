# Long because it stands alone on the flash, on the first boot.
"""Firmware: Wi-Fi, identity and OTA, before main.py. Flashed over USB only. README.md has its states and console lines.

The bench writes it without comments, docstrings and needless spaces, line for line: that copy has to stay below 20 kB.
"""
import sys
sys.path.pop(0)  # '': a json.py of a set would stand for the one that is needed here
import gc, hashlib, json, machine, network, os, re, select, socket, time

PART = 512  # bytes read or written at a time
MOST = 8192  # bytes of a log, and of what is heard of a request
ROOM = 16384  # bytes, for logs and the records of an update
PAUSE = 30  # seconds, while there is no main.py
SLOW = 600  # seconds, after which an answer is given up: no server may hold a device before its main.py for ever
STATE = 'ota_state.json'
SEQ = {'update': 'seq', 'hotfix': 'hotfix_seq'}
PAGE = '''<meta name=viewport content="width=device-width"><style>*{font:18px sans-serif}
input,select,button{width:100%;padding:9px}</style><p id=o><form id=f><select id=n onchange=f.ssid.value=value><option></select>
<input name=ssid placeholder=Network><input name=password placeholder=Password><button>Save</button></form><script>
json=(u,o)=>fetch(u,o).then(r=>r.json())
json('/status').then(d=>(o.innerText=d.reason,json('/scan'))).then(d=>d.networks.map(w=>n.append(new Option(w.ssid))))
f.onsubmit=()=>!json('/wifi',{method:'POST',body:JSON.stringify(Object.fromEntries(new FormData(f)))}).then(d=>o.innerText=d.message)</script>'''


def say(*words):
	print('boot:', *words)


def since(begun):
	"""Seconds, by the clock that nobody sets."""
	return time.ticks_diff(time.ticks_ms(), begun) // 1000


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
			full = f.tell() > MOST
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


def save(path, value, rename=True):
	"""A power cut leaves the old file or the new."""
	with open(path + '.new', 'w') as f:
		json.dump(value, f)
	if rename:
		os.rename(path + '.new', path)


def has(name):
	return name in os.listdir()


def names(end):
	"""Files that end so; no folders."""
	return [e[0] for e in os.ilistdir() if e[1] == 0x8000 and e[0].endswith(end)]


def discard(end='.new'):
	for name in names(end):
		os.remove(name)


def commit(journal):
	"""The rename in save() is the commit point: from there on every boot carries it on."""
	save('update.json', journal)
	resume()


def resume():
	"""Swaps or rolls back, from wherever the power was cut. Restarts when a file changed."""
	changed, journal = False, load('update.json')
	try:
		kind, put, remove, after = [journal[k] for k in ('kind', 'put', 'remove', 'state')]
		back = kind == 'rollback'
		for name in put:
			source = name + ('.bak' if back else '.new')
			if has(source):
				if has(name) and not back:
					os.rename(name, name + '.bak')
				os.rename(source, name)
				changed = True
		for name in remove:
			if has(name):
				os.rename(name, name + '.bak')
				changed = True
		save(STATE, after)
		if kind == 'hotfix' and has('pending.json'):
			os.remove('pending.json')
		log(journal['say'])
	except OSError as e:
		log('error swap', e)
		restart('error')
	except (KeyError, TypeError):
		log('error update.json')  # none that boot.py wrote
	os.remove('update.json')
	if changed:
		restart(kind)


def recover():
	"""First of all: an update under way, then the trial."""
	global state, trial
	if has('update.json'):
		resume()
	state = load(STATE)
	trial = state.get('trial')
	if trial:
		trial['boots'] += 1
		if trial['boots'] > 2:
			roll_back('not confirmed')
		save(STATE, state)
		say('trial', trial['boots'], 'set=' + trial['set'])
	else:
		discard('.bak')
	discard()


def roll_back(why):
	"""To the last good set. What only gave way is not rejected."""
	global state
	state = dict(trial['was'], rejected=state.get('rejected', []))
	if why != 'superseded':
		reject(trial['entry'], why)
	commit(dict(kind='rollback', put=trial['back'], remove=trial['added'], state=state,
		say='rollback %s set=%s' % (why, trial['set'])))


def reject(entry, why):
	"""Keeps the last four."""
	entry['reason'] = why
	state['rejected'] = state.get('rejected', [])[-3:] + [entry]


def timer():
	"""Resets what blocks on trial. An ESP32 may have hardware timers only."""
	for number in (-1, 3, 1, 0):
		try:
			return machine.Timer(number, period=120000, mode=0,  # once
				callback=lambda _, reset=machine.reset: reset())
		except ValueError:
			pass


def is_word(text):
	# Without `re`, which takes stack for each character: a Pico has 8 kB of it. Texts alone have lower().
	return text and len(text) < 65 and all(c.isalpha() or c.isdigit() or c in '-_' for c in text.lower())


def set_clock(unix):
	"""Unless somebody has; the ports count from different years."""
	if unix and time.gmtime()[0] < 2024:
		t = time.gmtime(unix - (946684800 if time.gmtime(0)[0] == 2000 else 0))
		machine.RTC().datetime(t[:3] + (t[6],) + t[3:6] + (0,))


def join():
	"""None with an address, or why no network gave one."""
	failed = []
	if sta.isconnected():
		return
	for net in nets * 2:
		ssid = json.dumps(net['ssid'])
		say('wifi joining', ssid)
		why = connect(net)
		if not why:
			say('wifi connected', sta.ifconfig()[0], 'rssi', sta.status('rssi'))
			me['api'] = (net.get('api') or option('api') or 'https://api.rforssen.net/iot').rstrip('/')
			return
		say('wifi failed', why, ssid)
		failed.append(why)
		silence()
	# The first tells most.
	return min(failed, key=('wrong-password', 'no-address', 'no-network').index) if failed else 'no-credentials'


def silence():
	"""Wholly: a Pico W that has joined once takes any password for right until its radio is reset."""
	sta.active(False)
	if hasattr(sta, 'deinit'):
		sta.deinit()


def connect(net):
	"""None, or the reason. A Pico W's failures are below 0, an ESP32's below STAT_IDLE."""
	begun, country = time.ticks_ms(), str(net.get('country') or option('country')).upper()
	silence()
	if re.match('[A-Z][A-Z]$', country):
		network.country(country)
	try:
		sta.active(True)
		retry(0)
		sta.connect(net['ssid'], net.get('password') or None)
		while since(begun) < option('wifi_timeout_s', 15):
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
	for n in sorted(sta.scan(), key=lambda n: n[3]):
		try:
			heard[n[0]] = dict(ssid=n[0].decode(), rssi=n[3], channel=n[2], secured=n[4] > 0)
		except ValueError:
			pass  # no name for JSON
	heard.pop(b'', None)
	return dict(networks=sorted(heard.values(), key=lambda n: -n['rssi'])[:20])


def open_ap(why):
	"""Without `security` an ESP32 stays open and a Pico W secured, key or not."""
	key = option('ap_password')
	if key and not (isinstance(key, str) and 7 < len(key.encode()) < 64):
		log('error ap_password: 8 to 63 bytes')
		key = None
	me.update(key=key, reason=why, seen=False)
	want = dict(ssid='IoT-' + mac[-6:], security=getattr(network.WLAN, 'SEC_WPA_WPA2', 4) if key else 0)
	if key:
		want['key'] = key
	try:
		ap.config(**want)
	except OSError:
		pass  # some versions take it from a live interface only
	ap.active(True)
	ap.config(**want)
	log('ap', want['ssid'], ap.ifconfig()[0], 'reason=' + why)


def listen(poll, kind, port):
	"""Kind 1 is TCP, 2 UDP."""
	sock = socket.socket(socket.AF_INET, kind)
	sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
	sock.bind(('0.0.0.0', port))
	if kind == 1:
		sock.listen(4)
	sock.settimeout(1)
	poll.register(sock, 1)  # input
	return sock


def portal(why):
	poll = select.poll()
	servers = [listen(poll, 1, 80)]
	open_ap(why)
	try:
		servers.append(listen(poll, 2, 53))
	except Exception:
		pass  # then a phone's questions are not heard
	online = sta.isconnected()
	limit = PAUSE if online else option('wifi_retry_s', 180)
	begun = time.ticks_ms()
	while since(begun) < limit:
		for sock, _ in poll.poll(1000):
			try:
				if sock is servers[0]:
					answer(sock.accept()[0])
				else:
					query, who = sock.recvfrom(PART)
					sock.sendto(dns(query), who)
			except Exception:  # he left, or asked too much, or nonsense
				gc.collect()
				time.sleep_ms(9)
		if 'saved' in me:
			restart('wifi')
		if not online and (not nets or ap.isconnected()):
			begun = time.ticks_ms()  # nothing to try, or a person is here
	for sock in servers:
		sock.close()
	ap.active(online)


def dns(query):
	"""Every name is here, so that a phone's questions about the network end at the form."""
	end = 12
	while 0 < query[end] < 64:
		end += query[end] + 1
	kind = query[end + 1:end + 5]
	need(not query[end] and len(kind) == 4 and query[2] < 8 and query[4:6] == b'\0\1', 'dns')
	here = kind == b'\0\1\0\1'  # an IPv4 address is asked for
	return (query[:2] + b'\x81\x80\0\1\0' + bytes([here]) + bytes(4) + query[12:end + 5]
		+ b'\xc0\x0c\0\1\0\1\0\0\0\0\0\4\xc0\xa8\4\1' * here)


def read_head(sock):
	"""The words of the first line, and the fields."""
	begun = time.ticks_ms()
	first, found = sock.readline(PART).decode().split(), {}
	for _ in range(50):
		need(since(begun) < SLOW, 'slow')
		text = sock.readline(PART).decode()  # the rest of a longer line comes next
		if not text.strip():
			break
		key, _, value = text.partition(':')
		found[key.lower()] = value.strip()
	return first, found


def answer(client):
	try:
		client.settimeout(2)  # browsers connect in advance
		(method, path, _), head = read_head(client)
		size, host = int(head.get('content-length', 0)), head.get('host', '')
		# All of it: lwIP resets what is closed with input unread, and the answer is lost.
		body = client.read(max(0, min(size, MOST)))
		try:
			need(0 <= size <= 1024, '413 too-large')
			status, body = 200, route(method, path.split('?')[0], host, head.get('origin'), body)
		except ValueError as e:
			words = str(e).split(' ', 2)
			status, body = words[0], dict(error=words[1], message=words[-1])
		kind = 'text/html'
		if isinstance(body, dict):
			kind, body = 'application/json', json.dumps(body)
		# The place counts with 302 alone.
		send(client, 'HTTP/1.1 %s -\r\nLocation: http://192.168.4.1/\r\nContent-Type: %s' % (status, kind), body.encode())
	finally:
		client.close()


def send(sock, head, body):
	sock.write('%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n' % (head, len(body)))
	for at in range(0, len(body), PART):
		sock.write(body[at:at + PART])


def route(method, path, host, origin, body):
	"""The answer's body; a ValueError begins with another status than 200."""
	page = pages.get(path)
	# Another name may have been pointed here by a foreign page.
	own = re.match(r'[0-9.]*$|.*\.local$|iot-%s$' % mac[-6:], host.split(':')[0])
	need(origin in (None, 'http://' + host) and (own or method == 'GET'), '403 foreign-origin')
	if isinstance(page, str) and (me['seen'] or 'connect' in path):
		return page
	need(own and not isinstance(page, str), '302 form')
	need(page, '404 not-found')
	need(method == ('POST' if path == '/wifi' else 'GET'), '405 method-not-allowed')
	return page(body)


def form(_):
	me['seen'] = True
	return PAGE


def identity(_):
	return dict(mode='ap', mac=mac, device_id=me['id'], app_type=option('app_type'), device_type=board, reason=me['reason'])


def take_wifi(body):
	try:
		want = json.loads(body)
		ssid, password, api, app_type = [want.get(k) or '' for k in ('ssid', 'password', 'api', 'app_type')]
		bad = (not 0 < len(ssid.encode()) < 33 and 'ssid'
			or password and not 7 < len(password.encode()) < 65 and 'password'
			or api and not re.match('https?://', api) and 'api'
			or app_type and not is_word(app_type) and 'app_type')
	except Exception:
		raise ValueError('400 bad-json')
	need(not bad, '400 bad-request %s cannot be.' % bad)
	need(not api or me['key'] or keys, '403 api-refused Not over an open network.')
	if app_type:
		set_type(app_type)
	save('wifi.json', {key: want[key] for key in ('ssid', 'password', 'api') if want.get(key)})
	me['saved'] = True
	say('saved wifi', json.dumps(ssid))
	return dict(ok=True, ssid=ssid, message='Saved.')


def set_type(app_type):
	if app_type != option('app_type'):
		given['app_type'] = app_type
		save('provision.json', given)
		log('type', app_type)


def http(url, body=b''):
	"""Yields b'' when the answer is 200, then its body in pieces."""
	scheme, _, host, path = url.split('/', 3)
	name, _, port = host.partition(':')
	tls, begun = scheme == 'https:', time.ticks_ms()
	sock = socket.socket()
	try:
		sock.settimeout(10)
		sock.connect(socket.getaddrinfo(name, int(port or (80, 443)[tls]))[0][-1])
		if tls:
			import ssl
			gc.collect()  # a handshake wants 30 kB
			sock = ssl.wrap_socket(sock, server_hostname=name)  # unverified: there are no authorities on board
		# To HTTP/1.0 nobody answers in chunks.
		send(sock, '%s /%s HTTP/1.0\r\nHost: %s\r\nContent-Type: application/json' % ('POST' if body else 'GET', path, host), body)
		first, head = read_head(sock)
		if first[1:2] != ['200']:
			raise OSError('http ' + ' '.join(first[1:]))
		yield b''
		left = int(head.get('content-length', -1))  # -1: until the connection ends
		while left:
			data = sock.read(min(PART, left) if left > 0 else PART)
			if not data and left > 0 or since(begun) > SLOW:
				raise OSError('cut short')  # or endless
			left = left - len(data) if data else 0
			yield data
	finally:
		sock.close()


def pieces(path):
	with open(path, 'rb') as f:
		data = True
		while data:
			data = f.read(PART)
			yield data


def reader(source):
	"""Reads JSON from pieces. What it gives: the next character but spaces, the pieces of a text, keys, a value."""
	stream, ahead = (c for piece in source for c in piece), 32

	def byte():
		nonlocal ahead
		c, ahead = ahead, 0
		need(c, 'cut short')
		for ahead in stream:
			break
		return c

	def peek():
		while 0 < ahead < 33:
			byte()
		return chr(ahead)

	def expect(c):
		need(peek() == c, c)
		byte()

	def string():
		"""The UTF-8 bytes of a string, in pieces."""
		expect('"')
		out = bytearray()
		while ahead != 34:
			c = byte()
			if c == 92:
				out.extend(escaped())
			else:
				out.append(c)
			if len(out) >= PART:
				yield out
				out = bytearray()
		byte()
		yield out

	def escaped():
		c = chr(byte())
		if c != 'u':
			return json.loads('"\\%s"' % c).encode()
		code = unit()
		if code >> 10 == 0x36:  # the first half of a pair, \ud83d\ude00
			byte()
			byte()
			code = 0x10000 + ((code & 0x3FF) << 10) + (unit() & 0x3FF)
		return chr(code).encode()

	def unit():
		return int(bytes(byte() for _ in range(4)), 16)

	def keys():
		"""Keys of an object; the caller takes each value before the next key."""
		expect('{')
		while peek() != '}':
			key = value()
			expect(':')
			yield key
			if peek() != '}':
				expect(',')
		byte()

	def value(keep=True):
		"""Any value, but a list, an object or a text not to keep is passed over."""
		out, depth = bytearray(), 0
		if peek() == '"':
			for piece in string():
				if keep:
					out.extend(piece)
			return out.decode()
		while depth or peek() not in ',}]':
			if peek() == '"':
				value(False)
			else:
				c = byte()
				depth += (c in b'{[') - (c in b'}]')
				if len(out) < PART:
					out.append(c)
		return json.loads(out) if out[0] not in b'{[' else None

	return peek, string, keys, value


def digest(path, *kinds):
	"""All in one reading."""
	hashes = [kind() for kind in kinds]
	for piece in pieces(path):
		for h in hashes:
			h.update(piece)
	return [h.digest().hex() for h in hashes]


def room():
	s = os.statvfs('/')
	return s[0] * s[3]


def describe(files, base, gone, number=None):
	"""What version.json is to say."""
	h = hashlib.sha256()
	for name in sorted(files):
		h.update('%s %s\n' % (name, files[name]))
	return dict(version=number or version.get('version'), set=h.digest().hex(), names=sorted(files),
		base=base, overlay={n: files[n] for n in base if n in files}, dropped=gone)


def note(new):
	"""Writes only a difference."""
	global version
	if new != version:
		save('version.json', new)
		version = new


def stage(name, source):
	"""Writes name.new and reads it back: its size, MD5 and SHA-256."""
	need(len(name) < 49 and re.match(r'\w+\.py$', name) and name != 'boot.py'
		and (name in have or not has(name)), 'name ' + name)
	path = name + '.new'
	with open(path, 'wb') as f:
		for piece in source:
			f.write(piece)
	size = os.stat(path)[6]
	say('staged', name, size)
	return [size] + digest(path, hashlib.md5, hashlib.sha256)


def read_answer(source):
	"""Streams it in, the files to the flash: {'files': {name: md5}, ...}"""
	(peek, string, members, value), got = reader(source), {'files': {}}
	for key in members():
		if key == 'files' and peek() == '{':
			for name in members():
				need(not keys, 'unsigned')
				got[key][name] = stage(name, string())[1]
		elif key == 'md5' and peek() == '{':
			got[key] = {name: value() for name in members()}
		else:
			got[key] = value(key in ('device_id', 'app_type', 'manifest', 'signature', 'key_id'))
	source.close()  # before another is opened
	files = got['files'] = got['files'] or {}
	for name in files:
		need((got.get('md5') or files).get(name) == files[name], 'hash of ' + name)
	return got


def verify(got):
	"""PKCS#1 v1.5 with SHA-256. The block is compared whole: there is no padding to be read."""
	sign, number = got.get('signature'), got.get('key_id')
	need(sign, 'unsigned')
	fit = [int(k['n'], 16) for k in keys if number in (None, k['id'])]
	need(fit, 'key_id')
	block = '0001' + 'ff' * 330 + '003031300d060960864801650304020105000420'
	block += hashlib.sha256(got['manifest'].encode()).digest().hex()
	need(len(sign) == 768 and int(block, 16) in [pow(int(sign, 16), 65537, n) for n in fit], 'signature')


def read_manifest(kind, got, entry):
	"""The manifest, if it may be taken; what the flash lacks of it is staged."""
	if keys:
		verify(got)
	m = json.loads(got['manifest'])
	need(is_word(m['set']), 'set')
	entry['set'], seq, last = m['set'], m.get('seq'), state.get(SEQ[kind])
	mine = [option('app_type'), None] if kind == 'update' else [None, me['id']]
	need([m.get('app_type'), m.get('device_id')] == mine, 'for another')
	if isinstance(seq, int):
		entry['seq'] = seq
	check_new(entry)
	need(not keys or 'seq' in entry and (last is None or seq > last or m.get('downgrade_from') == last
		or seq == last and m['set'] == state.get(SEQ[kind] + '_set')), 'seq')
	want = [f for f in m['files'] if have.get(f['name']) != f['md5']]
	need(sum(f['size'] + 4096 for f in want) + ROOM < room(), 'no space')
	for f in want:
		url = f['url'] if '//' in f['url'] else me['api'] + '/' + f['url']
		need(stage(f['name'], http(url)) == [f['size'], f['md5'], f['sha256']], 'hash of ' + f['name'])
	m['files'] = {f['name']: f['md5'] for f in m['files']}
	return m


def check_new(entry):
	"""A rejected set needs a higher seq."""
	for r in state.get('rejected', ()):
		need(r.get('set') != entry['set'] or r.get('seq', -1) < entry.get('seq', -1), 'rejected')


def settle(kind, source):
	"""Takes an answer whole, and restarts; or refuses it whole. True when it changes nothing."""
	entry = {'md5': digest('pending.json', hashlib.md5)[0]} if kind == 'hotfix' else {}
	try:
		journal = plan(kind, read_answer(source), entry)
	except Exception as e:
		return refuse(kind, entry, e)
	finally:
		source.close()
	if journal:
		if trial:
			roll_back('superseded')  # .bak is always the last good set
		commit(journal)
	discard()
	return True


def refuse(kind, entry, e):
	"""The platform passes over what is remembered here. What did not fail by its content may come once more."""
	why = ('%s %s' % (type(e).__name__, e))[:100]
	discard()
	log('refused', kind, why)
	md5 = entry.get('md5')
	if md5:
		if isinstance(e, ValueError) or state.get('again') == md5:
			entry.setdefault('set', md5)
			reject(entry, why)
		else:
			state['again'] = md5
		save(STATE, state)


def plan(kind, got, entry):
	"""The journal that brings an answer into force; None when there is nothing to do. Raises for a lie."""
	adopt(got)
	text = got.get('manifest')
	offer = read_manifest(kind, got, entry) if text else got
	drop = got.get('drop_overlay')
	need(text or not (keys and drop), 'unsigned')
	drop = True in (offer.get('drop_overlay'), not keys and drop)
	files, after, base, gone = offer['files'], dict(have), dict(version['base']), dict(version['dropped'])
	away = set(offer.get('remove') or ())
	if drop and base:
		# By itself. The true hashes bring its files again, with the rest: a trial of a part would be ended by that.
		files, away, gone, base = {}, (), base, {}
	elif kind == 'update':
		for name in files:
			base.pop(name, None)  # the type's own file wins
			gone.pop(name, None)
		# The server knew the true hashes. What a hotfix added goes with what it replaced, or stays.
		if not any(gone.values()):
			away.update(gone)
		gone = {}
	else:
		for name in files:
			base.setdefault(name, have.get(name))
	removed = [n for n in away if n in have and n not in files]
	staged = [n for n in files if have.get(n) != files[n]]
	after.update(files)
	for name in removed:
		after.pop(name)
		base.pop(name, None)
	changed = len(staged + removed)
	need('main.py' in after and (files or removed or drop) or not (text or files or got.get('update')), 'empty')
	new = describe(after, base, gone, offer.get('version') if kind == 'update' else None)
	if files and not text:
		entry['set'] = new['set']
		check_new(entry)
	then = dict(state)
	if 'seq' in entry:
		then[SEQ[kind]], then[SEQ[kind] + '_set'] = entry['seq'], entry['set']
	if not changed and base == version['base']:
		note(new)
		if then != state:
			save(STATE, then)
		return
	need(room() > ROOM, 'no space')
	save('version.json', new, False)
	put = ['version.json'] + sorted(staged, key=lambda n: n == 'main.py')
	if changed and 'platform.py' in after:
		with open('platform.py.new' if 'platform.py' in staged else 'platform.py') as f:
			if any(line.rstrip() == 'TRIAL = 1' for line in f):
				then['trial'] = dict(set=new['set'], boots=0, entry=entry, was=state,
					back=[n for n in put + removed if has(n)], added=[n for n in put if not has(n)])
	return dict(kind=kind, put=put, remove=removed, state=then,
		say='dropped overlay' if drop and not changed else '%s %d files set=%s' % (kind, changed, new['set']))


def adopt(got):
	set_clock(got.get('time'))
	name = got.get('device_id')
	# Nothing signs it: with keys it may not become another device's, for which there may be hotfixes.
	if is_word(name) and name != me['id'] and (name == 'iot-' + mac or not (keys and me['id'])):
		me['id'] = name
		save('device_id.json', dict(device_id=name))
		log('id', name)
	if not option('app_type') and is_word(got.get('app_type')):
		set_type(got['app_type'])


def report():
	"""The body of POST /boot. What a hotfix replaced is reported in its place."""
	base, gone = version['base'], version['dropped']
	return dict(mac=mac, app_type=option('app_type'), device_type=board, device_id=me['id'],
		files={n: base.get(n, have[n]) for n in have if base.get(n, n) and gone.get(n, n)},
		overlay=version['overlay'], set=version['set'], rejected=state.get('rejected', []), seq=state.get('seq'),
		hotfix_seq=state.get('hotfix_seq'), trial=bool(trial), boot_md5=me['md5'],
		free_bytes=room(), accept=['manifest'])


def ota():
	if not hasattr(hashlib, 'md5'):
		return log('no-ota no md5')
	if 'md5' not in me:
		for name in names('.py'):
			have[name] = digest(name, hashlib.md5)[0]
		me['md5'] = have.pop('boot.py')
	note(describe(have, version.get('base', {}), version.get('dropped', {})))
	if has('pending.json'):
		settle('hotfix', pieces('pending.json'))
		os.remove('pending.json')
	say('ask', me['api'])
	try:
		source = http(me['api'] + '/boot', json.dumps(report()).encode())
		next(source)
	except Exception as e:  # also no TLS here, or no memory for it
		return log('offline', e)
	if settle('update', source):
		log('up to date')


def boot():
	say('start', board, 'mac=' + mac, 'runtime=%d.%d.%d' % sys.implementation[1][:3])
	recover()
	while True:
		why = join()
		if not why:
			ota()
			if has('main.py'):
				return
			say('waiting', PAUSE)
			why = 'no-software'
		portal(why)


sta = network.WLAN(network.STA_IF)
ap = network.WLAN(network.AP_IF)
sta.active(True)  # a Pico W knows its address only while the radio is up
mac = sta.config('mac').hex()
silence()
network.hostname('iot-' + mac[-6:])  # heeded only before active(True)
given = load('provision.json')
option = given.get
board = option('device_type') or {'rp2': 'pico'}.get(sys.platform, sys.platform)
known = load('wifi.json', (dict, list))
nets = [n for n in (known if isinstance(known, list) else [known]) if isinstance(n, dict) and n.get('ssid')]
keys = option('ota_keys') or []
version = load('version.json')
state = trial = {}
have = {}  # name to MD5 of every .py file but boot.py
logged = []
me = {'id': load('device_id.json').get('device_id')}
# The texts are what iOS and Windows judge a network by; whatever else they or an Android ask leads to the form.
pages = {'/': form, '/status': identity, '/scan': scan, '/wifi': take_wifi,
	'/hotspot-detect.html': '<HTML><BODY>Success</BODY></HTML>', '/connecttest.txt': 'Microsoft Connect Test'}
try:
	boot()
except Exception as e:
	log('error', type(e).__name__, e)
	sys.print_exception(e)
	if has('update.json'):
		restart('error')  # main.py may be of half a set
	if not has('main.py'):
		try:
			portal('no-software')
		except Exception:
			time.sleep(PAUSE)
		restart('error')
if trial:
	__trial__ = timer()
sys.path.insert(0, '')
# main.py runs in this namespace and wants the memory.
for __name in list(globals()):
	if __name[:2] != '__':
		del globals()[__name]
