/** Why a board does not answer: what was found, what was tried, what it said. Nothing is done to it before a person says so. */
import { Button } from '@mantine/core';
import type { Diagnosis } from '../../../preload/contract/doctor.ts';
import { Ident, LogView, Panel, Plate, StepList } from '../../components/index.ts';
import { doctorText } from '../../text/doctor.ts';
import { boardName } from '../boards/board-name.ts';
import { useBoard } from '../provision/use-board.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { DoctorFrame } from './doctor-frame.tsx';
import css from './doctor-page.module.css';
import { Doing } from './doing.tsx';
import { Findings } from './findings.tsx';
import { FurtherPanel } from './further-panel.tsx';
import { isUnexplained, linesOf, stepsOf } from './shown.ts';
import { type UsedDoctor, useDoctor } from './use-doctor.ts';

export default function DoctorPage({ port }: { readonly port: string }) {
  const { board, slot, presence } = useBoard(port);
  const doctor = useDoctor(port);
  const { doing, found } = doctor;
  return (
    <DoctorFrame
      title={doctorText.title}
      drawing={<Plate slot={slot} state={doing === null ? 'ready' : 'working'} fraction={0} />}
      about={
        <>
          {board !== undefined && <span>{boardName(board)}</span>}
          <Ident value={port} />
        </>
      }
      doctor={doctor}
    >
      <Panel>
        <p className={css.what}>{doctorText.what}</p>
        <Looking doctor={doctor} />
      </Panel>
      <CallFailure failure={doctor.failure} />
      {found !== null && <Found found={found} onReset={() => doctor.look('reset')} />}
      {doing === null && presence !== 'unknown' && (
        <FurtherPanel
          board={presence === 'gone' ? undefined : board}
          onReplug={doctor.replug}
          onLoader={() => doctor.look('bootloader')}
        />
      )}
    </DoctorFrame>
  );
}

function Looking({ doctor: { doing, found, look, stop } }: { readonly doctor: UsedDoctor }) {
  // Keys: no button becomes another one under somebody's finger.
  if (doing !== null) return <Doing key="looks" phase={doing} onStop={stop} />;
  return (
    <div key="waits" className={css.row}>
      <Button size="lg" variant={found === null ? 'filled' : 'default'} onClick={() => look('interrupt')}>
        {found === null ? doctorText.look : doctorText.again}
      </Button>
      <Button size="lg" onClick={() => look('listen')}>
        {doctorText.listen}
      </Button>
    </div>
  );
}

function Found({ found, onReset }: { readonly found: Diagnosis; readonly onReset: () => void }) {
  const mayGoOn = found.steps.some(({ outcome }) => outcome === 'left-out');
  return (
    <>
      <Findings findings={found.findings} port={found.port} />
      {found.steps.length > 0 && (
        <Panel title={doctorText.tried} flush>
          <StepList steps={stepsOf(found.steps)} />
          {mayGoOn && (
            <div className={css.way}>
              <p>{doctorText.resetWhat}</p>
              <Button size="lg" variant={isUnexplained(found) ? 'filled' : 'default'} onClick={onReset}>
                {doctorText.reset}
              </Button>
            </div>
          )}
        </Panel>
      )}
      {found.heard.length > 0 && (
        <LogView title={doctorText.heard} lines={linesOf(found.heard)} live={false} framed />
      )}
    </>
  );
}
