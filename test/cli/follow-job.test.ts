import { expect, test } from 'vitest';
import { followJob } from '../../main/cli/follow-job.ts';
import { createOutput } from '../../main/cli/output.ts';
import { createJobRunner } from '../../main/jobs/index.ts';

const out = createOutput('text', () => {});
const phases = [{ name: 'only', weight: 1 }] as const;

test('a Ctrl-C that came before anybody listened still ends the job', async () => {
  const jobs = createJobRunner();
  const stop = new AbortController();
  const id = jobs.start({
    kind: 'k',
    board: 'b',
    phases,
    work: ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  });
  stop.abort(new Error('stopped by Ctrl-C'));
  await expect(followJob({ out, signal: stop.signal }, jobs, id)).rejects.toThrow('stopped by Ctrl-C');
});

test('why a question found no answer is what is told', async () => {
  const jobs = createJobRunner();
  const id = jobs.start({
    kind: 'k',
    board: 'b',
    phases,
    async work(ctx) {
      ctx.phase('only', 'Asking');
      await ctx.ask({ kind: 'did-it-blink', subject: 'iot-1' });
    },
  });
  const answer = () => Promise.reject(new Error('nobody was there'));
  const { signal } = new AbortController();
  await expect(followJob({ out, signal }, jobs, id, answer)).rejects.toThrow('nobody was there');
});
