/** Text that came while the view was paused. */

/** Characters that are kept of it, as many as the bench keeps of a board. */
const KEPT = 65_536;

export interface HeldText {
  /** Begins anew: what was held belongs to what is not there any more. */
  begin(text: string): void;
  add(text: string): void;
  /** Gives what there is, and how it is to be shown, and holds nothing then. */
  take(): { readonly how: 'anew' | 'after'; readonly text: string };
}

export function createHeldText(): HeldText {
  let how: 'anew' | 'after' = 'after';
  let held = '';
  return {
    begin(text) {
      how = 'anew';
      held = text.slice(-KEPT);
    },
    add(text) {
      held = (held + text).slice(-KEPT);
    },
    take() {
      const taken = { how, text: held };
      how = 'after';
      held = '';
      return taken;
    },
  };
}
