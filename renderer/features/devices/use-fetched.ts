import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallName, CallParams, CallResult } from '../../../preload/contract/api.ts';
import { type FailureData, isFailure, toFailure } from '../../../preload/contract/errors.ts';
import { useClient } from '../../stores/react.ts';
import { createTurns } from './turns.ts';

const inTurn = createTurns();

/** What was read once, and can be read again. What was read stays while it is read anew, and when that fails. */
export interface Fetched<T> {
  readonly value: T | null;
  /** When it was read. */
  readonly at: number | null;
  readonly state: 'idle' | 'reading';
  readonly failure: FailureData | null;
  read(): void;
  /** Takes what another call gave back. */
  set(value: T): void;
}

interface Held<T> {
  readonly value: T | null;
  readonly at: number | null;
  readonly state: 'idle' | 'reading';
  readonly failure: FailureData | null;
}

/** What it is read from, and when. */
export interface FetchSource {
  readonly deviceId: string;
  /** Nothing is read before. */
  readonly wanted: boolean;
  /** Read anew when this is another one: the device has started again. */
  readonly again?: number | null;
}

/** Reads of one device take turns. */
export function useFetched<N extends CallName>(
  name: N,
  params: CallParams<N>,
  { deviceId, wanted, again = null }: FetchSource,
): Fetched<CallResult<N>> {
  const client = useClient();
  const [held, setHeld] = useState<Held<CallResult<N>>>({
    value: null,
    at: null,
    state: 'idle',
    failure: null,
  });
  const open = useRef<AbortController>(null);
  const asked = JSON.stringify(params);

  const read = useCallback(() => {
    open.current?.abort();
    const mine = new AbortController();
    open.current = mine;
    setHeld((before) => ({ ...before, state: 'reading' }));
    const call = () => client.call(name, JSON.parse(asked) as CallParams<N>, { signal: mine.signal });
    inTurn(deviceId, call).then(
      (value) => {
        if (open.current === mine) setHeld({ value, at: Date.now(), state: 'idle', failure: null });
      },
      (error: unknown) => {
        if (open.current !== mine || isFailure(error, 'cancelled')) return;
        setHeld((before) => ({ ...before, state: 'idle', failure: toFailure(error).toData() }));
      },
    );
  }, [client, name, asked, deviceId]);

  // `again` is only a reason to read.
  useEffect(() => {
    if (!wanted) return;
    read();
    return () => {
      open.current?.abort();
      open.current = null;
      setHeld((before) => (before.state === 'reading' ? { ...before, state: 'idle' } : before));
    };
  }, [wanted, read, again]);

  const set = useCallback((value: CallResult<N>) => {
    setHeld({ value, at: Date.now(), state: 'idle', failure: null });
  }, []);
  return { ...held, read, set };
}
