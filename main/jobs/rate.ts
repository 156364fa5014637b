/**
 * How fast bytes come, over the last seconds: a mean over a window, because a board takes them in gulps. Times are those
 * of the events themselves, so a busy reader sees the same figure as an idle one.
 */

/** Less than this tells nothing. */
const NEEDED_MS = 2000;
/** What is longer ago tells nothing of now. */
const WINDOW_MS = 10_000;
/** Two points are a jump and no speed. */
const NEEDED_POINTS = 3;

export class RateMeter {
  #points: { readonly at: number; readonly done: number }[] = [];

  /** `done` bytes are there at `at` (Unix milliseconds). Bytes a second; null while there is too little to tell. */
  at(at: number, done: number): number | null {
    const last = this.#points.at(-1);
    // Less than before: it was begun anew.
    if (last !== undefined && done < last.done) this.#points = [];
    this.#points = [...this.#points.filter((point) => at - point.at <= WINDOW_MS), { at, done }];
    const [first] = this.#points;
    if (first === undefined || this.#points.length < NEEDED_POINTS || at - first.at < NEEDED_MS) return null;
    const rate = ((done - first.done) / (at - first.at)) * 1000;
    return rate > 0 ? rate : null;
  }
}
