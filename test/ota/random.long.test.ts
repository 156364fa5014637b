/** Several random histories of each kind; what is held of each is in `random-histories.ts`. */
import { test } from 'vitest';
import { playHistories, SEED } from './random-histories.ts';

test.each([
  ['manifests', true],
  ['the plain form', false],
])(`random histories with ${'%s'} (SEED=${SEED})`, (_what, manifests) => playHistories(manifests, 4));
