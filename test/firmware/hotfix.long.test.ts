/** A hotfix comes with a heartbeat, runs, survives restarts, and gives way to the type's own file. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeOta, md5, setOf } from './fake-ota.ts';
import { type Rig, softwareOf, startRig, withoutTrial } from './support.ts';

/** `pad` makes answers larger than what a device looks at before it writes. */
const appSaying = (mark: string, pad = 0) =>
  `import asyncio, platform\nDEVICE_TYPE, FIRMWARE, META = "pico", "${mark}", {}\n${'# pad\n'.repeat(pad)}
async def run():
    while True:
        await asyncio.sleep(1)
`;
const FIRST = appSaying('1.0.0');
const FIXED = appSaying('1.0.1-hotfix', 400);

let ota: FakeOta;
let rig: Rig;
beforeEach(async () => {
  const software = withoutTrial(softwareOf(FIRST));
  ota = await new FakeOta(software).listen();
  rig = await startRig({ software, provision: { api: ota.api } });
});
afterEach(async () => {
  ota.close();
  await rig.close();
});

const firmware = async () => (await rig.ask('GET', '/status')).json.firmware;

async function untilReady(act: () => unknown): Promise<void> {
  const ready = rig.console.line(/^platform: ready/);
  await act();
  await ready;
}

const give = (files: Record<string, string>) =>
  untilReady(() => {
    ota.hotfix = files;
  });

describe.each(['manifest', 'plain'] as const)('in the %s form', (form) => {
  beforeEach(() => {
    ota.form = form;
  });

  it('it runs, is confirmed, survives a restart, and gives way when the type changes', async () => {
    await give({ 'app.py': FIXED, 'extra.py': 'E = 1\n' });
    expect(await firmware()).toBe('1.0.1-hotfix');
    const overlay = { 'app.py': md5(FIXED), 'extra.py': md5('E = 1\n') };
    expect(rig.json('version.json')).toMatchObject({
      base: { 'app.py': md5(FIRST), 'extra.py': null },
      overlay,
    });
    const beat = await ota.next('/iot/heartbeat');
    expect(beat.body.overlay).toEqual(overlay);
    expect(rig.names()).not.toContain('pending.json');

    await untilReady(() => rig.board.reset());
    expect(await firmware()).toBe('1.0.1-hotfix');
    const boot = ota.got.filter(({ path }) => path === '/iot/boot').at(-1)?.body;
    expect(boot?.overlay).toEqual(overlay);
    expect(boot?.files).toMatchObject({ 'app.py': md5(FIRST) });
    expect(boot?.files).not.toHaveProperty('extra.py');

    ota.hotfix = undefined;
    ota.files = { ...ota.files, 'app.py': appSaying('2.0.0') };
    await untilReady(() => rig.board.reset());
    expect(await firmware()).toBe('2.0.0');
    // The other name of the hotfix is still one: nothing of the type's replaced it.
    expect(rig.json('version.json')).toMatchObject({
      base: { 'extra.py': null },
      overlay: { 'extra.py': md5('E = 1\n') },
    });
  });

  it('the same once more changes nothing', async () => {
    await give({ 'app.py': FIXED });
    const before = rig.board.flash.text('version.json');
    // A server that does not see the overlay offers it again.
    ota.bend = (answer, path) =>
      path === '/iot/heartbeat' && !('files' in answer) && !('manifest' in answer)
        ? {
            ...answer,
            ...ota.part(ota.hotfix ?? {}, ['app.py'], { device_id: rig.json('device_id.json')?.device_id }),
          }
        : answer;
    await rig.console.line(/^platform: hotfix/);
    ota.bend = (answer) => answer;
    await rig.console.line(/^platform: ready/, 0);
    const from = rig.console.lines.findLastIndex((line) => line.startsWith('platform: hotfix'));
    await rig.console.line(/^boot: up to date/, from);
    expect(rig.console.lines.slice(from).filter((line) => /^boot: (hotfix|restart)/.test(line))).toEqual([]);
    expect(rig.board.flash.text('version.json')).toBe(before);
  });

  it("drop_overlay ends it: the type's file is back, what it added is gone", async () => {
    await give({ 'app.py': FIXED, 'extra.py': 'E = 1\n' });
    ota.hotfix = undefined;
    ota.bend = (answer, path) => (path === '/iot/heartbeat' ? { ...answer, drop_overlay: true } : answer);
    const dropped = rig.console.line(/^boot: dropped overlay/);
    const ready = rig.console.line(/^boot: update 2 files/).then(() => rig.console.line(/^platform: ready/));
    await dropped;
    ota.bend = (answer) => answer;
    await ready;
    expect(await firmware()).toBe('1.0.0');
    expect(rig.names()).not.toContain('extra.py');
    expect(rig.json('version.json')).toMatchObject({ base: {}, overlay: {} });
  });
});

