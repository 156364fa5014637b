/** What a board looks like from outside: its state, its word and its steps, from its port and its last job. */
import {
  isFinal,
  type JobProgress,
  type JobSnapshot,
  type JobState,
} from '../../../preload/contract/jobs.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import type { State, TrackStep } from '../../components/index.ts';
import { benchText } from '../../text/bench.ts';
import { stepOfPhase } from './steps.ts';

export interface BoardView {
  readonly state: State;
  /** "Writing files", "PASS", "FAIL at Boot". */
  readonly word: string;
  /** 0 to 1; only while working. */
  readonly fraction?: number;
  readonly steps: readonly TrackStep[];
}

const STEPS = 5;

export function boardView(board: PortInfo, job: JobSnapshot | undefined): BoardView {
  if (job?.kind === 'provision') return ofJob(job.state);
  return job === undefined || isFinal(job.state) ? idle(board) : ofOther(job);
}

/** Work that makes no device of a board and has no steps: a repair, a golden board. */
function ofOther({ kind, state }: JobSnapshot): BoardView {
  const { words, other, busy } = benchText;
  if (state.status === 'cancelling') return { state: 'cancelled', word: words.cancelling, steps: [] };
  const fraction = 'progress' in state ? state.progress.fraction : 0;
  return { state: 'working', word: other[kind] ?? busy, fraction, steps: [] };
}

/** Whether a person is wanted: it asks, it failed, or nobody knows what it is. */
export function waitsForPerson(board: PortInfo, job: JobSnapshot | undefined): boolean {
  const { state } = boardView(board, job);
  return state === 'attention' || state === 'fail';
}

function idle(board: PortInfo): BoardView {
  if (board.loader !== undefined)
    return { state: 'attention', word: benchText.words[board.loader.type], steps: [] };
  if (board.kind === 'unknown') return { state: 'attention', word: benchText.words.unknown, steps: [] };
  return { state: 'ready', word: benchText.words.ready, steps: [] };
}

function ofJob(state: JobState): BoardView {
  const { words, failAt, doing } = benchText;
  switch (state.status) {
    case 'queued':
      return { state: 'working', word: words.queued, fraction: 0, steps: [] };
    case 'running':
      return working('working', doing[stepOfPhase(state.progress.phase)], state.progress);
    case 'asking':
      return working(
        'attention',
        state.question.kind === 'back-up-files' ? words.backUp : words.blink,
        state.progress,
      );
    case 'cancelling':
      return working('cancelled', words.cancelling, state.progress);
    case 'done':
      return { state: 'pass', word: words.pass, steps: filled(STEPS, null) };
    case 'failed': {
      const step = stepOfPhase(state.phase);
      return { state: 'fail', word: failAt(step), steps: filled(step, { state: 'fail' }) };
    }
    case 'cancelled': {
      const step = stepOfPhase(state.phase);
      return { state: 'cancelled', word: words.cancelled, steps: filled(step, { state: 'cancelled' }) };
    }
  }
}

function working(state: State, word: string, { phase, fraction }: JobProgress): BoardView {
  const step: TrackStep = state === 'working' ? { state, fraction } : { state };
  return {
    state,
    word,
    steps: filled(stepOfPhase(phase), step),
    ...(state === 'working' ? { fraction } : {}),
  };
}

/** Steps before `at` are finished, the one at it is in `present`. */
function filled(at: number, present: TrackStep | null): TrackStep[] {
  const done = Array.from({ length: at }, (): TrackStep => ({ state: 'pass' }));
  return present === null ? done : [...done, present];
}
