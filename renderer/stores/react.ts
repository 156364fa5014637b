/** Stores for React: a provider, and a hook a store. Only this file knows both. */
import { createContext, createElement, type ReactNode, useContext } from 'react';
import { type StoreApi, useStore } from 'zustand';
import type { Client } from '../api/client.ts';
import type { Stores } from './stores.ts';

export { useShallow } from 'zustand/react/shallow';

type Readable<S> = Pick<StoreApi<S>, 'getState' | 'getInitialState' | 'subscribe'>;

const Context = createContext<Stores | null>(null);

export interface StoresProviderProps {
  readonly stores: Stores;
  readonly children: ReactNode;
}

export function StoresProvider({ stores, children }: StoresProviderProps) {
  return createElement(Context, { value: stores }, children);
}

/** @throws Error outside of a `StoresProvider` */
export function useStores(): Stores {
  const stores = useContext(Context);
  if (stores === null) throw new Error('there is no StoresProvider above');
  return stores;
}

/** The way to call the bench. */
export function useClient(): Client {
  return useStores().client;
}

/**
 * A hook that draws again when what `select` gives is another one. `select` gives a part of the state as it is, or its
 * new array or object goes through `useShallow`; otherwise it would be another one each time.
 */
function hookOf<S>(pick: (stores: Stores) => Readable<S>) {
  return function useSelected<T>(select: (state: S) => T): T {
    return useStore(pick(useStores()), select);
  };
}

export const useConnection = hookOf((stores) => stores.connection);
export const useBoards = hookOf((stores) => stores.boards);
export const useJobs = hookOf((stores) => stores.jobs);
export const useDevices = hookOf((stores) => stores.devices);
export const useOta = hookOf((stores) => stores.ota);
export const useRequests = hookOf((stores) => stores.requests);
export const useSettings = hookOf((stores) => stores.settings);
