/** What boot.py reads and writes in an update, whatever its form. */
import { expect, it, onTestFinished } from 'vitest';
import { FakeOta } from './fake-ota.ts';
import { type Files, makeRig, type Rig, type Setup } from './support.ts';

export const LIMIT = 1024;
export const pad = (mark: string, lines: number) => `# ${mark}\n${`${mark} = 1\n`.repeat(lines)}`;
export const MAIN = "print('main: up')\n";
export const OLD: Files = { 'main.py': `${MAIN}# old\n`, 'app.py': pad('a', 800), 'same.py': pad('s', 800) };
const NEW: Files = { 'main.py': MAIN, 'app.py': pad('b', 1500), 'same.py': OLD['same.py'] ?? '' };
export const size = (text = '') => Buffer.byteLength(text);

export async function up(rig: Rig, act: () => unknown): Promise<void> {
  const main = rig.console.line(/^main: up/);
  await act();
  await main;
}

/** A board that is off, and its server, which has these files. */
export async function thriftRig(
  files: Files,
  setup: Pick<Setup, 'software' | 'clockRate'>,
): Promise<{ ota: FakeOta; rig: Rig }> {
  const ota = await new FakeOta(files).listen();
  const rig = makeRig({ ...setup, provision: { api: ota.api } });
  onTestFinished(async () => {
    ota.close();
    await rig.close();
  });
  return { ota, rig };
}

/** Little at a time, and nothing twice. */
export function isThrifty(form: FakeOta['form']): void {
  const start = async () => {
    const { ota, rig } = await thriftRig(NEW, { software: OLD });
    ota.form = form;
    return rig;
  };

  it('reads and writes at most 1 kB at a time, from and to flash and network', async () => {
    const rig = await start();
    await up(rig, () => rig.board.powerOn());
    expect(rig.board.flash.text('app.py')).toBe(NEW['app.py']);
    const { flashRead, flashWrite, socketRead, socketWrite } = rig.board.meters;
    for (const meter of [flashRead, flashWrite, socketRead, socketWrite]) {
      expect(meter.largest).toBeGreaterThan(0);
      expect(meter.largest).toBeLessThanOrEqual(LIMIT);
    }
  });

  it('reads each file once in a boot, and what it stages once more', async () => {
    const rig = await start();
    const restart = rig.console.line(/^boot: restart update/);
    rig.board.powerOn();
    await restart;
    const read = rig.board.meters.readByFile;
    expect(read.get('same.py')).toBe(size(OLD['same.py']));
    expect(read.get('app.py')).toBe(size(OLD['app.py']));
    expect(read.get('app.py.new')).toBe(size(NEW['app.py']));
  });
}
