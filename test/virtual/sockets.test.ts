/** TCP of the boards: blocking, with a time, not blocking; errors with lwIP's numbers; windows both ways. */

import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createVirtualBench, type VirtualBench, type VirtualBoard } from '../../main/virtual/index.ts';
import { errnoOf, rawBoard, type Terminal, testBench } from './support.ts';

const GATEWAY = '10.77.1.1';
const JOIN = `
import network, time, socket
sta = network.WLAN(network.STA_IF); sta.active(True); sta.connect("Home", "correct horse")
while not sta.isconnected(): time.sleep_ms(2)
`;

async function online(bench: VirtualBench, kind: 'pico' | 'esp32') {
  const made = await rawBoard(bench, { kind });
  await made.terminal.run(JOIN);
  return made;
}

/** A server of this computer for one test. */
async function serve(handle: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.on('error', () => {});
    handle(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe('one board on a network', () => {
  const bench = createVirtualBench();
  let board: VirtualBoard;
  let terminal: Terminal;
  beforeAll(async () => {
    bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
    ({ board, terminal } = await online(bench, 'pico'));
    await terminal.run('def to(port):\n  s = socket.socket(); s.connect(("10.77.1.1", port)); return s');
  });
  afterAll(() => bench.close());

  test('asks and is answered', async () => {
    const port = await serve((socket) => socket.on('data', (data) => socket.end(`you said ${data}`)));
    await terminal.run(`s = to(${port}); s.send(b"hello")`);
    expect(await terminal.value('s.read(), s.read(), s.recv(5)')).toBe("(b'you said hello', b'', b'')");
    await terminal.run('s.close()');
    expect(await errnoOf(terminal, 's.send(b"x")')).toBe('9');
  });

  test('readline, readinto, recv and makefile take what they are asked for', async () => {
    const port = await serve((socket) => socket.end('one\r\ntwo\n12345rest'));
    await terminal.run(`s = to(${port}); f = s.makefile("rb"); b = bytearray(3)`);
    expect(
      await terminal.value(
        'f.readline(2) + f.readline(), s.readline(9), s.readinto(b), b, s.read(2), s.recv(100), f.readline()',
      ),
    ).toBe("(b'one\\r\\n', b'two\\n', 3, bytearray(b'123'), b'45', b'rest', b'')");
  });

  test('a refused connection is 111, one to nobody 113', async () => {
    const port = await serve(() => {});
    expect(await errnoOf(terminal, `to(${port}).close()`)).toBe('no error');
    const { port: closed, server } = await new Promise<{ port: number; server: Server }>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () =>
        resolve({ port: (server.address() as AddressInfo).port, server }),
      );
    });
    server.close();
    await once(server, 'close');
    expect(await errnoOf(terminal, `to(${closed})`)).toBe('111');
    expect(await errnoOf(terminal, 'socket.socket().connect(("10.77.1.99", 80))')).toBe('113');
    expect(await errnoOf(terminal, 'socket.socket().connect(("10.99.1.1", 80))')).toBe('113');
    expect(await errnoOf(terminal, 'socket.socket().recv(1)')).toBe('107');
  });

  test('a socket with a time gives up with 110, one that does not block with 11', async () => {
    const port = await serve(() => {});
    await terminal.run(`s = to(${port}); s.settimeout(0.05); t = time.ticks_ms()`);
    expect(await errnoOf(terminal, 's.recv(1)')).toBe('110');
    expect(await terminal.value('40 < time.ticks_diff(time.ticks_ms(), t) < 1000')).toBe('True');
    await terminal.run('s.setblocking(False)');
    expect(await errnoOf(terminal, 's.recv(1)')).toBe('11');
    expect(await terminal.value('s.read(1), s.readline(), s.readinto(bytearray(2))')).toBe(
      '(None, None, None)',
    );
    expect(
      await errnoOf(
        terminal,
        `n = socket.socket(); n.setblocking(False); n.connect(("${GATEWAY}", ${port}))`,
      ),
    ).toBe('115');
    await terminal.run('import select\np = select.poll(); p.register(n, select.POLLOUT)');
    expect(await terminal.value('p.poll(2000)[0][1]')).toBe('4');
    await terminal.run('l = socket.socket(); l.bind(("", 8080)); l.listen(1); l.settimeout(0)');
    expect(await errnoOf(terminal, 'l.accept()')).toBe('11');
    await terminal.run('l.close()');
  });

  test('a peer that resets: 104, and no end of the stream', async () => {
    const port = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await terminal.run(`s = to(${port}); s.send(b"x")`);
    expect(await errnoOf(terminal, 's.recv(1)')).toBe('104');
    expect(await errnoOf(terminal, 's.send(b"x")')).toBe('104');
    expect(
      await terminal.value('p.poll(0)[0][1] & ~4', 'p = select.poll(); p.register(s, select.POLLIN)'),
    ).toBe('25');
  });

  test('half close: a peer that has said all still hears the answer', async () => {
    const heard = Promise.withResolvers<string>();
    const port = await serve((socket) => {
      socket.end('question');
      let text = '';
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('end', () => heard.resolve(text));
    });
    await terminal.run(`s = to(${port}); q = s.read(); s.send(b"answer to " + q); s.close()`);
    expect(await heard.promise).toBe('answer to question');
  });

  test('200 kB up and down through blocking sockets, with bounded memory', async () => {
    let uploaded = 0;
    const whole = Promise.withResolvers<void>();
    const up = await serve((socket) => {
      socket.on('data', (data) => {
        uploaded += data.length;
      });
      socket.on('end', () => whole.resolve());
    });
    const down = await serve((socket) => socket.end(Buffer.alloc(200_000, 'd')));
    await terminal.run('import gc\nbuf = bytearray(1024); total = 0; gc.collect(); before = gc.mem_alloc()');
    await terminal.run(
      `s = to(${down})\nwhile True:\n  n = s.readinto(buf)\n  if not n: break\n  total += n\ns.close()\ns = to(${up})\nfor i in range(200): s.write(memoryview(buf)[:1000])\ns.close()`,
    );
    expect(await terminal.value('total, gc.mem_alloc() - before < 150000')).toBe('(200000, True)');
    await whole.promise;
    expect(uploaded).toBe(200_000);
  });

  test('a server of the board: http and fetch clients, and one that closes its side first', async () => {
    await terminal.run('l = socket.socket(); l.setsockopt(1, 4, 1); l.bind(("0.0.0.0", 80)); l.listen(2)');
    const answer = () =>
      terminal.type(
        'c, a = l.accept(); r = b""\nwhile b"\\r\\n\\r\\n" not in r: r += c.recv(500)\nc.send(b"HTTP/1.0 200 OK\\r\\n\\r\\n" + r.split()[1]); c.close()\x04',
      );
    const address = await board.address();
    await answer();
    expect(await (await fetch(`http://${address}/fetched`)).text()).toBe('/fetched');
    await terminal.until('\x04>');

    await answer();
    const text = await new Promise<string>((resolve, reject) => {
      request(`http://${address}/plain`, (response) => {
        let body = '';
        response.on('data', (data) => {
          body += data;
        });
        response.on('end', () => resolve(body));
      })
        .on('error', reject)
        .end();
    });
    expect(text).toBe('/plain');
    await terminal.until('\x04>');

    await answer();
    const [host, port] = address.split(':');
    const socket = connect({ host: host ?? '', port: Number(port), allowHalfOpen: true });
    socket.end('GET /half HTTP/1.0\r\n\r\n');
    let body = '';
    socket.on('data', (data) => {
      body += data;
    });
    await once(socket, 'end');
    socket.destroy();
    expect(body).toContain('/half');
    await terminal.until('\x04>');
    await terminal.run('l.close()');
    await expect(fetch(`http://${address}/`)).rejects.toThrow();
  });

  test('what nobody has accepted goes with its listener', async () => {
    await terminal.run('l = socket.socket(); l.bind(("", 80)); l.listen(2)');
    const [host, port] = (await board.address()).split(':');
    const socket = connect({ host: host ?? '', port: Number(port) });
    const end = once(socket, 'end');
    await terminal.run('import select\np = select.poll(); p.register(l, select.POLLIN); p.poll(); l.close()');
    await end;
    socket.destroy();
  });
});

