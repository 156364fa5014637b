"""The device at the registry: POST {api}/register, then POST {api}/heartbeat for ever.

A heartbeat's answer may carry a hotfix. That part goes to the flash as it comes (pending.json); boot.py takes it from
there, and what it refused (ota_state.json) is told to the server, and not taken again while it is still offered.
"""
import asyncio
import gc
import hashlib
import json
import os
import socket
from binascii import hexlify

PIECE = 512
LIMIT_S = 10  # for each operation of a connection
STATE_MAX = 4096
FIELDS_MAX = 2048  # of an answer, without its update
RETRY_MS = 5000  # after a failure, doubled up to the heartbeat's interval
OFFERS = ('files', 'manifest', 'drop_overlay')
UPDATE = OFFERS + ('md5', 'signature', 'key_id')  # the part of an answer that boot.py is left


class Reply:
	"""One HTTP/1.1 exchange. OSError, ValueError or asyncio.TimeoutError when it fails or is cut short."""

	def __init__(self):
		self.stream = None
		self.buffer = b''

	async def open(self, address, tls, head, body):
		"""`address` is (ip, port, name); leaves the status in self.status."""
		ip, port, name = address
		if tls:
			import ssl
			gc.collect()  # a handshake wants 30 kB
			context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
			context.verify_mode = ssl.CERT_NONE  # no authorities on board: signatures prove the origin
			opening = asyncio.open_connection(ip, port, ssl=context, server_hostname=name)
		else:
			opening = asyncio.open_connection(ip, port)
		self.stream, _ = await asyncio.wait_for(opening, LIMIT_S)
		self.stream.write(head)
		for at in range(0, len(body), PIECE):
			self.stream.write(body[at:at + PIECE])
			await asyncio.wait_for(self.stream.drain(), LIMIT_S)
		first = (await self._line()).split()
		if len(first) < 2:
			raise OSError('no HTTP answer')
		self.status, self.left, self.chunked = int(first[1]), -1, False  # -1: until the connection ends
		while True:
			key, _, value = (await self._line()).lower().partition(b':')
			if not key:
				break
			if key == b'content-length':
				self.left = int(value)
			elif key == b'transfer-encoding':
				self.chunked = True
		if self.chunked:
			self.left = 0

	async def _more(self):
		piece = await asyncio.wait_for(self.stream.read(PIECE), LIMIT_S)
		self.buffer += piece
		return piece

	async def _line(self):
		while b'\n' not in self.buffer:
			if not await self._more() or len(self.buffer) > 2048:
				raise OSError('no HTTP answer')
		line, _, self.buffer = self.buffer.partition(b'\n')
		return line.strip()

	async def read(self):
		"""The next piece of the body, b'' at its end."""
		if self.chunked and not self.left:
			self.left = int((await self._line()).split(b';')[0], 16)
			self.chunked = self.left > 0
		if not self.left:
			return b''
		if not self.buffer and not await self._more():
			if self.left > 0:
				raise OSError('answer cut short')
			return b''
		size = len(self.buffer) if self.left < 0 else min(self.left, len(self.buffer))
		data, self.buffer = self.buffer[:size], self.buffer[size:]
		if self.left > 0:
			self.left -= size
			if self.chunked and not self.left:
				await self._line()
		return data

	async def close(self):
		if self.stream:
			self.stream.close()
			try:
				await self.stream.wait_closed()
			except OSError:
				pass


class Glance:
	"""Sees the fields at the top of a JSON object as its bytes pass: numbers and short texts as they are (but ASCII),
	long texts cut, lists and objects as 1 or, when they are empty, 0. Takes the update part out, byte by byte."""

	def __init__(self):
		self.out = bytearray()  # the object as it is seen
		self.key = bytearray()  # at the top, the last one
		self.depth = self.room = 0
		self.quoted = self.escaped = self.filled = self.is_value = self.taken = False
		self.lead = b'{'

	def feed(self, data):
		"""What of the update part is in `data`."""
		part = bytearray()
		for c in data:
			top = self.depth == 1
			if top and not self.quoted and c in b',}':
				self.is_value = self.taken = False
			if self.taken:
				part.append(c)
			if self.quoted:
				self._in_text(c, top)
			elif c in b'{[':
				self.depth += 1
				self.filled = self.depth > 2
				if self.depth == 1:
					self.out.append(c)
			elif c in b'}]':
				self.depth -= 1
				if self.depth == 1:
					self.out.append(49 if self.filled else 48)
				elif not self.depth:
					self.out.append(c)
			elif not top:
				self.quoted, self.filled = c == 34, self.filled or c > 32
			else:
				self.out.append(c)
				if c == 34:
					self.quoted, self.room = True, 65
					if not self.is_value:
						self.key = bytearray()
				elif c == 58:
					self.is_value = True
					self.taken = self.key.decode() in UPDATE
					if self.taken:
						part.extend(self.lead + b'"' + self.key + b'":')
						self.lead = b','
		if len(self.out) > FIELDS_MAX:
			raise ValueError('answer has too many fields')
		return part

	def _in_text(self, c, top):
		if self.escaped or c > 127:
			self.escaped, c = False, 63
		elif c == 92:
			self.escaped = True
			return
		elif c == 34:
			self.quoted = False
			if top:
				self.out.append(c)
			return
		self.room -= 1
		if top and self.room > 0:
			self.out.append(c)
			if not self.is_value:
				self.key.append(c)

	def fields(self):
		"""ValueError when what passed was no whole JSON object."""
		value = json.loads(self.out)
		if not isinstance(value, dict):
			raise ValueError('answer is no object')
		return value


