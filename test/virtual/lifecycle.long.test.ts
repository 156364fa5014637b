/** Resets by the dozen leave nothing behind. */
import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { createVirtualBench } from '../../main/virtual/index.ts';
import { powered, rawBoard } from './support.ts';

describe('nothing is left behind', () => {
  const benches: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const bench of benches.splice(0)) await bench.close();
  });
  const held = () => ({
    files: readdirSync('/proc/self/fd').length,
    resources: process.getActiveResourcesInfo().filter((one) => one !== 'Timeout' && one !== 'Immediate'),
  });

  test.runIf(process.platform === 'linux')('by 20 resets, a power cycle and a disposal', async () => {
    const bench = createVirtualBench();
    benches.push(bench);
    bench.radio.addNetwork({ ssid: 'Home', password: 'correct horse' });
    // The first start loads what stays.
    await bench.removeBoard((await rawBoard(bench, { kind: 'esp32' })).board);
    const before = held();
    const { board, terminal } = powered(
      bench,
      { kind: 'esp32' },
      {
        'main.py':
          'import network, socket\nw = network.WLAN(); w.active(True); w.connect("Home", "correct horse")\ns = socket.socket(); s.bind(("", 80)); s.listen(1)\nprint("up")\n',
      },
    );
    await terminal.until('up\r\n');
    const during = held();
    for (let i = 0; i < 20; i++) {
      await board.reset();
      await terminal.until('up\r\n');
    }
    expect(held()).toEqual(during);
    await board.powerOff();
    board.powerOn();
    await terminal.until('up\r\n');
    expect(held()).toEqual(during);
    await bench.removeBoard(board);
    expect(held()).toEqual(before);
  });
});
