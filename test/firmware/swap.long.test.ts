/**
 * The journal: from the commit point on every boot carries an update or a rollback on, wherever the power went.
 * Long because both directions and every damage to the journal are held against the same two sets.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeOta, md5, setOf } from './fake-ota.ts';
import { bootPy, bootSource, type Files, type Json, makeRig, type Rig, SITE } from './support.ts';

/** Small, and with a platform that is believed to confirm what it belongs to. */
const OLD: Files = {
  'main.py': "print('main: old')\n",
  'app.py': 'A = 1\n',
  'gone.py': 'G = 1\n',
  'platform.py': 'TRIAL = 1\n# old\n',
};
const NEW: Files = {
  'main.py': "print('main: new')\n",
  'app.py': 'A = 2\n',
  'added.py': 'B = 2\n',
  'platform.py': 'TRIAL = 1\n# new\n',
};
type Flash = Map<string, string>;
/** Half a minute until a board asks again is three seconds here, and no time-out is shorter than what a busy computer keeps silent. */
const LEAP = 10;

let ota: FakeOta;
let rig: Rig | undefined;
beforeEach(async () => {
  ota = await new FakeOta(NEW).listen();
});
afterEach(async () => {
  ota.close();
  await rig?.close();
  rig = undefined;
});

const json = (flash: Flash, name: string) => JSON.parse(flash.get(name) ?? 'null') as Json | null;
const pyOf = (flash: Flash): Files =>
  Object.fromEntries([...flash].filter(([name]) => name.endsWith('.py') && name !== 'boot.py'));
const flashOf = (from: Rig): Flash =>
  new Map(from.names().map((name) => [name, from.board.flash.text(name) ?? '']));

/** The flash after each of its operations, until the line comes: what a cut there would leave. */
async function watched(from: Rig, line: RegExp): Promise<Flash[]> {
  const seen: Flash[] = [];
  const stop = from.board.onEvent((event) => {
    if (event.type === 'flash') seen.push(flashOf(from));
  });
  const said = from.console.line(line);
  from.board.powerOn();
  await said;
  stop();
  return seen;
}

/** A reset resolves when the old thread has ended: on a busy computer the new one may have spoken by then. */
async function resetUntil(from: Rig, line: RegExp): Promise<void> {
  const said = from.console.line(line);
  await from.board.reset();
  await said;
}

/** A board with that flash; the server is away, unless it is said. */
async function live(flash: Flash, api = 'http://10.77.1.1:9/iot'): Promise<{ said: string; flash: Flash }> {
  const board = makeRig({ software: Object.fromEntries(flash), provision: { api }, clockRate: LEAP });
  try {
    const said = board.console.line(/^main: /);
    board.board.powerOn();
    return { said: await said, flash: flashOf(board) };
  } finally {
    await board.close();
  }
}

/** Each different flash once (the log makes no difference), some at a time, in their order. */
async function each<T>(cuts: readonly Flash[], look: (cut: Flash) => Promise<T>): Promise<T[]> {
  const textOf = (flash: Flash) =>
    JSON.stringify([...flash].filter(([name]) => !name.startsWith('boot_log')));
  const different = [...new Map(cuts.map((cut) => [textOf(cut), cut])).values()];
  const found: T[] = [];
  for (let at = 0; at < different.length; at += 4)
    found.push(...(await Promise.all(different.slice(at, at + 4).map(look))));
  return found;
}

/** Whole, and able to go back to where it came from; or as it was, and nothing left over. */
async function expectOneSet(cut: Flash): Promise<'old' | 'new'> {
  const { said, flash } = await live(cut);
  const state = json(flash, 'ota_state.json');
  const names = [...flash.keys()];
  expect(names.filter((name) => name.endsWith('.new') || name === 'update.json')).toEqual([]);
  if (said === 'main: old') {
    expect(pyOf(flash)).toEqual(OLD);
    expect(state?.trial).toBeUndefined();
    expect(names.filter((name) => name.endsWith('.bak'))).toEqual([]);
    return 'old';
  }
  expect(pyOf(flash)).toEqual(NEW);
  expect(state).toMatchObject({ seq: 1, trial: { set: setOf(NEW), boots: 1 } });
  expect(json(flash, 'version.json')).toMatchObject({ set: setOf(NEW) });
  expect(names.filter((name) => name.endsWith('.bak')).sort()).toEqual(
    ['app.py', 'gone.py', 'main.py', 'platform.py', 'version.json'].map((name) => `${name}.bak`),
  );
  for (const name of ['app.py', 'gone.py', 'main.py', 'platform.py'])
    expect(flash.get(`${name}.bak`)).toBe(OLD[name]);
  return 'new';
}