class Registry:
	"""Registers, beats, and does what the answers say."""

	def __init__(self, device):
		self.device = device
		self.registered = False
		self.address = None
		self.trouble = None

	async def run(self):
		"""For ever; failures are logged once each and tried again."""
		pause = RETRY_MS
		while True:
			try:
				if not self.registered:
					await self._register()
				await self._beat()
				self.trouble = None
				pause = RETRY_MS
				await self._rest(None)
			except (OSError, ValueError, asyncio.TimeoutError) as e:
				self._complain(e)
				await self._rest(pause)
				pause = min(2 * pause, 300000)

	async def _rest(self, limit):
		"""Waits for the interval (or the limit, if shorter), which may change meanwhile."""
		begun = self.device.uptime_ms()
		while True:
			wait = self.device.interval_ms if limit is None else min(limit, self.device.interval_ms)
			left = wait - (self.device.uptime_ms() - begun)
			if left <= 0:
				return
			await asyncio.sleep_ms(min(left, 1000))

	def _complain(self, error):
		self.address = None  # the name may lead elsewhere by now
		text = '%s %s' % (type(error).__name__, error)
		if text != self.trouble:
			self.trouble = text
			self.device.log('registry: ' + text)

	async def _register(self):
		d = self.device
		fields = await self._post('/register', {'device_id': d.id, 'mac': d.mac, 'ip': d.ip(), 'device_type': d.kind,
			'app_type': d.provision.get('app_type'), 'firmware': d.app.FIRMWARE, 'version': d.version.get('version'),
			'meta': d.app.META})
		self.registered = True
		d.say('registered')
		self._heed(fields)

	async def _beat(self):
		d = self.device
		body = dict(d.telemetry)
		rejected = d.load('ota_state.json').get('rejected') or []
		body.update({'device_id': d.id, 'app_type': d.provision.get('app_type'), 'uptime_ms': d.uptime_ms(),
			'free_mem': d.free_mem(), 'rssi': d.rssi(), 'accept': ['manifest'], 'set': d.version.get('set'),
			'overlay': d.version.get('overlay') or {}, 'rejected': rejected})
		fields = await self._post('/heartbeat', body)
		self._heed(fields)
		if rejected and not any(fields.get(key) for key in OFFERS):
			self._forget()

	def _forget(self):
		"""What boot.py refused is offered no more: the same may be tried again some day."""
		state = self.device.load('ota_state.json')
		left = [r for r in state['rejected'] if 'md5' not in r]  # a hotfix, in distinction from a set, has one
		if left != state['rejected']:
			state['rejected'] = left
			state.pop('again', None)
			self.device.save('ota_state.json', state, STATE_MAX)

	def _heed(self, fields):
		d = self.device
		d.set_clock(fields.get('time'))
		if isinstance(fields.get('interval_ms'), int):
			d.set_interval(fields['interval_ms'])
		if any(fields.get(key) for key in OFFERS) and 'pending.json' in os.listdir():
			d.restart('hotfix')
		elif fields.get('restart') is True:
			d.restart('server')

	async def _post(self, path, body):
		"""The fields of the answer; an update in it is on the flash by then."""
		scheme, _, host, base = (self.device.api + '/').split('/', 3)
		tls = scheme == 'https:'
		name, _, port = host.partition(':')
		if not self.address:
			# This blocks the whole loop while a name is looked up: so once, and again only after a failure.
			where = socket.getaddrinfo(name, int(port or (443 if tls else 80)), 0, socket.SOCK_STREAM)[0][-1]
			self.address = (where[0], where[1], name)
		data = json.dumps(body).encode()
		head = 'POST /%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Type: application/json\r\n' \
			'Content-Length: %d\r\n\r\n' % ((base.rstrip('/') + path).lstrip('/'), host, len(data))
		reply = Reply()
		try:
			await reply.open(self.address, tls, head.encode(), data)
			if reply.status == 404:
				self.registered = False  # a server that never met this device
			if reply.status != 200:
				raise OSError('%s: http %d' % (path, reply.status))
			return await take(reply, self.device)
		finally:
			await reply.close()


async def take(reply, device):
	"""Reads an answer piece by piece. Its update part, if it has one, is left in pending.json; not if boot.py refused
	that very one before."""
	can = hasattr(hashlib, 'md5')  # without it boot.py could not take it, and would be restarted for ever
	glance, part, file = Glance(), b'', None
	digest = hashlib.md5() if can else None
	try:
		piece = await reply.read()
		while piece:
			part += glance.feed(piece)
			if len(part) > PIECE and can:
				file = file or open('pending.json.new', 'wb')
				file.write(part)
				digest.update(part)
			if len(part) > PIECE:
				part = b''
			piece = await reply.read()
		fields = glance.fields()
		if can and any(fields.get(key) for key in OFFERS):
			part += b'}'
			digest.update(part)
			md5 = hexlify(digest.digest()).decode()
			if not any(r.get('md5') == md5 for r in device.load('ota_state.json').get('rejected') or []):
				file = file or open('pending.json.new', 'wb')
				file.write(part)
				file.close()
				os.rename('pending.json.new', 'pending.json')
				device.say('hotfix', os.stat('pending.json')[6], 'bytes')
		return fields
	finally:
		if file:
			file.close()
			remove('pending.json.new')


def remove(path):
	"""What may be gone."""
	try:
		os.remove(path)
	except OSError:
		pass
