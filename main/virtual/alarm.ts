/**
 * Timers for a program that never waits. A board's timer interrupt puts the callback into the scheduler's queue; here
 * the VM does so itself when it waits, and where it does not its thread is interrupted for it (`interrupt.ts`).
 */
import { BELL } from './vm/messages.ts';

/** How late a timer may be before its thread is interrupted: most programs wait sooner. */
const LATE_MS = 50;

export class Alarm {
  readonly #bell: Int32Array;
  readonly #interrupt: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** @param interrupt has the VM see to its timers, whatever it is at */
  constructor(bell: Int32Array, interrupt: () => Promise<void>) {
    this.#bell = bell;
    this.#interrupt = interrupt;
  }

  /** The VM has a timer that is due sooner than this was going to look. */
  set(): void {
    clearTimeout(this.#timer);
    if (this.#isOver) return;
    let due = Atomics.load(this.#bell, BELL.alarm);
    if (due === 0) {
      Atomics.store(this.#bell, BELL.look, 0);
      // One may have been set in between, by a VM that still saw the old time.
      due = Atomics.load(this.#bell, BELL.alarm);
      if (due === 0) return;
    }
    Atomics.store(this.#bell, BELL.look, due);
    const left = LATE_MS - ((Date.now() - due) | 0);
    this.#timer = setTimeout(() => void this.#look(due), Math.max(0, left)).unref();
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  async #look(due: number): Promise<void> {
    // Another time by now: that timer has run.
    if (Atomics.load(this.#bell, BELL.alarm) === due) await this.#interrupt();
    // A callback takes its time; the same one is not interrupted at once again.
    if (!this.#isOver) this.#timer = setTimeout(() => this.set(), LATE_MS).unref();
  }
}
