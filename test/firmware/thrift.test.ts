/** What boot.py reads and writes: little at a time, and nothing twice. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeOta } from './fake-ota.ts';
import { bootPy, type Files, makeRig, type Rig } from './support.ts';

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

describe.each(['manifest'] as const)('an update in the %s form', (form) => {
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

it('a boot with nothing to do reads each file once, and writes its line of log', async () => {
  ota.files = OLD;
  await up(() => rig.board.powerOn());
  rig.board.meters.reset();
  const operations = rig.board.flash.operations;
  await up(() => rig.board.reset());
  const { readByFile, flashWrite } = rig.board.meters;
  expect(readByFile.get('app.py')).toBe(size(OLD['app.py']));
  expect(readByFile.get('same.py')).toBe(size(OLD['same.py']));
  // These two are also what the board runs.
  expect(readByFile.get('main.py')).toBe(2 * size(OLD['main.py']));
  expect(readByFile.get('boot.py')).toBe(2 * size(bootPy));
  expect(rig.board.flash.operations - operations).toBe(1);
  expect(flashWrite.bytes).toBe(size('2026-11-23 05:04:55 up to date\n'));
});
