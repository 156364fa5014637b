/** What a board's program moves is counted: call by call, and file by file. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { boardEvent, rawBoard, testBench } from './support.ts';

const NOTHING = { calls: 0, bytes: 0, largest: 0 };

test('files: reads and writes as they are made, contents as they come to lie, imports too', async () => {
  const { board, terminal } = await rawBoard(
    testBench(),
    { kind: 'pico' },
    { 'big.txt': 'x'.repeat(3000), 'lib.py': 'A = 1\n' },
  );
  const { meters } = board;
  expect(meters.flashWrite).toEqual(NOTHING);
  await terminal.run('f = open("big.txt", "rb"); f.read(1000); f.read(500); f.close()');
  expect(meters.flashRead).toEqual({ calls: 2, bytes: 1500, largest: 1000 });
  await terminal.run('import lib');
  expect(Object.fromEntries(meters.readByFile)).toEqual({ 'big.txt': 1500, 'lib.py': 6 });
  await terminal.run('f = open("new.txt", "wb")\nfor n in (100, 700, 30): f.write(bytes(n))\nf.close()');
  expect(meters.flashWrite).toEqual({ calls: 3, bytes: 830, largest: 700 });
  // It was made, empty, and then it was closed.
  expect(meters.flashCommit).toEqual({ calls: 2, bytes: 830, largest: 830 });
  meters.reset();
  expect([meters.flashRead, meters.flashWrite, meters.flashCommit, meters.readByFile.size]).toEqual([
    NOTHING,
    NOTHING,
    NOTHING,
    0,
  ]);
});

test('sockets, and over a reset', async () => {
  const server = createServer((socket) => socket.on('data', () => socket.end('y'.repeat(900)))).listen(0);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const bench = testBench();
  bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
  const { board, terminal } = await rawBoard(bench, { kind: 'esp32' });
  await terminal.run(`import network, socket, time
w = network.WLAN(0); w.active(True); w.connect("Home", "correct horse")
while not w.isconnected(): time.sleep_ms(2)
s = socket.socket(); s.connect(("10.77.1.1", ${(server.address() as AddressInfo).port}))
s.send(bytes(321))
got = 0
while got < 900: got += len(s.recv(600))
s.close()
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.sendto(bytes(40), ("10.77.1.99", 9))`);
  const { socketRead, socketWrite } = board.meters;
  expect(socketRead.bytes).toBe(900);
  expect(socketRead.largest).toBeLessThanOrEqual(600);
  expect(socketRead.largest).toBeGreaterThanOrEqual(300);
  expect(socketWrite).toEqual({ calls: 2, bytes: 361, largest: 321 });
  const up = boardEvent(board, 'state', (one) => one.state === 'running');
  await board.reset();
  await up;
  expect(board.meters.socketWrite).toEqual(socketWrite);
});
