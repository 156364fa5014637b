/** How much of a transfer is there, how fast it goes and how long it will take, in words: the same on page and terminal. */
import { type JobProgress, type JobTransfer, timeLeft } from '../../preload/contract/jobs.ts';

/** What has not moved for so long stands still: its last rate tells nothing any more. */
const STALE_MS = 4000;

export interface TransferWords {
  /** "12.4 of 24.6 kB". */
  readonly amount: string;
  /** "5.2 kB/s". */
  readonly rate: string | undefined;
  /** "9 s", until all of it is there. */
  readonly left: string | undefined;
}

/** Undefined for work that moves nothing now. `now`: Unix milliseconds; left out by who has no clock. */
export function transferWords({ transfer, at }: JobProgress, now: number = at): TransferWords | undefined {
  if (transfer === null) return undefined;
  const moving = now - at <= STALE_MS && transfer.done < transfer.total;
  const left = moving ? timeLeft(transfer) : null;
  return {
    amount: amountOf(transfer),
    rate: moving && transfer.rate !== null ? `${kilo(transfer.rate)} kB/s` : undefined,
    left: left === null ? undefined : seconds(left),
  };
}

function amountOf({ done, total }: JobTransfer): string {
  return done === total ? `${kilo(total)} kB` : `${kilo(done)} of ${kilo(total)} kB`;
}

const kilo = (bytes: number): string => (bytes / 1000).toFixed(1);

/** Whole seconds: a forecast knows no tenths. */
function seconds(ms: number): string {
  const whole = Math.max(1, Math.round(ms / 1000));
  return whole < 100 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
