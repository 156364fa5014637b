/** Boards with something else on them, on another speed, with an older REPL, in their loaders. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Board, openBoard } from '../../main/serial/index.ts';
import type { AddBoard, VirtualBoard } from '../../main/virtual/index.ts';
import { misheard } from '../../main/virtual/misheard.ts';
import { boardEvent, event, Terminal, testBench, untilPlugged, untilState } from './support.ts';

async function added(options: AddBoard): Promise<VirtualBoard> {
  const board = testBench().addBoard(options);
  await untilPlugged(board);
  return board;
}

async function held(options: AddBoard): Promise<Board> {
  const bench = testBench();
  const device = bench.addBoard(options);
  await untilPlugged(device);
  const board = await openBoard({ ports: bench.ports, path: device.path });
  onTestFinished(() => board.close());
  return board;
}

/** All that comes over a port that is opened at some speed, up to so many bytes. */
async function heard(board: VirtualBoard, count: number, baudRate?: number): Promise<string> {
  const link = board.open({ baudRate });
  let all = '';
  await event<void>('bytes', (done) =>
    link.onData((bytes) => {
      all += Buffer.from(bytes).toString('latin1');
      if (all.length >= count) done();
    }),
  );
  await link.close();
  return all;
}

describe('what takes sources in another way', () => {
  it('a window of 32 bytes', async () => {
    const board = await held({ kind: 'esp32', rawPaste: { answer: 'window', window: 32 } });
    expect(await board.exec(`x = '${'y'.repeat(2000)}'\nprint(len(x))`)).toBe('2000\n');
    expect(board.flow).toBe('window');
  });

  it('without raw-paste', async () => {
    const board = await held({ kind: 'esp32', rawPaste: { answer: 'refused' } });
    expect(await board.exec(`x = '${'y'.repeat(2000)}'\nprint(len(x))`)).toBe('2000\n');
    expect(board.flow).toBe('paced');
    expect(await board.exec('print(1)')).toBe('1\n');
  });

  it('one that closes a paste early, for want of memory', async () => {
    const board = await held({ kind: 'esp32', rawPaste: { answer: 'window', window: 128, limit: 1000 } });
    await expect(board.exec(`x = '${'y'.repeat(4000)}'`)).rejects.toMatchObject({
      code: 'board-exec',
      params: { error: expect.stringContaining('MemoryError') },
    });
    expect(await board.exec('print(1)')).toBe('1\n');
  });

  it('what came later is not there', async () => {
    const board = await held({ kind: 'pico', runtime: 'rp2-1.20' });
    const names = ['deflate', 'vfs', 'hashlib'];
    const tried = names.map(
      (name) => `try:\n import ${name}\n print('there')\nexcept ImportError as e:print(e)`,
    );
    expect((await board.exec(tried.join('\n'))).split('\n')).toEqual([
      "no module named 'deflate'",
      "no module named 'vfs'",
      'there',
      '',
    ]);
  });
});

describe('what is no MicroPython', () => {
  it('silent: nothing is answered', async () => {
    const board = await added({ kind: 'esp32', firmware: 'silent' });
    const opening = openBoard({ link: board.open() }, { tries: [30, 30] });
    await expect(opening).rejects.toMatchObject({ code: 'board-silent' });
  });

  it('another program: it reports and does not listen', async () => {
    const board = await added({ kind: 'esp32', firmware: 'other' });
    expect(await heard(board, 30)).toContain('app: still running\r\n');
    const opening = openBoard({ link: board.open() }, { tries: [150, 150] });
    await expect(opening).rejects.toMatchObject({ code: 'board-busy' });
  });

  it('a modem', async () => {
    const board = await added({ kind: 'esp32', firmware: 'at' });
    const terminal = new Terminal(board);
    await terminal.ask('AT\r\n', '\r\nOK\r\n');
    await terminal.ask('import os\r\n', '\r\nERROR\r\n');
  });

  it.each([
    ['boot-loop', 'rst:0x10 (RTCWDT_RTC_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)'],
    ['brown-out', 'Brownout detector was triggered'],
  ] as const)('an ESP32 in a %s', async (firmware, says) => {
    const board = await added({ kind: 'esp32', firmware });
    expect((await heard(board, 600)).split(says).length).toBeGreaterThan(2);
  });

  it('a Pico in a boot loop: its port comes and goes', async () => {
    const board = await added({ kind: 'pico', firmware: 'boot-loop' });
    for (const is of [false, true, false]) {
      await event<void>(`port ${is}`, (done) => board.onPort(() => board.plugged === is && done()));
    }
  });
});

