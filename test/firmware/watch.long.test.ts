/** What the platform says of the set that it belongs to, and of whoever holds the loop; and what ends it. */
import { describe, expect, it } from 'vitest';
import { FakeOta } from './fake-ota.ts';
import { type Json, type Rig, type Setup, softwareOf, startRig } from './support.ts';

const HEAD = 'import asyncio, platform, sys, time\nDEVICE_TYPE, FIRMWARE, META = "pico", "1.0.0", {}\n';
const IDLE = 'async def run():\n    await asyncio.sleep(100000)\n';
/** A minute of the board's is six seconds here. Faster, its time-outs would be shorter than what a busy computer keeps silent. */
const FAST = 10;
/** For minutes of a board's. */
const LONG_MS = 60_000;

/** A board that goes with its test: they all wait for minutes of a board's, and wait together. */
async function start(app: string, { more, ...setup }: Setup & { more?: Record<string, string> } = {}) {
  const rig = await startRig({ clockRate: FAST, ...setup, software: { ...softwareOf(HEAD + app), ...more } });
  return Object.assign(rig, { [Symbol.asyncDispose]: () => rig.close() });
}

const stateOf = (rig: Rig) => rig.json('ota_state.json') as Json;

describe.concurrent('a set on trial', () => {
  const TRIAL = {
    'ota_state.json': JSON.stringify({
      seq: 7,
      rejected: [],
      trial: { set: 'a'.repeat(64), boots: 0, back: ['app.py'], added: [], was: {}, entry: {} },
    }),
    'app.py.bak': 'before',
  };
  // What boot.py left, and a witness that it is stopped.
  const WITNESS = `import __main__
real = getattr(__main__, '__trial__', None)
class Timer:
    def deinit(self):
        if real: real.deinit()
        platform.report(stopped=True)
__main__.__trial__ = Timer()
`;

  it.each(['pico', 'esp32'] as const)(
    'is good on %s after a minute: closed, then no way back',
    async (kind) => {
      await using rig = await start(WITNESS + IDLE, { kind, more: TRIAL });
      const good = rig.console.line(/^platform: good set=/, 0, LONG_MS);
      expect(stateOf(rig)).toHaveProperty('trial');
      expect(await good).toBe(`platform: good set=${rig.json('version.json')?.set}`);
      expect(stateOf(rig)).toEqual({ seq: 7, rejected: [] });
      expect(rig.names()).not.toContain('app.py.bak');
      const { json } = await rig.ask('GET', '/status');
      expect(json.stopped).toBe(true);
      expect(json.uptime_ms).toBeGreaterThan(60_000);
    },
  );

  it('is closed before its way back goes, wherever the power is cut', async () => {
    await using rig = await start(IDLE, { more: TRIAL });
    const seen = new Set<string>();
    // After each operation the flash is what a cut would leave.
    rig.board.onEvent(({ type }) => {
      const open = rig.board.flash.text('ota_state.json')?.includes('trial');
      if (type === 'flash') seen.add(`${open ? 'open' : 'closed'}, ${rig.board.flash.text('app.py.bak')}`);
    });
    await rig.console.line(/^platform: good/, 0, LONG_MS);
    expect([...seen].filter((state) => state !== 'open, before')).toEqual([
      'closed, before',
      'closed, undefined',
    ]);
  });

  it.each([
    ['raises', 'async def run():\n    await asyncio.sleep(20)\n    raise ValueError\n'],
    ['ends', 'async def run():\n    await asyncio.sleep(20)\n'],
    ['cannot be imported', 'import not_there\n'],
    [
      'breaks the web server',
      `import web_server\nasync def broken(r, w):\n    pass\nweb_server.server.accept = broken\n${IDLE}`,
    ],
    [
      'ends the web server',
      `import web_server\nasync def run():\n    web_server._listening.close()\n    web_server.server.listen = None\n    await asyncio.sleep(100000)\n`,
    ],
  ])('is not when its app %s', async (_, app) => {
    const clock =
      'async def clock():\n    await asyncio.sleep(90)\n    print("90 s")\nasyncio.create_task(clock())\n';
    // Sooner than boot.py's timer, which gives two minutes from its own start; the platform starts later, by seconds of this computer's.
    await using rig = await start(clock + app, { more: TRIAL });
    await rig.console.line(/^90 s/, 0, LONG_MS);
    expect(rig.console.lines.join('\n')).not.toContain('platform: good');
    expect(stateOf(rig)).toHaveProperty('trial');
    expect(rig.names()).toContain('app.py.bak');
  });

  it('takes no hotfix before; the offer stands, and is taken then', async () => {
    const app = HEAD + IDLE;
    await using ota = Object.assign(await new FakeOta({ ...softwareOf(app) }).listen(), {
      [Symbol.asyncDispose]: async () => ota.close(),
    });
    ota.hotfix = { 'extra.py': 'x = 1\n' };
    await using rig = await start(IDLE, { more: TRIAL, provision: { api: ota.api } });
    await rig.console.line(/^platform: hotfix/, 0, LONG_MS);
    const said = rig.console.lines.filter((line) => /^platform: (good|hotfix|registered)/.test(line));
    expect(said.map((line) => line.split(' ')[1])).toEqual(['registered', 'good', 'hotfix']);
    const beats = ota.got.filter(({ path }) => path === '/iot/heartbeat');
    expect(beats[0]?.body).toMatchObject({ trial: true, seq: 7 });
  });

  it('a factory reset closes it', async () => {
    await using rig = await start(IDLE, { more: TRIAL });
    await rig.ask('POST', '/factory-reset');
    expect(stateOf(rig)).toEqual({ seq: 7, rejected: [] });
    expect(rig.names()).not.toContain('app.py.bak');
  });
});

