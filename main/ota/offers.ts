/** Sequence numbers and once-offered names, remembered in the database and kept at hand: asked for at every update. */
import {
  allowDowngrade,
  endSequence,
  type Records,
  rememberOffered,
  type Sequence,
  sequenceFor,
} from '../records/index.ts';
import type { AppType } from './tree.ts';

/** By what number a set is offered to one device. */
export interface Numbered extends Sequence {
  /** What the device is at and must be allowed to go below; null when `seq` is above it. */
  readonly downgradeFrom: number | null;
}

export interface Offers {
  /** Keeps that the type's files are offered from now on, and returns every name that ever was. */
  offered(appType: AppType): Promise<ReadonlySet<string>>;
  /**
   * The number of a set in its scope (`type:<name>`, `device:<id>`): the same until the set changes, or until a device is at as much.
   *
   * @param told where the device is by its own word, null when it does not say
   */
  numbered(scope: string, set: string, told: number | null): Promise<Numbered>;
  /** What the scope's number belonged to is over: the same set coming again gets a new one. */
  end(scope: string): Promise<void>;
}

/** @param now Unix milliseconds */
export function createOffers(records: Records, now: () => number, log: (line: string) => void): Offers {
  const names = new Map<string, { set: string; names: Promise<ReadonlySet<string>> }>();
  const sequences = new Map<string, { set: string; sequence: Promise<Sequence> }>();

  const sequence = async (scope: string, set: string, above: number): Promise<Sequence> => {
    const known = sequences.get(scope);
    if (known?.set === set) {
      const present = await known.sequence;
      if (present.seq > above) return present;
    }
    const fresh = sequenceFor(records, scope, set, now() / 1000, above);
    sequences.set(scope, { set, sequence: fresh });
    fresh.catch(() => sequences.delete(scope));
    return fresh;
  };

  return {
    offered: (appType) => {
      const known = names.get(appType.name);
      if (known?.set === appType.set) return known.names;
      const fresh = rememberOffered(records, appType.name, [...appType.files.keys()]);
      names.set(appType.name, { set: appType.set, names: fresh });
      fresh.catch(() => names.delete(appType.name));
      return fresh;
    },
    numbered: async (scope, set, told) => {
      const found = await sequence(scope, set, told ?? -1);
      if (told === null || told < found.seq) return { ...found, downgradeFrom: null };
      const allowed = await allowDowngrade(records, scope, told, found.seq);
      if (!allowed) log(`${scope}: too many downgrades asked for; not allowed from ${told}`);
      return { ...found, downgradeFrom: allowed ? told : null };
    },
    end: async (scope) => {
      sequences.delete(scope);
      await endSequence(records, scope);
    },
  };
}
