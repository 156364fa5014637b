/** The files of a board beside those that it should have, and the one thing to do about it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { BoardComparison, FileDifference } from '../../../preload/contract/boards.ts';
import { Change, CheckField, type Column, DataTable, Panel } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { plain } from '../devices/plain.ts';
import css from './compare-section.module.css';
import { byChange, countsOf } from './comparison.ts';

export interface DifferencePanelProps {
  readonly found: BoardComparison;
  readonly access: 'free' | 'held';
  readonly asking: 'idle' | 'running';
  /** Names that are to go. */
  readonly onRepair: (remove: readonly string[]) => void;
}

/** More are counted and not shown. */
const ROWS = 300;
/** Names that one repair takes away. */
const REMOVED = 200;

const text = boardText.compare;
const size = (bytes: number | null) => (bytes === null ? text.absent : boardText.size(bytes));

export function DifferencePanel({ found, access, asking, onRepair }: DifferencePanelProps) {
  const [going, setGoing] = useState<ReadonlySet<string>>(new Set());
  const counts = countsOf(found.files);
  const rows = byChange(found.files);
  const stale = rows.filter(({ state }) => state === 'removed').map(({ name }) => name);
  const write = counts.replaced + counts.added;
  const turn = (name: string, checked: boolean) =>
    setGoing((before) => {
      const next = new Set(before);
      if (checked && next.size < REMOVED) next.add(name);
      else next.delete(name);
      return next;
    });

  const columns: readonly Column<FileDifference>[] = [
    {
      id: 'file',
      head: text.columns.file,
      cell: ({ name }) => <code>{plain(name, 80)}</code>,
    },
    { id: 'board', head: text.columns.board, numeric: true, cell: ({ boardSize }) => size(boardSize) },
    { id: 'wanted', head: text.columns.wanted, numeric: true, cell: ({ wantedSize }) => size(wantedSize) },
    {
      id: 'change',
      head: text.columns.change,
      width: '184px',
      cell: ({ name, state }) =>
        state === 'removed' ? (
          <span className={css.stale}>
            <CheckField
              label={going.has(name) ? <Change kind="removed" /> : text.stays}
              said={text.takeAway(plain(name, 80))}
              checked={going.has(name)}
              disabled={access === 'held'}
              onChange={(checked) => turn(name, checked)}
            />
          </span>
        ) : (
          <Change kind={state} />
        ),
    },
  ];
  const nothing = write === 0 && going.size === 0;
  return (
    <Panel
      title={text.table(plain(found.appType, 40))}
      aside={text.counts(counts.replaced, counts.added, counts.removed, counts.same)}
      flush
      footer={
        <>
          <span>{text.will(write, going.size)}</span>
          <div className={css.actions}>
            {stale.length > 1 && going.size < Math.min(stale.length, REMOVED) && (
              <Button
                variant="quiet"
                disabled={access === 'held'}
                onClick={() => setGoing(new Set(stale.slice(0, REMOVED)))}
              >
                {text.takeAll}
              </Button>
            )}
            <Button
              variant="filled"
              disabled={nothing || access === 'held'}
              loading={asking === 'running'}
              onClick={() => onRepair([...going])}
            >
              {text.repair}
            </Button>
          </div>
        </>
      }
    >
      <DataTable
        label={text.table(plain(found.appType, 40))}
        columns={columns}
        rows={rows.slice(0, ROWS)}
        rowId={({ name }) => name}
        mark={({ name, state }) =>
          state === 'same' ? 'quiet' : state !== 'removed' || going.has(name) ? 'changed' : undefined
        }
      />
      {rows.length > ROWS && <p className={css.more}>{boardText.files.more(rows.length - ROWS)}</p>}
    </Panel>
  );
}
