/**
 * A bench without hardware: boards on virtual cables, a radio, and this computer's adapter on it.
 */
import { Failure } from '../../preload/contract/errors.ts';
import type { BoardKind } from '../../preload/contract/models.ts';
import type { PortSource } from '../serial/index.ts';
import type { WifiAdapter } from '../wifi/index.ts';
import { portInfoOf } from './identity.ts';
import { createLaptop, type Laptop } from './laptop.ts';
import { createNtpService, NTP_PORT } from './ntp.ts';
import { Radio } from './radio.ts';
import { VirtualBoard, type VirtualBoardOptions } from './virtual-board.ts';
import { createVirtualAdapter } from './wifi-adapter.ts';

export interface AddBoard
  extends Partial<
    Pick<
      VirtualBoardOptions,
      | 'flashBytes'
      | 'clockRate'
      | 'runtime'
      | 'filesystem'
      | 'flashCost'
      | 'uart'
      | 'rawPaste'
      | 'firmware'
      | 'lineOrder'
    >
  > {
  readonly kind: BoardKind;
  /** Powered at once unless `off`. */
  readonly power?: 'on' | 'off';
}

export interface VirtualBench {
  readonly radio: Radio;
  readonly ports: PortSource;
  /** Somebody's computer on the same air. */
  readonly laptop: Laptop;
  /** The program's hand on the laptop's Wi-Fi. */
  readonly wifi: WifiAdapter;
  readonly boards: readonly VirtualBoard[];
  /** A blank board: MicroPython is on it, the file system is as after the port's first start. */
  addBoard(options: AddBoard): VirtualBoard;
  removeBoard(board: VirtualBoard): Promise<void>;
  /** Where a program on this computer reaches the board that has this address on a virtual network. */
  addressFor(ip: string): string | undefined;
  close(): Promise<void>;
}

export interface VirtualBenchOptions {
  /** Unix milliseconds of a time server at the gateway of every network; without it there is none. */
  readonly ntp?: () => number;
}

export function createVirtualBench({ ntp }: VirtualBenchOptions = {}): VirtualBench {
  const radio = new Radio(ntp ? new Map([[NTP_PORT, createNtpService(ntp)]]) : undefined);
  const boards: VirtualBoard[] = [];
  const laptop = createLaptop(radio, boards);
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  let number = 0;

  const ports: PortSource = {
    list: async () =>
      boards
        .filter((board) => board.plugged || board.drive !== undefined)
        .map((board) => portInfoOf(board.path, board.identity, board.drive)),
    async open(path, options) {
      const board = boards.find((candidate) => candidate.path === path);
      if (!board) throw new Failure('port-not-found', { port: path });
      if (board.drive !== undefined) throw new Failure('board-in-loader', { port: path, loader: 'bootsel' });
      return board.open(options);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  const bench: VirtualBench = {
    radio,
    ports,
    laptop,
    wifi: createVirtualAdapter(radio, laptop),
    boards,
    addBoard({ power = 'on', ...options }) {
      const board = new VirtualBoard({ radio, number: ++number, ...options });
      boards.push(board);
      board.onPort(changed);
      tellDrive(board, changed);
      if (power === 'on') board.powerOn();
      return board;
    },
    async removeBoard(board) {
      const at = boards.indexOf(board);
      if (at >= 0) boards.splice(at, 1);
      await board.dispose();
      changed();
    },
    addressFor: (ip) => boards.find((board) => board.ip === ip)?.knownAddress,
    async close() {
      await Promise.all(boards.splice(0).map((board) => board.dispose()));
      radio.close();
    },
  };
  return bench;
}

/** A drive comes a moment after the port has gone, and goes before it is back. */
function tellDrive(board: VirtualBoard, changed: () => void): void {
  let was: 'there' | 'gone' = 'gone';
  board.onEvent(({ type }) => {
    const now = board.drive === undefined ? 'gone' : 'there';
    if (type !== 'state' || now === was) return;
    was = now;
    changed();
  });
}