test('board to board, and a peer that loses its power', async () => {
  const bench = testBench();
  bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
  const [one, two] = await Promise.all([online(bench, 'pico'), online(bench, 'esp32')]);
  await one.terminal.run('l = socket.socket(); l.bind(("", 5000)); l.listen(2)');
  await two.terminal.run(`s = socket.socket(); s.connect(("${one.board.ip}", 5000)); s.send(b"hello")`);
  expect(await one.terminal.value('a[0], c.recv(10), c.send(b"hi")', 'c, a = l.accept()')).toBe(
    `('${two.board.ip}', b'hello', 2)`,
  );
  expect(await two.terminal.value('s.recv(10)')).toBe("b'hi'");
  expect(await errnoOf(two.terminal, `socket.socket().connect(("${one.board.ip}", 5001))`)).toBe('111');
  // Nobody reads: what is under way has its bounds, and comes through when somebody does.
  await two.terminal.run(
    'import select\ns.setblocking(False); p = select.poll(); p.register(s, select.POLLOUT); n = 0\nwhile p.poll(60): n += s.send(bytes(5000))',
  );
  const sent = Number(await two.terminal.value('n'));
  expect(sent).toBeGreaterThanOrEqual(12_800);
  expect(sent).toBeLessThan(100_000);
  expect(await errnoOf(two.terminal, 's.send(b"x")')).toBe('11');
  await one.terminal.run(`n = 0\nwhile n < ${sent}: n += len(c.recv(1000))`);
  await two.terminal.run('s.setblocking(True)');
  await two.terminal.type('try:\n  print(s.recv(10))\nexcept OSError as e:\n  print(e.errno)\x04');
  await two.terminal.until('OK');
  const { ip } = one.board;
  await one.board.powerOff();
  expect(await two.terminal.until('\x04>')).toBe('104\r\n\x04\x04>');
  expect(await errnoOf(two.terminal, `socket.socket().connect(("${ip}", 5000))`)).toBe('113');
});

