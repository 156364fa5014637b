import { onTestFinished } from 'vitest';
import type { DiagnoseOptions } from '../../main/doctor/index.ts';
import { untilPlugged } from '../../main/serial/index.ts';
import { type AddBoard, createVirtualBench } from '../../main/virtual/index.ts';
import type { PortInfo } from '../../preload/contract/models.ts';
import { untilState } from '../virtual/support.ts';
import { diagnose } from './support.ts';

/** For a board to start, on a busy computer. */
const PLUGGED_MS = 30_000;

/** For boards that answer: a VM in a thread of a busy computer needs some time for it. */
const ANSWERS = {
  tries: [400, 800, 1500],
  speedTries: [300, 900],
  loopMs: 3000,
  listenMs: 400,
  quietMs: 100,
};
/** For firmware that never does: what it says comes within 300 ms. */
const MUTE = { tries: [60], speedTries: [20], loopMs: 2500, listenMs: 500, quietMs: 400 };

/** `seen`: how its system lists a port. */
export async function virtualPatient(options: AddBoard, seen = (port: PortInfo): PortInfo => port) {
  const bench = createVirtualBench();
  onTestFinished(() => bench.close());
  const board = bench.addBoard(options);
  await untilPlugged(bench.ports, board.path, AbortSignal.timeout(PLUGGED_MS));
  // The port of a bridge is there with its power, and its chip starts for seconds where the computer is busy.
  if (options.firmware === undefined) await untilState(board, 'running');
  const list = async () => (await bench.ports.list()).map(seen);
  const ports = { ...bench.ports, list, path: board.path };
  const limits = options.firmware === undefined ? ANSWERS : MUTE;
  return {
    bench,
    board,
    diagnose: (asked: DiagnoseOptions = {}) => diagnose(ports, asked, undefined, limits),
  };
}
