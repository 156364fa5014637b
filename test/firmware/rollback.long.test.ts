/** Sets that are no good, on the real platform: each ends on the last good one, by the third boot. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeOta, md5, setOf } from './fake-ota.ts';
import { type Files, type Json, makeRig, type Rig, softwareOf } from './support.ts';

/**
 * Two minutes of the board's are twelve seconds here: enough for five boards at once to start the platform and be steady for a
 * minute. Faster, the time-out of what they ask the server would be shorter than what a busy computer keeps silent.
 */
const FAST = 10;
const HEAD = 'import asyncio, platform, time\nDEVICE_TYPE, FIRMWARE, META = "pico", "2.0.0", {}\n';
const app = (mark: string) =>
  `${HEAD.replace('2.0.0', mark)}async def run():\n    while True:\n        await asyncio.sleep(1)\n`;
const GOOD = softwareOf(app('1.0.0'));

// Each waits for minutes of a board's, so they wait together.
const open: { close(): unknown }[] = [];
afterAll(() => Promise.all(open.map((one) => one.close())));

async function offered(files: Files, kind: 'pico' | 'esp32' = 'pico') {
  const ota = await new FakeOta(files).listen();
  ota.intervalMs = 20_000;
  // The platform's watchdog has tests of its own; at this rate a busy computer would set it off.
  const provision = { api: ota.api, wdt_s: 0 };
  const rig = makeRig({ kind, software: GOOD, provision, clockRate: FAST });
  open.push(ota, rig);
  return { ota, rig };
}

/** A trial lasts for minutes of a board's, and several boards share the computer. */
const LONG_MS = 100_000;
const lineOf = (rig: Rig, pattern: RegExp, after = rig.console.lines.length) =>
  rig.console.line(pattern, after, LONG_MS);

/** After a program that ended, the line begins with the prompt. */
const starts = (rig: Rig, from = 0) =>
  rig.console.lines.slice(from).filter((line) => line.includes('boot: start ')).length;

const replace = (name: string, from: string | RegExp, to: string): Files => {
  const text = (GOOD[name] ?? '').replace(from, to);
  if (text === GOOD[name]) throw new Error(`${name} has no ${from}`);
  return { ...GOOD, [name]: text };
};

/** What a set can be that is no good; the first line of its end, where it has one. */
const BAD: readonly (readonly [string, Files])[] = [
  ['main.py is no Python', { ...GOOD, 'main.py': 'def main(:\n' }],
  ['platform.py is no Python', replace('platform.py', /$/, 'def (:\n')],
  ['an import is missing', replace('platform.py', /^import asyncio$/m, 'import asyncio, iot_nothing')],
  ['the app raises at once', { ...GOOD, 'app.py': `${HEAD}async def run():\n    raise ValueError('bad')\n` }],
  ['the app cannot be imported', { ...GOOD, 'app.py': `${HEAD}import nothing\n` }],
  [
    'the app raises after half a minute',
    {
      ...GOOD,
      'app.py': `${HEAD}async def run():\n    await asyncio.sleep(30)\n    raise ValueError('bad')\n`,
    },
  ],
  ['the app ends', { ...GOOD, 'app.py': `${HEAD}async def run():\n    await asyncio.sleep(20)\n` }],
  [
    'the app holds the loop for ever',
    { ...GOOD, 'app.py': `${HEAD}async def run():\n    while True: pass\n` },
  ],
  ['the app holds its import', { ...GOOD, 'app.py': `${HEAD}while True: pass\n` }],
  [
    'the app sleeps without an await',
    { ...GOOD, 'app.py': `${HEAD}async def run():\n    time.sleep(100000)\n` },
  ],
  [
    'the platform never answers',
    replace('web_server.py', 'await server.listen(PORT)', 'await asyncio.sleep(100000)'),
  ],
  ['main.py ends', { ...GOOD, 'main.py': 'import platform\n' }],
  ['main.py resets at once', { ...GOOD, 'main.py': 'import machine\nmachine.reset()\n' }],
  ['it has a json.py, which is no Python and which boot.py needs too', { ...GOOD, 'json.py': 'def (:\n' }],
];

