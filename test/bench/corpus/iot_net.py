"""Joins the network again, looks up names, asks for the time."""
import asyncio
import os
import socket
import struct
import time

LOOK_MS = 2000
AGAIN_MAX_S = 60
JOIN_S = 15  # for one try, as in boot.py
NTP = 'pool.ntp.org'
NTP_EVERY_S = 6 * 3600
NTP_AGAIN_S = 30  # after a failure, doubled up to an hour
NTP_EPOCH = 2208988800  # 1970, counted from 1900
ASK_MS = 2000


async def keep_joined(device):
	"""For ever. A network that went is tried again, in turn with the others of wifi.json."""
	wlan = device.wlan
	while True:
		await asyncio.sleep_ms(LOOK_MS)
		if wlan.isconnected():
			continue
		device.say('wifi-lost')
		device.log('wifi lost')
		pause = 1
		while not await _join_any(device):
			await asyncio.sleep(pause)
			pause = min(2 * pause, AGAIN_MAX_S)
		device.rejoined()


async def _join_any(device):
	nets = device.networks()
	for net in nets:
		if device.wlan.isconnected() or await _join(device.wlan, net, device.provision.get('wifi_timeout_s', JOIN_S)):
			return True
	return not nets and device.wlan.isconnected()


async def _join(wlan, net, seconds):
	"""One try, with the radio reset before it: a driver that hangs does not mend itself."""
	try:
		wlan.active(False)
		if hasattr(wlan, 'deinit'):
			wlan.deinit()  # see boot.py
		await asyncio.sleep_ms(200)
		wlan.active(True)
		wlan.connect(net['ssid'], net.get('password') or None)
	except (OSError, TypeError):
		return False
	begun = time.ticks_ms()
	while time.ticks_diff(time.ticks_ms(), begun) < seconds * 1000:
		await asyncio.sleep_ms(100)
		if wlan.isconnected():
			return True
		if wlan.status() < 0:  # a Pico W's failures; an ESP32 goes on trying
			return False
	return False


async def exchange(ip, port, question, fits):
	"""Asks twice over UDP. The answer, None without one; what does not fit is somebody else's."""
	s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
	try:
		s.setblocking(False)
		for _ in range(2):
			s.sendto(question, (ip, port))
			for _ in range(ASK_MS // 50):
				await asyncio.sleep_ms(50)
				try:
					answer = s.recv(512)
				except OSError:
					continue  # nothing there yet
				if answer and fits(answer):
					return answer
	except OSError:
		pass
	finally:
		s.close()
	return None


def skip_name(data, at):
	"""Where a DNS name ends. IndexError when it is cut short."""
	while data[at]:
		if data[at] > 63:
			return at + 2
		at += data[at] + 1
	return at + 1


def labels(name):
	"""A name as DNS writes it."""
	out = b''
	for label in name.encode().split(b'.'):
		out += bytes([len(label)]) + label
	return out + b'\0'


def first_address(data):
	"""The first IPv4 address of a DNS answer, or None."""
	try:
		at = skip_name(data, 12) + 4
		for _ in range(struct.unpack_from('>H', data, 6)[0]):
			at = skip_name(data, at)
			kind, _, _, size = struct.unpack_from('>HHIH', data, at)
			at += 10
			if kind == 1 and size == 4:
				return '%d.%d.%d.%d' % tuple(data[at:at + 4])
			at += size
	except (IndexError, ValueError, TypeError):
		pass  # cut short
	return None


async def resolve(device, name):
	"""The address of a name by the network's DNS server, or None."""
	if not name.strip('0123456789.'):
		return name
	head = os.urandom(2)
	question = head + b'\1\0\0\1\0\0\0\0\0\0' + labels(name) + b'\0\1\0\1'
	answer = await exchange(device.wlan.ifconfig()[3], 53, question,
		lambda data: len(data) > 12 and data[:2] == head and data[2] & 0x80)
	return answer and first_address(answer)


async def lookup(device, name):
	"""As resolve(), else as getaddrinfo(), which does stop the loop: for .local, and as a last resort."""
	ip = None
	if not name.endswith('.local'):
		ip = await resolve(device, name)
	return ip or socket.getaddrinfo(name, 80, 0, socket.SOCK_STREAM)[0][-1][0]


async def keep_time(device):
	"""For ever. Without an answer the clock stays as the OTA server set it, or unset."""
	name, _, port = device.option('ntp', NTP).partition(':')
	if not name:
		return True
	pause = NTP_AGAIN_S
	while True:
		unix = None
		if device.wlan.isconnected():
			unix = await ask_time(device, name, int(port or 123))
		if unix:
			device.adjust_clock(unix)
			pause = NTP_AGAIN_S
		await asyncio.sleep(NTP_EVERY_S if unix else pause)
		pause = min(2 * pause, 3600)


async def ask_time(device, name, port):
	"""Unix seconds by NTP, or None. The nonce comes back, so nobody answers unasked."""
	ip = await resolve(device, name)
	if not ip:
		return None
	nonce = os.urandom(8)
	answer = await exchange(ip, port, b'\x23' + bytes(39) + nonce,
		lambda data: len(data) >= 48 and data[24:32] == nonce and data[0] & 7 == 4 and 0 < data[1] < 16)
	if not answer:
		return None
	seconds = struct.unpack_from('>I', answer, 40)[0]
	if seconds < 0x80000000:
		seconds += 0x100000000  # from 2036 on it counts anew
	return seconds - NTP_EPOCH
