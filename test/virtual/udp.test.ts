/** UDP of the boards: with each other, with this computer, with phones on their access point; groups and time. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Datagram, PeerPort, VirtualBench } from '../../main/virtual/index.ts';
import { createVirtualBench } from '../../main/virtual/index.ts';
import { errnoOf, event, rawBoard, type Terminal, testBench } from './support.ts';

const KINDS = ['pico', 'esp32'] as const;
const HOME = { ssid: 'Home', password: 'correct horse' };
const JOIN = `
import network, time, socket, select, struct
sta = network.WLAN(network.STA_IF); sta.active(True); sta.connect("Home", "correct horse")
while not sta.isconnected(): time.sleep_ms(2)
`;

async function online(bench: VirtualBench, kind: 'pico' | 'esp32') {
  bench.radio.addNetwork(HOME);
  const made = await rawBoard(bench, { kind });
  await made.terminal.run(JOIN);
  return made;
}

/** An access point of a board that nobody has to know a password for. */
async function accessPoint(bench: VirtualBench, kind: 'pico' | 'esp32') {
  const made = await rawBoard(bench, { kind });
  await made.terminal.run(
    'import network, socket, select\nap = network.WLAN(network.AP_IF); ap.config(ssid="IoT-1", security=0); ap.active(True)',
  );
  return made;
}

const heard = (port: PeerPort): Promise<Datagram> => event('a datagram', (done) => port.onDatagram(done));
const text = ({ bytes }: Datagram) => Buffer.from(bytes).toString();
/** What the program does meanwhile is waited for by `until`. */
const start = (terminal: Terminal, source: string) => terminal.type(`${source}\x04`);

