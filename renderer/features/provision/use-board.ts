import { useEffect, useState } from 'react';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { useBoards } from '../../stores/react.ts';
import type { Slot } from '../boards/slots.ts';
import { useSlots } from '../boards/use-slots.ts';

/** A Pico's port goes with each reset and comes back by itself: only what stays away for longer is gone. */
const GONE_MS = 4000;

export interface UsedBoard {
  /** As it was last seen. */
  readonly board: PortInfo | undefined;
  readonly slot: string;
  readonly presence: 'unknown' | 'here' | 'away' | 'gone';
}

export function useBoard(port: string): UsedBoard {
  const waiting = useBoards((state) => state.feed.status === 'waiting');
  const here = useSlots().find(({ board, presence }) => board.path === port && presence === 'here');
  const [seen, setSeen] = useState<Slot | undefined>(here);
  const [gone, setGone] = useState(false);
  if (here !== undefined && (seen?.board !== here.board || seen.slot !== here.slot)) setSeen(here);

  const away = !waiting && here === undefined;
  useEffect(() => {
    if (!away) {
      setGone(false);
      return;
    }
    const timer = setTimeout(() => setGone(true), GONE_MS);
    return () => clearTimeout(timer);
  }, [away]);

  const last = here ?? seen;
  const presence = waiting ? 'unknown' : !away ? 'here' : gone || last === undefined ? 'gone' : 'away';
  return { board: last?.board, slot: last?.slot ?? '–', presence };
}
