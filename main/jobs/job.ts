/**
 * One job: its state, its log, its signal, and the work that moves them. It tells `emit` of each change.
 */
import { toFailure } from '../../preload/contract/errors.ts';
import type {
  JobChange,
  JobDetails,
  JobLogLine,
  JobProgress,
  JobQuestion,
  JobSnapshot,
  JobState,
} from '../../preload/contract/jobs.ts';
import {
  type ChosenNetwork,
  isStop,
  type JobAnswer,
  type JobContext,
  type JobOptions,
  JobStopped,
} from './context.ts';
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
  #details: JobDetails | null = null;
  /** Takes an answer that fits the open question. */
  #answer: ((answer: JobAnswer) => boolean) | undefined;

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
    const details = this.#details;
    return { id: this.id, kind, board, order, details, startedAt: this.#startedAt, state: this.#state, log };
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

  /** True when a question was open to which this is an answer. */
  answer(answer: JobAnswer): boolean {
    if (this.#state.status !== 'asking') return false;
    return this.#answer?.(answer) ?? false;
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
      details: (details) => {
        this.#details = details;
        if (!this.#isFinal()) this.#around.emit({ type: 'details', id: this.id, details });
      },
      ask: (question) => this.#ask(question, (answer) => ('yes' in answer ? answer.yes : undefined)),
      askNetwork: (question, until) => this.#ask(question, networkOrAgain, until),
    };
  }

  #progress(progress: JobProgress): void {
    if ('progress' in this.#state && looksSame(this.#state.progress, progress)) return;
    this.#apply({ type: 'progress', progress });
  }

  /** `read` gives undefined for an answer to another question. */
  async #ask<T>(
    question: JobQuestion,
    read: (answer: JobAnswer) => T | undefined,
    until?: AbortSignal,
  ): Promise<T> {
    const signal = until === undefined ? this.#abort.signal : AbortSignal.any([this.#abort.signal, until]);
    signal.throwIfAborted();
    if (this.#state.status !== 'running') throw new Error('a job asks one question at a time, while it runs');
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const stop = () => {
      this.#answer = undefined;
      // Nobody is asked any more, and the work goes on to its end.
      this.#apply({ type: 'answered' });
      reject(signal.reason);
    };
    this.#answer = (answer) => {
      const value = read(answer);
      if (value === undefined) return false;
      this.#answer = undefined;
      this.#apply({ type: 'answered' });
      resolve(value);
      return true;
    };
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

function networkOrAgain(answer: JobAnswer): ChosenNetwork | 'again' | undefined {
  if ('network' in answer) return answer.network;
  return 'again' in answer ? 'again' : undefined;
}
