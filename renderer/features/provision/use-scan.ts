import { useCallback, useEffect, useReducer, useRef } from 'react';
import { isFailure, toFailure } from '../../../preload/contract/errors.ts';
import { useClient } from '../../stores/react.ts';
import { NOT_LISTENED, nextScan, type Scan } from './scan.ts';

export interface UsedScan {
  readonly scan: Scan;
  listen(): void;
  /** Stops listening; resolves when the board is free again. */
  release(): Promise<void>;
}

/** The board's own ears, while `wanted`: listens once by itself, then whenever it is asked to. */
export function useScan(port: string, wanted: boolean): UsedScan {
  const client = useClient();
  const [scan, tell] = useReducer(nextScan, NOT_LISTENED);
  const running = useRef<{ stop: AbortController; ended: Promise<void> } | null>(null);

  const listen = useCallback(() => {
    if (running.current !== null) return;
    const stop = new AbortController();
    tell({ type: 'listen' });
    const ended = client
      .call('boards.scanWifi', { port }, { signal: stop.signal })
      .then((networks) => tell({ type: 'heard', networks }))
      .catch((error: unknown) =>
        tell(
          isFailure(error, 'cancelled')
            ? { type: 'stopped' }
            : { type: 'failed', failure: toFailure(error).toData() },
        ),
      )
      .finally(() => {
        running.current = null;
      });
    running.current = { stop, ended };
  }, [client, port]);

  const release = useCallback(async () => {
    running.current?.stop.abort();
    await running.current?.ended;
  }, []);

  const idle = scan.status === 'idle';
  useEffect(() => {
    if (!wanted || !idle) return;
    // Not in the effect itself: an effect that is taken back at once must not have woken the board.
    const timer = setTimeout(listen, 0);
    return () => clearTimeout(timer);
  }, [wanted, idle, listen]);

  useEffect(() => () => running.current?.stop.abort(), []);
  return { scan, listen, release };
}
