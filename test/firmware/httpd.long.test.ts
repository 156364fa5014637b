/** The HTTP server under what no client should do: thousands of broken requests, slow readers, slow writers. */
import { connect } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { type Attempt, attempt, type Random, randomOf } from './fuzz.ts';
import { type Rig, raw, softwareOf, startRig } from './support.ts';

const rigs: Rig[] = [];
afterAll(() => Promise.all(rigs.map((rig) => rig.close())));

async function start(setup: Parameters<typeof startRig>[0]): Promise<Rig> {
  const rig = await startRig({ clockRate: 5, ...setup });
  rigs.push(rig);
  return rig;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What came back until the board closed; undefined for a client that did not wait. */
async function make({ pieces, next }: Attempt, address: string): Promise<string | undefined> {
  const [host, port] = address.split(':');
  const socket = connect({ host, port: Number(port), allowHalfOpen: true });
  const closed = new Promise<string>((resolve, reject) => {
    let text = '';
    socket.setTimeout(18_000, () => socket.destroy(new Error('neither answered nor closed')));
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    socket.on('end', () => socket.end());
    socket.on('error', (error: NodeJS.ErrnoException) => error.code === undefined && reject(error));
    socket.on('close', () => resolve(text));
  });
  for (const piece of pieces) {
    socket.write(piece);
    if (pieces.length > 1) await turn();
  }
  if (next === 'end') socket.end();
  if (next === 'vanish') socket.resetAndDestroy();
  return next === 'vanish' ? void (await closed) : closed;
}

/** Is it an answer as HTTP has it, or none at all? A reset may cut it. */
function faultOf(answer: string): string | undefined {
  if (answer === '') return undefined;
  const [head = '', body = ''] = answer.split(/\r\n\r\n(.*)/s);
  if (!/^HTTP\/1\.1 (200|201|204|400|401|403|404|405|409|413|500|503) /.test(head)) return head;
  const length = Number(/^content-length: (\d+)$/m.exec(head.replaceAll('\r', ''))?.[1]);
  if (body.length > length) return `${body.length} bytes for ${length}`;
  return /^HTTP\/1\.1 500/.test(head) ? answer : undefined;
}

async function fuzz(rig: Rig, count: number, clients: number, random: Random) {
  const address = await rig.board.address();
  const faults: string[] = [];
  let answered = 0;
  let left = count;
  const client = async () => {
    while (left-- > 0) {
      const one = attempt(random);
      const answer = await make(one, address);
      if (answer) answered++;
      const fault = answer === undefined ? undefined : faultOf(answer);
      if (fault)
        faults.push(`${one.kind} ${JSON.stringify(Buffer.concat(one.pieces).toString('latin1'))}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { faults, answered };
}

describe('5000 broken requests', () => {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 32);

  it.concurrent.each([
    ['pico', 4],
    ['esp32', 7],
  ] as const)('half of them to %s: each answered or closed, and it serves on', async (kind, clients) => {
    console.log(`FUZZ_SEED=${seed}`);
    const rig = await start({ kind });
    const { faults, answered } = await fuzz(rig, 2500, clients, randomOf(seed + clients));
    expect(faults).toEqual([]);
    // The others went away, or were reset with their answer on the way.
    expect(answered).toBeGreaterThan(1500);
    expect((await rig.ask('GET', '/status')).status).toBe(200);
    expect(rig.console.lines.join('\n')).not.toMatch(/platform: error|boot: start.*boot: start/s);
  });
});

describe('slow clients', () => {
  /** What a request may take is then more than half a second of a busy computer's. */
  const QUICK = 8;
  /** Half a minute of the board's is four seconds. */
  const PATIENCE_MS = 30_000;
  const APP = `import asyncio, platform
from httpd import Pieces
DEVICE_TYPE, FIRMWARE, META = "pico", "1.0.0", {}
def endless(request):
    def pieces():
        while True:
            yield bytes(1024)
    return Pieces(1 << 30, pieces())
async def never(request):
    await asyncio.sleep(1000)
platform.register_routes([("GET", "/endless", endless), ("GET", "/never", never)])
async def run():
    await asyncio.sleep(1000)
`;

  it('who takes an answer too slowly, or never says the end of a request, holds nobody up for long', async () => {
    const rig = await start({ software: softwareOf(APP), clockRate: QUICK });
    const address = await rig.board.address();
    const [host, port] = address.split(':');
    const reader = connect({ host, port: Number(port) }, () => reader.write('GET /endless HTTP/1.1\r\n\r\n'));
    reader.pause();
    const dropped = new Promise((resolve) => reader.on('close', resolve).on('error', resolve));
    const drip = connect({ host, port: Number(port) }, () => drip.write('GET /'));
    const dripping = setInterval(() => drip.write('a'), 20);
    await new Promise((resolve) => drip.on('close', resolve).on('error', resolve).resume());
    clearInterval(dripping);
    expect((await rig.ask('GET', '/status')).status).toBe(200);
    // Read on, until the board has had enough.
    await expect
      .poll(async () => (await rig.ask('GET', '/status')).json.uptime_ms, { timeout: PATIENCE_MS })
      .toBeGreaterThan(30_000);
    reader.resume();
    await dropped;
    expect(reader.bytesRead).toBeLessThan(1 << 30);
  });

  it('a handler that never ends is given up', async () => {
    const rig = await start({ software: softwareOf(APP), clockRate: QUICK });
    const { status, json } = await rig.ask('GET', '/never');
    expect([status, json.error]).toEqual([500, 'timeout']);
  });

  it('six at a time on an ESP32, the seventh is told so', async () => {
    const rig = await start({ kind: 'esp32', software: softwareOf(APP) });
    const address = await rig.board.address();
    const slow = Array.from({ length: 6 }, () => raw(address, 'GET /sta'));
    await expect.poll(async () => (await rig.ask('GET', '/status')).json.error).toBe('busy');
    expect(await Promise.all(slow)).toEqual(Array(6).fill(''));
  });
});
