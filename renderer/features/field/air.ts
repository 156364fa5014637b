/**
 * What this computer hears and can do, for the page and for the count in the rail: one for all of the same stores. Laid aside
 * results stand here, too, so that a person who comes back to the page does not meet them again.
 */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type FailureData, toFailure } from '../../../preload/contract/errors.ts';
import type { AccessPoint, FieldAbility } from '../../../preload/contract/field.ts';
import { isFinal } from '../../../preload/contract/jobs.ts';
import { useConnection, useStores } from '../../stores/react.ts';
import type { Stores } from '../../stores/stores.ts';
import { visitJobOf } from './shown.ts';

export interface Air {
  readonly heard: readonly AccessPoint[];
  readonly state: 'unasked' | 'looking' | 'heard' | 'failed';
  /** Why this computer does not tell what it hears. */
  readonly failure: FailureData | null;
  readonly ability: FieldAbility | null;
  /** Whether a person has read what this start found of an earlier one. */
  readonly homecoming: 'untold' | 'told';
  /** The ended job that was laid aside. */
  readonly aside: string | null;
}

type AirStore = StoreApi<Air>;

/** A device opens its network for hours: a look now and then is enough for the count. */
const LOOK_EVERY_MS = 60_000;

const FIRST: Air = {
  heard: [],
  state: 'unasked',
  failure: null,
  ability: null,
  homecoming: 'untold',
  aside: null,
};
/** In this window, over a reload as well: a result that was read does not come back. */
const ASIDE = 'bootbench.field.aside';
const remembered = new WeakMap<Stores, AirStore>();

export function airOf(stores: Stores): AirStore {
  const there = remembered.get(stores);
  if (there !== undefined) return there;
  const store = createStore<Air>(() => ({ ...FIRST, aside: sessionStorage.getItem(ASIDE) }));
  remembered.set(stores, store);
  return store;
}

export function useAir<T>(select: (air: Air) => T): T {
  return useStore(airOf(useStores()), select);
}

export function layAside(stores: Stores, job: string): void {
  sessionStorage.setItem(ASIDE, job);
  airOf(stores).setState({ aside: job });
}

/** Listens, unless a visit has the Wi-Fi; what was heard stays while it does. Never throws. */
export async function look(stores: Stores): Promise<void> {
  const air = airOf(stores);
  const job = visitJobOf(stores.jobs.getState());
  if (air.getState().state === 'looking' || (job !== undefined && !isFinal(job.state))) return;
  air.setState({ state: 'looking' });
  try {
    const heard = await stores.client.call('field.scan', {});
    air.setState({ heard, state: 'heard', failure: null });
  } catch (error) {
    air.setState({ heard: [], state: 'failed', failure: toFailure(error).toData() });
  }
}

/** Never throws: without an answer it stays as it was. */
export async function askAbility(stores: Stores): Promise<void> {
  const ability = await stores.client.call('field.ability', {}).catch(() => null);
  if (ability !== null) airOf(stores).setState({ ability });
}

/** Listens now and then while somebody may see it; not on a computer that tells nothing. */
export function useAirWatch(): void {
  const stores = useStores();
  const open = useConnection(({ status }) => status === 'open');
  useEffect(() => {
    if (!open) return;
    const glance = () => {
      if (document.visibilityState === 'visible' && airOf(stores).getState().state !== 'failed')
        void look(stores);
    };
    glance();
    const timer = setInterval(glance, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [stores, open]);
}
