/**
 * Everything that can be watched. The first event of a subscription is the present state, then come changes, so a page
 * that was reloaded is where it was.
 */
import { consoleEvent } from './boards.ts';
import { jobChange, jobSnapshot } from './jobs.ts';
import { device, portInfo } from './models.ts';
import { appTypeSummary, otaEvent, otaState } from './ota.ts';
import { settings } from './settings.ts';
import { z } from './zod.ts';

const nothing = z.object({});

export const jobEvent = z.union([
  z.object({ type: z.literal('snapshot'), snapshot: jobSnapshot }),
  jobChange,
]);
export type JobEvent = z.infer<typeof jobEvent>;

export const devicesEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('all'), devices: z.array(device) }),
  z.object({ type: z.literal('changed'), device }),
  z.object({ type: z.literal('forgotten'), deviceId: z.string() }),
]);

export const requestsEvent = z.object({ events: z.array(otaEvent) });

export const topics = {
  /** The ports that lead to boards, whenever the list changes. */
  boards: { params: nothing, event: z.object({ boards: z.array(portInfo) }) },
  /** What a board says by itself, whoever works on it: the last 64 kB, then what comes. Watching sends it nothing. */
  console: { params: z.object({ port: z.string() }), event: consoleEvent },
  /** All jobs: a snapshot of each, then what changes. */
  jobs: { params: nothing, event: jobEvent },
  devices: { params: nothing, event: devicesEvent },
  /** The server's state and its app types, whole, whenever either changes. */
  ota: { params: nothing, event: z.object({ state: otaState, types: z.array(appTypeSummary) }) },
  /** What devices ask: the last ones, then new ones as they come, some at a time. */
  requests: { params: nothing, event: requestsEvent },
  settings: { params: nothing, event: settings },
} as const satisfies Record<string, { params: z.ZodType; event: z.ZodType }>;

export type Topics = typeof topics;
export type TopicName = keyof Topics;
export type TopicParams<T extends TopicName> = z.input<Topics[T]['params']>;
export type TopicEvent<T extends TopicName> = z.output<Topics[T]['event']>;

export function isTopicName(name: string): name is TopicName {
  return Object.hasOwn(topics, name);
}
