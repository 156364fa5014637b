"""POST {api}/register, then POST {api}/heartbeat for ever. A hotfix in an answer goes to the flash as it comes
(pending.json), for boot.py; what that refused (ota_state.json) is told, and not taken again while it is still offered."""
import asyncio
import gc
import hashlib
import json
import os
from binascii import hexlify

from iot_net import lookup
from iot_watch import on_trial

PIECE = 512
LIMIT_S = 10  # for each operation of a connection
STATE_MAX = 4096
FIELDS_MAX = 2048  # of an answer, without its update
RETRY_MS = 5000  # after a failure, doubled up to the heartbeat's interval
OFFERS = ('files', 'manifest', 'drop_overlay')
UPDATE = OFFERS + ('md5', 'signature', 'key_id')  # the part of an answer that boot.py is left


class Reply:
	"""One HTTP exchange. OSError, ValueError or asyncio.TimeoutError when it fails."""

	def __init__(self):
		self.stream = None

	async def open(self, address, tls, head, body):
		"""`address` is (ip, port, name); leaves the status in self.status."""
		ip, port, name = address
		context = None
		if tls:
			import ssl
			gc.collect()  # a handshake wants 30 kB
			context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
			context.verify_mode = ssl.CERT_NONE  # no authorities on board: signatures prove the origin
		self.stream, _ = await asyncio.wait_for(asyncio.open_connection(ip, port, context, tls and name), LIMIT_S)
		self.stream.write(head)
		for at in range(0, len(body), PIECE):
			self.stream.write(body[at:at + PIECE])
			await asyncio.wait_for(self.stream.drain(), LIMIT_S)
		first = (await self._line()).split()
		if len(first) < 2:
			raise OSError('no HTTP answer')
		self.status, self.left = int(first[1]), -1  # -1: until the connection ends
		for _ in range(64):
			key, _, value = (await self._line()).lower().partition(b':')
			if not key:
				return
			if key == b'content-length':
				self.left = int(value)
		raise OSError('no HTTP answer')

	async def _line(self):
		return (await asyncio.wait_for(self.stream.readline(), LIMIT_S)).strip()

	async def read(self):
		"""The next piece of the body, b'' at its end."""
		if not self.left:
			return b''
		data = await asyncio.wait_for(self.stream.read(min(PIECE, self.left) if self.left > 0 else PIECE), LIMIT_S)
		if self.left > 0:
			if not data:
				raise OSError('answer cut short')
			self.left -= len(data)
		return data

	async def close(self):
		if self.stream:
			self.stream.close()
			try:
				await self.stream.wait_closed()
			except OSError:
				pass


class Glance:
	"""Sees the top of a JSON object as its bytes pass: numbers and texts (cut, and ASCII), lists and objects as 1, empty
	ones as 0. Takes the update part out, byte by byte."""

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
	def __init__(self, device):
		self.device, self.joins = device, device.joins
		self.registered = False
		self.address = self.trouble = None

	async def run(self):
		"""For ever; a failure is logged once."""
		pause = RETRY_MS
		while True:
			while not self.device.wlan.isconnected():
				await asyncio.sleep_ms(500)
			if self.joins != self.device.joins:
				# Perhaps another address and another server: tell it at once.
				self.joins, self.registered, self.address, pause = self.device.joins, False, None, RETRY_MS
			try:
				if not self.registered:
					await self._register()
				await self._beat()
				self.trouble = None
				pause = RETRY_MS
				await self._rest(None)
			except (OSError, ValueError, asyncio.TimeoutError) as e:
				self.address = None  # the name may lead elsewhere by now
				gc.collect()  # finds sockets that were given up while they connected: there are few
				trouble = 'registry: %s %s' % (type(e).__name__, e)
				if trouble != self.trouble:
					self.trouble = trouble
					self.device.log(trouble)
				await self._rest(pause)
				pause = min(2 * pause, 300000)

	async def _rest(self, limit):
		"""For the interval (or the limit, if shorter), which may change meanwhile, or until the network came back."""
		begun = self.device.uptime_ms()
		while self.joins == self.device.joins:
			wait = self.device.interval_ms if limit is None else min(limit, self.device.interval_ms)
			left = wait - (self.device.uptime_ms() - begun)
			if left <= 0:
				return
			await asyncio.sleep_ms(min(left, 1000))

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
		state = d.load('ota_state.json')
		rejected = state.get('rejected') or []
		body.update({'device_id': d.id, 'app_type': d.provision.get('app_type'), 'uptime_ms': d.uptime_ms(),
			'free_mem': gc.mem_free(), 'rssi': d.rssi(), 'accept': ['manifest'], 'set': d.version.get('set'),
			'overlay': d.version.get('overlay') or {}, 'rejected': rejected, 'seq': state.get('seq'),
			'hotfix_seq': state.get('hotfix_seq'), 'trial': 'trial' in state})
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
		"""The fields of the answer; its update is on the flash by then."""
		scheme, _, host, base = (self.device.api + '/').split('/', 3)
		tls = scheme == 'https:'
		name, _, port = host.partition(':')
		if not self.address:
			# Once, and again after a failure: the lookup may block.
			self.address = (await lookup(self.device, name), int(port or (443 if tls else 80)), name)
		data = json.dumps(body).encode()
		# To HTTP/1.0 nobody answers in chunks.
		head = 'POST /%s HTTP/1.0\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n' % (
			(base.rstrip('/') + path).lstrip('/'), host, len(data))
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
	"""An answer's update is left in pending.json, but not if boot.py refused it, after a factory reset, or on
	trial: the offer stands, and the set below it may not."""
	# Without MD5 boot.py cannot take it.
	can = hasattr(hashlib, 'md5') and not on_trial(device)
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
			if 'wifi.json' in os.listdir() and not any(r.get('md5') == md5 for r in device.load('ota_state.json').get('rejected') or []):
				file = file or open('pending.json.new', 'wb')
				file.write(part)
				file.close()
				os.rename('pending.json.new', 'pending.json')
				device.say('hotfix', os.stat('pending.json')[6], 'bytes')
		return fields
	finally:
		if file:
			file.close()
			if 'pending.json.new' in os.listdir():
				os.remove('pending.json.new')
