/** What the doctor found, each where it can be read out: a sentence, its code, the cause, what to try. */
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import type { Diagnosis, FindingData } from '../../../preload/contract/doctor.ts';
import { FailureAlert, Notice } from '../../components/index.ts';
import { describeFinding, doctorText } from '../../text/doctor.ts';
import { plain } from '../devices/plain.ts';
import css from './doctor-page.module.css';
import { doctorPath } from './path.ts';
import { SHOWN } from './shown.ts';

export interface FindingsProps {
  readonly findings: readonly FindingData[];
  /** The port that the page is about. */
  readonly port: string;
}

export function Findings({ findings, port }: FindingsProps) {
  return (
    <section className={css.findings} aria-label={doctorText.found}>
      {findings.map((finding) => (
        <One key={finding.code} finding={finding} port={port} />
      ))}
    </section>
  );
}

function One({ finding, port }: { readonly finding: FindingData; readonly port: string }) {
  const [, go] = useLocation();
  const { sentence, cause, remedy } = describeFinding(finding);
  const other = otherPort(finding, port);
  if (finding.level === 'fine')
    return (
      <Notice
        title={plain(sentence, SHOWN)}
        actions={
          other !== undefined && (
            <Button onClick={() => go(doctorPath(other))}>{doctorText.replug.goOn(plain(other, 80))}</Button>
          )
        }
      >
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

/** Under another name than the page's, a board that was plugged in again has a page of its own. */
function otherPort({ code, params }: FindingData, port: string): string | undefined {
  const came = code === 'came-as-port' ? `${params.port}` : port;
  return came === port ? undefined : came;
}

/** For ears: what was found, in its sentences. */
export function saidOf(found: Diagnosis | null): string {
  return (found?.findings ?? []).map((finding) => plain(describeFinding(finding).sentence, SHOWN)).join(' ');
}
