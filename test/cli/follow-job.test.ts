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

test('files are named as they come, with how much of all is there and how fast it goes', async () => {
  const clock = { ms: 0 };
  const jobs = createJobRunner({ now: () => clock.ms });
  const lines: string[] = [];
  const id = jobs.start({
    kind: 'k',
    board: 'b',
    phases,
    async work(ctx) {
      ctx.phase('only', 'Writing the firmware');
      const steps: readonly (readonly [done: number, file: string])[] = [
        [4000, 'a.py'],
        [8000, 'a.py'],
        [12_000, 'b.py'],
        [16_000, 'c.py'],
        [20_000, 'c.py'],
      ];
      for (const [done, file] of steps) {
        ctx.moved({ done, total: 20_000, file }, `Writing ${file}`);
        clock.ms += 1000;
      }
    },
  });
  const { signal } = new AbortController();
  await followJob({ out: createOutput('text', (line) => lines.push(line)), signal }, jobs, id);
  expect(lines.join('\n').split('\n')).toEqual([
    '  Writing the firmware',
    '    a.py: 4.0 of 20.0 kB',
    '    b.py: 12.0 of 20.0 kB, 4.0 kB/s, 2 s left',
    '    c.py: 16.0 of 20.0 kB, 4.0 kB/s, 1 s left',
  ]);
});

test('programs get the bytes, and who spoke', async () => {
  const jobs = createJobRunner();
  const lines: string[] = [];
  const id = jobs.start({
    kind: 'k',
    board: 'b',
    phases,
    async work(ctx) {
      ctx.moved({ done: 1, total: 2, file: 'a.py' });
      ctx.heard('boot: start');
    },
  });
  const { signal } = new AbortController();
  await followJob({ out: createOutput('json', (line) => lines.push(line)), signal }, jobs, id);
  const said = lines.map((line): unknown => JSON.parse(line));
  expect(said).toContainEqual(
    expect.objectContaining({
      type: 'progress',
      transfer: { done: 1, total: 2, file: 'a.py', rate: null },
    }),
  );
  expect(said).toContainEqual(
    expect.objectContaining({ type: 'log', speaker: 'board', text: 'boot: start' }),
  );
});
