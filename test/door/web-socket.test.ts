/** Peers that send too much, read too slowly or are gone cost the bench one socket. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Sources } from '../../main/door/dispatcher.ts';
import type { SocketLimits } from '../../main/door/socket-channel.ts';
import { MESSAGE_LIMIT, type ServerMessage } from '../../preload/contract/messages.ts';
import { boardAt, createFakeBench, type FakeBench } from './fake-bench.ts';
import { openWebRig, type WebRig } from './web-rig.ts';

let rig: WebRig;
let bench: FakeBench;
async function open(limits: Partial<SocketLimits> = {}, sources: Partial<Sources> = {}) {
  bench = createFakeBench({}, sources);
  rig = await openWebRig(bench.dispatcher, { limits, log: bench.log.add });
}
afterEach(() => rig.close());

const about = (id: number) => JSON.stringify({ type: 'call', id, name: 'bench.about', params: {} });

/** The bench is well: another page is answered. */
async function stillServes() {
  const channel = await rig.connect();
  const answer = new Promise((resolve) => channel.onMessage(resolve));
  channel.send({ type: 'call', id: 1, name: 'bench.about', params: {} });
  expect(await answer).toMatchObject({ type: 'result' });
  channel.close();
}

async function closeCode(socket: ReturnType<WebRig['socket']>): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

describe('what is sent', () => {
  it('may have two megabytes and not more', async () => {
    await open();
    const socket = rig.socket();
    await once(socket, 'open');
    const fits = about(1).padEnd(MESSAGE_LIMIT, ' ');
    socket.send(fits);
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect((JSON.parse(String(answer)) as ServerMessage).type).toBe('result');
    socket.send(`${fits} `);
    expect(await closeCode(socket)).toBe(1009);
    await stillServes();
  });

  it.each([
    ['bytes', Buffer.from(about(1)), 1003],
    ['no JSON', '{"type":', 1007],
    ['nothing', '', 1007],
    ['another thing', '[1,2,3]', 1000],
    ['a deep thing', '['.repeat(200_000), 1007],
  ])('is the contract’s JSON: %s ends it', async (_, message, code) => {
    await open();
    const socket = rig.socket();
    await once(socket, 'open');
    socket.send(message);
    expect(await closeCode(socket)).toBe(code);
    await stillServes();
  });

  it('comes in so many messages and not more', async () => {
    await open({ burst: 50, perSecond: 0.001 });
    const socket = rig.socket();
    await once(socket, 'open');
    let answers = 0;
    socket.on('message', () => {
      answers += 1;
    });
    for (let id = 0; id < 500; id++) socket.send(about(id));
    expect(await closeCode(socket)).toBe(1008);
    expect(answers).toBeLessThanOrEqual(50);
    await stillServes();
  });
});

describe('a page that reads slowly', () => {
  /** Boards whose list has about 200 kB. */
  const large = () => Array.from({ length: 2000 }, (_, n) => boardAt(`virtual:pico-${n}`));

  async function slowPage() {
    const socket = rig.socket();
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'subscribe', id: 1, topic: 'boards', params: {} }));
    await once(socket, 'message');
    socket.pause();
    return socket;
  }
  const unwatched = () => bench.log.until((line) => line.includes('reads too slowly'));

  it('is let go before it fills the memory', async () => {
    await open({ mostBytes: 2 * 1024 * 1024 });
    await slowPage();
    const boards = large();
    let told = 0;
    while (bench.watchers.size > 0 && told < 1000) {
      bench.tell(boards);
      told += 1;
      // The system takes some megabytes into its own hands; it gets its turn to do so.
      await new Promise(setImmediate);
    }
    expect(bench.watchers.size).toBe(0);
    expect(told).toBeLessThan(200);
    await unwatched();
    await stillServes();
  });

  it('is let go when it stays behind for long', async () => {
    await open({ slowBytes: 100_000, slowMs: 20 });
    await slowPage();
    const boards = large();
    for (let n = 0; n < 60 && bench.watchers.size > 0; n++) bench.tell(boards);
    await unwatched();
    expect(bench.watchers.size).toBe(0);
  });

  it('may take its time with a large first state', async () => {
    await open({ slowBytes: 100_000, slowMs: 60_000 });
    const socket = await slowPage();
    const boards = large();
    for (let n = 0; n < 60; n++) bench.tell(boards);
    expect(bench.watchers.size).toBe(1);
    let told = 0;
    const all = new Promise<void>((resolve) => {
      socket.on('message', () => {
        told += 1;
        if (told === 60) resolve();
      });
    });
    socket.resume();
    await all;
  });
});

describe('a page that is gone', () => {
  it('without a word is found out', async () => {
    await open({ pingMs: 20 });
    const socket = rig.socket();
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'subscribe', id: 1, topic: 'boards', params: {} }));
    await once(socket, 'message');
    // It reads no more, so it answers no ping.
    socket.pause();
    await bench.log.until((line) => line.includes('does not answer'));
    expect(bench.watchers.size).toBe(0);
  });

  it('stays as long as it answers', async () => {
    await open({ pingMs: 150 });
    const socket = rig.socket();
    let pings = 0;
    await new Promise<void>((resolve) => {
      socket.on('ping', () => {
        pings += 1;
        if (pings === 3) resolve();
      });
    });
    await stillServes();
    expect(socket.readyState).toBe(socket.OPEN);
  });
});

describe('a stranger', () => {
  it('who speaks no HTTP, or hangs up in the midst of it, harms nobody', async () => {
    await open();
    for (const words of [
      '\x16\x03\x01\x02\x00',
      'GET / HTTP/1.1\r\nHost: x',
      'BREW /door HTCPCP/1.0\r\n\r\n',
    ]) {
      const socket = connect(rig.port, '127.0.0.1');
      await once(socket, 'connect');
      socket.on('error', () => {});
      socket.end(words);
      await once(socket.resume(), 'close');
    }
    await stillServes();
  });

  it('who is refused an upgrade and hangs up at once harms nobody', async () => {
    await open();
    const socket = connect(rig.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /door HTTP/1.1\r\nHost: evil\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.resetAndDestroy();
    await once(socket, 'close');
    await stillServes();
  });

  it('finds at most so many places', async () => {
    await open();
    const first = await Promise.all(Array.from({ length: 32 }, () => rig.knock()));
    expect(new Set(first)).toEqual(new Set([101]));
    expect(await rig.knock()).toBe(503);
  });
});

describe('the end of the door', () => {
  it('is the end of every channel', async () => {
    await open();
    const channel = await rig.connect();
    const closed = new Promise<void>((resolve) => channel.onClose(resolve));
    channel.send({ type: 'subscribe', id: 1, topic: 'boards', params: {} });
    await new Promise<void>((resolve) => channel.onMessage(() => resolve()));
    await rig.stop();
    await closed;
    expect(bench.watchers.size).toBe(0);
    await expect(rig.connect()).rejects.toThrow();
  });
});
