/** What the board hears, and how far that is known. What was heard before stays while it listens again. */
import type { HeardNetwork } from '../../../preload/contract/api.ts';
import type { FailureData } from '../../../preload/contract/errors.ts';

export type Scan =
  | { readonly status: 'idle' }
  | { readonly status: 'listening'; readonly heard: readonly HeardNetwork[] }
  | { readonly status: 'heard'; readonly heard: readonly HeardNetwork[] }
  | { readonly status: 'failed'; readonly heard: readonly HeardNetwork[]; readonly failure: FailureData };

export type ScanEvent =
  | { readonly type: 'listen' }
  | { readonly type: 'heard'; readonly networks: readonly HeardNetwork[] }
  | { readonly type: 'failed'; readonly failure: FailureData }
  | { readonly type: 'stopped' };

export const NOT_LISTENED: Scan = { status: 'idle' };
const NONE: readonly HeardNetwork[] = [];

export const heardOf = (scan: Scan): readonly HeardNetwork[] => (scan.status === 'idle' ? NONE : scan.heard);

export function nextScan(scan: Scan, event: ScanEvent): Scan {
  const heard = heardOf(scan);
  switch (event.type) {
    case 'listen':
      return { status: 'listening', heard };
    case 'heard':
      return { status: 'heard', heard: event.networks };
    case 'failed':
      return { status: 'failed', heard, failure: event.failure };
    case 'stopped':
      return heard.length === 0 ? NOT_LISTENED : { status: 'heard', heard };
  }
}
