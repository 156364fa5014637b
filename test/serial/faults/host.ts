/** Programs on this computer that are at a board's port: one that is killed, and what is found after it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { openBoard, readFile, writeFiles } from '../../../main/serial/index.ts';
import { ptyRig } from '../virtual-rig.ts';
import { editionOn, setOf } from './rig.ts';

type Rig = Awaited<ReturnType<typeof ptyRig>>;

/** Writes the new set to the port that it is given. */
export const HOST = join(import.meta.dirname, 'host-that-dies.ts');

/** An ESP32 behind a PTY, with the old set on it. */
export async function oldRig(): Promise<Rig> {
  const rig = await ptyRig('esp32');
  onTestFinished(() => rig.close());
  const board = await openBoard(rig);
  await writeFiles(board, setOf('old'));
  await board.close();
  return rig;
}

/** Writes the new set from a process of its own, which is killed after so many flash operations. */
async function killedAfter(rig: Rig, operations: number): Promise<void> {
  const host = spawn(process.execPath, [HOST, rig.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const before = rig.board.flash.operations;
  const stop = rig.board.onEvent((event) => {
    if (event.type === 'flash' && event.operations - before >= operations) host.kill('SIGKILL');
  });
  const [, signal] = await once(host, 'exit');
  stop();
  expect(signal).toBe('SIGKILL');
}

/** Each file is whole after that, old or new, and the next program gets the board and finishes. */
export async function survivesKill(operations: number): Promise<void> {
  const rig = await oldRig();
  await killedAfter(rig, operations);
  const board = await openBoard(rig);
  for (const { name } of setOf('old')) {
    const there = Buffer.from((await readFile(board, name)) ?? []);
    const isWhole = [...setOf('old'), ...setOf('new')].some(
      (file) => file.name === name && there.equals(Buffer.from(file.content)),
    );
    // While a swap is under way a script stands for boot.py, and the next write goes on with it.
    const isSwap = name === 'boot.py' && there.toString().startsWith('#usb swap');
    expect(isWhole || isSwap, name).toBe(true);
  }
  await writeFiles(board, setOf('new'));
  await board.close();
  expect(editionOn(rig.board)).toBe('new');
  expect([...rig.board.flash.entries.keys()].filter((name) => name.endsWith('.usb'))).toEqual([]);
}
