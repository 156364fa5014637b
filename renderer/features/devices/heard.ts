/**
 * When a device was last heard from, and what that makes of it.
 *
 *     unheard ──► live ◄──► silent
 */
import type { Device } from '../../../preload/contract/models.ts';

export type Heard =
  /** Known, by a person or a passport, and never heard from. */
  | { readonly status: 'unheard' }
  | { readonly status: 'live'; readonly at: number }
  | { readonly status: 'silent'; readonly at: number; readonly ms: number };

/** What the platform beats at unless somebody tells it otherwise. */
const USUAL_BEAT_MS = 300_000;
/** A beat may be late by half, and by what a busy network takes. */
const LATE = 1.5;
const GRACE_MS = 10_000;

export type HeardTimes = Pick<Device, 'bootAt' | 'registeredAt' | 'heartbeatAt'>;

export function lastHeard({ bootAt, registeredAt, heartbeatAt }: HeardTimes): number | null {
  const times = [bootAt, registeredAt, heartbeatAt].filter((time) => time !== null);
  return times.length === 0 ? null : Math.max(...times);
}

/** `beatMs`: what devices are told to beat at; null when they keep their own. */
export function heardOf(device: HeardTimes, now: number, beatMs: number | null): Heard {
  const at = lastHeard(device);
  if (at === null) return { status: 'unheard' };
  const ms = Math.max(0, now - at);
  if (ms <= (beatMs ?? USUAL_BEAT_MS) * LATE + GRACE_MS) return { status: 'live', at };
  return { status: 'silent', at, ms };
}