/** Each cut is a board of its own, some dozens a test. */
const MANY = { timeout: 60_000 };

const started = () => makeRig({ software: OLD, provision: { api: ota.api } });

describe('an update', () => {
  it('is the old set after a cut at any flash operation before its journal is written', MANY, async () => {
    rig = started();
    const cuts = await watched(rig, /^main: new/);
    const committed = cuts.findIndex((flash) => flash.has('update.json'));
    expect(await each(cuts.slice(0, committed), expectOneSet)).not.toContain('new');
  });

  it('is the new set after a cut at any flash operation from then on', MANY, async () => {
    rig = started();
    const cuts = await watched(rig, /^main: new/);
    const committed = cuts.findIndex((flash) => flash.has('update.json'));
    const done = cuts.findIndex((flash, at) => at > committed && !flash.has('update.json'));
    const came = await each(cuts.slice(committed, done + 1), expectOneSet);
    expect(came).not.toContain('old');
    expect(came.length).toBeGreaterThan(12);
  });

  it('goes by its steps: staged, committed, swapped with main.py last, recorded, done', async () => {
    rig = started();
    const cuts = await watched(rig, /^main: new/);
    const first = (what: string, is: (flash: Flash) => boolean) => {
      const at = cuts.findIndex(is);
      expect(at, what).toBeGreaterThanOrEqual(0);
      return at;
    };
    const put = ['version.json', ...Object.keys(NEW)];
    const staged = first('staged', (flash) => put.every((name) => flash.has(`${name}.new`)));
    const committed = first('committed', (flash) => flash.has('update.json'));
    expect(staged).toBeLessThan(committed);
    // Nothing of the set is touched before, and every staged file is there then.
    for (const flash of cuts.slice(0, committed + 1)) expect(pyOf(flash)).toEqual(OLD);
    expect(put.every((name) => cuts[committed]?.has(`${name}.new`))).toBe(true);
    const journal = json(cuts[committed] ?? new Map(), 'update.json');
    expect(journal).toMatchObject({ kind: 'update', remove: ['gone.py'], state: { trial: { boots: 0 } } });
    const listed = (journal?.put ?? []) as string[];
    expect(listed.at(-1)).toBe('main.py');
    expect([...listed].sort()).toEqual(put.sort());
    const others = first('the others', (flash) =>
      put.every((name) => name === 'main.py' || !flash.has(`${name}.new`)),
    );
    const main = first('main.py', (flash) => flash.get('main.py') === NEW['main.py']);
    const removed = first('removed', (flash) => !flash.has('gone.py'));
    const recorded = first('recorded', (flash) => Boolean(json(flash, 'ota_state.json')?.trial));
    const done = cuts.findIndex((flash, at) => at > committed && !flash.has('update.json'));
    expect([others, main, removed, recorded, done]).toEqual(
      [others, main, removed, recorded, done].sort((a, b) => a - b),
    );
    expect(cuts[done]?.get('ota_state.json')).toBe(cuts[recorded]?.get('ota_state.json'));
  });
});

