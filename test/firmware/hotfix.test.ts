/** A hotfix comes with a heartbeat, runs, survives restarts, and gives way to the type's own file. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeOta, md5 } from './fake-ota.ts';
import { type Rig, softwareOf, startRig } from './support.ts';

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
  ota = await new FakeOta(softwareOf(FIRST)).listen();
  rig = await startRig({ software: softwareOf(FIRST), provision: { api: ota.api } });
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
    const ready = rig.console.line(/^boot: update 1 files/).then(() => rig.console.line(/^platform: ready/));
    await dropped;
    ota.bend = (answer) => answer;
    await ready;
    expect(await firmware()).toBe('1.0.0');
    expect(rig.names()).not.toContain('extra.py');
    expect(rig.json('version.json')).toMatchObject({ base: {}, overlay: {} });
  });
});

it('a bad one is refused, and the device goes on', async () => {
  ota.bendManifest = (manifest) => ({
    ...manifest,
    files: manifest.files.map((file) => ({ ...file, md5: md5('other') })),
  });
  const refused = rig.console.line(/^boot: refused hotfix/);
  ota.hotfix = { 'app.py': FIXED };
  expect(await refused).toContain('md5 of app.py');
  ota.hotfix = undefined;
  await rig.console.line(/^platform: ready/);
  expect(await firmware()).toBe('1.0.0');
  expect(rig.names()).not.toContain('pending.json');
  expect(rig.json('version.json')).toMatchObject({ base: {} });
});

it('an answer cut short is no hotfix', async () => {
  let cut = 0;
  ota.form = 'plain';
  ota.takeOver = (request, response) => {
    if (request.url !== '/iot/heartbeat' || cut++ > 0) return false;
    const text = JSON.stringify(ota.part({ 'app.py': FIXED }, ['app.py'], {}));
    response.setHeader('Content-Length', text.length);
    response.write(text.slice(0, 2000));
    setTimeout(() => response.destroy(), 20);
    return true;
  };
  await rig.console.line(/registry: OSError answer cut short/);
  expect(rig.names()).not.toContain('pending.json');
  expect(await firmware()).toBe('1.0.0');
});
