import { describe, expect, it } from 'vitest';
import type { JobMessage } from '../../main/jobs/index.ts';
import { createBench, statusesOf } from './helpers.ts';

describe('watching jobs', () => {
  it('gives late joiners all of the present first, then changes', async () => {
    const { runner, startOpen } = createBench();
    const { id, ctx, finish } = await startOpen();
    ctx.phase('write', 'Writing');
    ctx.log('before');
    const heard: JobMessage[] = [];
    runner.subscribe(id, (message) => heard.push(message));
    ctx.log('after');
    ctx.progress(1);
    finish('ok');
    await runner.finished(id);
    expect(heard[0]).toMatchObject({
      type: 'snapshot',
      snapshot: { id, state: { status: 'running', progress: { sentence: 'Writing' } } },
    });
    expect(heard.slice(1)).toEqual([
      { type: 'log', id, line: { at: expect.any(Number), speaker: 'bench', text: 'after' } },
      {
        type: 'state',
        id,
        state: {
          status: 'running',
          progress: {
            phase: 'write',
            fraction: 0.75,
            sentence: 'Writing',
            at: expect.any(Number),
            transfer: null,
          },
        },
      },
      { type: 'state', id, state: { status: 'done', result: 'ok' } },
    ]);
  });

  it('tells of steps that can be seen, not of each byte', async () => {
    const { runner, startOpen } = createBench();
    const { id, ctx, finish } = await startOpen();
    let changes = 0;
    runner.subscribe(id, () => changes++);
    for (let byte = 0; byte <= 100_000; byte++) ctx.progress(byte / 100_000);
    expect(changes).toBeGreaterThan(500);
    expect(changes).toBeLessThan(1100);
    expect(runner.snapshot(id).state).toMatchObject({ progress: { fraction: expect.closeTo(0.75, 2) } });
    finish(null);
  });

  it('of all kinds includes each new one, and one job only itself', async () => {
    const { runner, startOpen } = createBench();
    const first = await startOpen('COM1');
    const all: JobMessage[] = [];
    const one: JobMessage[] = [];
    runner.subscribe('all', (message) => all.push(message));
    runner.subscribe(first.id, (message) => one.push(message));
    const second = await startOpen('COM2');
    second.finish(null);
    await runner.finished(second.id);
    expect(statusesOf(all)).toEqual(['snapshot running', 'snapshot queued', 'running', 'done']);
    expect(statusesOf(one)).toEqual(['snapshot running']);
    first.finish(null);
  });

  it('ends when the watcher goes, also from within a message', async () => {
    const { runner, startOpen } = createBench();
    const { id, ctx, finish } = await startOpen();
    const heard: JobMessage[] = [];
    const leave = runner.subscribe(id, (message) => {
      heard.push(message);
      if (message.type === 'log') leave();
    });
    ctx.log('one');
    ctx.log('two');
    finish(null);
    await runner.finished(id);
    expect(heard.map((message) => message.type)).toEqual(['snapshot', 'log']);
  });

  it('never hurts the job or the other watchers, whatever a listener throws', async () => {
    const { runner, startOpen, complaints } = createBench();
    const { id, ctx, finish } = await startOpen();
    const heard: JobMessage[] = [];
    runner.subscribe(id, () => {
      throw new Error('window is gone');
    });
    runner.subscribe(id, async () => {
      throw new Error('so is the socket');
    });
    runner.subscribe(id, (message) => heard.push(message));
    ctx.log('still here');
    finish('ok');
    expect(await runner.finished(id)).toEqual({ status: 'done', result: 'ok' });
    expect(heard).toHaveLength(3);
    expect(complaints.filter((line) => line.includes('window is gone'))).toHaveLength(3);
    expect(complaints.some((line) => line.includes('so is the socket'))).toBe(true);
  });

  it('keeps the order for everybody when a listener cancels in the midst of a message', async () => {
    const { runner, startOpen } = createBench();
    const { id, ctx, fail } = await startOpen();
    const second: JobMessage[] = [];
    const late: JobMessage[] = [];
    runner.subscribe(id, (message) => {
      if (message.type !== 'log' || message.line.text !== 'go') return;
      runner.cancel(id);
      runner.subscribe(id, (next) => late.push(next));
    });
    runner.subscribe(id, (message) => second.push(message));
    ctx.log('go');
    fail(ctx.signal.reason);
    await runner.finished(id);
    const short = second.map((message) => (message.type === 'log' ? message.line.text : message.type));
    expect(short).toEqual(['snapshot', 'go', 'the job was cancelled', 'state', 'state']);
    expect(statusesOf(second)).toEqual(['snapshot running', 'cancelling', 'cancelled']);
    expect(statusesOf(late)).toEqual(['snapshot cancelling', 'cancelled']);
  });
});
