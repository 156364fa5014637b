/** Home: a tile per board, in the order of the sockets, each with its state, what it needs and one primary action. */

import { useState } from 'react';
import type { BoardKind } from '../../../preload/contract/models.ts';
import { Tiles } from '../../components/index.ts';
import { jobOfBoard } from '../../stores/jobs.ts';
import { useBoards, useJobs } from '../../stores/react.ts';
import { benchText } from '../../text/bench.ts';
import { boardView } from '../boards/board-view.ts';
import { slotsOf } from '../boards/slots.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { AddButtons } from './add-buttons.tsx';
import css from './bench-page.module.css';
import { BoardTile } from './board-tile.tsx';
import { EmptyBench } from './empty-bench.tsx';
import { useSlotKeys } from './use-slot-keys.ts';

export function BenchPage() {
  const feed = useBoards((state) => state.feed);
  const slots = slotsOf(useBoards((state) => state.boards));
  const jobs = useJobs((state) => state);
  const add = useCall('boards.addVirtual');
  const [adding, setAdding] = useState<BoardKind | null>(null);
  useSlotKeys(slots.map(({ slot }) => slot));

  const addVirtual = async (kind: BoardKind) => {
    setAdding(kind);
    await add.run({ kind });
    setAdding(null);
  };
  const waiting = slots.filter(({ board }) => {
    const { state } = boardView(board, jobOfBoard(jobs, board.path));
    return state === 'attention' || state === 'fail';
  }).length;

  return (
    <div className={css.page}>
      <header className={css.head}>
        <div className={css.grow}>
          <h1>{benchText.title}</h1>
          {slots.length > 0 && <p className={css.counts}>{benchText.counts(slots.length, waiting)}</p>}
        </div>
        {slots.length > 0 && <AddButtons busy={adding} onAdd={addVirtual} />}
      </header>
      <CallFailure failure={add.failure} />
      {slots.length > 0 && (
        <Tiles>
          {slots.map(({ slot, board }) => (
            <BoardTile key={board.path} slot={slot} board={board} job={jobOfBoard(jobs, board.path)} />
          ))}
        </Tiles>
      )}
      {slots.length === 0 && feed.status !== 'waiting' && <EmptyBench busy={adding} onAdd={addVirtual} />}
    </div>
  );
}
