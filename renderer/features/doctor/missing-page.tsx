/** A board that has no port: what USB says, by itself and while a person replugs it. No board is asked anything. */
import { Button } from '@mantine/core';
import { useRef } from 'react';
import { useLocation } from 'wouter';
import { LiveRegion, Notice, PageHead, Panel } from '../../components/index.ts';
import { doctorText } from '../../text/doctor.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useKeptFocus } from '../shell/use-kept-focus.ts';
import css from './doctor-page.module.css';
import { Doing } from './doing.tsx';
import { Findings, saidOf } from './findings.tsx';
import { useDoctor } from './use-doctor.ts';

export default function MissingPage() {
  const [, go] = useLocation();
  const { doing, found, failure, replug, survey, stop } = useDoctor('');
  const page = useRef<HTMLDivElement>(null);
  useKeptFocus(page, doing === null ? 'waits' : 'looks', 'button');
  const text = doctorText.missing;
  return (
    <div className={css.column}>
      <PageHead
        title={text.title}
        actions={
          <Button size="lg" onClick={() => go('/')}>
            {doctorText.back}
          </Button>
        }
      />
      <div className={css.page} ref={page}>
        <Panel>
          <p className={css.what}>{text.what}</p>
          <p className={css.what}>{doctorText.replug.what}</p>
          {doing === null ? (
            <div key="waits" className={css.row}>
              <Button size="lg" variant="filled" onClick={replug}>
                {doctorText.replug.action}
              </Button>
              <Button size="lg" onClick={survey}>
                {text.look}
              </Button>
            </div>
          ) : (
            <Doing key="looks" phase={doing} onStop={stop} />
          )}
        </Panel>
        <CallFailure failure={failure} />
        {found !== null && <Findings findings={found.findings} port="" />}
        {found?.findings.length === 0 && (
          <Notice title={text.nothing} icon="check">
            <p>{text.nothingHelp}</p>
          </Notice>
        )}
      </div>
      <LiveRegion message={saidOf(found)} />
    </div>
  );
}
