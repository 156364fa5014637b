import { useEffect } from 'react';
import { isTyped } from '../shell/typed.ts';

/** `1` to `9` goes to the slot's first action; single letters and digits are off in fields. */
export function useSlotKeys(slots: readonly string[]): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyped(event.target)) return;
      const slot = slots.find((name) => name === event.key) ?? slots.find((name) => name === `V${event.key}`);
      if (slot === undefined) return;
      document.querySelector<HTMLButtonElement>(`#slot-${slot} footer button`)?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [slots]);
}
