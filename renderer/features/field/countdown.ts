/** "2:41": what is left of a promise; null when nothing was promised. */
export function countdown(until: number | null, now: number): string | null {
  if (until === null) return null;
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