describe.each(KINDS)('%s', (kind) => {
  test('asks this computer and is answered; the answer comes from whom was asked', async () => {
    const host = createSocket('udp4').bind(0, '127.0.0.1');
    await once(host, 'listening');
    onTestFinished(() => void host.close());
    host.on('message', (question, { port }) => host.send(`you said ${question}`, port, '127.0.0.1'));
    const { port } = host.address() as AddressInfo;
    const bench = testBench();
    const { terminal } = await online(bench, kind);
    await terminal.run('s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(5)');
    expect(await terminal.value(`s.sendto(b"hello", ("10.77.1.1", ${port})), s.recvfrom(100)`)).toBe(
      `(5, (b'you said hello', ('10.77.1.1', ${port})))`,
    );
    await terminal.run(`c = socket.socket(type=socket.SOCK_DGRAM); c.connect(("10.77.1.1", ${port}))`);
    expect(await terminal.value('c.send(b"again"), c.recv(100)')).toBe("(5, b'you said again')");
    // What does not fit is lost, and no part of it is the next answer.
    expect(await terminal.value('c.send(b"long"), c.recv(8), c.send(b"x"), c.recv(100)')).toBe(
      "(4, b'you said', 1, b'you said x')",
    );
  });

  test('a time that is over is 110, not waiting is 11; poll and select tell when there is something', async () => {
    const bench = testBench();
    const { board, terminal } = await online(bench, kind);
    const peer = bench.radio.peer('Home').open();
    await terminal.run(
      's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("", 4000)); s.settimeout(0.03)',
    );
    expect(await errnoOf(terminal, 's.recvfrom(1)')).toBe('110');
    await terminal.run('s.setblocking(False); p = select.poll(); p.register(s, select.POLLIN)');
    expect(await errnoOf(terminal, 's.recvfrom(1)')).toBe('11');
    expect(await terminal.value('p.poll(0), select.select([s], [s], [], 0)[1] == [s]')).toBe('([], True)');
    await start(terminal, 'print(p.poll()[0][1], s.recvfrom(9), select.select([s], [], [], 0))');
    await terminal.until('OK');
    peer.send(Buffer.from('now'), { ip: board.ip ?? '', port: 4000 });
    expect(await terminal.until('\r\n')).toMatch(
      /^1 \(b'now', \('10\.77\.1\.\d+', \d+\)\) \(\[\], \[\], \[\]\)/,
    );
  });

  test('a port that another socket has, and SO_REUSEADDR on both', async () => {
    const { terminal } = await online(testBench(), kind);
    const inUse = kind === 'pico' ? '98' : '112';
    await terminal.run(
      'def udp(reuse=0):\n  s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n  s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)\n  return s\na = udp(1); a.bind(("0.0.0.0", 4000))',
    );
    expect(await errnoOf(terminal, 'b = udp(); b.bind(("", 4000))')).toBe(inUse);
    await terminal.run('b.close()');
    expect(await errnoOf(terminal, 'b = udp(1); b.bind(("", 4000))')).toBe('no error');
    await terminal.run('a.close(); b.close()');
    expect(await errnoOf(terminal, 'c = udp(); c.bind(("", 4000)); c.close()')).toBe('no error');
    expect(await errnoOf(terminal, 'c.sendto(b"x", ("10.77.1.1", 9))')).toBe('9');
  });

  test("the port of the port's own mDNS responder", async () => {
    const bench = testBench();
    bench.radio.addNetwork(HOME);
    const { terminal } = await rawBoard(bench, { kind });
    const bind =
      's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("", 5353))';
    await terminal.run('import socket');
    // On rp2 it starts with lwIP; on an ESP32 with the first network that is joined, and stays.
    expect(await errnoOf(terminal, bind)).toBe(kind === 'pico' ? '98' : 'no error');
    await terminal.run('s.close()');
    await terminal.run(JOIN);
    expect(await errnoOf(terminal, bind)).toBe(kind === 'pico' ? '98' : '112');
    await terminal.run('s.close(); sta.disconnect(); sta.active(False)');
    expect(await errnoOf(terminal, bind)).toBe(kind === 'pico' ? '98' : '112');
  });

  test('without a network nothing can be sent; with an access point it can', async () => {
    const { terminal } = await rawBoard(testBench(), { kind });
    await terminal.run('import socket, network\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)');
    const send = 's.sendto(b"x", ("10.77.1.1", 9))';
    expect(await errnoOf(terminal, send)).toBe(kind === 'pico' ? '113' : '118');
    await terminal.run('network.WLAN(network.AP_IF).active(True)');
    expect(await errnoOf(terminal, send)).toBe('no error');
  });

  test('a phone on its access point asks it for names', async () => {
    const bench = testBench();
    const { terminal } = await accessPoint(bench, kind);
    await start(
      terminal,
      's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("0.0.0.0", 53))\nprint("up")\nq, who = s.recvfrom(512)\ns.sendto(q[:2] + b"\\x81\\x80" + q[4:], who)\nprint(who[0], ap.isconnected())',
    );
    await terminal.until('up\r\n');
    const phone = bench.radio.peer('IoT-1');
    const port = phone.open();
    const answer = heard(port);
    const query = Buffer.from('abcd01000001000000000000076578616d706c6503636f6d0000010001', 'hex');
    port.send(query, { ip: '192.168.4.1', port: 53 });
    const { from, to, bytes } = await answer;
    expect({ from, to }).toEqual({
      from: { ip: '192.168.4.1', port: 53 },
      to: { ip: phone.ip, port: port.port },
    });
    expect(Buffer.from(bytes).toString('hex')).toBe(`abcd8180${query.subarray(4).toString('hex')}`);
    expect(await terminal.until('\x04>')).toContain(`${phone.ip} True\r\n`);
    phone.leave();
    expect(await terminal.value('ap.isconnected()')).toBe('False');
  });

  test('a group is heard after it was joined; others are not', async () => {
    const bench = testBench();
    const { board, terminal } = await online(bench, kind);
    const peer = bench.radio.peer('Home');
    const port = peer.open(5353);
    port.join('224.0.0.251');
    await terminal.run(
      's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("", 5000)); s.settimeout(0.05)',
    );
    port.send(Buffer.from('early'), { ip: '239.1.2.3', port: 5000 });
    expect(await errnoOf(terminal, 's.recv(9)')).toBe('110');
    const group = 'bytes((239, 1, 2, 3))';
    expect(await errnoOf(terminal, `s.setsockopt(0, socket.IP_ADD_MEMBERSHIP, ${group})`)).toBe('ValueError');
    expect(
      await errnoOf(terminal, `s.setsockopt(0, socket.IP_ADD_MEMBERSHIP, ${group} + bytes((1, 2, 3, 4)))`),
    ).toBe(kind === 'pico' ? '22' : '6');
    await terminal.run(`s.setsockopt(0, socket.IP_ADD_MEMBERSHIP, ${group} + bytes(4)); s.settimeout(5)`);
    port.send(Buffer.from('later'), { ip: '239.1.2.3', port: 5000 });
    expect(await terminal.value('s.recvfrom(9)')).toBe(`(b'later', ('${peer.ip}', 5353))`);

    const asked = heard(port);
    await terminal.run('s.sendto(b"who?", ("224.0.0.251", 5353))');
    const question = await asked;
    expect([text(question), question.from.ip]).toEqual(['who?', board.ip]);
    port.send(Buffer.from('me'), question.from);
    expect(await terminal.value('s.recv(9)')).toBe("b'me'");
  });

  test('what nobody reads is lost from the fifth or the seventh on', async () => {
    const bench = testBench();
    const { board, terminal } = await online(bench, kind);
    const peer = bench.radio.peer('Home').open();
    await terminal.run(
      's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("", 5000)); s.settimeout(0.05)',
    );
    for (let n = 0; n < 9; n++) peer.send(Uint8Array.of(48 + n), { ip: board.ip ?? '', port: 5000 });
    await terminal.run('got = b""\ntry:\n  while True: got += s.recv(1)\nexcept OSError: pass');
    expect(await terminal.value('got')).toBe(kind === 'pico' ? "b'0123'" : "b'012345'");
  });
});

