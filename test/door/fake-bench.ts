/** A bench behind a door for tests: the real job runner, ports that a test plugs in, and calls that a test defines. */
import {
  createDispatcher,
  type Dispatcher,
  type Handlers,
  type Sources,
} from '../../main/door/dispatcher.ts';
import { createJobRunner, type JobRunner } from '../../main/jobs/index.ts';
import { calls } from '../../preload/contract/api.ts';
import { Failure } from '../../preload/contract/errors.ts';
import type { PortInfo } from '../../preload/contract/models.ts';
import { type TopicName, topics } from '../../preload/contract/topics.ts';
import { createRecorder, type Recorder } from './recorder.ts';

export interface FakeBench {
  readonly dispatcher: Dispatcher;
  readonly jobs: JobRunner;
  /** What the dispatcher wrote down. */
  readonly log: Recorder<string>;
  /** Who watches the boards right now. */
  readonly watchers: ReadonlySet<(boards: readonly PortInfo[]) => void>;
  plug(path: string): void;
  /** Tells every watcher of the boards this, whatever it is. */
  tell(boards: readonly PortInfo[]): void;
}

export function boardAt(path: string): PortInfo {
  return { path, kind: 'pico', source: 'virtual', description: 'a board of a test' };
}

export function createFakeBench(handlers: Partial<Handlers> = {}, sources: Partial<Sources> = {}): FakeBench {
  const jobs = createJobRunner();
  const log = createRecorder<string>();
  const watchers = new Set<(boards: readonly PortInfo[]) => void>();
  let boards: readonly PortInfo[] = [];

  const tell = (told: readonly PortInfo[]) => {
    for (const watcher of [...watchers]) watcher(told);
  };
  const all: Handlers = {
    ...missingHandlers(),
    'bench.about': async () => ({ version: '1.2.3', door: 'web', platform: 'test' }),
    'jobs.cancel': async ({ job }) => {
      jobs.cancel(job);
      return {};
    },
    'jobs.answer': async ({ job, yes }) => {
      jobs.answer(job, yes);
      return {};
    },
    ...handlers,
  };
  const dispatcher = createDispatcher(
    all,
    {
      ...silentSources(),
      boards(_, emit) {
        const watcher = (told: readonly PortInfo[]) => emit({ boards: [...told] });
        watchers.add(watcher);
        watcher(boards);
        return () => {
          watchers.delete(watcher);
        };
      },
      jobs: (_, emit) => jobs.subscribe('all', emit),
      ...sources,
    },
    { log: log.add },
  );
  return {
    dispatcher,
    jobs,
    log,
    watchers,
    tell,
    plug(path) {
      boards = [...boards, boardAt(path)];
      tell(boards);
    },
  };
}

function missingHandlers(): Handlers {
  const missing = (name: string) => async () => {
    throw new Failure('unexpected', { detail: `the test has no ${name}` });
  };
  return Object.fromEntries(Object.keys(calls).map((name) => [name, missing(name)])) as unknown as Handlers;
}

function silentSources(): Sources {
  const names = Object.keys(topics) as TopicName[];
  return Object.fromEntries(names.map((name) => [name, () => () => {}])) as unknown as Sources;
}
