/**
 * Which board stood where, kept by the browser: a page that is loaded anew, and a second window, number them alike. It
 * is no more than a memory; where there is none, or it says nothing that can be used, a page counts for itself.
 */
import { portInfo } from '../../../preload/contract/models.ts';
import { z } from '../../../preload/contract/zod.ts';
import type { Slot } from './slots.ts';

export interface SlotMemory {
  /** Empty where nothing is remembered. */
  read(): readonly Slot[];
  write(slots: readonly Slot[]): void;
}

const KEY = 'bootbench.slots';

const remembered = z
  .array(
    z.object({
      slot: z.string().regex(/^V?[1-9]\d{0,3}$/),
      board: portInfo,
      presence: z.enum(['here', 'away']),
    }),
  )
  .refine((slots) => new Set(slots.map(({ slot }) => slot)).size === slots.length);

/** `storage`: asked for each time, because a browser may refuse to have one at all. */
export function slotMemory(storage: () => Pick<Storage, 'getItem' | 'setItem'>): SlotMemory {
  let own: readonly Slot[] = [];
  return {
    read() {
      try {
        return remembered.parse(JSON.parse(storage().getItem(KEY) ?? '[]'));
      } catch {
        return own;
      }
    },
    write(slots) {
      own = slots;
      try {
        storage().setItem(KEY, JSON.stringify(slots));
      } catch {
        // Full or refused: this window remembers by itself.
      }
    },
  };
}
