/**
 * Gives a board another Wi-Fi by its cable, and nothing else. The board tries it with its own radio, and keeps what it had
 * when it does not come in.
 *
 *     look ──► write ──► try ──► (a list: write it whole, restart)
 *                         └─ refused, cancelled: what was there before, restart
 */
import { z } from 'zod';
import { Failure, isFailure } from '../../preload/contract/errors.ts';
import type { CableWifiResult } from '../../preload/contract/field.ts';
import { type Boards, restartBoard } from '../boards/index.ts';
import type { ChosenNetwork, JobContext, JobPhase } from '../jobs/index.ts';
import {
  type Board,
  type BoardFile,
  identifyBoard,
  listFiles,
  readFile,
  removeFiles,
  writeFiles,
} from '../serial/index.ts';
import { waitForBoot } from './boot-watch.ts';
import { joinedOrRefused, WIFI_SECONDS } from './wifi.ts';

export type CableWifiPhase = 'look' | 'write' | 'try';

export const CABLE_WIFI_PHASES: readonly JobPhase<CableWifiPhase>[] = [
  { name: 'look', weight: 15 },
  { name: 'write', weight: 15 },
  { name: 'try', weight: 70 },
];

export interface CableWifiRequest {
  readonly port: string;
  /** Its password lives as long as the job. */
  readonly network: ChosenNetwork;
}

const FILE = 'wifi.json';
/** A boot says its first line within a second or two; a slow hub takes some more. */
const BOOT_SECONDS = 20;
/** The way back is gone when the work was told to stop, too; a file, a reset. */
const PUT_BACK_MS = 15_000;

const entry = z.looseObject({ ssid: z.string() });
const known = z.union([entry, z.array(entry)]);
type Known = z.infer<typeof known>;

/**
 * @throws Failure `wifi-wrong-password`, `wifi-no-network`, `wifi-no-address`, `boot-unfinished`, with the networks of before on
 *   the board again; `wifi-not-put-back`; `board-unsupported` for one that does not run the platform; as `Boards.work`, `writeFiles`
 */
export async function wifiByCable(
  ctx: JobContext<CableWifiPhase>,
  { port, network }: CableWifiRequest,
  boards: Boards,
): Promise<CableWifiResult> {
  const { signal } = ctx;
  ctx.phase('look', 'Asking the board what it knows');
  return boards.work(port, { signal, who: 'give Wi-Fi', as: 'job' }, async (board) => {
    const stop = board.onLine((line) => ctx.heard(line));
    try {
      const { mac } = await identifyBoard(board, { signal });
      await demandPlatform(board, signal);
      const before = await readFile(board, FILE, { signal });
      const { trial, kept } = filesFor(knownOf(before), network);
      const joined = await tryOut(ctx, board, network.ssid, before, trial);
      if (kept !== null) {
        ctx.progress(0.9, 'Keeping the networks that it knew as well');
        await writeFiles(board, [kept], { signal });
        await restartBoard(board, { signal });
        await waitForBoot(board, { step: 'the start of boot.py', seconds: BOOT_SECONDS, signal }, () => true);
      }
      return { port, mac, ssid: network.ssid, ip: joined.ip, rssi: joined.rssi };
    } finally {
      stop();
    }
  });
}

async function tryOut(
  ctx: JobContext<CableWifiPhase>,
  board: Board,
  ssid: string,
  before: Uint8Array | null,
  trial: BoardFile,
) {
  const { signal } = ctx;
  try {
    ctx.phase('write', `Giving it ${ssid}`);
    await writeFiles(board, [trial], { signal });
    ctx.phase('try', `It tries ${ssid} with its own radio`);
    await restartBoard(board, { signal });
    return await waitForBoot(board, { step: 'its Wi-Fi', seconds: WIFI_SECONDS, signal }, (line) =>
      joinedOrRefused(line, ssid),
    );
  } catch (error) {
    await putBack(ctx, board, before).catch((left: unknown) => {
      ctx.log(`what it had before could not be put back: ${String(left)}`);
      // What the board has now matters more to a person than why it has it.
      throw new Failure('wifi-not-put-back', { port: board.path, ssid, why: codeOf(error) }, left);
    });
    throw error;
  }
}

async function putBack(
  ctx: JobContext<CableWifiPhase>,
  board: Board,
  before: Uint8Array | null,
): Promise<void> {
  const how = { signal: AbortSignal.timeout(PUT_BACK_MS) };
  if (before === null) await removeFiles(board, [FILE], how);
  else await writeFiles(board, [{ name: FILE, content: before }], how);
  await restartBoard(board, how);
  ctx.log(
    before === null
      ? 'it knew no network before, and knows none again'
      : 'it has the networks of before again',
  );
}

const codeOf = (error: unknown): string => (isFailure(error) ? error.code : 'cancelled');

/**
 * By the file that this bench writes: a `boot.py` is on every ESP32 that has MicroPython.
 * @throws Failure `board-unsupported`
 */
async function demandPlatform(board: Board, signal: AbortSignal): Promise<void> {
  const files = await listFiles(board, '/', { signal });
  if (files.some(({ name }) => name === 'provision.json')) return;
  const needed = 'a device of this platform; provision the board first';
  throw new Failure('board-unsupported', {
    port: board.path,
    found: 'a board that was never provisioned',
    needed,
  });
}

/** What it has and nobody can read is not kept: `boot.py` cannot read it either. */
function knownOf(before: Uint8Array | null): Known | null {
  try {
    return known.parse(JSON.parse(new TextDecoder().decode(before ?? undefined)));
  } catch {
    return null;
  }
}

/**
 * A try is of the new network alone: a board that knows others could join one of them. Where it knew a list, the new one
 * goes before the others once it is proved; a single one is replaced. What else stood with it, such as `api`, stays.
 */
function filesFor(
  before: Known | null,
  { ssid, password }: ChosenNetwork,
): { trial: BoardFile; kept: BoardFile | null } {
  const list = Array.isArray(before) ? before : before === null ? [] : [before];
  const like = list.find((one) => one.ssid === ssid) ?? list[0] ?? {};
  const more = Object.entries(like).filter(([key]) => key !== 'password');
  const wanted = { ...Object.fromEntries(more), ssid, ...(password === '' ? {} : { password }) };
  const others = Array.isArray(before) ? list.filter((one) => one.ssid !== ssid) : [];
  const file = (content: unknown): BoardFile => ({
    name: FILE,
    content: Buffer.from(JSON.stringify(content)),
  });
  return { trial: file(wanted), kept: others.length === 0 ? null : file([wanted, ...others]) };
}
