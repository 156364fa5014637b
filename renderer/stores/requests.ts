/** What devices asked of the OTA server, the last ones. */
import type { OtaEvent } from '../../preload/contract/ota.ts';
import type { TopicEvent } from '../../preload/contract/topics.ts';
import type { Client } from '../api/client.ts';
import { createFeed, type Fed, type FeedOptions, type FeedStore } from './feed.ts';

export interface RequestsData {
  /** Oldest first. */
  readonly requests: readonly OtaEvent[];
}
export type RequestsState = Fed<RequestsData>;

/** Requests that are kept; older ones are in the records. */
export const REQUESTS = 500;

export const NO_REQUESTS: RequestsData = { requests: [] };

export function reduceRequests(data: RequestsData, events: readonly TopicEvent<'requests'>[]): RequestsData {
  const added = events.flatMap((event) => event.events);
  if (added.length === 0) return data;
  return { requests: [...data.requests, ...added].slice(-REQUESTS) };
}

export function createRequestsStore(client: Client, options?: FeedOptions): FeedStore<RequestsState> {
  return createFeed(client, { topic: 'requests', initial: NO_REQUESTS, reduce: reduceRequests }, options);
}