const spoil = () => {
  ota.bendManifest = (manifest) => ({
    ...manifest,
    files: manifest.files.map((file) => ({ ...file, md5: md5('other') })),
  });
  ota.bend = (answer, path) =>
    path === '/iot/heartbeat' && 'md5' in answer ? { ...answer, md5: { 'app.py': md5('other') } } : answer;
};

it('a bad one is refused, and the device goes on', async () => {
  spoil();
  const refused = rig.console.line(/^boot: refused hotfix/);
  ota.hotfix = { 'app.py': FIXED };
  expect(await refused).toContain('hash of app.py');
  ota.hotfix = undefined;
  await rig.console.line(/^platform: ready/);
  expect(await firmware()).toBe('1.0.0');
  expect(rig.names()).not.toContain('pending.json');
  expect(rig.json('version.json')).toMatchObject({ base: {} });
});

describe('what was refused', () => {
  const beats = async (count: number) => {
    for (let n = 0; n < count; n++) await ota.next('/iot/heartbeat');
  };
  const rejectedIn = async (path: string) => (await ota.next(path)).body.rejected;
  const starts = () => rig.console.lines.filter((line) => line.startsWith('boot: start')).length;

  it.each([
    ['manifest', true],
    ['manifest', false],
    ['plain', true],
  ] as const)(
    'in the %s form is told, and no reason to restart again (server ignores it: %j)',
    async (form, ignores) => {
      ota.form = form;
      ota.ignoresRejected = ignores;
      spoil();
      rig.console.forget();
      const boot = rejectedIn('/iot/boot');
      const beat = ota.next('/iot/boot').then(() => rejectedIn('/iot/heartbeat'));
      ota.hotfix = { 'app.py': FIXED };
      const entry = {
        ...(form === 'manifest' ? { seq: 1 } : {}),
        set: expect.any(String),
        md5: expect.any(String),
        reason: 'ValueError hash of app.py',
      };
      expect(await boot).toEqual([entry]);
      const [told] = (await beat) as { set: string; md5: string }[];
      expect(told?.set).toBe(form === 'manifest' ? setOf({ 'app.py': FIXED }) : told?.md5);
      await beats(3);
      expect(starts()).toBe(1);
      expect(rig.console.lines).toContain('boot: refused hotfix ValueError hash of app.py');
      expect(rig.names()).toEqual(expect.not.arrayContaining(['pending.json', 'pending.json.new']));
      expect(rig.json('ota_state.json')?.rejected).toHaveLength(ignores ? 1 : 0);

      // Offered no more, it is forgotten: the very same may be tried again, and what is good now is taken.
      ota.hotfix = undefined;
      await beats(2);
      expect(rig.json('ota_state.json')).toEqual({ rejected: [] });
      ota.bend = (answer) => answer;
      ota.bendManifest = (manifest) => manifest;
      await give({ 'app.py': FIXED });
      expect(await firmware()).toBe('1.0.1-hotfix');
    },
  );

  it('by the network alone may come once more', async () => {
    let failures = 0;
    ota.takeOver = (request, response) =>
      (request.url ?? '').includes('/hotfix/') && failures++ < 1
        ? Boolean(response.writeHead(503).end())
        : false;
    const refused = rig.console.line(/^boot: refused hotfix OSError http 503/);
    const ready = refused
      .then(() => rig.console.line(/^boot: hotfix/))
      .then(() => rig.console.line(/^platform: ready/));
    ota.hotfix = { 'app.py': FIXED };
    await ready;
    expect(await firmware()).toBe('1.0.1-hotfix');
  });

  it('by the network for ever is refused in the end', async () => {
    ota.ignoresRejected = true;
    ota.takeOver = (request, response) =>
      (request.url ?? '').includes('/hotfix/') ? Boolean(response.writeHead(503).end()) : false;
    rig.console.forget();
    ota.hotfix = { 'app.py': FIXED };
    await ota.next('/iot/boot');
    await ota.next('/iot/boot');
    await rig.console.line(/^platform: ready/);
    await beats(3);
    expect(starts()).toBe(2);
    expect(rig.json('ota_state.json')?.rejected).toMatchObject([{ reason: expect.stringContaining('503') }]);
  });
});

