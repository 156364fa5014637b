/**
 * One job: its state, its log, its signal, and the work that moves them. It tells `emit` of each change.
 */
import { toFailure } from '../../preload/contract/errors.ts';
import type {
  JobChange,
  JobLogLine,
  JobProgress,
  JobQuestion,
  JobSnapshot,
  JobState,
} from '../../preload/contract/jobs.ts';
import { isStop, type JobContext, type JobOptions, JobStopped } from './context.ts';
import { JobLog } from './log.ts';
import { looksSame, ProgressMeter } from './progress.ts';
import { type FinalJobState, type JobEvent, transition } from './state.ts';

export interface JobSurroundings {
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly emit: (change: JobChange) => void;
  /** Called once, after the state became final and before anybody hears of it. */
  readonly ended: () => void;
}

export class Job<P extends string = string> {
  readonly id: string;
  readonly board: string;
  readonly finished: Promise<FinalJobState>;
  readonly #options: JobOptions<P>;
  readonly #around: JobSurroundings;
  readonly #startedAt: number;
  readonly #meter: ProgressMeter<P>;
  readonly #log: JobLog;
  readonly #abort = new AbortController();
  readonly #resolve: (state: FinalJobState) => void;
  #state: JobState = { status: 'queued' };
  #answer: ((yes: boolean) => void) | undefined;

  /** Nothing runs before `run`. Throws a plain Error on phases that make no sense. */
  constructor(id: string, options: JobOptions<P>, around: JobSurroundings) {
    this.id = id;
    this.board = options.board;
    this.#options = options;
    this.#around = around;
    this.#startedAt = around.now();
    this.#meter = new ProgressMeter(options.phases, around.now);
    this.#log = new JobLog(around.now);
    const { promise, resolve } = Promise.withResolvers<FinalJobState>();
    this.finished = promise;
    this.#resolve = resolve;
  }

  get state(): JobState {
    return this.#state;
  }

  snapshot(): JobSnapshot {
    const { kind, board, order = null } = this.#options;
    const log = this.#log.lines();
    return { id: this.id, kind, board, order, startedAt: this.#startedAt, state: this.#state, log };
  }

  /** Does the work, if nobody cancelled it before. Never rejects. */
  async run(): Promise<void> {
    if (this.#state.status !== 'queued') return;
    this.#apply({ type: 'begin', progress: this.#meter.within(0) });
    try {
      const result = await this.#options.work(this.#context());
      this.#apply({ type: 'finished', result });
    } catch (error) {
      if (isStop(error, this.#abort.signal)) {
        this.#apply({ type: 'stopped' });
      } else {
        const failure = toFailure(error);
        this.#write(failure.message);
        if (failure.cause instanceof Error) this.#write(`because: ${failure.cause.message}`);
        this.#apply({ type: 'failed', failure: failure.toData() });
      }
    }
  }

  /** Asks the work to stop. The first reason stays; a job at its end is left as it is. */
  cancel(why: JobStopped['why']): void {
    if (this.#isFinal() || this.#abort.signal.aborted) return;
    const reason = new JobStopped(why);
    this.#write(reason.message);
    this.#apply({ type: 'cancel' });
    this.#abort.abort(reason);
  }

  /** True when a question was open and is answered now. */
  answer(yes: boolean): boolean {
    if (this.#state.status !== 'asking' || this.#answer === undefined) return false;
    const answer = this.#answer;
    this.#answer = undefined;
    this.#apply({ type: 'answered' });
    answer(yes);
    return true;
  }

  #context(): JobContext<P> {
    return {
      signal: this.#abort.signal,
      phase: (name, sentence) => {
        const progress = this.#meter.phase(name, sentence);
        this.#write(sentence);
        this.#progress(progress);
      },
      progress: (fraction, sentence) => this.#progress(this.#meter.within(fraction, sentence)),
      moved: (bytes, sentence, fraction) => this.#progress(this.#meter.moved(bytes, sentence, fraction)),
      log: (text) => this.#write(text),
      heard: (text) => this.#write(text, 'board'),
      ask: (question) => this.#ask(question),
    };
  }

  #progress(progress: JobProgress): void {
    if ('progress' in this.#state && looksSame(this.#state.progress, progress)) return;
    this.#apply({ type: 'progress', progress });
  }

  async #ask(question: JobQuestion): Promise<boolean> {
    const { signal } = this.#abort;
    signal.throwIfAborted();
    if (this.#state.status !== 'running') throw new Error('a job asks one question at a time, while it runs');
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const stop = () => {
      this.#answer = undefined;
      reject(signal.reason);
    };
    this.#answer = resolve;
    signal.addEventListener('abort', stop, { once: true });
    this.#apply({ type: 'ask', question });
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  #write(text: string, speaker: JobLogLine['speaker'] = 'bench'): void {
    if (this.#isFinal()) return;
    for (const line of this.#log.add(speaker, text)) this.#around.emit({ type: 'log', id: this.id, line });
  }

  #apply(event: JobEvent): void {
    const state = transition(this.#state, event);
    if (state === this.#state) return;
    this.#state = state;
    const ended = asFinal(state);
    if (ended !== undefined) this.#around.ended();
    this.#around.emit({ type: 'state', id: this.id, state });
    if (ended !== undefined) this.#resolve(ended);
  }

  #isFinal(): boolean {
    return asFinal(this.#state) !== undefined;
  }
}

/** The state, if it is one of the ends. */
function asFinal(state: JobState): FinalJobState | undefined {
  const { status } = state;
  return status === 'done' || status === 'failed' || status === 'cancelled' ? state : undefined;
}
