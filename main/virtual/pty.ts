/**
 * A virtual board as a serial port of this computer: a pseudo-terminal, made by socat, that comes and goes with the
 * board's own port. mpremote, Thonny or a script use it like a board's. Linux and macOS.
 *
 * What differs from a board: a PTY has no modem lines and no speed, and what the board says after a client has gone is kept by
 * the system, as far as its buffers go, instead of being lost.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, lstatSync, mkdirSync, openSync, readSync, rmSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Failure } from '../../preload/contract/errors.ts';
import { problemOf } from '../problem.ts';
import type { SerialLink } from '../serial/index.ts';
import type { VirtualBoard } from './virtual-board.ts';

/** What may wait on our side for a reader that is slow; and how long nothing may be taken until there is none. */
const UNREAD_MAX = 2 * 1024 * 1024;
const READER_GONE_MS = 2000;
/** How often socat looks whether somebody has opened the PTY, in seconds: nothing tells it. */
const OPEN_LOOK_S = 0.02;
/** Between its opening of a port and its flushing of it a client may be kept waiting; no event tells when it is ready. */
const SETTLE_MS = 100;
const LOG_KEPT = 2000;
/** What socat says (1.7.4, `-d -d`) when it goes to work, and when the PTY or this program has hung up. */
const SOCAT_STARTS = 'starting data transfer loop';
const SOCAT_HUNG_UP = 'is at EOF';

export interface BoardPty {
  /** A link to the PTY: there as long as the board has a port. */
  readonly path: string;
  /** Takes it away; the board runs on. */
  close(): Promise<void>;
}

/** @throws Failure `socat-missing` */
export function checkSocat(): void {
  if (process.platform === 'win32' || spawnSync('socat', ['-V'], { stdio: 'ignore' }).error !== undefined)
    throw new Failure('socat-missing', { os: process.platform });
}

/**
 * Resolves when the PTY is there, or at once when the board has no port now.
 * @param path of the link; its folder is made. A link that a killed program left there is replaced
 * @throws Failure `socat-missing`, `file-unreadable` when something else is in its place
 */
export async function openPty(board: VirtualBoard, path: string): Promise<BoardPty> {
  checkSocat();
  makeRoom(path);
  let plug: Plug | null = null;
  let isOver = false;
  let turn = Promise.resolve();
  const follow = () => {
    const last = turn.catch(() => {});
    turn = last.then(async () => {
      // A board may go and come again faster than socat follows: then the plug that is there leads nowhere.
      if (plug !== null && (isOver || !board.plugged || plug.isDead())) {
        await plug.pull();
        plug = null;
      }
      if (isOver || !board.plugged || plug !== null) return;
      // Known before it is there: whoever waits for the path may be the first to see it.
      plug = plugIn(board.open(), path, () => void follow().catch(() => {}));
      await plug.there;
    });
    return turn;
  };
  // A port that was taken by somebody else just then is tried again when it comes the next time.
  const unwatch = board.onPort(() => void follow().catch(() => {}));
  await follow();
  return {
    path,
    async close() {
      isOver = true;
      unwatch();
      await follow();
    },
  };
}

interface Plug {
  readonly there: Promise<void>;
  /** The board's end is gone, or socat's. */
  isDead(): boolean;
  pull(): Promise<void>;
}

/**
 * What the board says reaches the PTY only when somebody has opened it for the first time: opening throws away what the system has kept, and a
 * USB board keeps its words until then. From then on the slave is held open here, so that socat's master sees no hang-up (to
 * socat the end of all) when a client goes. socat ends with its standard input, and so with this program, and takes the link away.
 * @param onDead socat has ended after its PTY was there, by itself or because its PTY served nobody any more
 */
function plugIn(link: SerialLink, path: string, onDead: () => void): Plug {
  const made = linkMade(path);
  const address = `PTY,link=${path},raw,echo=0,wait-slave,pty-interval=${OPEN_LOOK_S}`;
  const socat = spawn('socat', ['-d', '-d', address, 'STDIO'], { stdio: 'pipe' });
  const ended = new Promise<void>((resolve) => socat.once('close', () => resolve()));
  void ended.then(made.forget);
  let wasThere = false;
  void made.there.then(() => {
    wasThere = true;
  });
  let holder: number | undefined;
  let settling: NodeJS.Timeout | undefined;
  let dead = false;
  link.onClose(() => {
    dead = true;
  });
  void ended.then(() => {
    dead = true;
    // One that could not be made is not tried for ever.
    if (wasThere) onDead();
  });
  let takenAt = 0;
  const taken = () => {
    takenAt = performance.now();
  };
  let lookedAt = 0;
  /** What nobody reads is lost, as on a board. */
  const say = (data: Uint8Array) => {
    const now = performance.now();
    const waiting = socat.stdin.writableLength;
    if (waiting === 0) taken();
    else if (now - takenAt > READER_GONE_MS) {
      if (now - lookedAt < READER_GONE_MS) return;
      lookedAt = now;
      if (holder !== undefined && !hasUnread(holder)) socat.kill('SIGTERM');
      return;
    } else if (waiting > UNREAD_MAX) return;
    socat.stdin.write(data, taken);
  };
  const opened = () => {
    if (holder !== undefined || dead) return;
    try {
      holder = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    } catch {
      // It has ended, and what it said before is read just now; or it is about to. What cannot be held is made anew.
      socat.kill('SIGTERM');
      return;
    }
    settling = setTimeout(() => {
      link.onData(say);
    }, SETTLE_MS);
  };
  let log = '';
  socat.stderr.on('data', (text: Buffer) => {
    log = (log + text.toString('utf8')).slice(-LOG_KEPT);
    // It goes on writing to whoever opened the PTY since, as long as the board talks, and reads from nobody any more.
    if (log.includes(SOCAT_HUNG_UP)) socat.kill('SIGTERM');
    else if (log.includes(SOCAT_STARTS)) opened();
  });
  socat.stdin.on('error', () => {});
  socat.stdout.on('data', (bytes: Buffer) => void link.write(bytes).catch(() => {}));
  return {
    there: Promise.race([made.there, ended]),
    isDead: () => dead,
    async pull() {
      socat.kill('SIGTERM');
      await ended;
      clearTimeout(settling);
      if (holder !== undefined) closeSync(holder);
      await link.close();
    },
  };
}

/**
 * Whether there is something to read for whoever opens the PTY. Where socat writes and there is nothing, it waits in the kernel for
 * what never comes: a client's flush (TCOFLUSH, TCSAFLUSH) can leave it so, and it would read no more either.
 * Takes a byte, at a moment at which all else is being lost.
 */
function hasUnread(slave: number): boolean {
  try {
    return readSync(slave, new Uint8Array(1)) > 0;
  } catch {
    return false;
  }
}

/** `forget`: it is not waited for any more. */
function linkMade(path: string): { there: Promise<void>; forget: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const watcher = watch(dirname(path), (_, name) => {
    if (name !== basename(path)) return;
    watcher.close();
    resolve();
  });
  return { there: promise, forget: () => watcher.close() };
}

function makeRoom(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isSymbolicLink()) rmSync(path);
    else if (found) throw new Error('something else is in its place');
  } catch (error) {
    const problem = problemOf(error);
    throw new Failure('file-unreadable', { path, problem }, error);
  }
}