describe('an overlay that is dropped', () => {
  // The hotfix works only as a whole.
  const whole = { 'app.py': FIXED.replace('import asyncio', 'import extra, asyncio'), 'extra.py': 'E = 1\n' };
  const expectWhole = async () => {
    const { json } = await rig.ask('GET', '/status');
    expect(json).toMatchObject({ firmware: '1.0.1-hotfix' });
    expect(json).not.toHaveProperty('app_error');
  };

  it('by a server that says no more than that runs on, whole', async () => {
    await give(whole);
    ota.hotfix = undefined;
    ota.bend = (answer, path) =>
      path === '/iot/boot' ? { device_id: answer.device_id, update: false, drop_overlay: true } : answer;
    rig.console.forget();
    await untilReady(() => rig.board.reset());
    expect(rig.console.lines).toContain('boot: dropped overlay');
    await expectWhole();
    // The second time it was asked with the true hashes: all is the type's own now.
    const [first, second] = ota.got.filter(({ path }) => path === '/iot/boot').slice(-2);
    expect(first?.body.overlay).toMatchObject({ 'extra.py': md5('E = 1\n') });
    expect(second?.body).toMatchObject({ overlay: {}, files: { 'app.py': md5(whole['app.py']) } });
    expect(rig.json('version.json')).toMatchObject({ base: {}, overlay: {} });
    await untilReady(() => rig.board.reset());
    await expectWhole();
  });

  it('by a server that is gone then runs on, whole, until there is one', async () => {
    await give(whole);
    ota.hotfix = undefined;
    let asked = 0;
    ota.bend = (answer, path) =>
      path === '/iot/boot' ? { device_id: answer.device_id, update: false, drop_overlay: true } : answer;
    ota.takeOver = (request, response) =>
      request.url === '/iot/boot' && asked++ > 0 ? Boolean(response.writeHead(503).end()) : false;
    await untilReady(() => rig.board.reset());
    await expectWhole();
    ota.bend = (answer) => answer;
    ota.takeOver = () => false;
    await untilReady(() => rig.board.reset());
    expect(await firmware()).toBe('1.0.0');
    expect(rig.names()).not.toContain('extra.py');
  });

  it('with the files beside it, and one of them bad, is not dropped at all', async () => {
    await give(whole);
    ota.hotfix = undefined;
    spoil();
    ota.bend = (answer, path) =>
      path === '/iot/boot'
        ? {
            update: true,
            drop_overlay: true,
            ...ota.part(ota.files, Object.keys(ota.files), { app_type: 'skeleton' }),
          }
        : answer;
    await untilReady(() => rig.board.reset());
    await expectWhole();
    expect(rig.console.lines.some((line) => line.startsWith('boot: refused update'))).toBe(true);
    expect(rig.json('version.json')).toMatchObject({ base: { 'app.py': md5(FIRST), 'extra.py': null } });
  });
});

describe('an answer without an update', () => {
  it('may hold texts in any script, at any length, and leaves nothing on the flash', async () => {
    const operations = rig.board.flash.operations;
    ota.bend = (answer, path) =>
      path === '/iot/heartbeat'
        ? {
            ...answer,
            note: `a${'ä'.repeat(800)}`,
            also: '☃'.repeat(40),
            files: {},
            deep: [{ manifest: 'x'.repeat(900) }],
          }
        : answer;
    for (let n = 0; n < 4; n++) await ota.next('/iot/heartbeat');
    expect(rig.console.lines.filter((line) => line.includes('registry'))).toEqual([]);
    expect(rig.board.flash.operations).toBe(operations);
    expect(rig.names()).not.toContain('pending.json.new');
  });
});

it('only the update part of an answer is left for boot.py', async () => {
  ota.form = 'plain';
  ota.bend = (answer, path) =>
    path === '/iot/heartbeat' ? { before: 'x'.repeat(3000), ...answer, after: [1, { files: 2 }] } : answer;
  const said = rig.console.line(/^platform: hotfix/);
  ota.hotfix = { 'app.py': FIXED };
  const size = JSON.stringify(ota.part(ota.hotfix, ['app.py'], {})).length;
  expect(await said).toBe(`platform: hotfix ${size} bytes`);
  await rig.console.line(/^platform: ready/);
  expect(await firmware()).toBe('1.0.1-hotfix');
});

it('an answer cut short is no hotfix', async () => {
  let cut = 0;
  ota.form = 'plain';
  ota.takeOver = (request, response) => {
    if (request.url !== '/iot/heartbeat' || cut++ > 0) return false;
    const text = JSON.stringify(ota.part({ 'app.py': FIXED }, ['app.py'], {}));
    response.setHeader('Content-Length', text.length);
    response.write(text.slice(0, 2000), () => response.destroy());
    return true;
  };
  await rig.console.line(/registry: OSError answer cut short/);
  expect(rig.names()).toEqual(expect.not.arrayContaining(['pending.json', 'pending.json.new']));
  expect(await firmware()).toBe('1.0.0');
});