test('board to board, also to all at once; a socket that is connected hears its peer alone', async () => {
  const bench = testBench();
  const [one, two] = await Promise.all([online(bench, 'pico'), online(bench, 'esp32')]);
  for (const { terminal } of [one, two]) {
    await terminal.run(
      's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("", 5000)); s.settimeout(5)',
    );
  }
  await one.terminal.run(`s.sendto(b"hello", ("${two.board.ip}", 5000))`);
  expect(await two.terminal.value('s.recvfrom(9)')).toBe(`(b'hello', ('${one.board.ip}', 5000))`);
  await two.terminal.run('s.sendto(b"all", ("255.255.255.255", 5000)); s.settimeout(0.05)');
  expect(await one.terminal.value('s.recv(9)')).toBe("b'all'");
  expect(await errnoOf(two.terminal, 's.recv(9)')).toBe('110');
  await one.terminal.run(`s.connect(("${two.board.ip}", 5000)); s.settimeout(0.05)`);
  bench.radio
    .peer('Home')
    .open()
    .send(Buffer.from('stranger'), { ip: one.board.ip ?? '', port: 5000 });
  expect(await errnoOf(one.terminal, 's.recv(9)')).toBe('110');
});

test('a Pico W has five UDP sockets, and its own services take some', async () => {
  const { terminal } = await online(testBench(), 'pico');
  await terminal.run('all = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for i in range(3)]');
  expect(await errnoOf(terminal, 'socket.socket(socket.AF_INET, socket.SOCK_DGRAM)')).toBe('12');
  await terminal.run('all.pop().close()');
  expect(await errnoOf(terminal, 'socket.socket(socket.AF_INET, socket.SOCK_DGRAM)')).toBe('no error');
});

test('asyncio: a task waits for a datagram while others run', async () => {
  const bench = testBench();
  const { board, terminal } = await online(bench, 'pico');
  await start(
    terminal,
    `import asyncio
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("", 5000)); s.setblocking(False)
turns = 0
async def others():
  global turns
  while True:
    turns += 1
    await asyncio.sleep_ms(1)
async def main():
  t = asyncio.create_task(others())
  stream = asyncio.StreamReader(s)
  print("up")
  print(await stream.read(100), turns > 0)
asyncio.run(main())`,
  );
  await terminal.until('up\r\n');
  bench.radio
    .peer('Home')
    .open()
    .send(Buffer.from('x'), { ip: board.ip ?? '', port: 5000 });
  expect(await terminal.until('\x04>')).toContain("b'x' True\r\n");
});

test('the name server that a network names answers by UDP too', async () => {
  const bench = testBench();
  bench.radio.addName('api.example.com', '10.77.1.1');
  const { terminal } = await online(bench, 'pico');
  await terminal.run(`def ask(name, kind=1):
  s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(0.2)
  q = b"\\x12\\x34\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0"
  for part in name.split("."): q += bytes((len(part),)) + part.encode()
  s.sendto(q + bytes((0, 0, kind, 0, 1)), (sta.ifconfig()[3], 53))
  try: return s.recv(512)
  finally: s.close()`);
  // Identifier, answer and available recursion; one question, one answer; at the end its four bytes.
  expect(await terminal.value('(lambda a: (a[:8], a[-4:]))(ask("API.example.com"))')).toBe(
    "(b'\\x124\\x81\\x80\\x00\\x01\\x00\\x01', b'\\nM\\x01\\x01')",
  );
  expect(await terminal.value('ask("api.example.com", 28)[:8]')).toBe(
    "b'\\x124\\x81\\x80\\x00\\x01\\x00\\x00'",
  );
  expect(await terminal.value('ask("nobody.example.com")[3] & 15')).toBe('3');
});

describe('a time server at the gateway', () => {
  const NTPTIME = `
q = bytearray(48); q[0] = 0x1B
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(0.2)
s.sendto(q, socket.getaddrinfo("pool.ntp.org", 123)[0][-1])
a = s.recv(48)
print(struct.unpack("!I", a[40:44])[0] - 2208988800)`;

  test.each(KINDS)('%s sets its clock by it', async (kind) => {
    const bench = createVirtualBench({ ntp: () => Date.UTC(2026, 6, 8, 12, 30) });
    onTestFinished(() => bench.close());
    const { terminal } = await online(bench, kind);
    expect(await terminal.run(NTPTIME)).toBe(`${Date.UTC(2026, 6, 8, 12, 30) / 1000}\n`);
  });

  test('where there is none the name is not known, and its address is silent', async () => {
    const { terminal } = await online(testBench(), 'pico');
    expect(await errnoOf(terminal, 'socket.getaddrinfo("pool.ntp.org", 123)')).toBe('-2');
    await expect(terminal.run(NTPTIME.replace('pool.ntp.org', '10.77.1.1'))).rejects.toThrow('ETIMEDOUT');
  });
});
