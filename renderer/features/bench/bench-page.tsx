/** Home: a tile per board, in the order of the sockets, each with its state, what it needs and one primary action. */
import { useMemo, useState } from 'react';
import type { BoardKind } from '../../../preload/contract/models.ts';
import { PageHead, Tiles } from '../../components/index.ts';
import { tellingJobOf } from '../../stores/jobs.ts';
import { useBoards, useJobs } from '../../stores/react.ts';
import { benchText } from '../../text/bench.ts';
import { waitsForPerson } from '../boards/board-view.ts';
import { shownSlots } from '../boards/slots.ts';
import { isAtWork, useSlots, useSockets } from '../boards/use-slots.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { AddButtons } from './add-buttons.tsx';
import css from './bench-page.module.css';
import { BoardTile, EmptyTile } from './board-tile.tsx';
import { EmptyBench } from './empty-bench.tsx';
import { MissingLink } from './missing-link.tsx';
import { RetryFailed } from './retry-failed.tsx';
import { useRetry } from './use-retry.ts';
import { useSlotKeys } from './use-slot-keys.ts';

export function BenchPage() {
  const feed = useBoards((state) => state.feed);
  const known = useSlots();
  const sockets = useSockets();
  const nameOf = (slot: string) => sockets.find(({ number }) => `${number}` === slot)?.name ?? '';
  const jobs = useJobs((state) => state);
  const slots = useMemo(() => shownSlots(known, (board) => isAtWork(jobs, board)), [known, jobs]);
  const add = useCall('boards.addVirtual');
  const [adding, setAdding] = useState<BoardKind | null>(null);
  useSlotKeys(slots.map(({ slot }) => slot));
  const retry = useRetry(slots, jobs);

  const busy = add.state === 'running' ? adding : null;
  const addVirtual = (kind: BoardKind) => {
    setAdding(kind);
    void add.run({ kind });
  };

  if (slots.length === 0) {
    // Whether the bench is empty is known only once it has said so.
    const isKnown = feed.status === 'live' || feed.status === 'stale';
    return (
      <div className={css.page}>
        <CallFailure failure={feed.status === 'failed' ? feed.failure : add.failure} />
        {isKnown ? <EmptyBench busy={busy} onAdd={addVirtual} /> : <PageHead title={benchText.title} />}
      </div>
    );
  }
  const boards = slots.flatMap((slot) => (slot.shows === 'board' ? [slot.board] : []));
  const waiting = boards.filter((board) => waitsForPerson(board, tellingJobOf(jobs, board.path)));
  return (
    <>
      <PageHead
        title={benchText.title}
        about={<p>{benchText.counts(boards.length, waiting.length)}</p>}
        actions={
          <>
            <RetryFailed failed={retry.failed.length} busy={retry.state === 'running'} onRetry={retry.all} />
            <AddButtons busy={busy} onAdd={addVirtual} />
          </>
        }
      />
      <div className={css.page}>
        <CallFailure failure={feed.status === 'failed' ? feed.failure : (retry.failure ?? add.failure)} />
        <Tiles>
          {slots.map((shown) =>
            shown.shows === 'empty' ? (
              <EmptyTile key={shown.slot} slot={shown.slot} name={nameOf(shown.slot)} />
            ) : (
              <BoardTile
                key={shown.slot}
                slot={shown.slot}
                name={nameOf(shown.slot)}
                board={shown.board}
                job={tellingJobOf(jobs, shown.board.path)}
              />
            ),
          )}
        </Tiles>
        <MissingLink />
      </div>
    </>
  );
}
