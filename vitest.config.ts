import { defineConfig } from 'vitest/config';
import { Sequencer } from './test/sequencer.ts';

export default defineConfig({
  test: {
    // Virtual boards are worker threads already: more test processes than cores only makes them wait.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: Sequencer },
    // A second, as it is by itself, is less than a busy computer may take for one look; below the time that a test has.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'code',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', '**/*.long.test.ts'],
          // A process for each file would load the same modules and compile the same wasm a hundred times.
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          // Proofs that take board minutes, many boards or thousands of requests: too long for every save, not for every push.
          name: 'long',
          include: ['test/**/*.long.test.ts'],
          isolate: false,
          sequence: { groupOrder: 1 },
          // A sign of a hang, never of slowness: six programs one after the other take half a minute on a busy computer.
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          // The pages in a real browser; after everything else, because a browser takes what cores there are.
          name: 'e2e',
          include: ['test/e2e/*.test.ts'],
          globalSetup: 'test/e2e/pages.ts',
          sequence: { groupOrder: 2 },
          // A sign of a hang, never of slowness: a page and its board take half a minute on a busy computer.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
