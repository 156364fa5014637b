/** All stores of a page, on one client and one schedule: a frame shows all that came since the last one. */
import type { Client } from '../api/client.ts';
import { type BoardsState, createBoardsStore } from './boards.ts';
import { type ConnectionState, createConnectionStore } from './connection.ts';
import { createDevicesStore, type DevicesState } from './devices.ts';
import type { FeedStore } from './feed.ts';
import { createJobsStore, type JobsState } from './jobs.ts';
import { createOtaStore, type OtaStoreState } from './ota.ts';
import { createRequestsStore, type RequestsState } from './requests.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import { createSettingsStore, type SettingsState } from './settings.ts';

/** What each store of a page holds. */
export interface StoreStates {
  readonly connection: ConnectionState;
  readonly boards: BoardsState;
  readonly jobs: JobsState;
  readonly devices: DevicesState;
  readonly ota: OtaStoreState;
  readonly requests: RequestsState;
  readonly settings: SettingsState;
}

export type StoreName = keyof StoreStates;

export type Stores = { readonly [N in StoreName]: FeedStore<StoreStates[N]> } & {
  readonly client: Client;
  /** Ends all subscriptions; the client goes on. */
  stop(): void;
};

export function createStores(client: Client, schedule: Schedule = createSchedule()): Stores {
  const stores = {
    connection: createConnectionStore(client),
    boards: createBoardsStore(client, { schedule }),
    jobs: createJobsStore(client, { schedule }),
    devices: createDevicesStore(client, { schedule }),
    ota: createOtaStore(client, { schedule }),
    requests: createRequestsStore(client, { schedule }),
    settings: createSettingsStore(client, { schedule }),
  };
  return {
    ...stores,
    client,
    stop() {
      for (const store of Object.values(stores)) store.stop();
    },
  };
}
