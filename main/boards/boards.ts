/** All boards on cables: who works on which, and what their consoles say. */
import type { PortSource } from '../serial/index.ts';
import { type Neighbours, Seat, type Task, type WorkOn } from './seat.ts';
import type { ConsoleListener } from './transcript.ts';

export interface Boards {
  /**
   * Does a task on an open board that nobody else may touch meanwhile; its console goes on being shown.
   * @throws Failure `board-in-use`; as `openBoard`; what the task throws
   */
  work<T>(path: string, options: WorkOn, task: Task<T>): Promise<T>;
  /**
   * Leaves the port to work that opens it itself, while nobody else may.
   * @throws Failure `board-in-use`; what the work throws
   */
  lend<T>(path: string, options: Omit<WorkOn, 'as'>, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** What the board says by itself, the last 64 kB first. Sends the board nothing. Returns the way out. */
  watch(path: string, listener: ConsoleListener): () => void;
  /** Types into the console of a board that is watched. @throws Failure `board-in-use`, `port-vanished`, `console-closed` */
  type(path: string, text: string, options?: { signal?: AbortSignal | undefined }): Promise<void>;
  /** Ends the consoles and whatever is under way, by taking its board from it. */
  close(): Promise<void>;
}

/** Seats that nobody needs are forgotten beyond so many; what their boards said goes with them. */
const SEATS_KEPT = 50;

export function createBoards(ports: PortSource): Boards {
  const seats = new Map<string, Seat>();

  /** A board that a reset brings to another path keeps its work; whose port that path is keeps off meanwhile. */
  const neighboursOf = (own: string): Neighbours => {
    const others = () => [...seats.values()].filter(({ path }) => path !== own);
    return {
      async workerAt(path) {
        const port = (await ports.list()).find((one) => one.path === path);
        if (port === undefined) return undefined;
        return others()
          .map((seat) => seat.workerOf(port))
          .find((who) => who !== undefined);
      },
      left() {
        for (const seat of others()) seat.look();
      },
    };
  };

  const seatOf = (path: string): Seat => {
    const seat = seats.get(path) ?? new Seat(path, ports, neighboursOf(path));
    // The last used stands last.
    seats.delete(path);
    seats.set(path, seat);
    for (const [other, { idle }] of seats) {
      if (seats.size <= SEATS_KEPT) break;
      if (idle && other !== path) seats.delete(other);
    }
    return seat;
  };

  return {
    work: (path, options, task) => seatOf(path).work(options, task),
    lend: (path, options, work) => seatOf(path).lend(options, work),
    watch: (path, listener) => seatOf(path).watch(listener),
    type: (path, text, options) => seatOf(path).type(new TextEncoder().encode(text), options),
    async close() {
      await Promise.all([...seats.values()].map((seat) => seat.close()));
    },
  };
}
