import { useCallback, useEffect, useRef, useState } from 'react';
import type { FailureData } from '../../../preload/contract/errors.ts';
import { useCall } from '../shell/use-call.ts';
import { createTyper } from './typer.ts';

export interface Typing {
  readonly type: (text: string) => void;
  /** What has not gone to the board yet does not go any more. */
  readonly forget: () => void;
  readonly failure: FailureData | null;
  /** What was typed last, or rather pasted, was more than a console takes. */
  readonly refused: 'too-long' | null;
}

/** What is typed into the console of this board. */
export function useTyping(port: string): Typing {
  const { run, failure } = useCall('boards.type');
  const [refused, setRefused] = useState<'too-long' | null>(null);
  const make = useCallback(
    () => createTyper(async (text) => (await run({ port, text })) !== undefined),
    [run, port],
  );
  const typer = useRef<ReturnType<typeof make>>(null);
  useEffect(() => {
    const mine = make();
    typer.current = mine;
    return () => mine.forget();
  }, [make]);
  const type = useCallback(
    (text: string) => setRefused(typer.current?.type(text) === false ? 'too-long' : null),
    [],
  );
  const forget = useCallback(() => typer.current?.forget(), []);
  return { type, forget, failure, refused };
}
