import { useEffect, useRef, useState } from 'react';
import { isTyped } from '../shell/typed.ts';
import { ARMED_MS, cancelKey, isActive, NOT_ARMED } from './keys.ts';

export interface PageKeys {
  readonly onEnter: (() => void) | undefined;
  readonly onCancel: (() => void) | undefined;
  readonly onEscape: () => void;
}

/** Enter does what is asked, `.` and `.` cancels, Esc goes back and never cancels. True after the first `.`. */
export function usePageKeys(keys: PageKeys): boolean {
  const latest = useRef(keys);
  const [armed, setArmed] = useState(NOT_ARMED);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    let armedAt = NOT_ARMED;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const { onEnter, onCancel, onEscape } = latest.current;
      if (event.key === 'Escape') onEscape();
      else if (event.key === 'Enter' && onEnter !== undefined && !isActive(event.target)) {
        event.preventDefault();
        onEnter();
      } else if (event.key === '.' && onCancel !== undefined && !isTyped(event.target)) {
        const next = cancelKey(armedAt, event.timeStamp);
        armedAt = next.armedAt;
        setArmed(armedAt);
        if (next.cancels) onCancel();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => {
    if (armed === NOT_ARMED) return;
    const timer = setTimeout(() => setArmed(NOT_ARMED), ARMED_MS);
    return () => clearTimeout(timer);
  }, [armed]);
  return armed !== NOT_ARMED;
}
