/** The OTA server: whether it is on, and its app types. */
import type { AppTypeSummary, OtaState } from '../../preload/contract/ota.ts';
import type { TopicEvent } from '../../preload/contract/topics.ts';
import type { Client } from '../api/client.ts';
import { createFeed, type Fed, type FeedOptions, type FeedStore } from './feed.ts';

export interface OtaData {
  readonly state: OtaState;
  readonly types: readonly AppTypeSummary[];
}
export type OtaStoreState = Fed<OtaData>;

export const OTA_UNKNOWN: OtaData = { state: { status: 'off' }, types: [] };

export function reduceOta(data: OtaData, events: readonly TopicEvent<'ota'>[]): OtaData {
  return events.at(-1) ?? data;
}

export function createOtaStore(client: Client, options?: FeedOptions): FeedStore<OtaStoreState> {
  return createFeed(client, { topic: 'ota', initial: OTA_UNKNOWN, reduce: reduceOta }, options);
}
