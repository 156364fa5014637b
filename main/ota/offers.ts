/** Sequence numbers and once-offered names, remembered in the database and kept at hand: asked for at every update. */
import { type Records, rememberOffered, sequenceFor } from '../records/index.ts';
import type { AppType } from './tree.ts';

export interface Offers {
  /** Keeps that the type's files are offered from now on, and returns every name that ever was. */
  offered(appType: AppType): Promise<ReadonlySet<string>>;
  /** The `seq` of a set in its scope (`type:<name>`, `device:<id>`): the same until the set changes. */
  seq(scope: string, set: string): Promise<number>;
}

/** @param now Unix milliseconds */
export function createOffers(records: Records, now: () => number): Offers {
  const names = new Map<string, { set: string; names: Promise<ReadonlySet<string>> }>();
  const sequences = new Map<string, { set: string; seq: Promise<number> }>();
  return {
    offered: (appType) => {
      const known = names.get(appType.name);
      if (known?.set === appType.set) return known.names;
      const fresh = rememberOffered(records, appType.name, [...appType.files.keys()]);
      names.set(appType.name, { set: appType.set, names: fresh });
      fresh.catch(() => names.delete(appType.name));
      return fresh;
    },
    seq: (scope, set) => {
      const known = sequences.get(scope);
      if (known?.set === set) return known.seq;
      const fresh = sequenceFor(records, scope, set, now() / 1000);
      sequences.set(scope, { set, seq: fresh });
      fresh.catch(() => sequences.delete(scope));
      return fresh;
    },
  };
}
