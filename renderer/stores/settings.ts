/** Recipes, sites, where the server listens, where the data lies. */
import type { Settings } from '../../preload/contract/settings.ts';
import type { TopicEvent } from '../../preload/contract/topics.ts';
import type { Client } from '../api/client.ts';
import { createFeed, type Fed, type FeedOptions, type FeedStore } from './feed.ts';

export interface SettingsData {
  /** Null until the bench told them. */
  readonly settings: Settings | null;
}
export type SettingsState = Fed<SettingsData>;

export const NO_SETTINGS: SettingsData = { settings: null };

export function reduceSettings(data: SettingsData, events: readonly TopicEvent<'settings'>[]): SettingsData {
  const settings = events.at(-1);
  return settings === undefined ? data : { settings };
}

export function createSettingsStore(client: Client, options?: FeedOptions): FeedStore<SettingsState> {
  return createFeed(client, { topic: 'settings', initial: NO_SETTINGS, reduce: reduceSettings }, options);
}
