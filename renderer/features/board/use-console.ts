/** What a board's console says, as it comes, and how it stands. */
import { useEffect, useRef, useState } from 'react';
import type { ConsoleState } from '../../../preload/contract/boards.ts';
import type { FailureData } from '../../../preload/contract/errors.ts';
import { useClient } from '../../stores/react.ts';

export interface ConsoleSink {
  /** Begin anew with this. */
  readonly onAll: (text: string) => void;
  readonly onSaid: (text: string) => void;
}

export interface ConsoleFeed {
  readonly state: ConsoleState;
  /** The bench does not tell this console. */
  readonly failure: FailureData | null;
}

/** Text goes to the sink as it comes, past React: a board may say thousands of lines a second. */
export function useConsole(port: string, sink: ConsoleSink): ConsoleFeed {
  const client = useClient();
  const latest = useRef(sink);
  const [state, setState] = useState<ConsoleState>({ at: 'opening' });
  const [failure, setFailure] = useState<FailureData | null>(null);
  useEffect(() => {
    latest.current = sink;
  });
  useEffect(() => {
    setFailure(null);
    return client.subscribe(
      'console',
      { port },
      (event) => {
        if (event.type !== 'said') setState(event.state);
        if (event.type === 'all') latest.current.onAll(event.text);
        else if (event.type === 'said') latest.current.onSaid(event.text);
      },
      { onFailure: (reason) => setFailure(reason.toData()) },
    );
  }, [client, port]);
  return { state, failure };
}
