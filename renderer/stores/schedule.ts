/**
 * When stores tell what they gathered: all of them together, at most once a frame.
 *
 * A hidden page draws no frames, and still has to notice that a job ended: then a timer does it.
 */

/** Runs `work` soon; what is asked for again before it ran, runs once. */
export type Schedule = (work: () => void) => void;

/** Asks for a frame; `requestAnimationFrame` in a page. */
export type RequestFrame = (callback: () => void) => void;

/** Milliseconds after which nobody waits for a frame any longer. */
const HIDDEN_MS = 500;

const nextFrame: RequestFrame = (callback) => {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    callback();
  };
  const timer = setTimeout(once, HIDDEN_MS);
  requestAnimationFrame(once);
};

export function createSchedule(requestFrame: RequestFrame = nextFrame): Schedule {
  const due = new Set<() => void>();
  let asked = false;
  return (work) => {
    due.add(work);
    if (asked) return;
    asked = true;
    requestFrame(() => {
      asked = false;
      const now = [...due];
      due.clear();
      for (const each of now) safely(each);
    });
  };
}

/** A listener that throws is a fault to be seen, and no reason to keep the other stores from telling. */
function safely(work: () => void): void {
  try {
    work();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
