/** More of what boot.py reads and writes: in the plain form, of many files, and while it waits. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeOta } from './fake-ota.ts';
import { type Files, makeRig, type Rig } from './support.ts';

const LIMIT = 1024;
const pad = (mark: string, lines: number) => `# ${mark}\n${`${mark} = 1\n`.repeat(lines)}`;
const MAIN = "print('main: up')\n";
const OLD: Files = { 'main.py': `${MAIN}# old\n`, 'app.py': pad('a', 800), 'same.py': pad('s', 800) };
const NEW: Files = { 'main.py': MAIN, 'app.py': pad('b', 1500), 'same.py': OLD['same.py'] ?? '' };
const size = (text = '') => Buffer.byteLength(text);

let ota: FakeOta;
let rig: Rig;
beforeEach(async () => {
  ota = await new FakeOta(NEW).listen();
  rig = makeRig({ software: OLD, provision: { api: ota.api } });
});
afterEach(async () => {
  ota.close();
  await rig.close();
});

async function up(act: () => unknown): Promise<void> {
  const main = rig.console.line(/^main: up/);
  await act();
  await main;
}

describe.each(['plain'] as const)('an update in the %s form', (form) => {
  beforeEach(() => {
    ota.form = form;
  });

  it('reads and writes at most 1 kB at a time, from and to flash and network', async () => {
    await up(() => rig.board.powerOn());
    expect(rig.board.flash.text('app.py')).toBe(NEW['app.py']);
    const { flashRead, flashWrite, socketRead, socketWrite } = rig.board.meters;
    for (const meter of [flashRead, flashWrite, socketRead, socketWrite]) {
      expect(meter.largest).toBeGreaterThan(0);
      expect(meter.largest).toBeLessThanOrEqual(LIMIT);
    }
  });

  it('reads each file once in a boot, and what it stages once more', async () => {
    const restart = rig.console.line(/^boot: restart update/);
    rig.board.powerOn();
    await restart;
    const read = rig.board.meters.readByFile;
    expect(read.get('same.py')).toBe(size(OLD['same.py']));
    expect(read.get('app.py')).toBe(size(OLD['app.py']));
    expect(read.get('app.py.new')).toBe(size(NEW['app.py']));
  });
});

it('a board that waits for its software does not read its files again and again', async () => {
  await rig.close();
  ota.bend = (answer, path) =>
    path === '/iot/boot' ? { device_id: answer.device_id, update: false } : answer;
  rig = makeRig({ software: { 'app.py': pad('a', 800) }, provision: { api: ota.api }, clockRate: 60 });
  rig.board.powerOn();
  for (let n = 0; n < 3; n++) await ota.next('/iot/boot');
  expect(rig.board.meters.readByFile.get('app.py')).toBe(size(pad('a', 800)));
});

it('a long list of files is asked about in pieces', async () => {
  await rig.close();
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`module_${n}.py`, `N = ${n}\n`]));
  ota.files = { 'main.py': MAIN, ...many };
  rig = makeRig({ software: ota.files, provision: { api: ota.api } });
  await up(() => rig.board.powerOn());
  expect(Object.keys(ota.got[0]?.body.files ?? {})).toHaveLength(61);
  expect(rig.board.meters.socketWrite.largest).toBeLessThanOrEqual(LIMIT);
  expect(rig.console.lines).toContain('boot: up to date');
});
