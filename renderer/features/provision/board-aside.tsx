/** The right part: the board as it lies there, what is known of it, and what it says. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import { isFinal } from '../../../preload/contract/jobs.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import {
  BoardDrawing,
  Icon,
  IconButton,
  Ident,
  KeyValues,
  type KeyValuesProps,
  LiveMark,
  LogView,
} from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { provisionText } from '../../text/provision.ts';
import { boardPath } from '../board/section.ts';
import { logLines, type Speakers } from './log-lines.ts';
import css from './provision.module.css';

export interface BoardAsideProps {
  readonly port: string;
  /** Undefined when it is not plugged in. */
  readonly board: PortInfo | undefined;
  readonly job: JobSnapshot | undefined;
  readonly led?: 'off' | 'on' | 'blinking' | undefined;
}

export function BoardAside({ port, board, job, led }: BoardAsideProps) {
  const [, go] = useLocation();
  const [speakers, setSpeakers] = useState<Speakers>('board');
  const text = provisionText.aside;
  const live = job !== undefined && !isFinal(job.state);
  return (
    <div className={css.right}>
      <div className={css.picture}>
        <BoardPicture board={board} led={led} width={264} />
        {board !== undefined && (
          <Button leftSection={<Icon name="console" />} onClick={() => go(boardPath(port))}>
            {boardText.open}
          </Button>
        )}
      </div>
      <div className={css.facts}>
        <KeyValues rows={factsOf(port, board)} />
      </div>
      <LogView
        title={text.title}
        lines={job === undefined ? [] : logLines(job, speakers)}
        lead={live && <LiveMark breathing={job.state.status === 'running'} />}
        aside={
          job !== undefined && (
            <IconButton
              icon="laptop"
              variant={speakers === 'all' ? 'default' : 'quiet'}
              label={text.alsoBench}
              pressed={speakers === 'all'}
              onClick={() => setSpeakers(speakers === 'all' ? 'board' : 'all')}
            />
          )
        }
        height="fill"
        live={live}
      />
    </div>
  );
}

export interface BoardPictureProps {
  readonly board: PortInfo | undefined;
  readonly led?: 'off' | 'on' | 'blinking' | undefined;
  readonly width: number;
}

export function BoardPicture({ board, led, width }: BoardPictureProps) {
  if (board === undefined || board.kind === 'unknown')
    return <BoardDrawing board="socket" width={width / 2} />;
  return <BoardDrawing board={board.kind} virtual={board.source === 'virtual'} led={led} width={width} />;
}

function factsOf(port: string, board: PortInfo | undefined) {
  const { facts, virtual } = provisionText.aside;
  const rows: KeyValuesProps['rows'][number][] = [{ name: facts.port, value: <Ident value={port} /> }];
  if (board === undefined) return rows;
  const usb = board.source === 'virtual' ? virtual : board.description;
  if (usb !== '') rows.push({ name: facts.usb, value: <span>{usb}</span> });
  if (board.serialNumber !== undefined)
    rows.push({ name: facts.serial, value: <Ident value={board.serialNumber} /> });
  if (board.location !== undefined) rows.push({ name: facts.place, value: <Ident value={board.location} /> });
  return rows;
}
