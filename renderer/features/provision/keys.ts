/** What keys mean on this page. */

export const NOT_ARMED = Number.NEGATIVE_INFINITY;
/** The second `.` counts for so long after the first. */
const ARMED_MS = 2000;

/** One `.` arms, a second one soon after cancels. */
export function cancelKey(
  armedAt: number,
  now: number,
): { readonly armedAt: number; readonly cancels: boolean } {
  const cancels = now - armedAt <= ARMED_MS;
  return { armedAt: cancels ? NOT_ARMED : now, cancels };
}

/** Where letters are typed, single letters mean themselves. */
export function isTyped(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]') !==
      null
  );
}

/** What has an Enter of its own. */
export function isActive(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, select, textarea') !== null;
}
