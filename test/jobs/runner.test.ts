import { describe, expect, it } from 'vitest';
import { type JobMessage, JobStopped } from '../../main/jobs/index.ts';
import { Failure } from '../../preload/contract/errors.ts';
import { jobSnapshot } from '../../preload/contract/jobs.ts';
import { createBench, statusesOf, untilAborted } from './helpers.ts';

describe('a job', () => {
  it('has an id at once and begins afterwards', async () => {
    const { runner, start } = createBench();
    const id = start(async () => 'passport');
    expect(id).toMatch(/^provision-[0-9a-f]{8}$/);
    expect(runner.snapshot(id).state).toEqual({ status: 'queued' });
    expect(await runner.finished(id)).toEqual({ status: 'done', result: 'passport' });
  });

  it('shows phase, fraction, sentence and log, in the form that the contract promises', async () => {
    const { runner, startOpen } = createBench();
    const { id, ctx, finish } = await startOpen();
    ctx.phase('write', 'Writing 7 files');
    ctx.moved({ done: 50, total: 100, file: 'app.py' }, 'Writing app.py');
    ctx.heard('first\n\nsecond\r\n');
    ctx.log('third');
    const snapshot = jobSnapshot.parse(runner.snapshot(id));
    expect(snapshot.state).toEqual({
      status: 'running',
      progress: {
        phase: 'write',
        fraction: 0.375,
        sentence: 'Writing app.py',
        at: expect.any(Number),
        transfer: { done: 50, total: 100, file: 'app.py', rate: null },
      },
    });
    expect(snapshot.log.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['bench', 'Writing 7 files'],
      ['board', 'first'],
      ['board', 'second'],
      ['bench', 'third'],
    ]);
    expect(snapshot.order).toBeNull();
    expect(snapshot.startedAt).toBe(1000);
    finish(null);
    await runner.finished(id);
  });

  it('fails with what its work threw, in the phase where it threw, and says why in the log', async () => {
    const { runner, start } = createBench();
    const id = start(async (ctx) => {
      ctx.phase('prove', 'Proving');
      throw new Failure('port-vanished', { port: 'COM5' }, new Error('EIO'));
    });
    expect(await runner.finished(id)).toEqual({
      status: 'failed',
      phase: 'prove',
      failure: { code: 'port-vanished', params: { port: 'COM5' } },
    });
    expect(runner.snapshot(id).log.map((line) => line.text)).toContain('because: EIO');
  });

  it('turns what nobody foresaw into `unexpected`, also when work throws before its first await', async () => {
    const { runner, start } = createBench();
    const id = start(() => {
      throw new TypeError('x is not a function');
    });
    expect(await runner.finished(id)).toMatchObject({
      status: 'failed',
      failure: { code: 'unexpected', params: { detail: 'x is not a function' } },
    });
  });

  it('takes no notice of work that goes on after its end', async () => {
    const { runner, startOpen } = createBench();
    const { id, ctx, finish } = await startOpen();
    finish(1);
    const end = await runner.finished(id);
    const log = runner.snapshot(id).log;
    ctx.phase('prove', 'Too late');
    ctx.progress(1);
    ctx.log('too late');
    await expect(ctx.ask({ kind: 'did-it-blink', subject: 'x' })).rejects.toThrow('while it runs');
    runner.cancel(id);
    expect(runner.snapshot(id).state).toEqual(end);
    expect(runner.snapshot(id).log).toEqual(log);
  });

  it('keeps a bounded log', async () => {
    const { runner, startOpen } = createBench();
    const { id, ctx, finish } = await startOpen();
    for (let line = 0; line < 1200; line++) ctx.log(`line ${line}`);
    ctx.log('y'.repeat(5000));
    const { log } = runner.snapshot(id);
    expect(log).toHaveLength(1000);
    expect(log[0]?.text).toBe('line 201');
    expect(log.at(-1)?.text).toHaveLength(1000 + ' … (cut)'.length);
    finish(null);
  });
});

