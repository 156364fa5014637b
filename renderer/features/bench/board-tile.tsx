/** One slot of the bench: its board's state, what happened last, and what a person can do now. */
import { useLocation } from 'wouter';
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { BoardDrawing, IconButton, Tile } from '../../components/index.ts';
import { useDevices } from '../../stores/react.ts';
import { benchText } from '../../text/bench.ts';
import { boardText } from '../../text/board.ts';
import { boardPath } from '../board/section.ts';
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
  /** What a person calls the slot; empty when nobody does. */
  readonly name: string;
  readonly board: PortInfo;
  /** The job that has this board, or had it last. */
  readonly job: JobSnapshot | undefined;
}

export function BoardTile({ slot, name, board, job }: BoardTileProps) {
  const [, go] = useLocation();
  const devices = useDevices((state) => state.devices);
  const view = boardView(board, job);
  const calls = useTileCalls();
  const state = job?.state;
  const { deviceId, appType, proved } = knownOf(job, devices);
  const what = appType === undefined ? boardName(board) : `${boardName(board)}, ${appType}`;
  return (
    <div id={`slot-${slot}`} className={css.slot}>
      <Tile
        slot={slot}
        state={view.state}
        word={view.word}
        about={name === '' ? what : benchText.named(name, what)}
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
        tool={
          <IconButton
            icon="console"
            variant="quiet"
            label={boardText.open}
            onClick={() => go(boardPath(board.path))}
          />
        }
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
export function EmptyTile({ slot, name }: { readonly slot: string; readonly name: string }) {
  const { empty } = benchText.words;
  return (
    <div id={`slot-${slot}`} className={css.slot}>
      <Tile slot={slot} state="empty" word={empty} about={name === '' ? benchText.emptySlot.about : name}>
        <BoardDrawing board="socket" width={110} />
        <p>{benchText.emptySlot.help}</p>
      </Tile>
    </div>
  );
}
