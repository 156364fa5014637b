/**
 * Tells listeners what happened, in the order in which it happened, whatever they do while they are told.
 *
 * A listener may cancel a job or subscribe another listener in the midst of a message. Messages therefore go
 * through a queue, and each listener begins after the snapshot that it was given: nothing twice, nothing older.
 */
import type { JobChange, JobSnapshot } from '../../preload/contract/jobs.ts';

/** All of a job first (to late joiners, and to those who watch all jobs when one starts), then its changes. */
export type JobMessage = { type: 'snapshot'; snapshot: JobSnapshot } | JobChange;
export type JobListener = (message: JobMessage) => void;

interface Subscriber {
  readonly topic: string;
  readonly listener: JobListener;
  readonly since: number;
}

interface Parcel {
  readonly number: number;
  /** Whom it is for: one new subscriber, or all who watch this job. */
  readonly to: Subscriber | { readonly id: string };
  readonly message: JobMessage;
}

export class Broadcast {
  readonly #subscribers = new Set<Subscriber>();
  readonly #queue: Parcel[] = [];
  readonly #complain: (text: string) => void;
  #count = 0;
  #draining = false;

  /** `complain` gets a line for each listener that threw. */
  constructor(complain: (text: string) => void) {
    this.#complain = complain;
  }

  /** Hands `first` to the listener, then all messages of `topic` (a job's id, or `all`). Returns the way out. */
  subscribe(topic: string, listener: JobListener, first: readonly JobMessage[]): () => void {
    const subscriber: Subscriber = { topic, listener, since: this.#count };
    this.#subscribers.add(subscriber);
    for (const message of first) this.#queue.push({ number: this.#count, to: subscriber, message });
    this.#drain();
    return () => {
      this.#subscribers.delete(subscriber);
    };
  }

  /** Tells the watchers of job `id`, and those of all jobs. */
  send(id: string, message: JobMessage): void {
    this.#count += 1;
    this.#queue.push({ number: this.#count, to: { id }, message });
    this.#drain();
  }

  #drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        for (const subscriber of [...this.#subscribers]) {
          if (this.#subscribers.has(subscriber) && isFor(next, subscriber)) {
            this.#tell(subscriber, next.message);
          }
        }
      }
    } finally {
      this.#draining = false;
    }
  }

  #tell(subscriber: Subscriber, message: JobMessage): void {
    try {
      // An async function is a listener too, as far as types go; its rejection must not end the process.
      const answer: unknown = subscriber.listener(message);
      if (answer instanceof Promise) answer.catch((error) => this.#report(error));
    } catch (error) {
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    this.#complain(`a listener of jobs threw: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isFor({ to, number }: Parcel, subscriber: Subscriber): boolean {
  if (!('id' in to)) return to === subscriber;
  return (subscriber.topic === to.id || subscriber.topic === 'all') && subscriber.since < number;
}
