/** Virtual boards on a `Boards`, and what their consoles tell. */
import { expect, onTestFinished } from 'vitest';
import { type Boards, createBoards } from '../../main/boards/index.ts';
import { untilPlugged } from '../../main/serial/index.ts';
import { createVirtualBench, type VirtualBoard } from '../../main/virtual/index.ts';
import type { ConsoleEvent, ConsoleState } from '../../preload/contract/boards.ts';
import type { BoardKind } from '../../preload/contract/models.ts';

const PATIENCE_MS = 15_000;
export const soon = (): AbortSignal => AbortSignal.timeout(PATIENCE_MS);

export interface Seated {
  readonly boards: Boards;
  readonly board: VirtualBoard;
  readonly port: string;
}

/** `files` stand on the flash before its first start. */
export async function seated(
  kind: BoardKind = 'pico',
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Seated> {
  const bench = createVirtualBench();
  const boards = createBoards(bench.ports);
  onTestFinished(async () => {
    await boards.close();
    await bench.close();
  });
  const board = bench.addBoard({ kind, power: 'off' });
  for (const [name, content] of Object.entries(files)) {
    for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1))
      board.flash.apply({ op: 'mkdir', path: name.slice(0, at) });
    board.flash.write(name, content);
  }
  board.powerOn();
  await untilPlugged(bench.ports, board.path, soon());
  return { boards, board, port: board.path };
}

export interface Watched {
  readonly text: () => string;
  readonly states: () => ConsoleState['at'][];
  readonly first: () => ConsoleEvent | undefined;
  /** Resolves when the console has said it. */
  readonly says: (text: string) => Promise<void>;
  readonly is: (at: ConsoleState['at']) => Promise<void>;
  readonly stop: () => void;
}

export function watched(boards: Boards, port: string): Watched {
  const events: ConsoleEvent[] = [];
  const waiting = new Set<() => void>();
  const stop = boards.watch(port, (event) => {
    events.push(event);
    for (const look of [...waiting]) look();
  });
  onTestFinished(stop);
  const text = () => events.map((event) => (event.type === 'state' ? '' : event.text)).join('');
  const states = () => events.flatMap((event) => (event.type === 'said' ? [] : [event.state.at]));
  const until = (fits: () => boolean, what: string) =>
    new Promise<void>((resolve, reject) => {
      const limit = soon();
      const look = () => {
        if (!fits()) return;
        waiting.delete(look);
        resolve();
      };
      limit.addEventListener('abort', () => {
        if (waiting.delete(look))
          reject(new Error(`never: ${what}; ${states().join()}; ${text().slice(-500)}`));
      });
      waiting.add(look);
      look();
    });
  return {
    text,
    states,
    first: () => events[0],
    says: (wanted) => until(() => text().includes(wanted), wanted),
    is: (at) => until(() => states().at(-1) === at, at),
    stop,
  };
}

/** The code of a failure, for `expect`. */
export const code = (name: string) => expect.objectContaining({ code: name });
