import { useEffect, useRef } from 'react';
import { isTyped } from '../shell/typed.ts';

/** A single letter does what its button does; off where letters are typed. */
export function useLetterKey(letter: string, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey, repeat, target } = event;
      if (key !== letter || ctrlKey || metaKey || altKey || shiftKey || repeat || isTyped(target)) return;
      latest.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [letter]);
}
