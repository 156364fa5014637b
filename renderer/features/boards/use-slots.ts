/** The slots of the bench, remembered for all pages and windows: a board has one number everywhere. */
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isFinal } from '../../../preload/contract/jobs.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { type JobsData, jobOfBoard } from '../../stores/jobs.ts';
import { useStores } from '../../stores/react.ts';
import type { Stores } from '../../stores/stores.ts';
import { type SlotMemory, slotMemory } from './slot-memory.ts';
import { type Slot, takeIn } from './slots.ts';

type Sources = Pick<Stores, 'boards' | 'jobs'>;
type SlotStore = Pick<StoreApi<readonly Slot[]>, 'getState' | 'getInitialState' | 'subscribe'>;

const remembered = new WeakMap<Sources, SlotStore>();

export function useSlots(): readonly Slot[] {
  return useStore(slotsOf(useStores()));
}

const browserMemory = slotMemory(() => localStorage);

/** The same one for the same stores. */
export function slotsOf(stores: Sources, memory: SlotMemory = browserMemory): SlotStore {
  const there = remembered.get(stores);
  if (there !== undefined) return there;
  const isBusy = (board: PortInfo) => isAtWork(stores.jobs.getState(), board);
  const number = (boards: readonly PortInfo[]) => {
    const slots = takeIn(memory.read(), boards, isBusy);
    memory.write(slots);
    return slots;
  };
  const told = stores.boards.getState();
  const store = createStore<readonly Slot[]>(() =>
    told.feed.status === 'waiting' ? [] : number(told.boards),
  );
  stores.boards.subscribe(({ boards }, before) => {
    if (boards !== before.boards) store.setState(number(boards), true);
  });
  remembered.set(stores, store);
  return store;
}

/** Whether a job has this board now. */
export function isAtWork(jobs: JobsData, { path }: PortInfo): boolean {
  const job = jobOfBoard(jobs, path);
  return job !== undefined && !isFinal(job.state);
}
