/** What a comparison says, counted and put into order. */
import type { FileDifference } from '../../../preload/contract/boards.ts';

export type Counts = Readonly<Record<FileDifference['state'], number>>;

export function countsOf(files: readonly FileDifference[]): Counts {
  const counts = { same: 0, replaced: 0, added: 0, removed: 0 };
  for (const { state } of files) counts[state] += 1;
  return counts;
}

const ORDER: readonly FileDifference['state'][] = ['replaced', 'added', 'removed', 'same'];

/** What would change first. */
export function byChange(files: readonly FileDifference[]): FileDifference[] {
  return files.toSorted(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.name.localeCompare(b.name, 'en'),
  );
}

/** Which app type is asked for first: what this board became last, else what the last recipe makes, else the first. */
export function firstType(
  types: readonly string[],
  wishes: readonly (string | null | undefined)[],
): string | null {
  return wishes.find((wish) => wish != null && types.includes(wish)) ?? types[0] ?? null;
}
