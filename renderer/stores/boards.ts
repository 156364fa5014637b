/** The ports that lead to boards. */
import type { PortInfo } from '../../preload/contract/models.ts';
import type { TopicEvent } from '../../preload/contract/topics.ts';
import type { Client } from '../api/client.ts';
import { createFeed, type Fed, type FeedOptions, type FeedStore } from './feed.ts';

export interface BoardsData {
  readonly boards: readonly PortInfo[];
}
export type BoardsState = Fed<BoardsData>;

const NO_BOARDS: BoardsData = { boards: [] };

export function reduceBoards(data: BoardsData, events: readonly TopicEvent<'boards'>[]): BoardsData {
  return events.at(-1) ?? data;
}

export function createBoardsStore(client: Client, options?: FeedOptions): FeedStore<BoardsState> {
  return createFeed(client, { topic: 'boards', initial: NO_BOARDS, reduce: reduceBoards }, options);
}
