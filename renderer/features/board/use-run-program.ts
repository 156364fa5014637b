/** A program that is run on the board from its page: its output stands in the console, its end is said here. */
import { useState } from 'react';
import type { RunResult } from '../../../preload/contract/boards.ts';
import type { FailureData } from '../../../preload/contract/errors.ts';
import { useCall } from '../shell/use-call.ts';

export interface RunProgram {
  readonly state: 'idle' | 'running';
  readonly failure: FailureData | null;
  /** Of the last one; null before, and while one runs. */
  readonly result: RunResult | null;
  run(source: string): void;
  /** Ctrl-C. */
  stop(): void;
  forget(): void;
}

/** `onAsked`: the board is about to be asked, for which its own program is stopped. */
export function useRunProgram(port: string, onAsked: () => void): RunProgram {
  const call = useCall('boards.run');
  const [result, setResult] = useState<RunResult | null>(null);
  return {
    state: call.state,
    failure: call.failure,
    result,
    run(source) {
      if (call.state === 'running') return;
      setResult(null);
      onAsked();
      void call.run({ port, source }).then((ended) => setResult(ended ?? null));
    },
    stop: call.cancel,
    forget() {
      call.forget();
      setResult(null);
    },
  };
}
