import { expect, onTestFinished, test } from 'vitest';
import { closeUpdate } from '../../main/boards/index.ts';
import { openBoard } from '../../main/serial/index.ts';
import { createVirtualBench } from '../../main/virtual/index.ts';
import type { BoardKind } from '../../preload/contract/models.ts';
import { ask, bootPy, SITE, softwareOf } from '../firmware/support.ts';

const WDT_S = 12;
/** A Pico's watchdog then waits for two seconds of this computer's. */
const CLOCK_RATE = 4;
/** A busy computer starts a board in some seconds. */
const SOON = { timeout: 30_000 };
/** Longer than the watchdog, and than the chip's own eight seconds. */
const WORK = `import time\ntime.sleep(${2 * WDT_S})\nprint("done")\n`;

/** A board whose platform has been interrupted, its watchdog running. */
async function interrupted(kind: BoardKind) {
  const bench = createVirtualBench();
  onTestFinished(() => bench.close());
  bench.radio.addNetwork(SITE);
  const device = bench.addBoard({ kind, power: 'off', clockRate: CLOCK_RATE });
  const files = {
    ...softwareOf(),
    'boot.py': bootPy,
    'wifi.json': JSON.stringify(SITE),
    'provision.json': JSON.stringify({ wdt_s: WDT_S, api: 'http://10.77.1.1:9/iot' }),
  };
  for (const [name, text] of Object.entries(files)) device.flash.write(name, text);
  device.powerOn();
  await expect.poll(async () => (await ask(await device.address(), 'GET', '/status')).status, SOON).toBe(200);
  const board = await openBoard({ ports: bench.ports, path: device.path });
  const reset = new Promise<string>((resolve) =>
    device.onEvent((event) => event.type === 'reset' && resolve(event.why)),
  );
  // Who holds a board feeds its watchdog himself: not here, where it is to be seen what `closeUpdate` does.
  await board.exec(UNFED[kind]);
  return { board, reset };
}

const UNFED = {
  pico: '__hold__.deinit()',
  esp32: `import machine\nmachine.WDT(timeout=${WDT_S * 1000})`,
};

test.each(['pico', 'esp32'] as const)('the watchdog of %s leaves time for a cable', async (kind) => {
  const { board, reset } = await interrupted(kind);
  await closeUpdate(board);
  const work = board.exec(WORK).then(String);
  expect(await Promise.race([work, reset])).toContain('done');
});

test.each(['pico', 'esp32'] as const)('it would bite on %s', async (kind) => {
  const { board, reset } = await interrupted(kind);
  const work = board.exec(WORK).then(String, () => reset);
  expect(await Promise.race([work, reset])).toBe('wdt');
});