describe.concurrent('back on the last good set within three boots, when', { timeout: 2 * LONG_MS }, () => {
  it.each(BAD)('%s', async (_, files) => {
    const { ota, rig } = await offered(files);
    const update = lineOf(rig, /^boot: update/);
    const rolled = lineOf(rig, /^boot: rollback/);
    rig.board.powerOn();
    await update;
    const from = rig.console.lines.length;
    expect(await rolled).toBe(`boot: rollback not confirmed set=${setOf(files)}`);
    const ready = lineOf(rig, /^platform: ready/);
    // The restart that the update ends in, and two more; the rollback comes first of all in the third.
    expect(starts(rig, from)).toBe(3);
    await ready;
    for (const [name, text] of Object.entries(GOOD)) expect(rig.board.flash.text(name)).toBe(text);
    expect(rig.json('version.json')?.set).toBe(setOf(GOOD));
    const rejected = [{ set: setOf(files), seq: 1, reason: 'not confirmed' }];
    expect(rig.json('ota_state.json')).toEqual({ rejected });
    const asked = ota.got.findLast(({ path }) => path === '/iot/boot')?.body;
    expect(asked).toMatchObject({ trial: false, rejected, set: setOf(GOOD) });
    // The server of this test offers it all the same: the device does not take it.
    expect(rig.console.lines.join('\n')).toMatch(/^boot: refused update ValueError rejected$/m);
  });

  it('an ESP32 is held, whose timers are hardware', async () => {
    const files = { ...GOOD, 'app.py': `${HEAD}async def run():\n    while True: pass\n` };
    const { rig } = await offered(files, 'esp32');
    const rolled = lineOf(rig, /^boot: rollback/);
    rig.board.powerOn();
    expect(await rolled).toContain('not confirmed');
    await lineOf(rig, /^platform: ready/);
  });

  it('the power goes again and again', async () => {
    const { rig } = await offered({ ...GOOD, 'app.py': app('2.0.0') });
    const update = lineOf(rig, /^boot: update/);
    rig.board.powerOn();
    await update;
    for (let n = 0; n < 2; n++) {
      await lineOf(rig, /^boot: trial/);
      await rig.board.powerOff();
      rig.board.powerOn();
    }
    expect(await lineOf(rig, /^boot: rollback/, 0)).toContain('not confirmed');
    await lineOf(rig, /^platform: ready/);
    expect(rig.json('version.json')?.set).toBe(setOf(GOOD));
  });
});

describe.concurrent('a good set', { timeout: 2 * LONG_MS }, () => {
  it.each(['pico', 'esp32'] as const)('is tried on %s, declared good, and kept', async (kind) => {
    const files = { ...GOOD, 'app.py': app('2.0.0') };
    const { ota, rig } = await offered(files, kind);
    const good = lineOf(rig, /^platform: good/);
    rig.board.powerOn();
    expect(await good).toBe(`platform: good set=${setOf(files)}`);
    expect(rig.json('ota_state.json')).toEqual({ seq: 1, seq_set: setOf(files) });
    expect(rig.names().filter((name) => name.endsWith('.bak'))).toEqual([]);
    const tried = ota.got.filter(({ path }) => path === '/iot/boot').map(({ body }) => body.trial);
    expect(tried).toEqual([false, true]);
    // The timer that would have ended the trial is stopped: after its two minutes it still runs.
    const uptime = async () => Number((await ota.next('/iot/heartbeat')).body.uptime_ms);
    while ((await uptime()) < 125_000);
    expect(starts(rig)).toBe(2);
  });
});

describe('a hotfix', { timeout: 2 * LONG_MS }, () => {
  let ota: FakeOta;
  let rig: Rig;
  beforeEach(async () => {
    ({ ota, rig } = await offered(GOOD));
    const ready = lineOf(rig, /^platform: ready/);
    rig.board.powerOn();
    await ready;
  });
  afterEach(() => rig.close());

  it.each(['manifest', 'plain'] as const)('that is no good goes, in the %s form', async (form) => {
    ota.form = form;
    ota.ignoresRejected = true;
    const bad = { 'app.py': `${HEAD}async def run():\n    raise ValueError('bad')\n`, 'extra.py': 'E = 1\n' };
    const rolled = lineOf(rig, /^boot: rollback/);
    const taken = lineOf(rig, /^boot: hotfix 2 files/);
    ota.hotfix = bad;
    await taken;
    const { trial } = rig.json('ota_state.json') as { trial: Json };
    expect(trial).toMatchObject({ added: ['extra.py'], back: ['version.json', 'app.py'] });
    await rolled;
    await lineOf(rig, /^platform: ready/);
    for (const [name, text] of Object.entries(GOOD)) expect(rig.board.flash.text(name)).toBe(text);
    expect(rig.names()).not.toContain('extra.py');
    expect(rig.json('version.json')).toMatchObject({ base: {}, overlay: {}, set: setOf(GOOD) });
    const [entry] = (rig.json('ota_state.json')?.rejected ?? []) as Json[];
    expect(entry).toMatchObject({ reason: 'not confirmed', md5: expect.any(String) });
    if (form === 'manifest') expect(entry).toMatchObject({ set: setOf(bad), seq: 1 });
    // Offered for ever, it is not taken once more, and no reason to restart.
    const from = rig.console.lines.length;
    for (let n = 0; n < 4; n++) await ota.next('/iot/heartbeat');
    expect(starts(rig, from)).toBe(0);
  });

  it('that is good stays when its trial has ended; the same once more changes nothing', async () => {
    const good = lineOf(rig, /^platform: good/);
    const fix = app('1.0.1');
    ota.hotfix = { 'app.py': fix };
    await good;
    expect(rig.json('version.json')).toMatchObject({
      base: { 'app.py': md5(GOOD['app.py'] ?? '') },
      overlay: { 'app.py': md5(fix) },
    });
    expect(rig.json('ota_state.json')).toEqual({ hotfix_seq: 1, hotfix_seq_set: setOf({ 'app.py': fix }) });
  });
});
