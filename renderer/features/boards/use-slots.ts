/** The slots of the bench, for all pages: a board has one number everywhere, which its socket gives it. */
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isFinal } from '../../../preload/contract/jobs.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import type { Slot as Socket } from '../../../preload/contract/settings.ts';
import { type JobsData, jobOfBoard } from '../../stores/jobs.ts';
import { useSettings, useStores } from '../../stores/react.ts';
import type { Stores } from '../../stores/stores.ts';
import { type Slot, takeIn } from './slots.ts';

type Sources = Pick<Stores, 'boards' | 'jobs' | 'settings'>;
type SlotStore = Pick<StoreApi<readonly Slot[]>, 'getState' | 'getInitialState' | 'subscribe'>;

const NONE: readonly Socket[] = [];
const remembered = new WeakMap<Sources, SlotStore>();

export function useSlots(): readonly Slot[] {
  return useStore(slotsOf(useStores()));
}

/** Those that the bench has learned. */
export function useSockets(): readonly Socket[] {
  return useSettings(({ settings }) => settings?.slots) ?? NONE;
}

/** The same one for the same stores. */
export function slotsOf(stores: Sources): SlotStore {
  const there = remembered.get(stores);
  if (there !== undefined) return there;
  const isBusy = (board: PortInfo) => isAtWork(stores.jobs.getState(), board);
  const store = createStore<readonly Slot[]>(() => []);
  const number = () => {
    const { feed, boards } = stores.boards.getState();
    const { settings, feed: told } = stores.settings.getState();
    if (feed.status === 'waiting') return;
    // A tile that is drawn before its number is known would change its place.
    if (told.status === 'waiting' && boards.some(hasSocket)) return;
    store.setState(takeIn(store.getState(), boards, isBusy, settings?.slots), true);
  };
  number();
  stores.boards.subscribe(({ boards, feed }, before) => {
    if (boards !== before.boards || feed.status !== before.feed.status) number();
  });
  stores.settings.subscribe(({ settings, feed }, before) => {
    if (settings?.slots !== before.settings?.slots || feed.status !== before.feed.status) number();
  });
  remembered.set(stores, store);
  return store;
}

const hasSocket = ({ source, location }: PortInfo) => source === 'usb' && location !== undefined;

/** Whether a job has this board now. */
export function isAtWork(jobs: JobsData, { path }: PortInfo): boolean {
  const job = jobOfBoard(jobs, path);
  return job !== undefined && !isFinal(job.state);
}
