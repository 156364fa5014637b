import { type RefObject, useEffect, useRef } from 'react';

/**
 * When what had the focus went with the step before, the first thing that `wanted` finds in `part` takes it: ears hear where
 * they are, and Tab goes on from there. Somebody's focus elsewhere is left alone, and nothing is done at the first step.
 * @param step another one each time that what is asked has changed; null while it is not known
 */
export function useKeptFocus(part: RefObject<HTMLElement | null>, step: string | null, wanted: string): void {
  const before = useRef(step);
  useEffect(() => {
    const last = before.current;
    if (step === null || last === step) return;
    before.current = step;
    if (last === null) return;
    const { activeElement, body } = document;
    if (activeElement !== null && activeElement !== body) return;
    const first = part.current?.querySelector<HTMLElement>(wanted);
    if (!first) return;
    // A heading takes it only when told so.
    if (first.tabIndex < 0) first.tabIndex = -1;
    first.focus();
  }, [part, step, wanted]);
}
