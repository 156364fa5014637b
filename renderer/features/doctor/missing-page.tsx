/** A board that has no port: what USB says, by itself and while a person replugs it. No board is asked anything. */
import { Button } from '@mantine/core';
import { Notice, Panel } from '../../components/index.ts';
import { doctorText } from '../../text/doctor.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { DoctorFrame } from './doctor-frame.tsx';
import css from './doctor-page.module.css';
import { Doing } from './doing.tsx';
import { Findings } from './findings.tsx';
import { useDoctor } from './use-doctor.ts';

/** No port: what came under one has a page of its own. */
const NO_PORT = '';

export default function MissingPage() {
  const doctor = useDoctor(NO_PORT);
  const { doing, found, failure, replug, survey, stop } = doctor;
  const text = doctorText.missing;
  return (
    <DoctorFrame title={text.title} doctor={doctor}>
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
      {found !== null && <Findings findings={found.findings} port={NO_PORT} />}
      {found?.findings.length === 0 && (
        <Notice title={text.nothing} icon="check">
          <p>{text.nothingHelp}</p>
        </Notice>
      )}
    </DoctorFrame>
  );
}
