/**
 * One visit at a time on this computer, by hand or by itself: two programs that switch the same adapter would fight, and so would
 * a person and a program. Beside the lock lies who has it, for who is refused; no secret is in it.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import { z } from 'zod';
import { Failure } from '../../preload/contract/errors.ts';
import { type VisitMode, visitMode } from '../../preload/contract/field.ts';
import { plainLine } from '../plain-text.ts';

/** A program that was killed holds nobody up for longer. */
const STALE_MS = 5000;

/** Tries a second apart: long enough for a dead program's lock to become stale, and for a live one to be believed. */
const WAIT = { retries: 8, minTimeout: 1000, maxTimeout: 1000 } as const;

const SSID_LIMIT = 32;

/** What the Wi-Fi is wanted for. */
export interface Purpose {
  readonly ssid: string;
  readonly mode: VisitMode;
}

const holderSchema = z.object({ ssid: z.string(), mode: visitMode, pid: z.int() });

/** Where all programs of this user meet, on whatever folders they work: there is one Wi-Fi. */
export function computerLock(): string {
  return join(tmpdir(), `bootbench-wifi-${userInfo().uid}.lock`);
}

/**
 * @param path in a folder that is there
 * @param patience `wait`: a lock whose owner has just died is waited for
 * @returns the way to give it back. @throws Failure `wifi-busy`, which says who has it
 */
export async function lockWifi(
  path: string,
  { ssid, mode }: Purpose,
  onLost: () => void,
  patience: 'wait' | 'none' = 'none',
): Promise<() => Promise<void>> {
  const note = noteAt(`${path}.holder`);
  try {
    const release = await lock(dirname(path), {
      lockfilePath: path,
      stale: STALE_MS,
      onCompromised: () => {
        // What lies there is another's by now.
        note.leave();
        onLost();
      },
      ...(patience === 'wait' ? { retries: WAIT } : {}),
    });
    note.write({ ssid, mode, pid: process.pid });
    return async () => {
      note.remove();
      await release().catch(() => {});
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOCKED') throw busy(path);
    throw error;
  }
}

/** Another has it. */
export function busy(path: string): Failure<'wifi-busy'> {
  try {
    const { ssid, mode, pid } = holderSchema.parse(JSON.parse(readFileSync(`${path}.holder`, 'utf8')));
    return new Failure('wifi-busy', { ssid: plainLine(ssid, SSID_LIMIT), mode, pid });
  } catch {
    // It has just come, or has just gone.
    return new Failure('wifi-busy', { ssid: '', mode: 'unknown', pid: 0 });
  }
}

/** A note is a courtesy: without one the lock holds all the same. */
function noteAt(path: string) {
  let isOurs = false;
  const remove = () => {
    try {
      if (isOurs) rmSync(path, { force: true });
    } catch {
      // A stranger's file that this user may not remove.
    }
    isOurs = false;
  };
  return {
    write(holder: z.infer<typeof holderSchema>) {
      isOurs = true;
      remove();
      try {
        // Made anew: a link that somebody put there is not followed.
        writeFileSync(path, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
        isOurs = true;
      } catch {
        // As above.
      }
    },
    remove,
    leave() {
      isOurs = false;
    },
  };
}
