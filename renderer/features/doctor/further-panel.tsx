/** What a look at the port does not do by itself: a person replugs the board, or it is put into its bootloader. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { Confirm, Panel } from '../../components/index.ts';
import { doctorText } from '../../text/doctor.ts';
import css from './doctor-page.module.css';

export interface FurtherPanelProps {
  /** Undefined: there is none at this port. */
  readonly board: PortInfo | undefined;
  readonly onReplug: () => void;
  readonly onLoader: () => void;
}

export function FurtherPanel({ board, onReplug, onLoader }: FurtherPanelProps) {
  const { further, replug, bootloader } = doctorText;
  const [asked, setAsked] = useState<'no' | 'asked'>('no');
  // A virtual board is on no cable, and one that stands in its loader runs nothing.
  const hasCable = board?.source !== 'virtual';
  const hasProgram = board !== undefined && board.loader === undefined;
  if (!hasCable && !hasProgram) return null;
  return (
    <Panel title={further} flush>
      {hasCable && (
        <div className={css.way}>
          <p>{replug.what}</p>
          <Button size="lg" onClick={onReplug}>
            {replug.action}
          </Button>
        </div>
      )}
      {hasProgram && (
        <div className={css.way}>
          <p>{bootloader.what}</p>
          <Button size="lg" onClick={() => setAsked('asked')}>
            {bootloader.action}
          </Button>
        </div>
      )}
      <Confirm
        opened={asked === 'asked'}
        title={bootloader.title}
        keep={bootloader.keep}
        action={bootloader.action}
        onConfirm={() => {
          setAsked('no');
          onLoader();
        }}
        onClose={() => setAsked('no')}
      >
        <p>{bootloader.goes}</p>
        <p>{bootloader.back[board?.kind ?? 'unknown']}</p>
      </Confirm>
    </Panel>
  );
}
