/** What a path of the device answers, asked for here: the bench asks, and only what the device lists itself. */
import { useCallback, useState } from 'react';
import type { PathAnswer } from '../../../preload/contract/api.ts';
import type { FailureData } from '../../../preload/contract/errors.ts';
import { deviceText } from '../../text/devices.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { shownAnswer } from './endpoints.ts';
import { plain } from './plain.ts';
import css from './try-endpoint.module.css';

interface Tried {
  readonly path: string;
  /** Null until it has answered, or when it failed. */
  readonly answer: PathAnswer | null;
}

export interface UsedTry {
  readonly tried: Tried | null;
  readonly state: 'idle' | 'running';
  readonly failure: FailureData | null;
  run(path: string): void;
}

/** The last path that was tried, and what came of it. */
export function useTry(deviceId: string): UsedTry {
  const { run: ask, state, failure } = useCall('device.read');
  const [tried, setTried] = useState<Tried | null>(null);
  const run = useCallback(
    async (path: string) => {
      setTried({ path, answer: null });
      const answer = await ask({ deviceId, path });
      // Another one may have been asked for meanwhile.
      if (answer !== undefined) setTried((now) => (now?.path === path ? { path, answer } : now));
    },
    [ask, deviceId],
  );
  return { tried, state, failure, run: (path) => void run(path) };
}

export function TriedAnswer({ tried, state, failure }: UsedTry) {
  if (tried === null) return null;
  const path = plain(tried.path, 120);
  const text = deviceText.endpoints;
  return (
    <section className={css.tried} aria-label={text.answer(path)} aria-busy={state === 'running'}>
      <h3>
        <code>{path}</code>
        {state === 'running' && <span role="status">{text.trying}</span>}
      </h3>
      {tried.answer !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
        <pre className={css.answer} tabIndex={0}>
          {shownAnswer(tried.answer) || text.nothing}
        </pre>
      )}
      <CallFailure failure={failure} />
    </section>
  );
}