describe('a rollback', () => {
  /** A board whose new set was tried twice. */
  async function triedTwice(): Promise<Flash> {
    rig = started();
    await watched(rig, /^main: new/);
    const flash = flashOf(rig);
    await rig.close();
    const state = json(flash, 'ota_state.json') as Json & { trial: Json };
    expect(state.trial.boots).toBe(1);
    flash.set('ota_state.json', JSON.stringify({ ...state, trial: { ...state.trial, boots: 2 } }));
    return flash;
  }

  it(
    'comes with the third boot, and leaves the old set after a cut at any of its flash operations',
    MANY,
    async () => {
      const begin = await triedTwice();
      rig = makeRig({
        software: Object.fromEntries(begin),
        provision: { api: 'http://10.77.1.1:9/iot' },
      });
      const cuts = await watched(rig, /^main: old/);
      const said = rig.console.lines;
      expect(said).toContain(`boot: rollback not confirmed set=${setOf(NEW)}`);
      expect(said).toContain('boot: restart rollback');
      await each([begin, ...cuts], async (cut) => {
        const { said, flash } = await live(cut);
        expect(said).toBe('main: old');
        expect(pyOf(flash)).toEqual(OLD);
        expect(json(flash, 'version.json')).toMatchObject({ set: setOf(OLD) });
        expect([...flash.keys()].filter((name) => /\.(bak|new)$|^update/.test(name))).toEqual([]);
        expect(json(flash, 'ota_state.json')).toEqual({
          rejected: [{ set: setOf(NEW), seq: 1, reason: 'not confirmed' }],
        });
      });
      const committed = cuts.findIndex((flash) => flash.has('update.json'));
      expect(committed).toBeGreaterThanOrEqual(0);
      for (const flash of cuts.slice(0, committed + 1)) expect(pyOf(flash)).toEqual(NEW);
      // What it was tried for is forgotten only when all is back.
      const closed = cuts.findIndex((flash) => !json(flash, 'ota_state.json')?.trial);
      expect(pyOf(cuts[closed] ?? new Map())).toEqual(OLD);
      expect(cuts[closed]?.has('update.json')).toBe(true);
    },
  );

  it('counts a boot before anything else is done with the set', async () => {
    const flash = await triedTwice();
    const state = json(flash, 'ota_state.json') as Json & { trial: Json };
    flash.set('ota_state.json', JSON.stringify({ ...state, trial: { ...state.trial, boots: 1 } }));
    rig = makeRig({ software: Object.fromEntries(flash), provision: { api: 'http://10.77.1.1:9/iot' } });
    const [counted] = await watched(rig, /^main: new/);
    // The first thing that is written: its content, then its name.
    expect(counted?.has('ota_state.json.new')).toBe(true);
    expect(rig.json('ota_state.json')).toMatchObject({ trial: { boots: 2 } });
    expect(rig.console.lines).toContain(`boot: trial 2 set=${setOf(NEW)}`);
  });

  it('of the first set of all leaves boot.py alone, which asks again, and does not take the same once more', async () => {
    ota.ignoresRejected = true;
    rig = makeRig({ software: {}, provision: { api: ota.api }, clockRate: LEAP });
    await watched(rig, /^main: new/);
    const again = rig.console.line(/^boot: refused update ValueError rejected/);
    const portal = rig.console.line(/^boot: ap .*no-software/);
    await resetUntil(rig, /^main: new/);
    await rig.board.reset();
    await again;
    await portal;
    expect(rig.names().filter((name) => /\.py$|\.bak$|\.new$/.test(name))).toEqual(['boot.py']);
    const boot = ota.got.findLast(({ path }) => path === '/iot/boot');
    expect(boot?.body).toMatchObject({
      files: {},
      trial: false,
      seq: null,
      rejected: [{ set: setOf(NEW), seq: 1 }],
    });
    // A higher seq is tried again.
    ota.seq = 2;
    await rig.console.line(/^main: new/);
    expect(rig.json('ota_state.json')).toMatchObject({ seq: 2, seq_set: setOf(NEW), trial: { boots: 1 } });
  });
});

it('a plain set that was rolled back is known by what it would be', async () => {
  ota.form = 'plain';
  ota.files = { ...NEW, 'gone.py': OLD['gone.py'] ?? '' };
  rig = started();
  await watched(rig, /^main: new/);
  await resetUntil(rig, /^main: new/);
  const old = rig.console.line(/^main: old/);
  const refused = rig.console.line(/^boot: refused update ValueError rejected/);
  await rig.board.reset();
  await old;
  await refused;
  expect(rig.json('ota_state.json')).toEqual({
    rejected: [{ set: setOf(ota.files), reason: 'not confirmed' }],
  });
});

