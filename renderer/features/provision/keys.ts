/** What keys mean on this page. */

export const NOT_ARMED = Number.NEGATIVE_INFINITY;
/** The second `.` counts for so long after the first. */
export const ARMED_MS = 2000;

/** One `.` arms, a second one soon after cancels. */
export function cancelKey(
  armedAt: number,
  now: number,
): { readonly armedAt: number; readonly cancels: boolean } {
  const cancels = now - armedAt <= ARMED_MS;
  return { armedAt: cancels ? NOT_ARMED : now, cancels };
}

/** What has an Enter of its own. */
export function isActive(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, select, textarea') !== null;
}
