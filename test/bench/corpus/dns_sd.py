"""Announces the device as _iot-device._tcp.local (DNS-SD over multicast DNS), where port 5353 can be had. Its host name
is told by the port's own responder, which as a rule keeps 5353 for itself: then this is silent."""
import asyncio
import socket
import struct

from iot_net import labels

GROUP, PORT = '224.0.0.251', 5353
SERVICE = '_iot-device._tcp.local'
LOOK_MS = 1000  # RFC 6762: nothing is said to the group more often
A, PTR, TXT, SRV = 1, 12, 16, 33
UNIQUE = 0x8001  # class IN, and nobody else has a record of that name


async def announce(device):
	"""For ever: twice at first and after each change of address, and whenever somebody asks."""
	while True:
		ip, left = device.ip(), 2
		sock = open_port(ip)
		if not sock:
			return True
		try:
			while device.ip() == ip:
				if hear(device, sock) or left:
					left = max(0, left - 1)
					send(sock, message(device, 0), (GROUP, PORT))
				await asyncio.sleep_ms(LOOK_MS)
		finally:
			sock.close()


def open_port(ip):
	"""None where the port's own responder has it."""
	sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
	try:
		sock.setblocking(False)
		sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		sock.bind(('0.0.0.0', PORT))
		sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, packed(GROUP) + packed(ip))
		return sock
	except (OSError, AttributeError):
		sock.close()
		return None


def send(sock, data, to):
	try:
		sock.sendto(data, to)
	except OSError:
		pass  # no network, or no room: whoever wants it asks again


def hear(device, sock):
	"""True when the group wants to know. Who asks from a port of its own, a plain resolver, is answered there."""
	asked = False
	try:
		for _ in range(8):
			data, peer = sock.recvfrom(1500)
			if not asks(data):
				continue
			if peer[1] == PORT:
				asked = True
			else:
				send(sock, message(device, struct.unpack_from('>H', data)[0]), peer)
	except OSError:
		pass  # no more
	return asked


def asks(data):
	"""Is it a query for anything of ours?"""
	return len(data) > 12 and not data[2] & 0xF8 and labels(SERVICE)[:-7] in data.lower()


def message(device, number):
	"""The pointer as the answer, the rest beside it."""
	instance, host = labels(device.id + '.' + SERVICE), labels('iot-' + device.mac[-6:] + '.local')
	text = b''
	for key, value in (('id', device.id), ('type', device.provision.get('app_type')), ('version', device.version.get('version'))):
		pair = ('%s=%s' % (key, value or '')).encode()[:255]
		text += bytes([len(pair)]) + pair
	return struct.pack('>6H', number, 0x8400, 0, 1, 0, 3) \
		+ record(labels(SERVICE), PTR, 1, 4500, instance) \
		+ record(instance, SRV, UNIQUE, 120, struct.pack('>3H', 0, 0, 80) + host) \
		+ record(instance, TXT, UNIQUE, 4500, text) \
		+ record(host, A, UNIQUE, 120, packed(device.ip()))


def record(name, kind, cls, ttl, data):
	return name + struct.pack('>HHIH', kind, cls, ttl, len(data)) + data


def packed(ip):
	return bytes(int(n) for n in ip.split('.'))