test('closing before all is read is a reset; with all read it is an end', async () => {
  const bench = testBench();
  bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
  const { board, terminal } = await online(bench, 'pico');
  await terminal.run('l = socket.socket(); l.bind(("", 80)); l.listen(2)');
  const [host, port] = (await board.address()).split(':');
  const visit = async (count: number): Promise<string> => {
    const socket = connect({ host: host ?? '', port: Number(port) }, () => socket.write('0123456789'));
    const ended = once(socket.resume(), 'end').then(
      () => 'end',
      (error: NodeJS.ErrnoException) => error.code ?? '',
    );
    await terminal.run(`c, a = l.accept(); c.recv(${count}); c.close()`);
    return ended;
  };
  expect(await visit(4)).toBe('ECONNRESET');
  expect(await visit(10)).toBe('end');
});

test('a Pico has five connections at a time: the sixth waits, its own have no memory', async () => {
  const bench = testBench();
  bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
  const { board, terminal } = await online(bench, 'pico');
  await terminal.run('l = socket.socket(); l.bind(("", 80)); l.listen(5); l.settimeout(0.1); all = []');
  const [host, port] = (await board.address()).split(':');
  const sockets = Array.from({ length: 6 }, () => connect({ host: host ?? '', port: Number(port) }));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  await terminal.run('for i in range(5): all.append(l.accept()[0])');
  expect(await errnoOf(terminal, 'l.accept()')).toBe('110');
  expect(await errnoOf(terminal, 'socket.socket().connect(("10.77.1.1", 9))')).toBe('12');
  await terminal.run('all.pop().close()');
  expect(await errnoOf(terminal, 'all.append(l.accept()[0])')).toBe('no error');
});

test('connections of this computer break when the board is reset', async () => {
  const bench = testBench();
  bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
  const { board, terminal } = await online(bench, 'esp32');
  await terminal.run('l = socket.socket(); l.bind(("", 80)); l.listen(2)');
  const [host, port] = (await board.address()).split(':');
  const socket = connect({ host: host ?? '', port: Number(port) });
  await terminal.run('c, a = l.accept()');
  const broken = once(socket, 'error');
  await board.reset();
  expect((await broken)[0]).toMatchObject({ code: 'ECONNRESET' });
});