it('a better update ends a trial: back to the last good set, which is not its fault, then on', async () => {
  rig = started();
  await watched(rig, /^main: new/);
  expect(ota.got.findLast(({ path }) => path === '/iot/boot')?.body.trial).toBe(true);
  ota.files = { ...NEW, 'main.py': "print('main: newer')\n" };
  ota.seq = 2;
  rig.console.forget();
  const newer = rig.console.line(/^main: newer/);
  await rig.board.reset();
  await newer;
  const said = rig.console.lines.filter((line) => /^(boot: (rollback|update|restart)|main)/.test(line));
  expect(said).toEqual([
    `boot: rollback superseded set=${setOf(NEW)}`,
    'boot: restart rollback',
    `boot: update 5 files set=${setOf(ota.files)}`,
    'boot: restart update',
    'main: newer',
  ]);
  expect(rig.json('ota_state.json')).toMatchObject({
    rejected: [],
    trial: { set: setOf(ota.files), boots: 1 },
  });
  // The way back leads to what was good, not to what was never proved.
  expect(rig.board.flash.text('main.py.bak')).toBe(OLD['main.py']);
});

it('a lie does not end a trial', async () => {
  rig = started();
  await watched(rig, /^main: new/);
  ota.files = { ...NEW, 'main.py': "print('main: newer')\n" };
  ota.bendManifest = (manifest) => ({ ...manifest, app_type: 'other' });
  const refused = rig.console.line(/^boot: refused update ValueError for another/);
  const main = rig.console.line(/^main: /);
  await rig.board.reset();
  await refused;
  expect(await main).toBe('main: new');
  expect(rig.json('ota_state.json')).toMatchObject({ trial: { boots: 2 } });
});

describe('what is found at the start', () => {
  it.each<[string, Files]>([
    ['a journal that is none', { 'update.json': '{"kind":"update"', 'app.py.new': 'half' }],
    ['a journal without its parts', { 'update.json': '{}', 'app.py.new': 'half' }],
    ['a journal that was not committed', { 'update.json.new': '{"kind":"update"}', 'app.py.new': 'half' }],
    ['ways back without a trial', { 'app.py.bak': 'A = 0\n', 'version.json.bak': '{}' }],
  ])('%s is cleared away', async (_, more) => {
    const { said, flash } = await live(new Map(Object.entries({ ...OLD, ...more })));
    expect(said).toBe('main: old');
    expect(pyOf(flash)).toEqual(OLD);
    expect([...flash.keys()].filter((name) => /update|\.(new|bak)$/.test(name))).toEqual([]);
  });

  it('a journal that cannot be carried on keeps main.py from half a set', async () => {
    const journal = { kind: 'update', put: ['app.py'], remove: [], state: {}, say: 'update' };
    rig = makeRig({ software: { ...OLD, 'app.py.new': 'A = 2\n', 'update.json': JSON.stringify(journal) } });
    // A folder in the way of the way back: this flash will never do it.
    rig.board.flash.apply({ op: 'mkdir', path: 'app.py.bak' });
    const error = rig.console.line(/^boot: error swap/);
    const restart = rig.console.line(/^boot: restart error/);
    rig.board.powerOn();
    await error;
    await restart;
    expect(rig.console.lines.some((line) => line.startsWith('main'))).toBe(false);
  });
});

it('half a set does not run when the swap fails for want of memory', async () => {
  const boot = bootSource.replace(
    /^\t\t\t\tos\.rename\(source, name\)$/m,
    "$&\n\t\t\t\tif name == 'app.py':\n\t\t\t\t\traise MemoryError('swap')",
  );
  expect(boot).not.toBe(bootSource);
  rig = makeRig({ software: { ...OLD, 'boot.py': boot }, provision: { api: ota.api } });
  await watched(rig, /^main: new/);
  const said = rig.console.lines.filter((line) => /^(boot: (error|restart|update)|main)/.test(line));
  expect(said).toEqual([
    'boot: error MemoryError swap',
    'boot: restart error',
    expect.stringMatching(/^boot: update 5 files/),
    'boot: restart update',
    'main: new',
  ]);
});