describe('cancelling', () => {
  it('goes through `cancelling`, aborts the one signal and ends as cancelled, not failed', async () => {
    const { runner, start } = createBench();
    const begun = Promise.withResolvers<void>();
    const id = start(async (ctx) => {
      ctx.phase('prove', 'Waiting');
      begun.resolve();
      await untilAborted(ctx.signal);
    });
    await begun.promise;
    runner.cancel(id);
    expect(runner.snapshot(id).state.status).toBe('cancelling');
    expect(await runner.finished(id)).toEqual({ status: 'cancelled', phase: 'prove' });
  });

  it('before the work begins keeps it from ever beginning', async () => {
    const { runner, start } = createBench();
    let ran = false;
    const id = start(async () => {
      ran = true;
    });
    runner.cancel(id);
    expect(await runner.finished(id)).toEqual({ status: 'cancelled', phase: '' });
    expect(ran).toBe(false);
  });

  it('comes too late for work that got there first', async () => {
    const { runner, startOpen } = createBench();
    const { id, finish } = await startOpen();
    runner.cancel(id);
    finish('whole');
    expect(await runner.finished(id)).toEqual({ status: 'done', result: 'whole' });
  });

  it('does not hide a failure that is no consequence of it', async () => {
    const { runner, startOpen } = createBench();
    const { id, fail } = await startOpen();
    runner.cancel(id);
    fail(new Failure('write-mismatch', { port: 'COM5', file: 'app.py' }));
    expect(await runner.finished(id)).toMatchObject({
      status: 'failed',
      failure: { code: 'write-mismatch' },
    });
  });

  it('is recognised in a failure that it caused, and in any AbortError', async () => {
    const { runner, startOpen } = createBench();
    const wrapped = await startOpen();
    runner.cancel(wrapped.id);
    wrapped.fail(new Failure('board-silent', { port: 'COM5' }, wrapped.ctx.signal.reason));
    expect((await runner.finished(wrapped.id)).status).toBe('cancelled');

    const foreign = await startOpen();
    runner.cancel(foreign.id);
    foreign.fail(new DOMException('aborted', 'AbortError'));
    expect((await runner.finished(foreign.id)).status).toBe('cancelled');
  });

  it('nobody asked for is a failure like any other', async () => {
    const { runner, startOpen } = createBench();
    const { id, fail } = await startOpen();
    fail(new DOMException('aborted', 'AbortError'));
    expect((await runner.finished(id)).status).toBe('failed');
  });

  it('keeps its first reason', async () => {
    const { runner, startOpen } = createBench();
    const { id, ctx, fail } = await startOpen();
    runner.cancel(id);
    const closed = runner.shutdown();
    expect(ctx.signal.reason).toBeInstanceOf(JobStopped);
    expect(ctx.signal.reason.why).toBe('cancelled');
    fail(ctx.signal.reason);
    await closed;
    expect(runner.snapshot(id).log.map((line) => line.text)).toEqual(['the job was cancelled']);
  });
});

