"""A small HTTP/1.1 server on asyncio with microdot's handler conventions (README.md). Knows nothing of the platform."""
import asyncio
import gc
import json

HEAD_MAX = 2048
BODY_MAX = 8192
READ_S = 5  # for a whole request to arrive
BUSY_READ_S = 1  # for one that will be told that all are busy
DISCARD_S = 1
HANDLE_S = 30
SEND_S = 20  # for a whole answer to leave
PIECE = 512


class HttpError(Exception):
	"""An answer that is an error: {"error": code, "message": text}."""

	def __init__(self, status, code, message):
		super().__init__(message)
		self.status, self.code, self.message = status, code, message

	def answer(self):
		return {'error': self.code, 'message': self.message}, self.status


class Pieces:
	"""A body that is made while it is sent: an iterator of `size` bytes together."""

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
		if not value or (kind == 'int' and not value[value[0] == '-':].isdigit()):
			return None
		found[name] = int(value) if kind == 'int' else value
	return found if len(parts) == len(wanted) else None


class Server:
	"""Routes and the sockets that they are served on."""

	def __init__(self, limit, guard, on_error, named):
		"""`limit`: connections at a time. `guard(request)` raises HttpError for what must not be served,
		`on_error(exception, where)` hears of handlers that raised, `named(who, coroutine)` is run in its place."""
		self.limit, self.guard, self.on_error, self.named = limit, guard, on_error, named
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
		return await asyncio.start_server(self.accept, '0.0.0.0', port, backlog=self.limit)

	def accept(self, reader, writer):
		return self.named('web server', self._serve(reader, writer))

	async def _serve(self, reader, writer):
		self.clients += 1
		request = None
		try:
			try:
				request = await self._read(reader)
				answer = await self._answer(request)
			except HttpError as e:
				answer = e.answer()
			await asyncio.wait_for(send(writer, *normal(answer)), SEND_S)
			if not request:
				await asyncio.wait_for(discard(reader), DISCARD_S)
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

	async def _read(self, reader):
		"""A whole Request."""
		busy = self.clients > self.limit
		request, size, body = await asyncio.wait_for(read_request(reader), BUSY_READ_S if busy else READ_S)
		if busy:
			raise HttpError(503, 'busy', 'Too many connections at once.')
		if size > BODY_MAX:
			raise HttpError(413, 'too-large', 'At most %d bytes.' % BODY_MAX)
		request.body = await asyncio.wait_for(read_exactly(reader, body, size), READ_S)
		return request

	async def _answer(self, request):
		self.guard(request)
		if 'json' in request.headers.get('content-type', ''):
			request.json  # raises for any route, also for one that would not look
		handler, arguments = self._find(request)
		where = '%s %s' % (request.method, request.path)
		try:
			result, error = await asyncio.wait_for(self.named(where, call(handler, request, arguments)), HANDLE_S)
		except asyncio.TimeoutError:
			raise HttpError(500, 'timeout', 'The handler took longer than %d s.' % HANDLE_S)
		except asyncio.CancelledError as e:
			error = e
		if isinstance(error, HttpError):
			raise error
		if error:
			# Of the handler's own making: it must not pass for a client that went away.
			self.on_error(error, where)
			raise HttpError(500, 'internal', '%s: %s' % (type(error).__name__, error))
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


async def call(handler, request, arguments):
	"""What a handler returns, and what it raises. SystemExit out of a task would end the loop."""
	try:
		result = handler(request, **arguments)
		if hasattr(result, 'send'):
			result = await result
		return result, None
	except (Exception, SystemExit, GeneratorExit) as e:
		return None, e


async def read_request(reader):
	"""A Request, the size of its body, and what of the body came along."""
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
	while len(data) < size:
		piece = await reader.read(min(PIECE, size - len(data)))
		if not piece:
			raise EOFError
		data += piece
	return data[:size]


async def discard(reader):
	"""What a client still sends: lwIP resets what is closed with input unread, and the answer is lost."""
	while await reader.read(PIECE):
		pass


def normal(answer):
	result = answer[0] if len(answer) == 1 else answer
	status, headers = 200, {}
	if isinstance(result, tuple):
		for more in result[1:]:
			if isinstance(more, dict):
				headers = more
			else:
				status = more
		result = result[0]
	elif isinstance(result, int) and not isinstance(result, bool):
		result, status = '', result
	if result is None:
		result, status = '', 204 if status == 200 else status
	return result, status, headers


async def send(writer, body, status, headers):
	"""Writes an answer in pieces."""
	kind = 'text/plain'
	if isinstance(body, (dict, list)):
		kind, body = 'application/json', json.dumps(body)
	if not isinstance(body, Pieces):
		body = body if isinstance(body, bytes) else str(body).encode()
		body = Pieces(len(body), slices(body), kind)
	gc.collect()
	lines = {'content-type': body.kind + '; charset=utf-8', 'content-length': body.size, 'cache-control': 'no-store',
		'connection': 'close'}
	for key in headers:
		lines[key.lower()] = headers[key]
	head = 'HTTP/1.1 %d %s\r\n' % (status, 'OK' if status < 400 else 'Error')
	for key in lines:
		head += '%s: %s\r\n' % (key, lines[key])
	writer.write((head + '\r\n').encode())
	await writer.drain()
	for piece in body.iterator:
		writer.write(piece)
		await writer.drain()


def slices(data):
	for at in range(0, len(data), 2 * PIECE):
		yield data[at:at + 2 * PIECE]
