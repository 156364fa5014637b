/** Virtual boards as serial ports: what another program sees of them, by the real driver. */
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openBoard, usbPorts } from '../../main/serial/index.ts';
import { openPty } from '../../main/virtual/index.ts';
import type { BoardKind } from '../../preload/contract/models.ts';
import { canMakePty } from '../capabilities.ts';
import { testBench, untilPlugged } from './support.ts';

async function plugged(kind: BoardKind, program = '') {
  const board = testBench().addBoard({ kind, power: 'off' });
  board.flash.write('main.py', program);
  board.powerOn();
  await untilPlugged(board);
  const folder = mkdtempSync(join(tmpdir(), 'bootbench-pty-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { board, path: join(folder, 'deeper', `${kind}-1`), folder };
}

const soon = () => AbortSignal.timeout(15_000);

describe.skipIf(!canMakePty)('a board as a serial port', () => {
  it('is opened, worked with, closed and opened again', async () => {
    const { board, path } = await plugged('esp32');
    const pty = await openPty(board, path);
    onTestFinished(() => pty.close());
    for (let round = 0; round < 2; round++) {
      const held = await openBoard({ ports: usbPorts(), path }, { signal: soon() });
      expect(await held.exec('import sys\nprint(sys.platform)')).toBe('esp32\n');
      await held.close();
    }
  });

  it('goes and comes with the port of a Pico', async () => {
    const { board, path } = await plugged('pico');
    const pty = await openPty(board, path);
    onTestFinished(() => pty.close());
    const held = await openBoard({ ports: usbPorts(), path }, { signal: soon() });
    const { session } = held;
    await held.hardReset({ signal: soon() });
    expect(held.session).toBe(session + 1);
    expect(await held.exec('print(1)', { signal: soon() })).toBe('1\n');
    await held.close();
    await pty.close();
    expect(existsSync(path)).toBe(false);
    await pty.close();
  });

  it('loses nothing of a long answer, however slowly it is read', async () => {
    const { board, path } = await plugged('esp32');
    const pty = await openPty(board, path);
    onTestFinished(() => pty.close());
    const held = await openBoard({ ports: usbPorts(), path }, { signal: soon() });
    const answer = await held.exec('for i in range(4000):print("0123456789"*5)', { signal: soon() });
    expect(answer.length).toBe(4000 * 51);
    await held.close();
  });

  it('is taken away while socat says that somebody has opened it', async () => {
    const { board, path, folder } = await plugged('esp32');
    // What the real one may do when it is told to end just then: that is read when the link has gone.
    const socat = `#!/bin/sh
[ "$1" = -V ] && exit 0
link=\${3#PTY,link=}
link=\${link%%,*}
sleep 100 >/dev/null 2>&1 &
trap 'kill $!; rm "$link"; echo starting data transfer loop >&2; exit 0' TERM
ln -s /dev/null "$link"
wait $!
`;
    writeFileSync(join(folder, 'socat'), socat, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const pty = await openPty(board, path);
    await pty.close();
    expect(existsSync(path)).toBe(false);
    expect(board.plugged).toBe(true);
  });

  it.each([
    ['is silent', ''],
    ['goes on talking', 'import time\nwhile True:\n print("on")\n time.sleep_ms(20)\n'],
  ])(
    'a board that %s is there again when somebody opened it and went before it could be held',
    async (_, program) => {
      const { board, path } = await plugged('esp32', program);
      const pty = await openPty(board, path);
      onTestFinished(() => pty.close());
      // Nothing here is told of it before it is over: socat sees both, the end just now.
      const stand = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
      const fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
      stand(300);
      closeSync(fd);
      stand(200);
      const asked = async () => {
        const held = await openBoard({ ports: usbPorts(), path }, { signal: soon() });
        return held.exec('print(1)', { signal: soon() }).finally(() => held.close());
      };
      // No event tells that the new one is there.
      await expect.poll(() => asked().catch(String), { timeout: 50_000 }).toBe('1\n');
    },
    60_000,
  );

  it('takes the place of a link that a killed program left, and of nothing else', async () => {
    const { board, folder } = await plugged('esp32');
    const stale = join(folder, 'stale');
    symlinkSync('/dev/pts/none', stale);
    const pty = await openPty(board, stale);
    await pty.close();
    const mine = join(folder, 'mine');
    writeFileSync(mine, 'a file of somebody');
    await expect(openPty(board, mine)).rejects.toMatchObject({ code: 'file-unreadable' });
    expect(existsSync(mine)).toBe(true);
  });
});

it('without socat it is said', async () => {
  const { board, path } = await plugged('esp32');
  const before = process.env.PATH;
  process.env.PATH = '';
  onTestFinished(() => {
    process.env.PATH = before;
  });
  await expect(openPty(board, path)).rejects.toMatchObject({ code: 'socat-missing' });
});
