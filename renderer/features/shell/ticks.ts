/** The last minute of the server in ticks. */
import type { OtaEvent } from '../../../preload/contract/ota.ts';
import type { Tick } from '../../components/index.ts';

const TICKS = 24;

/** Oldest first. A boot counts for more than a heartbeat that came in the same time. */
export function ticksOf(events: readonly OtaEvent[], now: number, tickMs: number): Tick[] {
  const ticks = new Array<Tick>(TICKS).fill('none');
  for (const event of events) {
    const place = TICKS - 1 - Math.floor((now - event.at) / tickMs);
    if (place < 0 || place >= TICKS) continue;
    if (event.type === 'boot') ticks[place] = 'boot';
    else if (event.type === 'heartbeat' && ticks[place] === 'none') ticks[place] = 'heartbeat';
  }
  return ticks;
}
