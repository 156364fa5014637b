/** The doctor at virtual boards: older runtimes, other firmware, other speeds, loaders. */
import { describe, expect, it } from 'vitest';
import { openBoard, untilPlugged, watchBoard, writeFiles } from '../../main/serial/index.ts';
import type { PortInfo } from '../../preload/contract/models.ts';
import { virtualPatient } from './virtual-rig.ts';

describe('a board that answers', () => {
  it('is not brought nearer to the end of its trial', async () => {
    const { diagnose, board, bench } = await virtualPatient({ kind: 'pico' });
    const open = await openBoard({ ports: bench.ports, path: board.path });
    const content = Buffer.from(JSON.stringify({ seq: 7, trial: { boots: 2 } }));
    await writeFiles(open, [{ name: 'ota_state.json', content }]);
    await open.close();
    expect((await diagnose()).codes).toEqual(['healthy']);
    expect(JSON.parse(board.flash.text('ota_state.json') ?? '')).toEqual({ seq: 7, trial: { boots: 1 } });
  });

  it('gets its program back', async () => {
    const { diagnose, board, bench } = await virtualPatient({ kind: 'esp32' });
    const open = await openBoard({ ports: bench.ports, path: board.path });
    const main = Buffer.from("import time\nprint('main runs')\nwhile True:\n time.sleep(1)\n");
    await writeFiles(open, [{ name: 'main.py', content: main }]);
    await open.hardReset();
    await open.close();
    expect((await diagnose()).codes).toEqual(['healthy']);
    const back = await watchBoard({ ports: bench.ports, path: board.path });
    await back.hardReset({ how: 'lines' });
    await back.waitForLine((line) => line === 'main runs', { signal: AbortSignal.timeout(30_000) });
    await back.close();
  });

  it('with a MicroPython that is too old', async () => {
    const pico = await virtualPatient({ kind: 'pico', runtime: 'rp2-1.24' });
    expect((await pico.diagnose()).findings).toMatchObject([
      { code: 'runtime-old', params: { found: 'MicroPython 1.24.1', needed: 'MicroPython 1.27 or later' } },
    ]);
    const esp32 = await virtualPatient({ kind: 'esp32', runtime: 'esp32-1.13' });
    expect((await esp32.diagnose()).codes).toContain('runtime-old');
  });

  it('with a flash that is nearly full', async () => {
    const { findings } = await (await virtualPatient({ kind: 'pico', flashBytes: 150_000 })).diagnose();
    expect(findings).toMatchObject([{ code: 'flash-nearly-full', level: 'note' }]);
  });

  it('at another speed than the usual one', async () => {
    const { diagnose } = await virtualPatient({ kind: 'esp32', uart: { baudRate: 9600, ring: 259 } });
    const { findings, step } = await diagnose();
    expect(findings).toMatchObject([{ code: 'other-speed', params: { speed: 9600 } }]);
    expect(step['other-speed']).toBe('helped');
  });
});

describe('a board with other firmware', () => {
  it.each([
    ['silent', 'silent'],
    ['other', 'other-firmware'],
    ['at', 'at-firmware'],
    ['brown-out', 'brown-out'],
    // What makes it start again and again is that there is nothing to start.
    ['boot-loop', 'flash-empty'],
  ] as const)('%s', async (firmware, code) => {
    const { diagnose } = await virtualPatient({ kind: 'esp32', firmware });
    expect((await diagnose()).codes).toEqual([code]);
  });
});

describe('a board in its loader', () => {
  it('an ESP32 is silent, and its reset lines bring it back', async () => {
    const { board, diagnose } = await virtualPatient({ kind: 'esp32' });
    await board.enterBootloader();
    const { step, codes } = await diagnose({ reach: 'reset' });
    expect(step['reset-lines']).toBe('helped');
    expect(codes).toEqual(['healthy']);
  });

  it.each(['pico', 'esp32'] as const)('is brought into it when asked: %s', async (kind) => {
    const { board, diagnose } = await virtualPatient({ kind });
    const { step, codes } = await diagnose({ reach: 'bootloader' });
    expect(step.bootloader).toBe('helped');
    expect(codes).toEqual(['healthy', 'loader-entered']);
    expect(board.state).toBe('bootloader');
  });

  it('is found in it where the system tells no place of a drive', async () => {
    const withoutPlace = (port: PortInfo): PortInfo => {
      if (port.loader?.type !== 'bootsel') return port;
      const { location: _, ...rest } = port;
      return { ...rest, path: `bootsel:${port.loader.drive}` };
    };
    const { bench, diagnose } = await virtualPatient({ kind: 'pico' }, withoutPlace);
    const other = bench.addBoard({ kind: 'pico' });
    await untilPlugged(bench.ports, other.path, AbortSignal.timeout(30_000));
    await other.enterBootloader();
    const { step, codes } = await diagnose({ reach: 'bootloader' });
    expect(step.bootloader).toBe('helped');
    expect(codes).toEqual(['healthy', 'loader-entered']);
  });
});
