/** One slot of the bench: its board's state, what happened last, and what a person can do now. */
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { BoardDrawing, Tile } from '../../components/index.ts';
import { useDevices } from '../../stores/react.ts';
import { benchText } from '../../text/bench.ts';
import { boardName } from '../boards/board-name.ts';
import { boardView } from '../boards/board-view.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import css from './bench-page.module.css';
import { knownOf } from './known-of.ts';
import { TileActions } from './tile-actions.tsx';
import { TileLines } from './tile-lines.tsx';
import { useTileCalls } from './use-tile-calls.ts';

export interface BoardTileProps {
  readonly slot: string;
  readonly board: PortInfo;
  /** The job that has this board, or had it last. */
  readonly job: JobSnapshot | undefined;
}

export function BoardTile({ slot, board, job }: BoardTileProps) {
  const devices = useDevices((state) => state.devices);
  const view = boardView(board, job);
  const calls = useTileCalls();
  const state = job?.state;
  const { deviceId, appType, proved } = knownOf(job, devices);
  return (
    <div id={`slot-${slot}`} className={css.slot}>
      <Tile
        slot={slot}
        state={view.state}
        word={view.word}
        about={appType === undefined ? boardName(board) : `${boardName(board)}, ${appType}`}
        fraction={view.fraction}
        drawing={
          <BoardDrawing
            board={board.kind === 'unknown' ? 'socket' : board.kind}
            virtual={board.source === 'virtual'}
            led={state?.status === 'asking' && state.question.kind === 'did-it-blink' ? 'blinking' : 'off'}
          />
        }
        ident={deviceId ?? board.path}
        code={state?.status === 'failed' ? state.failure.code : undefined}
        steps={view.steps}
        actions={<TileActions board={board} job={job} deviceId={deviceId} calls={calls} />}
      >
        <TileLines board={board} job={job} proved={proved} />
      </Tile>
      <CallFailure failure={calls.failure} />
    </div>
  );
}

/** A socket without a board, so that those behind it stay where they are. */
export function EmptyTile({ slot }: { readonly slot: string }) {
  const { empty } = benchText.words;
  return (
    <div id={`slot-${slot}`} className={css.slot}>
      <Tile slot={slot} state="empty" word={empty} about={benchText.emptySlot.about}>
        <BoardDrawing board="socket" width={110} />
        <p>{benchText.emptySlot.help}</p>
      </Tile>
    </div>
  );
}
