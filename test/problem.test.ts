import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pathOf, problemOf } from '../main/problem.ts';

it('says what is wrong, and neither the call nor the path', () => {
  const failed = () => {
    try {
      readFileSync('/nowhere/at/all');
    } catch (error) {
      return error;
    }
  };
  expect(problemOf(failed())).toBe('no such file or directory');
  expect(pathOf(failed(), '/nowhere')).toBe('/nowhere/at/all');
  expect(pathOf(new Error('something else'), '/nowhere')).toBe('/nowhere');
  // A library's own number is none of the system's.
  expect(problemOf(Object.assign(new Error('its own'), { errno: 5 }))).toBe('its own');
  expect(problemOf(new Error('something else'))).toBe('something else');
  expect(problemOf('a word')).toBe('a word');
});