it('a hotfix that was cut off is not left to be taken once more', async () => {
  const journal = { kind: 'hotfix', put: ['app.py'], remove: [], state: {}, say: 'hotfix' };
  const { said, flash } = await live(
    new Map(
      Object.entries({
        ...OLD,
        'app.py.new': 'A = 3\n',
        'update.json': JSON.stringify(journal),
        'pending.json': '{"files":{"app.py":5}}',
      }),
    ),
  );
  expect(said).toBe('main: old');
  expect(flash.get('app.py')).toBe('A = 3\n');
  expect(flash.has('pending.json')).toBe(false);
  expect(json(flash, 'ota_state.json')).toEqual({});
});

it('without a platform that confirms there is no trial, and the way back goes with the next boot', async () => {
  ota.files = { ...NEW, 'platform.py': '# TRIAL = 1\nTRIAL = 10\n' };
  rig = started();
  const cuts = await watched(rig, /^main: new/);
  expect(cuts.some((flash) => flash.has('main.py.bak'))).toBe(true);
  expect(rig.json('ota_state.json')).toEqual({ seq: 1, seq_set: setOf(ota.files) });
  expect(rig.names().filter((name) => name.endsWith('.bak'))).toEqual([]);
});

it('the set that is in force is believed, not the one before: a platform that is not part of the update counts', async () => {
  ota.files = { ...OLD, 'app.py': 'A = 2\n', 'main.py': "print('main: new')\n" };
  rig = started();
  await watched(rig, /^main: new/);
  expect(rig.json('ota_state.json')).toMatchObject({
    trial: { back: expect.arrayContaining(['version.json', 'app.py', 'main.py']), added: [] },
  });
  expect(rig.json('ota_state.json')).toHaveProperty('trial.boots', 1);
});

it('a set that could not start, for want of a main.py, is refused', async () => {
  ota.bendManifest = (manifest) => ({ ...manifest, files: [], remove: Object.keys(OLD) });
  rig = started();
  const main = rig.console.line(/^main: /);
  rig.board.powerOn();
  expect(await main).toBe('main: old');
  expect(rig.console.lines).toContain('boot: refused update ValueError empty');
  expect(rig.board.flash.text('boot.py')).toBe(bootPy);
  expect(md5(rig.board.flash.text('app.py') ?? '')).toBe(md5(OLD['app.py'] ?? ''));
  expect(rig.json('wifi.json')).toEqual(SITE);
});

it.each(['manifest', 'plain'] as const)(
  'a hotfix for a board without a main.py is refused, %s',
  async (form) => {
    const alone = { 'app.py': 'A = 3\n' };
    rig = makeRig({ software: {}, provision: { api: ota.api } });
    ota.form = form;
    ota.hotfix = alone;
    const id = `iot-${rig.board.identity.mac}`;
    rig.board.flash.write('device_id.json', JSON.stringify({ device_id: id }));
    const pending = ota.part(alone, ['app.py'], { device_id: id, version: 'hotfix' });
    rig.board.flash.write('pending.json', JSON.stringify(pending));
    const refused = rig.console.line(/^boot: refused hotfix ValueError empty/);
    const main = rig.console.line(/^main: new/);
    rig.board.powerOn();
    await refused;
    await main;
    expect(pyOf(flashOf(rig))).toEqual(NEW);
    expect(rig.names()).not.toContain('pending.json');
  },
);

it('an overlay is dropped before the update that comes with it, which is then one trial and not one without end', async () => {
  const overlay = { 'app.py': 'A = 9\n', 'extra.py': 'E = 9\n' };
  const base = { 'app.py': md5(OLD['app.py'] ?? ''), 'extra.py': null };
  ota.bend = (answer, path) => (path === '/iot/boot' ? { ...answer, drop_overlay: true } : answer);
  rig = makeRig({
    software: { ...OLD, ...overlay, 'version.json': JSON.stringify({ base }) },
    provision: { api: ota.api },
  });
  await watched(rig, /^main: new/);
  const said = rig.console.lines.filter((line) => /^boot: (dropped|update|rollback|trial)/.test(line));
  expect(said).toEqual([
    'boot: dropped overlay',
    `boot: update 6 files set=${setOf(NEW)}`,
    `boot: trial 1 set=${setOf(NEW)}`,
  ]);
  expect(pyOf(flashOf(rig))).toEqual(NEW);
  expect(rig.json('version.json')).toMatchObject({ base: {}, overlay: {}, dropped: {} });
});
