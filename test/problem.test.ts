import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { problemOf } from '../main/problem.ts';

it('says what is wrong, and neither the call nor the path', () => {
  const failed = () => {
    try {
      readFileSync('/nowhere/at/all');
    } catch (error) {
      return error;
    }
  };
  expect(problemOf(failed())).toBe('no such file or directory');
  expect(problemOf(new Error('something else'))).toBe('something else');
  expect(problemOf('a word')).toBe('a word');
});