describe('who holds the loop is named in the log', () => {
  const log = async (rig: Rig) => (await rig.ask('GET', '/logs/platform_log.txt')).text;

  it.each([
    [
      'the app',
      `async def run():\n    while True:\n        time.sleep(4)\n        await asyncio.sleep(1)\n`,
      /by app$/,
    ],
    [
      'a plain handler',
      `platform.register_routes([("GET", "/slow", lambda request: time.sleep(4))])\n${IDLE}`,
      /by GET \/slow$/,
    ],
    [
      'an async handler',
      `async def slow(request):\n    await asyncio.sleep(0)\n    time.sleep(4)\nplatform.register_routes([("GET", "/slow", slow)])\n${IDLE}`,
      /by GET \/slow$/,
    ],
    [
      'a task of the app, as far as that can be known',
      `async def task():\n    while True:\n        await asyncio.sleep(1)\n        time.sleep(4)\nasync def run():\n    asyncio.create_task(task())\n    await asyncio.sleep(100000)\n`,
      /by a task without a name$/,
    ],
  ])('%s', async (_, app, named) => {
    // A pause of this computer's counts as one of the board's: half a second of it is not yet told of.
    await using rig = await start(app, { clockRate: 4 });
    await rig.ask('GET', '/slow');
    const line = await rig.console.line(named, 0);
    expect(await log(rig)).toContain(line);
    expect(Number(/blocked for (\d+) ms/.exec(line)?.[1])).toBeGreaterThanOrEqual(3400);
  });

  it('once a minute, not each time; and nobody is accused who awaits', async () => {
    await using rig = await start(
      `async def run():\n    for n in range(5):\n        time.sleep(3)\n        await asyncio.sleep(0)\n    print("done")\n    await asyncio.sleep(100000)\n`,
      // Who is late for a whole second of this computer's would be accused.
      { clockRate: 2 },
    );
    await rig.console.line(/^done$/, 0);
    expect((await log(rig)).match(/by app\n/g)).toHaveLength(1);
    expect(await log(rig)).not.toContain('without a name');
  });
});

describe.concurrent('the watchdog', () => {
  const bites = (rig: Rig) =>
    new Promise<string>((resolve) =>
      rig.board.onEvent((event) => event.type === 'reset' && resolve(event.why)),
    );
  const HANGS = `def hang(request):\n    while True:\n        pass\nplatform.register_routes([("GET", "/hang", hang)])\n${IDLE}`;

  it.each(['pico', 'esp32'] as const)('ends a loop that stands still on %s', async (kind) => {
    await using rig = await start(HANGS, { kind, clockRate: 4, provision: { wdt_s: 12 } });
    const bitten = bites(rig);
    await expect(rig.ask('GET', '/hang')).rejects.toThrow();
    expect(await bitten).toBe('wdt');
    const ready = rig.console.line(/^platform: ready/);
    await ready;
    if (kind === 'pico') {
      const { text } = await rig.ask('GET', '/logs/platform_log.txt');
      expect(text).toMatch(/blocked for \d{5} ms by GET \/hang: the watchdog resets\n/);
    }
  });

  it('lets a handler of twelve seconds end, though a Pico counts to eight seconds', async () => {
    const app = `platform.register_routes([("GET", "/slow", lambda request: time.sleep(12) or "done")])\n${IDLE}`;
    await using rig = await start(app, { clockRate: 3 });
    expect((await rig.ask('GET', '/slow')).text).toBe('done');
  });

  it('is not started where wdt_s is 0', async () => {
    await using rig = await start(
      HANGS.replace('while True:', 'for _ in range(4):').replace('pass', 'time.sleep(20)'),
      {
        provision: { wdt_s: 0 },
      },
    );
    expect((await rig.ask('GET', '/hang')).status).toBe(204);
  });
});
