/** One board on the bench: its state, what happened last, and what a person can do now. */
import type { ReactNode } from 'react';
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import { type PortInfo, passport } from '../../../preload/contract/models.ts';
import { BoardDrawing, Progress, Tile, TileFailure } from '../../components/index.ts';
import { appText } from '../../text/app.ts';
import { benchText } from '../../text/bench.ts';
import { describeFailure } from '../../text/errors.ts';
import { boardView } from '../boards/board-view.ts';
import { TileActions } from './tile-actions.tsx';

export interface BoardTileProps {
  readonly slot: string;
  readonly board: PortInfo;
  /** The job that has this board, or had it last. */
  readonly job: JobSnapshot | undefined;
}

export function BoardTile({ slot, board, job }: BoardTileProps) {
  const view = boardView(board, job);
  const state = job?.state;
  const asking = state?.status === 'asking';
  const drawing = board.kind === 'unknown' ? 'socket' : board.kind;
  const proved = provedBy(job);
  return (
    <div id={`slot-${slot}`}>
      <Tile
        slot={slot}
        state={view.state}
        word={view.word}
        about={aboutOf(board, proved?.appType)}
        fraction={view.fraction}
        drawing={
          <BoardDrawing
            board={drawing}
            virtual={board.source === 'virtual'}
            led={asking ? 'blinking' : 'off'}
          />
        }
        ident={proved?.deviceId ?? board.path}
        code={state?.status === 'failed' ? state.failure.code : undefined}
        steps={view.steps}
        actions={<TileActions board={board} job={job} deviceId={proved?.deviceId} />}
      >
        {linesOf(board, job)}
      </Tile>
    </div>
  );
}

const nameOf = (board: PortInfo): string => {
  const name = appText.kinds[board.kind];
  return board.source === 'virtual' ? appText.virtual(name) : name;
};

const aboutOf = (board: PortInfo, appType: string | undefined): string =>
  appType === undefined ? nameOf(board) : `${nameOf(board)}, ${appType}`;

function provedBy(job: JobSnapshot | undefined) {
  if (job?.state.status !== 'done') return undefined;
  return passport.safeParse(job.state.result).data;
}

function linesOf(board: PortInfo, job: JobSnapshot | undefined): ReactNode {
  const state = job?.kind === 'provision' ? job.state : undefined;
  switch (state?.status) {
    case undefined:
      return <p>{board.kind === 'unknown' ? benchText.unknownHelp : benchText.fresh}</p>;
    case 'queued':
      return null;
    case 'running':
    case 'cancelling':
      return (
        <>
          <Progress fraction={state.progress.fraction} phase={state.progress.sentence} bar={false} />
          <p>{state.progress.sentence}</p>
        </>
      );
    case 'asking':
      return <p>{benchText.blinkHelp}</p>;
    case 'done': {
      const proved = provedBy(job);
      if (!proved) return null;
      const took = appText.seconds(proved.finishedAt - proved.startedAt);
      return <p>{benchText.proved(proved.set.slice(0, 8), took)}</p>;
    }
    case 'failed': {
      const { sentence, remedy } = describeFailure(state.failure);
      return <TileFailure what={sentence} remedy={remedy} />;
    }
    case 'cancelled':
      return <p>{benchText.cancelledHelp}</p>;
  }
}
