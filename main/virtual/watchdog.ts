/** The watchdog timer of a board: once started it cannot be stopped but by a hard reset or power. */
export class Watchdog {
  readonly #bite: () => void;
  readonly #fedAgo: () => number;
  #timer: NodeJS.Timeout | undefined;

  /** `fedAgo`: real ms since the program fed it last. `bite` is called when that was too long ago. */
  constructor(fedAgo: () => number, bite: () => void) {
    this.#fedAgo = fedAgo;
    this.#bite = bite;
  }

  /** It bites when it was not fed for `ms`. */
  start(ms: number): void {
    this.stop();
    const look = () => {
      const left = ms - this.#fedAgo();
      if (left <= 0) this.#bite();
      else this.#timer = setTimeout(look, left).unref();
    };
    look();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
