"""A small HTTP/1.1 server on asyncio with microdot's handler conventions. It knows nothing of the platform.

A handler takes a Request, and path parameters by name (<name>, <int:name>, <path:name>). It returns a dict or list
(JSON), str, bytes, Pieces, an int status, None (204), (body, status) or (body, status, headers), plain or async.
Errors are {"error": code, "message": text}; raise HttpError for one of your own.
"""
import asyncio
import gc
import json

HEAD_MAX = 2048
BODY_MAX = 8192
CLIENTS_MAX = 3  # lwIP on a Pico W has five connections, and one is for the server of the registry
READ_S = 5  # for a whole request to arrive
BUSY_READ_S = 1  # for one that will be told that all are busy
HANDLE_S = 30
SEND_S = 10  # for one piece to leave
PIECE = 512


class HttpError(Exception):
	"""An answer that is an error: status, code for programs, message for people."""

	def __init__(self, status, code, message):
		super().__init__(message)
		self.status, self.code, self.message = status, code, message

	def answer(self):
		return {'error': self.code, 'message': self.message}, self.status


class Pieces:
	"""A body that is made while it is sent: an iterator of bytes, `size` of them together."""

	def __init__(self, size, iterator, kind='text/plain'):
		self.size, self.iterator, self.kind = size, iterator, kind


class Request:
	"""method, path, args (query), headers (names in lower case), body (bytes), json (None without a body)."""

	def __init__(self, method, target, headers):
		self.method, self.headers, self.body = method, headers, b''
		path, _, query = target.partition('?')
		self.path = path
		self.args = {}
		for pair in query.split('&'):
			key, _, value = pair.partition('=')
			if key:
				self.args[unquote(key)] = unquote(value)

	@property
	def json(self):
		"""The body as JSON. HttpError 400 when it is none."""
		try:
			return json.loads(self.body) if self.body else None
		except ValueError:
			raise HttpError(400, 'bad-json', 'The body is not valid JSON.')


def unquote(text):
	"""Percent-decodes; what is no valid escape stays as it is."""
	if '%' not in text and '+' not in text:
		return text
	first, *rest = text.replace('+', ' ').split('%')
	out = bytearray(first.encode())
	for part in rest:
		try:
			out.append(int(part[:2], 16))
			out.extend(part[2:].encode())
		except ValueError:
			out.extend(b'%' + part.encode())
	try:
		return out.decode()
	except ValueError:
		raise HttpError(400, 'bad-request', 'The address is not UTF-8.')


def match(pattern, path):
	"""The path parameters, or None when the path is another one."""
	found, parts = {}, path.strip('/').split('/')
	wanted = pattern.strip('/').split('/')
	for at, want in enumerate(wanted):
		if want[:1] != '<':
			if at >= len(parts) or parts[at] != want:
				return None
			continue
		kind, name = want[1:-1].split(':') if ':' in want else ('str', want[1:-1])
		if kind == 'path':
			found[name] = unquote('/'.join(parts[at:]))
			return found
		value = unquote(parts[at]) if at < len(parts) else ''
		if not value or (kind == 'int' and not value.lstrip('-').isdigit()):
			return None
		found[name] = int(value) if kind == 'int' else value
	return found if len(parts) == len(wanted) else None


class Server:
	"""Routes and the sockets that they are served on."""

	def __init__(self, guard, on_error):
		"""`guard(request)` raises HttpError for what must not be served; `on_error(exception, where)` is told of a
		handler that raised."""
		self.guard, self.on_error = guard, on_error
		self.routes = []  # (method, pattern, handler, source)
		self.clients = 0

	def add(self, method, pattern, handler, source):
		"""False when the method and pattern are taken by another source; the same source replaces its own."""
		for at, route in enumerate(self.routes):
			if route[0] == method and route[1] == pattern:
				if route[3] != source:
					return False
				self.routes[at] = (method, pattern, handler, source)
				return True
		self.routes.append((method, pattern, handler, source))
		return True

	async def listen(self, port):
		"""Serves from now on. OSError when the port cannot be had."""
		return await asyncio.start_server(self._serve, '0.0.0.0', port, backlog=CLIENTS_MAX)

	async def _serve(self, reader, writer):
		self.clients += 1
		whole = False
		try:
			try:
				request = await self._read(reader, writer)
				whole = True
				answer = await self._answer(request)
			except HttpError as e:
				answer = e.answer()
			body, status, headers = normal(answer)
			await send(writer, body, status, headers)
			if not whole:
				await discard(reader)
		except (OSError, EOFError, asyncio.TimeoutError):
			pass  # the client went away, or was too slow
		except Exception as e:
			self.on_error(e, 'request')
		finally:
			self.clients -= 1
			writer.close()
			try:
				await writer.wait_closed()
			except OSError:
				pass

	async def _read(self, reader, writer):
		"""A whole Request. HttpError for one that is not taken, with what came of it at least read."""
		busy = self.clients > CLIENTS_MAX
		request, size, body = await asyncio.wait_for(read_request(reader), BUSY_READ_S if busy else READ_S)
		if busy:
			raise HttpError(503, 'busy', 'Too many connections at once.')
		if size > BODY_MAX:
			raise HttpError(413, 'too-large', 'At most %d bytes.' % BODY_MAX)
		if '100-continue' in request.headers.get('expect', ''):
			writer.write(b'HTTP/1.1 100 Continue\r\n\r\n')
			await writer.drain()
		request.body = await asyncio.wait_for(read_exactly(reader, body, size), READ_S)
		return request

	async def _answer(self, request):
		try:
			self.guard(request)
			if 'json' in request.headers.get('content-type', ''):
				request.json  # raises for any route, also for one that would not look
			return await self._handle(request)
		except HttpError:
			raise
		except Exception as e:
			self.on_error(e, '%s %s' % (request.method, request.path))
			raise HttpError(500, 'internal', '%s: %s' % (type(e).__name__, e))

	async def _handle(self, request):
		handler, arguments = self._find(request)
		try:
			result = handler(request, **arguments)
			if hasattr(result, 'send'):
				result = await asyncio.wait_for(result, HANDLE_S)
		except asyncio.TimeoutError:
			raise HttpError(500, 'timeout', 'The handler took longer than %d s.' % HANDLE_S)
		except (OSError, EOFError, SystemExit, GeneratorExit, asyncio.CancelledError) as e:
			# Of the handler's own making: it must neither pass for a client that went away nor end the platform.
			self.on_error(e, '%s %s' % (request.method, request.path))
			raise HttpError(500, 'internal', '%s: %s' % (type(e).__name__, e))
		return (result,)

	def _find(self, request):
		allowed = []
		for method, pattern, handler, _ in self.routes:
			arguments = match(pattern, request.path)
			if arguments is not None:
				if method == request.method:
					return handler, arguments
				allowed.append(method)
		if allowed:
			raise HttpError(405, 'method-not-allowed', 'This address takes %s.' % ', '.join(allowed))
		raise HttpError(404, 'not-found', 'There is nothing at this address.')


