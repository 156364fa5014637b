/** The platform on an older MicroPython, from a blank board to an update. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RuntimeName, VirtualBoard } from '../../main/virtual/index.ts';
import type { BoardKind } from '../../preload/contract/models.ts';
import { FakeOta } from '../firmware/fake-ota.ts';
import { ask, bootPy, Console, type Files, SITE, softwareOf } from '../firmware/support.ts';
import { testBench } from './support.ts';

describe('the platform', () => {
  /** A board with the platform and all that it needs to know, off. */
  function prepared(
    kind: BoardKind,
    runtime: RuntimeName,
    more: Files,
  ): [VirtualBoard, Console, ReturnType<typeof testBench>] {
    const bench = testBench();
    bench.radio.addNetwork(SITE);
    const board = bench.addBoard({ kind, runtime, power: 'off', clockRate: 5 });
    for (const [name, text] of Object.entries({ 'boot.py': bootPy, ...softwareOf(), ...more }))
      board.flash.write(name, text);
    return [board, new Console(board), bench];
  }

  async function server(files: Files): Promise<FakeOta> {
    const ota = await new FakeOta(files).listen();
    onTestFinished(() => ota.close());
    return ota;
  }

  test('esp32-1.23 goes through portal and update', async () => {
    const ota = await server({ ...softwareOf(), 'extra.py': 'X = 1\n' });
    const [board, console, bench] = prepared('esp32', 'esp32-1.23', {
      'provision.json': JSON.stringify({ app_type: 'skeleton', api: ota.api }),
    });
    const ap = console.line(/^boot: ap /);
    const updated = console.line(/^boot: update /);
    board.powerOn();
    const { portal } = await bench.laptop.join({ ssid: (await ap).split(' ')[2] ?? '' });
    const saved = await ask(portal, 'POST', '/wifi', { body: SITE });
    expect(saved.status).toBe(200);
    expect(await updated).toContain('update 1 files');
    await console.line(/^platform: ready/, 0);
    expect(board.flash.text('extra.py')).toBe('X = 1\n');
  });
});
