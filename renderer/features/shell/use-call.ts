import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallName, CallParams, CallResult } from '../../../preload/contract/api.ts';
import { type FailureData, isFailure, toFailure } from '../../../preload/contract/errors.ts';
import type { Progress } from '../../../preload/contract/work.ts';
import { useClient } from '../../stores/react.ts';

export interface UsedCall<N extends CallName> {
  /** Undefined when it failed; the failure is then in `failure`. */
  run(params: CallParams<N>): Promise<CallResult<N> | undefined>;
  /** What the newest run comes to is no news any more: whatever was asked for since takes its place. */
  forget(): void;
  /** Gives up what the newest run asked for; it ends without a failure. */
  cancel(): void;
  /** How far the newest run is, where its call says so; null before, and when it has ended. */
  readonly progress: Progress | null;
  readonly state: 'idle' | 'running';
  /** Of the newest run, until the next one begins. */
  readonly failure: FailureData | null;
}

/**
 * A call of the contract for a button: its state, its failure, cancelled when the page that asked is gone. Where runs
 * overlap, only the newest says how it stands.
 */
export function useCall<N extends CallName>(name: N): UsedCall<N> {
  const client = useClient();
  const [state, setState] = useState<'idle' | 'running'>('idle');
  const [failure, setFailure] = useState<FailureData | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const open = useRef<AbortController>(null);
  const gone = useRef<AbortController>(null);
  const newest = useRef(0);
  useEffect(() => {
    const controller = new AbortController();
    gone.current = controller;
    return () => controller.abort();
  }, []);

  const run = useCallback(
    async (params: CallParams<N>) => {
      newest.current += 1;
      const mine = newest.current;
      setState('running');
      setFailure(null);
      setProgress(null);
      const own = new AbortController();
      open.current = own;
      try {
        return await client.call(name, params, {
          signal: gone.current === null ? own.signal : AbortSignal.any([own.signal, gone.current.signal]),
          onProgress: (now) => {
            if (mine === newest.current) setProgress(now);
          },
        });
      } catch (error) {
        if (mine === newest.current && !isFailure(error, 'cancelled')) setFailure(toFailure(error).toData());
        return undefined;
      } finally {
        if (mine === newest.current) {
          setState('idle');
          setProgress(null);
        }
      }
    },
    [client, name],
  );
  const forget = useCallback(() => {
    newest.current += 1;
    setState('idle');
    setFailure(null);
    setProgress(null);
  }, []);
  const cancel = useCallback(() => open.current?.abort(), []);
  return { run, forget, cancel, progress, state, failure };
}
