/** Before somebody's files are overwritten: what is on the board, and whether it is to be kept on this computer first. */
import { KeyValues, PageHead } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { provisionText } from '../../text/provision.ts';
import { plain } from '../devices/plain.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import type { Provisioning } from './use-provision.ts';
import { YesNo } from './yes-no.tsx';

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
      <YesNo text={text} onAnswer={on.answer} />
      <CallFailure failure={on.failure} />
    </>
  );
}
