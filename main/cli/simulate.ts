/** `simulate`: virtual boards to try things on until Ctrl-C, provisioned by an OTA server of their own or blank, and serial ports where asked. */
import { join, resolve } from 'node:path';
import type { BoardKind, Recipe } from '../../preload/contract/models.ts';
import { type Bench, createBench } from '../bench.ts';
import { untilPlugged } from '../serial/index.ts';
import {
  type BoardPty,
  checkSocat,
  createVirtualBench,
  openPty,
  VIRTUAL_SITE,
  type VirtualBench,
  type VirtualBoard,
} from '../virtual/index.ts';
import type { CommandContext } from './context.ts';
import { followJob } from './follow-job.ts';
import { oneOf, wholeNumber } from './options.ts';
import { untilStopped } from './until-stopped.ts';

export interface SimulateOptions {
  readonly boards: string;
  readonly kind: string;
  readonly appType: string;
  readonly pty?: string;
  readonly blank?: true;
}

/** Makes something of a board that is plugged in, and says what there is to say of it. */
type Maker = (board: VirtualBoard) => Promise<{ text: string; data: Readonly<Record<string, unknown>> }>;

export async function runSimulate(context: CommandContext, options: SimulateOptions): Promise<void> {
  const count = wholeNumber('boards', options.boards, 1, 50);
  const kinds = oneOf('kind', options.kind, ['pico', 'esp32', 'both']);
  if (options.pty !== undefined) checkSocat();
  const virtual = createVirtualBench();
  const ptys: BoardPty[] = [];
  const run = async (make: Maker, more: string) => {
    for (let n = 0; n < count && !context.signal.aborted; n++) {
      const board = virtual.addBoard({ kind: kindOf(kinds, n) });
      await untilPlugged(virtual.ports, board.path, context.signal);
      const { text, data } = await make(board);
      const pty = options.pty === undefined ? undefined : await openPty(board, ptyPath(options.pty, board));
      if (pty) ptys.push(pty);
      context.out.say([board.kind.padEnd(5), text, pty?.path].filter(Boolean).join('  '), {
        type: 'board',
        kind: board.kind,
        ...data,
        ...(pty ? { port: pty.path } : {}),
      });
    }
    context.out.say(`They run until Ctrl-C.${more}`, { type: 'running', count });
    await untilStopped(context.signal);
  };
  try {
    if (options.blank) await run(async () => ({ text: 'blank', data: {} }), '');
    else await withServer(context, virtual, options.appType, run);
  } finally {
    await Promise.all(ptys.map((pty) => pty.close()));
    await virtual.close();
  }
}

/** With an OTA server and a site, so that a board can become a device. */
async function withServer(
  context: CommandContext,
  virtual: VirtualBench,
  appType: string,
  run: (make: Maker, more: string) => Promise<void>,
): Promise<void> {
  virtual.radio.addNetwork(VIRTUAL_SITE);
  const bench = await createBench({ virtual, usb: 'none', ota: { heartbeatIntervalMs: 10_000 } });
  try {
    await bench.offerApp('skeleton');
    await run(
      (board) => provisioned(context, bench, board, appType),
      ' Try in another terminal: npx bootbench devices',
    );
  } finally {
    await bench.close();
  }
}

async function provisioned(
  { out, signal }: CommandContext,
  bench: Bench,
  board: VirtualBoard,
  appType: string,
): ReturnType<Maker> {
  const id = await bench.provision({ port: board.path, recipe: recipeFor(appType), site: VIRTUAL_SITE });
  await followJob({ out: { ...out, say: () => {} }, signal }, bench.jobs, id);
  const { deviceId, address } = bench.registry.find(board.identity.mac);
  return { text: `${deviceId}  http://${address}`, data: { deviceId, address } };
}

/** `virtual:pico-1` is `pico-1` there. */
function ptyPath(folder: string, board: VirtualBoard): string {
  return join(resolve(folder), board.path.replace(/^virtual:/, ''));
}

function kindOf(kinds: BoardKind | 'both', n: number): BoardKind {
  if (kinds !== 'both') return kinds;
  return n % 2 === 0 ? 'pico' : 'esp32';
}

function recipeFor(appType: string): Recipe {
  return { name: 'simulate', kind: null, appType, install: 'boot', wifi: 'cable', identify: 'skip' };
}
