import { useEffect } from 'react';
import { isTyped } from '../shell/typed.ts';

/** Esc goes back, but not out of what is being typed, and not while a dialog asks. */
export function useEscape(back: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isTyped(event.target)) return;
      if (document.querySelector('[role=dialog]') !== null) return;
      back();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [back]);
}
