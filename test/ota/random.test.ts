/** One random history of each kind; `random.long.test.ts` has more. */
import { test } from 'vitest';
import { playHistories, SEED } from './random-histories.ts';

test.each([
  ['manifests', true],
  ['the plain form', false],
])(`random histories with ${'%s'} (SEED=${SEED})`, (_what, manifests) => playHistories(manifests, 1));
