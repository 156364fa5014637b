/**
 * What goes through a door, whichever it is: a channel that can send and receive, and these few messages.
 *
 *     call ──► progress* ──► result | failed          cancel: the call's signal aborts, and it answers all the same
 *     subscribe ──► event* (the first is the present state) ──► failed?          unsubscribe: no more events
 *               └─► ready, once, after the events that were there at once: a topic that tells each thing by itself
 *                   (jobs) tells so when there is nothing
 *
 * Ids are the client's, one row of numbers for calls and subscriptions together.
 */
import { failureData } from './errors.ts';
import { z } from './zod.ts';

const id = z.number().int().nonnegative();

/** From the page to the bench. */
export const clientMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, name: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('cancel'), id }),
  z.object({ type: z.literal('subscribe'), id, topic: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('unsubscribe'), id }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

export const progressData = z.object({ done: z.number(), total: z.number(), what: z.string() });

/** From the bench to the page. */
export const serverMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id, value: z.unknown() }),
  z.object({ type: z.literal('progress'), id, progress: progressData }),
  z.object({ type: z.literal('failed'), id, failure: failureData }),
  z.object({ type: z.literal('event'), id, value: z.unknown() }),
  z.object({ type: z.literal('ready'), id }),
]);
export type ServerMessage = z.infer<typeof serverMessage>;

/**
 * The path of the web door's WebSocket, and the most that one message to the bench may hold, in bytes of JSON.
 * It covers the largest set of files that a call takes.
 */
export const DOOR_PATH = '/door';
export const MESSAGE_LIMIT = 2 * 1024 * 1024;

/** Two ends of one of these make a door: Electron's IPC, a WebSocket, a MessagePort, a pair in memory. */
export interface Channel {
  /** Hands a structured-cloneable message over; silently nothing after the end. */
  send(message: unknown): void;
  /** Returns the way to stop listening. */
  onMessage(listener: (message: unknown) => void): () => void;
  /** Called once, when the other side has gone or `close` was called. */
  onClose(listener: () => void): () => void;
  close(): void;
}
