import { expect, test } from 'vitest';
import type { JobSnapshot, JobState } from '../../../preload/contract/jobs.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { boardView } from '../../../renderer/features/boards/board-view.ts';

const port = (path: string, changes: Partial<PortInfo> = {}): PortInfo => ({
  path,
  kind: 'pico',
  source: 'usb',
  description: 'a board',
  ...changes,
});
const job = (state: JobState): JobSnapshot => ({
  id: 'provision-1',
  kind: 'provision',
  board: '/dev/a',
  order: null,
  details: null,
  startedAt: 0,
  state,
  log: [],
});
const progress = { phase: 'wifi', fraction: 0.5, sentence: 'Joining Bench', at: 0, transfer: null };

test.each([
  ['no job', undefined, 'ready', 'Ready', 0],
  ['queued', { status: 'queued' }, 'working', 'Waiting', 0],
  ['running', { status: 'running', progress }, 'working', 'Joining', 3],
  [
    'asking',
    {
      status: 'asking',
      progress: { ...progress, phase: 'blink' },
      question: { kind: 'did-it-blink', subject: 'x' },
    },
    'attention',
    'Blink?',
    5,
  ],
  ['cancelling', { status: 'cancelling', progress }, 'cancelled', 'Cancelling', 3],
  ['done', { status: 'done', result: {} }, 'pass', 'PASS', 5],
  [
    'failed',
    { status: 'failed', phase: 'update', failure: { code: 'x', params: {} } },
    'fail',
    'FAIL at Boot',
    4,
  ],
  ['cancelled', { status: 'cancelled', phase: 'write' }, 'cancelled', 'Cancelled', 2],
] as const)('%s', (_, state, shown, word, steps) => {
  const view = boardView(port('/dev/a'), state && job(state as JobState));
  expect(view).toMatchObject({ state: shown, word });
  expect(view.steps).toHaveLength(steps);
  expect(view.steps.slice(0, -1).every((step) => step.state === 'pass')).toBe(true);
});

test('a job of another kind is not the board’s provisioning', () => {
  const other = { ...job({ status: 'done', result: {} }), kind: 'factory-reset' };
  expect(boardView(port('/dev/a'), other).word).toBe('Ready');
});
