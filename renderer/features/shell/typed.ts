/** Where letters are typed, single letters and digits mean themselves and are no keys of the page. */
export function isTyped(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]') !==
      null
  );
}
