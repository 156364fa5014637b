/** Four long histories; what is held of each is in `random-trials.ts`. */
import { test } from 'vitest';
import { playTrials, SEED } from './random-trials.ts';

test.each([
  [1, 'the device tells its keys', true],
  [2, 'the device tells its keys', true],
  [3, 'the bench remembers them', false],
  [4, 'the bench remembers them', false],
])(`random history %i of trials: %s (SEED=${SEED})`, (number, _what, tellsKeys) =>
  playTrials(number, tellsKeys, 60),
);
