import { describe, expect, it } from 'vitest';
import { Failure } from '../../preload/contract/errors.ts';
import { createBench, untilAborted } from './helpers.ts';

const gone = () => {
  throw new Failure('port-vanished', { port: 'COM5' });
};

describe('a job that failed', () => {
  it('is started again as it was, as another job', async () => {
    const { runner, start } = createBench();
    let runs = 0;
    const id = start(async () => (++runs < 2 ? gone() : 'passport'));
    expect(await runner.finished(id)).toMatchObject({ status: 'failed' });
    const second = await runner.retry(id);
    expect(second).not.toBe(id);
    expect(await runner.finished(second)).toEqual({ status: 'done', result: 'passport' });
    expect(runner.snapshot(second)).toMatchObject({
      kind: runner.snapshot(id).kind,
      board: runner.snapshot(id).board,
      order: runner.snapshot(id).order,
    });
  });

  it('is started in the way that it asked for', async () => {
    const { runner, start } = createBench();
    const id = start(gone, 'COM5', async () => start(async () => 'anew'));
    await runner.finished(id);
    expect(await runner.finished(await runner.retry(id))).toEqual({ status: 'done', result: 'anew' });
  });

  it('is retried once: while it runs again, and when its board had another job, there is nothing to retry', async () => {
    const { runner, start } = createBench();
    const held = Promise.withResolvers<never>();
    let runs = 0;
    const id = start(async () => (++runs === 1 ? gone() : held.promise));
    await runner.finished(id);
    const second = await runner.retry(id);
    for (const one of [id, second])
      await expect(runner.retry(one)).rejects.toMatchObject({ code: 'nothing-to-retry' });
    held.reject(new Failure('port-vanished', { port: 'COM5' }));
    await runner.finished(second);
    await expect(runner.retry(id)).rejects.toMatchObject({ code: 'nothing-to-retry' });
    await runner.finished(await runner.retry(second));
  });
});

it('a job that was cancelled can be started again, one that is done cannot', async () => {
  const { runner, start } = createBench();
  const id = start((ctx) => untilAborted(ctx.signal));
  runner.cancel(id);
  expect(await runner.finished(id)).toMatchObject({ status: 'cancelled' });
  const second = await runner.retry(id);
  runner.cancel(second);
  await runner.finished(second);
  const done = start(async () => 1);
  await runner.finished(done);
  await expect(runner.retry(done)).rejects.toMatchObject({ code: 'nothing-to-retry' });
  await expect(runner.retry('no-such')).rejects.toMatchObject({ code: 'job-unknown' });
});
