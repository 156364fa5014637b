/** What a board said, as text: the newest of it is kept for who comes late. */
import type { ConsoleEvent, ConsoleState } from '../../preload/contract/boards.ts';

/** Characters that are kept: a boot of many kB, and some hundred lines after it. */
const KEPT = 65_536;

export type ConsoleListener = (event: ConsoleEvent) => void;

export class Transcript {
  readonly #listeners = new Set<ConsoleListener>();
  #decoder = new TextDecoder();
  #text = '';
  #state: ConsoleState = { at: 'opening' };

  get state(): ConsoleState {
    return this.#state;
  }

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  /** UTF-8 that a chunk's end cuts is joined again. */
  hear(bytes: Uint8Array): void {
    this.say(this.#decoder.decode(bytes, { stream: true }));
  }

  say(text: string): void {
    if (text === '') return;
    this.#text = (this.#text + text).slice(-KEPT);
    this.#tell({ type: 'said', text });
  }

  enter(state: ConsoleState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    // Whoever speaks next is not in the middle of a character.
    this.#decoder = new TextDecoder();
    this.#tell({ type: 'state', state });
  }

  /** Tells all that is kept at once, then what comes. Returns the way out. */
  listen(listener: ConsoleListener): () => void {
    const own: ConsoleListener = (event) => listener(event);
    this.#listeners.add(own);
    own({ type: 'all', state: this.#state, text: this.#text });
    return () => this.#listeners.delete(own);
  }

  #tell(event: ConsoleEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
