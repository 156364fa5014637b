/** What commands about one board on its cable share: which port, and the board behind it. */
import { Failure } from '../../preload/contract/errors.ts';
import { type Boards, createBoards } from '../boards/index.ts';
import { plainLine } from '../plain-text.ts';
import { type PortSource, usbPorts } from '../serial/index.ts';

export interface PortOption {
  readonly port?: string;
}

/** @throws Failure `bad-usage` when there is not exactly one port to choose from */
export async function portOf({ port }: PortOption, ports: PortSource): Promise<string> {
  if (port !== undefined) return port;
  const usable = (await ports.list()).filter(({ loader }) => loader === undefined);
  const [only] = usable;
  if (only !== undefined && usable.length === 1) return only.path;
  const problem =
    only === undefined
      ? 'no board is plugged in; name its port with --port'
      : `name one of the ports with --port: ${usable.map(({ path }) => path).join(', ')}`;
  throw new Failure('bad-usage', { problem });
}

export interface OnBoard {
  readonly boards: Boards;
  readonly port: string;
}

/** Without a data folder: for work that needs nothing but the cable. */
export async function withBoards<T>(options: PortOption, work: (at: OnBoard) => Promise<T>): Promise<T> {
  const ports = usbPorts();
  const port = await portOf(options, ports);
  const boards = createBoards(ports);
  try {
    return await work({ boards, port });
  } finally {
    await boards.close();
  }
}

/** A name on a board as people write it: `:lib/x.py`, `/lib/x.py` and `lib/x.py` are one. The root is empty. */
export const boardName = (text: string): string => text.replace(/^:/, '').replace(/^\/+/, '');

/** A name from a board on a line of its own, whatever is in it. */
export const shownName = (name: string): string => plainLine(name, 255);

/** "812 B", "12.3 kB", of 1000 bytes each. */
export const size = (bytes: number): string =>
  bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
