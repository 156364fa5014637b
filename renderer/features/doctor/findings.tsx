/** What the doctor found, each where it can be read out: a sentence, its code, the cause, what to try. */
import type { FindingData } from '../../../preload/contract/doctor.ts';
import { FailureAlert, Notice } from '../../components/index.ts';
import { describeFinding, doctorText } from '../../text/doctor.ts';
import { plain } from '../devices/plain.ts';
import css from './doctor-page.module.css';

/** Some of it was said by a board or is the name of a program: longer than this is no sentence any more. */
const SHOWN = 400;

export function Findings({ findings }: { readonly findings: readonly FindingData[] }) {
  return (
    <section className={css.findings} aria-label={doctorText.found}>
      {findings.map((finding) => (
        <One key={finding.code} finding={finding} />
      ))}
    </section>
  );
}

function One({ finding }: { readonly finding: FindingData }) {
  const { sentence, cause, remedy } = describeFinding(finding);
  if (finding.level === 'fine')
    return (
      <Notice title={plain(sentence, SHOWN)}>
        <p>{plain(cause, SHOWN)}</p>
      </Notice>
    );
  return (
    <FailureAlert
      state={finding.level === 'trouble' ? 'fail' : 'attention'}
      title={plain(sentence, SHOWN)}
      code={finding.code}
      cause={plain(cause, SHOWN)}
      remedy={plain(remedy, SHOWN)}
    />
  );
}