describe('a question', () => {
  const question = { kind: 'did-it-blink' as const, subject: 'iot-1' };

  it('waits for a person and hands the answer to the work', async () => {
    const { runner, start } = createBench();
    const heard: JobMessage[] = [];
    const id = start((ctx) => ctx.ask(question));
    const asked = Promise.withResolvers<void>();
    runner.subscribe(id, (message) => {
      heard.push(message);
      if (message.type === 'state' && message.state.status === 'asking') asked.resolve();
    });
    await asked.promise;
    expect(runner.snapshot(id).state).toMatchObject({ status: 'asking', question });
    expect(runner.answer(id, true)).toBe(true);
    expect(runner.answer(id, false)).toBe(false);
    expect(await runner.finished(id)).toEqual({ status: 'done', result: true });
    expect(statusesOf(heard)).toEqual(['snapshot queued', 'running', 'asking', 'running', 'done']);
  });

  it('is dropped when the job is cancelled', async () => {
    const { runner, startOpen } = createBench();
    const { id, ctx, fail } = await startOpen();
    const answer = ctx.ask(question);
    runner.cancel(id);
    await expect(answer).rejects.toBe(ctx.signal.reason);
    expect(runner.answer(id, true)).toBe(false);
    await expect(ctx.ask(question)).rejects.toBe(ctx.signal.reason);
    fail(ctx.signal.reason);
    expect((await runner.finished(id)).status).toBe('cancelled');
  });

  it('comes alone', async () => {
    const { runner, startOpen } = createBench();
    const { id, ctx, finish } = await startOpen();
    const first = ctx.ask(question);
    await expect(ctx.ask(question)).rejects.toThrow('one question at a time');
    runner.answer(id, false);
    expect(await first).toBe(false);
    finish(null);
  });
});

describe('a board', () => {
  it('has one job at a time; the next one can start when it ended', async () => {
    const { runner, start, startOpen } = createBench();
    const first = await startOpen('COM5');
    expect(() => start(async () => {}, 'COM5')).toThrow(
      expect.objectContaining({ code: 'board-in-use', params: { board: 'COM5', job: first.id } }),
    );
    const other = start(async () => 'other', 'COM6');
    expect((await runner.finished(other)).status).toBe('done');
    first.fail(new Error('broken'));
    await runner.finished(first.id);
    const second = start(async () => 'second', 'COM5');
    expect(await runner.finished(second)).toEqual({ status: 'done', result: 'second' });
  });

  it('is free when its watchers hear of the end', async () => {
    const { runner, start } = createBench();
    let next: string | undefined;
    const id = start(async () => {}, 'COM5');
    runner.subscribe(id, (message) => {
      if (message.type === 'state' && message.state.status === 'done')
        next = start(async () => 'next', 'COM5');
    });
    await runner.finished(id);
    expect(await runner.finished(next ?? '')).toEqual({ status: 'done', result: 'next' });
  });

  it('is still taken while its job is cancelling', async () => {
    const { runner, start, startOpen } = createBench();
    const { id, ctx, fail } = await startOpen('COM5');
    runner.cancel(id);
    expect(() => start(async () => {}, 'COM5')).toThrow('board-in-use');
    fail(ctx.signal.reason);
    await runner.finished(id);
  });
});

describe('the runner', () => {
  it('says so when it does not know a job', async () => {
    const { runner } = createBench();
    const unknown = expect.objectContaining({ code: 'job-unknown', params: { job: 'nope' } });
    expect(() => runner.cancel('nope')).toThrow(unknown);
    expect(() => runner.answer('nope', true)).toThrow(unknown);
    expect(() => runner.snapshot('nope')).toThrow(unknown);
    expect(() => runner.subscribe('nope', () => {})).toThrow(unknown);
    await expect(runner.finished('nope')).rejects.toEqual(unknown);
  });

  it('remembers the last 200 jobs that ended, and every running one', async () => {
    const { runner, start, startOpen } = createBench();
    const open = await startOpen('COM1');
    const ids: string[] = [];
    for (let count = 0; count < 205; count++) {
      const id = start(async () => count, 'COM2');
      ids.push(id);
      await runner.finished(id);
    }
    const listed = runner.list().map((job) => job.id);
    expect(listed).toEqual([open.id, ...ids.slice(5)]);
    open.finish(null);
  });

  it('shuts down: cancels all, awaits all, takes no new work', async () => {
    const { runner, start } = createBench();
    const ids = ['a', 'b', 'c'].map((board) => start((ctx) => untilAborted(ctx.signal), board));
    await Promise.resolve();
    await runner.shutdown();
    expect(ids.map((id) => runner.snapshot(id).state.status)).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(() => start(async () => {})).toThrow('closing');
  });
});
