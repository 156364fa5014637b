/** Many sequences, a few boards at a time. */
import { type Played, play } from './sequence.ts';

/** Boards alive at a time: each is a thread. */
const AT_ONCE = 3;

export interface Plan {
  /** Of the first sequence; the next has the next. */
  readonly seed: number;
  readonly sequences: number;
  readonly steps: number;
  readonly boot: string;
  readonly until?: 'all are played' | 'first difference';
}

export interface Total {
  readonly sequences: number;
  readonly steps: number;
  readonly differences: number;
}

export async function playAll(plan: Plan, onPlayed: (played: Played) => void): Promise<Total> {
  let [begun, steps, differences] = [0, 0, 0];
  const work = async () => {
    while (begun < plan.sequences && !(differences > 0 && plan.until === 'first difference')) {
      const played = await play(plan.seed + begun++, plan.steps, plan.boot);
      steps += played.moves.length;
      if (played.difference !== null) differences++;
      onPlayed(played);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { sequences: begun, steps, differences };
}
