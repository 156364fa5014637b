/** Before somebody's files are overwritten: what is on the board, and whether it is to be kept on this computer first. */
import { Button } from '@mantine/core';
import { KeyValues, PageHead } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { provisionText } from '../../text/provision.ts';
import { plain } from '../devices/plain.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import css from './provision.module.css';
import type { Provisioning } from './use-provision.ts';

/** So many are named; the others are counted. */
const NAMED = 12;

export interface BackUpFaceProps {
  readonly on: Provisioning;
  /** What the board holds; sizes in bytes. */
  readonly files: readonly { readonly name: string; readonly size: number }[];
}

export function BackUpFace({ on, files }: BackUpFaceProps) {
  const text = provisionText.backUp;
  const rows = files
    .slice(0, NAMED)
    .map(({ name, size }) => ({ name: plain(name, 60), value: boardText.size(size) }));
  return (
    <>
      <PageHead title={text.title} about={text.why} />
      <section aria-label={text.list}>
        <KeyValues rows={rows} />
        {files.length > NAMED && <p>{text.more(files.length - NAMED)}</p>}
      </section>
      <p>{text.where}</p>
      <div className={css.ended}>
        <Button size="xl" variant="filled" className={css.wide} onClick={() => on.answer(true)}>
          {text.yes}
        </Button>
        <Button size="xl" onClick={() => on.answer(false)}>
          {text.no}
        </Button>
      </div>
      <CallFailure failure={on.failure} />
    </>
  );
}