describe('another speed', () => {
  const banner = 'MicroPython v1.27.0 on 2025-12-09; Generic ESP32 module with ESP32\r\n';

  it('is heard as a receiver samples it', () => {
    const sent = Buffer.from(banner);
    expect(misheard(sent, 9600, 9600)).toEqual(sent);
    // Within the tolerance of a UART all is well.
    expect(Buffer.from(misheard(sent, 115_200, 117_000)).toString()).toBe(banner);
    // Too fast a listener hears several bytes for one, too slow a one fewer.
    expect(misheard(sent, 9600, 115_200).length).toBeGreaterThan(sent.length);
    expect(misheard(sent, 115_200, 9600).length).toBeLessThan(sent.length / 4);
    // One start bit, sampled eight times within itself.
    expect([...misheard(Uint8Array.of(0xff), 9600, 115_200)]).toEqual([0]);
  });

  it('is rubbish both ways, and all right at the board’s own', async () => {
    const bench = testBench();
    const device = bench.addBoard({ kind: 'esp32', uart: { baudRate: 57_600, ring: 259 } });
    await untilPlugged(device);
    await untilState(device, 'running');
    const target = { ports: bench.ports, path: device.path };
    await expect(openBoard(target, { tries: [60, 60] })).rejects.toMatchObject({
      code: /board-(busy|silent)/,
    });
    const board = await openBoard(target, { baudRate: 57_600 });
    expect(await board.exec('print(1)')).toBe('1\n');
    await board.close();
  });
});

describe('DTR', () => {
  it('not asserted: a USB board takes its host for absent, and keeps its last words', async () => {
    const board = await added({ kind: 'pico' });
    await untilState(board, 'running');
    const link = board.open();
    let all = '';
    link.onData((bytes) => {
      all += Buffer.from(bytes).toString('latin1');
    });
    await link.setSignals({ dtr: false });
    const done = boardEvent(board, 'flash');
    await link.write(Buffer.from('print("x"*10);open("t-done","w").close()\r'));
    await done;
    expect(all).not.toContain('xxxxxxxxxx');
    await link.setSignals({ dtr: true });
    expect(all).toContain('xxxxxxxxxx');
    await link.close();
  });
});

describe('an ESP32’s lines', () => {
  const counted = (board: VirtualBoard) => {
    const seen: string[] = [];
    board.onEvent((one) => {
      if (one.type === 'reset') seen.push(one.why);
    });
    return seen;
  };

  it.each(['together'] as const)(
    'changed %s: opening and closing resets nothing, a pulse resets once',
    async (lineOrder) => {
      const bench = testBench();
      const device = bench.addBoard({ kind: 'esp32', lineOrder });
      await untilPlugged(device);
      await untilState(device, 'running');
      const resets = counted(device);
      const target = { ports: bench.ports, path: device.path };
      for (let round = 0; round < 3; round++) await (await openBoard(target)).close();
      expect(resets).toEqual([]);
      const board = await openBoard(target);
      await board.hardReset({ how: 'lines' });
      expect(await board.exec('print(1)')).toBe('1\n');
      await board.close();
      expect(resets).toEqual(['hard']);
    },
  );

  it('RTS alone holds it in reset for as long as it is asserted', async () => {
    const board = await added({ kind: 'esp32' });
    await untilState(board, 'running');
    const link = board.open();
    await link.setSignals({ dtr: false, rts: true });
    expect(board.state).toBe('starting');
    await link.setSignals({ rts: false });
    await untilState(board, 'running');
    await link.close();
  });

  it('the loader’s dance ends in its download mode, which says so and has no REPL', async () => {
    const board = await added({ kind: 'esp32' });
    const terminal = new Terminal(board);
    await terminal.until('>>> ');
    // As esptool does: reset, then IO0 low when it is let go.
    await terminal.signals({ dtr: false, rts: true });
    await terminal.signals({ dtr: true, rts: false });
    await terminal.until('boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\nwaiting for download\r\n');
    expect(board.state).toBe('bootloader');
    await terminal.signals({ dtr: false, rts: true });
    await terminal.signals({ dtr: false, rts: false });
    await terminal.until('>>> ');
    expect(board.state).toBe('running');
  });
});

describe('BOOTSEL', () => {
  it('a drive comes with it and goes with it', async () => {
    const board = await added({ kind: 'pico' });
    expect(board.drive).toBeUndefined();
    await board.enterBootloader();
    const drive = board.drive ?? '';
    expect(board.plugged).toBe(false);
    expect(readFileSync(join(drive, 'INFO_UF2.TXT'), 'latin1')).toContain('Board-ID: RPI-RP2');
    const up = boardEvent(board, 'state', (one) => one.state === 'running');
    await board.reset();
    await up;
    expect(existsSync(drive)).toBe(false);
    expect(board.drive).toBeUndefined();
    expect(board.plugged).toBe(true);
  });
});
