import { afterAll, expect, test } from 'vitest';
import { createCli } from '../cli/support.ts';

const cli = createCli();
afterAll(() => cli.close());

test('the demo ends in PASS, every step with its evidence', { timeout: 60_000 }, async () => {
  const run = await cli.run(['demo', '--json']);
  const lines = run.json();
  expect(lines.at(-1)).toMatchObject({ type: 'result', outcome: 'PASS' });
  expect(run.code).toBe(0);
  const steps = lines.flatMap(({ type, step }) => (type === 'step' ? [step] : []));
  expect(steps).toEqual(
    expect.arrayContaining([
      'pico: blue frames',
      'esp32: blue frames',
      'pico: takes the update',
      'esp32: takes the update',
      'pico: takes the hotfix',
      'pico: keeps it over a restart',
      'pico: gives it up',
      'pico: factory reset',
      'pico: back in AP fallback',
    ]),
  );
});

test('what fails is the last line, and the exit code', async () => {
  // A file is no folder to work in, whoever runs the tests.
  const run = await cli.run(['demo'], { TMPDIR: import.meta.filename });
  expect(run.stdout.trim().split('\n').at(-1)).toMatch(/^FAIL: the bench: .+/);
  expect(run.code).toBe(1);
});
