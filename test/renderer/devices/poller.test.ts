import { beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../preload/contract/errors.ts';
import { type Asked, createPoller, EVERY_MS, LONGEST_MS } from '../../../renderer/features/devices/poller.ts';

interface Question {
  readonly signal: AbortSignal;
  answer(value: string): Promise<void>;
  fail(): Promise<void>;
}

/** A poller whose clock and whose other side the test holds. */
function rig() {
  const questions: Question[] = [];
  const told: Asked<string>[] = [];
  let due: { work: () => void; ms: number } | undefined;
  const poller = createPoller<string>({
    ask: (signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const settled = async (act: () => void) => {
        act();
        await promise.catch(() => undefined);
        await Promise.resolve();
      };
      questions.push({
        signal,
        answer: (value) => settled(() => resolve(value)),
        fail: () =>
          settled(() => reject(new Failure('device-unreachable', { device: 'd', address: '192.0.2.1' }))),
      });
      return promise;
    },
    tell: (asked) => told.push(asked),
    now: () => 1000 + told.length,
    later: (work, ms) => {
      const mine = { work, ms };
      due = mine;
      return () => {
        if (due === mine) due = undefined;
      };
    },
  });
  return {
    poller,
    questions,
    told,
    last: () => questions.at(-1) as Question,
    pause: () => due?.ms,
    pass: () => {
      const { work } = due ?? { work: () => {} };
      due = undefined;
      work();
    },
  };
}

describe('the poller', () => {
  let r: ReturnType<typeof rig>;
  beforeEach(() => {
    r = rig();
  });

  it('asks nobody until somebody looks, then every two seconds', async () => {
    expect(r.questions).toHaveLength(0);
    r.poller.look(true);
    await r.last().answer('one');
    expect(r.told).toEqual([{ status: 'live', at: 1000, answer: 'one' }]);
    expect(r.pause()).toBe(EVERY_MS);
    r.pass();
    expect(r.questions).toHaveLength(2);
  });

  it('backs off from one who does not answer, keeps what was said, and comes back at once when it answers', async () => {
    r.poller.look(true);
    await r.last().answer('one');
    const pauses: (number | undefined)[] = [];
    for (let round = 0; round < 6; round++) {
      r.pass();
      await r.last().fail();
      pauses.push(r.pause());
    }
    expect(pauses).toEqual([2000, 4000, 8000, 16_000, LONGEST_MS, LONGEST_MS]);
    expect(r.told.at(-1)).toMatchObject({
      status: 'unreachable',
      since: 1001,
      last: { at: 1000, answer: 'one' },
    });
    r.pass();
    await r.last().answer('two');
    expect(r.told.at(-1)).toMatchObject({ status: 'live', answer: 'two' });
    expect(r.pause()).toBe(EVERY_MS);
  });

  it('stops at once for who looks away, and does not tell what comes late', async () => {
    r.poller.look(true);
    const first = r.last();
    r.poller.look(false);
    expect(first.signal.aborted).toBe(true);
    await first.answer('late');
    expect(r.told).toEqual([]);
    expect(r.pause()).toBeUndefined();
    r.poller.look(true);
    expect(r.questions).toHaveLength(2);
    await r.last().answer('fresh');
    expect(r.told).toHaveLength(1);
  });

  it('asks now when there is reason to, and not twice at a time', async () => {
    r.poller.look(true);
    r.poller.askNow();
    expect(r.questions).toHaveLength(1);
    await r.last().fail();
    r.poller.askNow();
    expect(r.questions).toHaveLength(2);
    r.poller.stop();
    r.poller.askNow();
    expect(r.questions).toHaveLength(2);
  });
});
