/**
 * What lies between a program's end of the line and the board's: a perfect cable, unless somebody says otherwise.
 *
 * Each direction is a chain of stages. A stage takes bytes and hands on what it likes, when it likes: slower, fewer, twice,
 * or none and the plug pulled.
 */

/** Takes what is sent in. `cut` forgets what is still under way: the plug is out, or the board has lost its power. */
export interface Way {
  send(bytes: Uint8Array): void;
  cut(): void;
}

/** Makes one part of a way; `deliver` is the part that follows. */
export type Stage = (deliver: (bytes: Uint8Array) => void) => Way;

/** `down`: from the computer to the board; `up`: what the board says. */
export type Direction = 'down' | 'up';

export class Cable {
  readonly #ends: Record<Direction, (bytes: Uint8Array) => void>;
  readonly #stages: Record<Direction, readonly Stage[]> = { down: [], up: [] };
  readonly #ways: Record<Direction, readonly Way[]> = { down: [], up: [] };

  constructor(ends: Record<Direction, (bytes: Uint8Array) => void>) {
    this.#ends = ends;
  }

  /** Puts a stage behind those that are there (before the far end). Returns the way to take it out again. */
  add(direction: Direction, stage: Stage): () => void {
    this.#build(direction, [...this.#stages[direction], stage]);
    return () =>
      this.#build(
        direction,
        this.#stages[direction].filter((one) => one !== stage),
      );
  }

  send(direction: Direction, bytes: Uint8Array): void {
    const first = this.#ways[direction][0];
    if (first === undefined) this.#ends[direction](bytes);
    else first.send(bytes);
  }

  /** Nothing that is on its way arrives any more. */
  cut(): void {
    for (const way of [...this.#ways.down, ...this.#ways.up]) way.cut();
  }

  #build(direction: Direction, stages: readonly Stage[]): void {
    for (const way of this.#ways[direction]) way.cut();
    this.#stages[direction] = stages;
    let deliver = this.#ends[direction];
    this.#ways[direction] = stages
      .toReversed()
      .map((stage) => {
        const way = stage(deliver);
        deliver = (bytes) => way.send(bytes);
        return way;
      })
      .toReversed();
  }
}
