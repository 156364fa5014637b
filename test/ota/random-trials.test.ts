/** One short history; `random-trials.long.test.ts` has more and longer ones. */
import { test } from 'vitest';
import { playTrials, SEED } from './random-trials.ts';

test(`a short random history of trials (SEED=${SEED})`, () => playTrials(1, true, 20));
