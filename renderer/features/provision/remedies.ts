/** Where a failure is put right, if that is another page; the rest is put right here or at the board. */
export type Place = '/updates' | '/settings';

const PLACES: Readonly<Record<string, Place>> = {
  'app-type-unknown': '/updates',
  'app-type-invalid': '/updates',
  'app-type-empty': '/updates',
  'update-refused': '/updates',
  'boot-wrong-files': '/updates',
  'address-denied': '/settings',
  'address-in-use': '/settings',
  'address-unavailable': '/settings',
  'ota-unreachable': '/settings',
};

export function nextActionOf(code: string): Place | undefined {
  return Object.hasOwn(PLACES, code) ? PLACES[code] : undefined;
}

/** True where the same order would only fail again: another recipe has to be chosen. */
export function needsOtherRecipe(code: string): boolean {
  return code === 'board-kind-mismatch';
}
