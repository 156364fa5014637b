/**
 * Every cut. From each flash a board is let live on, and every operation of that life is a moment at which the power
 * could have gone; each such flash is lived from in turn, until there is none that was not. So every sequence of cuts
 * of any length is covered, not only every pair. Each is lived with the server there and without it.
 */
import { type FlashState, keyOf, namesOf } from './flash-state.ts';
import { type Life, live, type World } from './life.ts';
import type { Scenario } from './scenarios.ts';

/** Boards alive at a time. */
const AT_ONCE = 3;
/** More different flashes than this are no closed set: something counts without end. */
const TOO_MANY = 3000;

export interface Found {
  /** Moments at which the power went: each operation of each life. */
  readonly points: number;
  /** Different flashes among them. */
  readonly states: number;
  readonly old: number;
  readonly new: number;
  readonly mixed: number;
  readonly dark: number;
  /** How the first of the bad ones came about. */
  readonly example: string | null;
}

/** @param until when enough is found; otherwise every flash is lived from */
export async function explore(
  scenario: Scenario,
  until: (found: Pick<Found, 'mixed' | 'dark'>) => boolean = () => false,
): Promise<Found> {
  const seen = new Set([keyOf(scenario.begin)]);
  const waiting: { state: FlashState; world: World }[] = [];
  const add = (state: FlashState) => waiting.push({ state, world: 'served' }, { state, world: 'alone' });
  add(scenario.begin);
  const count = { old: 0, new: 0, mixed: 0, dark: 0 };
  let points = 0;
  let example: string | null = null;

  const take = ({ verdict, story, states }: Life, begin: FlashState, world: World) => {
    count[verdict]++;
    if (verdict === 'mixed' || verdict === 'dark')
      example ??= `${verdict}, ${world}, from ${namesOf(begin)}\nto ${story}`;
    points += states.length;
    for (const state of states) {
      const key = keyOf(state);
      if (seen.has(key)) continue;
      seen.add(key);
      add(state);
    }
    if (seen.size > TOO_MANY) throw new Error(`${scenario.name}: more than ${TOO_MANY} different flashes`);
  };

  // Whoever finds nothing to do waits for those who may still bring something.
  const alive = new Set<Promise<void>>();
  while (waiting.length > 0 || alive.size > 0) {
    const next = alive.size < AT_ONCE ? waiting.shift() : undefined;
    if (next === undefined) {
      await Promise.race(alive);
      continue;
    }
    const one: Promise<void> = live(next.state, scenario, next.world)
      .then((life) => take(life, next.state, next.world))
      .finally(() => alive.delete(one));
    alive.add(one);
    if (until(count)) waiting.length = 0;
  }
  return { points, states: seen.size, ...count, example };
}
