/** What happens at the server as it happens, for a live view: the last few, then each new one. */
import type { FailureData } from '../../preload/contract/errors.ts';

export type OtaEvent = { at: number; id: number } & (
  | {
      type: 'request';
      method: string;
      path: string;
      status: number;
      /** False when the connection went before the answer was out. */
      complete: boolean;
      /** From the head of the request to the end of the answer, milliseconds. */
      ms: number;
      source: string;
      deviceId: string | null;
    }
  | {
      type: 'boot';
      deviceId: string;
      appType: string | null;
      /** `current` needs nothing · `offered` was offered `names` (and `removed`) · `waiting` has no type yet ·
       *  `unknown-type` · `held-back` the device rejected this very set before */
      outcome: 'current' | 'offered' | 'waiting' | 'unknown-type' | 'held-back';
      names: string[];
      removed: string[];
      set: string | null;
    }
  | { type: 'register'; deviceId: string; address: string | null; firmware: string | null }
  | { type: 'heartbeat'; deviceId: string }
  | { type: 'hotfix'; deviceId: string; outcome: 'offered' | 'delivered' | 'rejected'; names: string[] }
  | { type: 'files-changed'; where: 'boot' | 'heartbeat'; name: string }
  | { type: 'trial'; deviceId: string; outcome: 'open' | 'good' | 'rolled-back'; set: string | null }
  | { type: 'refused'; deviceId: string; set: string; seq: number | null; reason: string | null }
  /** The device will not take what it was answered. */
  | { type: 'warning'; deviceId: string; failure: FailureData }
);

type WithoutStamp<T> = T extends unknown ? Omit<T, 'at' | 'id'> : never;
export type OtaEventBody = WithoutStamp<OtaEvent>;

export interface Live {
  /** The last events, oldest first. */
  recent(): OtaEvent[];
  /** Calls `listener` for each new event; returns what ends it. */
  subscribe(listener: (event: OtaEvent) => void): () => void;
}

const KEPT = 500;

export function createLive(now: () => number): Live & { emit(body: OtaEventBody): void } {
  const listeners = new Set<(event: OtaEvent) => void>();
  const kept: OtaEvent[] = [];
  let id = 0;
  return {
    recent: () => kept.slice(-KEPT),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit: (body) => {
      id += 1;
      const event = { ...body, at: now(), id } as OtaEvent;
      kept.push(event);
      if (kept.length >= KEPT * 2) kept.splice(0, kept.length - KEPT);
      for (const listener of [...listeners]) listener(event);
    },
  };
}