async def read_request(reader):
	"""A Request without its body, the body's size, and what of the body came along."""
	head = b''
	while b'\r\n\r\n' not in head:
		piece = await reader.read(PIECE)
		if not piece:
			raise EOFError
		head += piece
		if len(head) > HEAD_MAX + PIECE:
			break
	head, end, body = head.partition(b'\r\n\r\n')
	if not end or len(head) > HEAD_MAX:
		raise HttpError(413, 'too-large', 'A request head has at most %d bytes.' % HEAD_MAX)
	try:
		lines = head.decode().split('\r\n')
		method, target, version = lines.pop(0).split(' ')
		headers = {}
		for line in lines:
			key, _, value = line.partition(':')
			headers[key.strip().lower()] = value.strip()
		size = int(headers.get('content-length', 0))
		if not version.startswith('HTTP/1.') or target[:1] != '/' or size < 0 or 'transfer-encoding' in headers:
			raise ValueError
	except ValueError:
		raise HttpError(400, 'bad-request', 'This is no HTTP/1.1 request with a Content-Length.')
	return Request(method, target, headers), size, body


async def read_exactly(reader, data, size):
	"""`size` bytes, of which `data` is there already."""
	while len(data) < size:
		piece = await reader.read(min(PIECE, size - len(data)))
		if not piece:
			raise EOFError
		data += piece
	return data[:size]


async def discard(reader):
	"""Takes what a client still sends: lwIP resets a connection that is closed on unread input, and the answer is lost."""
	for _ in range(8 * BODY_MAX // PIECE):
		if not await asyncio.wait_for(reader.read(PIECE), 1):
			return


def normal(answer):
	"""Body, status, headers of whatever a handler returned."""
	result = answer[0] if len(answer) == 1 else answer
	status, headers = 200, {}
	if isinstance(result, tuple):
		if len(result) > 2:
			headers = result[2]
		result, status = result[:2]
	elif isinstance(result, int) and not isinstance(result, bool):
		result, status = '', result
	if result is None:
		result, status = '', 204 if status == 200 else status
	return result, status, headers


async def send(writer, body, status, headers):
	"""Writes an answer in pieces; a slow client is dropped by asyncio.TimeoutError."""
	kind = 'text/plain'
	if isinstance(body, (dict, list)):
		kind, body = 'application/json', json.dumps(body)
	if not isinstance(body, Pieces):
		body = body if isinstance(body, bytes) else str(body).encode()
		body = Pieces(len(body), slices(body), kind)
	gc.collect()
	head = ['HTTP/1.1 %d %s' % (status, 'OK' if status < 400 else 'Error')]
	given = {key.lower() for key in headers}
	for key, value in (('Content-Type', body.kind + '; charset=utf-8'), ('Content-Length', body.size),
			('Cache-Control', 'no-store'), ('Connection', 'close')):
		if key.lower() not in given:
			head.append('%s: %s' % (key, value))
	for key in headers:
		head.append('%s: %s' % (key, headers[key]))
	writer.write(('\r\n'.join(head) + '\r\n\r\n').encode())
	for piece in body.iterator:
		writer.write(piece)
		await asyncio.wait_for(writer.drain(), SEND_S)
	await asyncio.wait_for(writer.drain(), SEND_S)


def slices(data):
	for at in range(0, len(data), 2 * PIECE):
		yield data[at:at + 2 * PIECE]
