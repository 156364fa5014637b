/** What the model knows of a device: what must outlive a power cut, and where in its life it is. */
import type { Files } from '../firmware/support.ts';

/** File name to MD5; null: there was none. */
export type Hashes = Readonly<Record<string, string | null>>;

export interface Numbered {
  readonly seq: number;
  readonly set: string;
}

/** One set in force, and what `version.json` and `ota_state.json` say of how it came about. */
export interface Software {
  readonly files: Files;
  readonly base: Hashes;
  readonly dropped: Hashes;
  readonly seq: Numbered | null;
  readonly hotfixSeq: Numbered | null;
  /** The hotfix that failed by the network, and may come once more. */
  readonly again: string | null;
}

/** A refused or rolled back set; `key` tells a hotfix from an update, and from another hotfix. */
export interface Entry {
  /** Null: the MD5 of its `pending.json` stands for what cannot be named otherwise. */
  readonly set: string | null;
  readonly seq: number | null;
  readonly key: string | null;
}

export interface Trial {
  readonly set: string;
  readonly boots: number;
  readonly entry: Entry;
  readonly was: Software;
}

export interface Standing extends Software {
  readonly rejected: readonly Entry[];
  readonly trial: Trial | null;
}

export interface Journal {
  readonly kind: 'update' | 'hotfix' | 'rollback';
  readonly says: string;
  readonly from: Files;
  readonly to: Standing;
}

/** A hotfix in `pending.json`. */
export interface Pending {
  readonly form: 'manifest' | 'plain';
  readonly files: Files;
  readonly seq: number;
}

/**
 *     off ──► start ──► found ──► network ──► (forgets, a hotfix) ──► asks ──► runs ──► main ──► confirms ──► main
 *               ▲         │          │         │         └────► portal
 *               └─ commits ◄─────────┴─────────┘         (main, with a hotfix) ──► leaves ──► start
 */
export type At =
  | 'off'
  | 'start'
  | 'found'
  | 'network'
  | 'forgets'
  | 'asks'
  | 'commits'
  | 'runs'
  | 'main'
  | 'confirms'
  | 'leaves'
  | 'portal';

export interface Device extends Standing {
  readonly at: At;
  readonly wifi: 'known' | 'none';
  readonly journal: Journal | null;
  readonly pending: Pending | null;
}

const numbers = new Map<string, number>();

/** Equal for things that are; files are long, and a number does for each. */
export const identityOf = (thing: unknown): string =>
  JSON.stringify(thing, (_, value: unknown) => {
    if (typeof value !== 'string' || value.length < 100) return value;
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  });

/** The same thing said twice is one thing. */
export function different<T>(things: readonly T[]): T[] {
  return [...new Map(things.map((thing) => [identityOf(thing), thing])).values()];
}
