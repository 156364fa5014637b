/**
 * What a board, a device, a file or a step can be in, for the eye. Parts take it as `state` and bring icon, word and
 * colour together; nobody picks a colour.
 */
import type { IconName } from './icon-paths.ts';

export type State = 'ready' | 'working' | 'pass' | 'attention' | 'fail' | 'cancelled' | 'empty';

export const STATES: readonly State[] = [
  'ready',
  'working',
  'pass',
  'attention',
  'fail',
  'cancelled',
  'empty',
];

/** Each with an outline of its own, so that it can be told without colour. */
export const stateIcon: { readonly [S in State]: IconName } = {
  ready: 'ready',
  working: 'working',
  pass: 'pass',
  attention: 'attention',
  fail: 'fail',
  cancelled: 'cancelled',
  empty: 'empty',
};

/** The mark of a step: a check and no PASS, because a step proves nothing by itself. Null where its number stands. */
export const stepIcon: { readonly [S in State]: IconName | null } = {
  ready: null,
  working: 'dot',
  pass: 'check',
  attention: 'attention',
  fail: 'cross',
  cancelled: 'minus',
  empty: null,
};
