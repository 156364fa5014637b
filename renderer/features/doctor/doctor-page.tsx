/** Why a board does not answer: what was found, what was tried, what it said. Nothing is done to it before a person says so. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { type Diagnosis, type DoctorReach, doctorStepName } from '../../../preload/contract/doctor.ts';
import { Ident, LogView, PageHead, Panel, Plate, Progress, StepList } from '../../components/index.ts';
import { doctorText } from '../../text/doctor.ts';
import { boardName } from '../boards/board-name.ts';
import { useBoard } from '../provision/use-board.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './doctor-page.module.css';
import { Findings } from './findings.tsx';
import { isUnexplained, linesOf, stepsOf } from './shown.ts';

export default function DoctorPage({ port }: { readonly port: string }) {
  const [, go] = useLocation();
  const { board, slot } = useBoard(port);
  const call = useCall('boards.diagnose');
  const [found, setFound] = useState<Diagnosis | null>(null);
  const look = async (reach: DoctorReach) => {
    setFound(null);
    setFound((await call.run({ port, reach })) ?? null);
  };
  const isLooking = call.state === 'running';
  const step = doctorStepName.safeParse(call.progress?.what).data;
  const mayGoOn = found?.steps.some(({ outcome }) => outcome === 'left-out') ?? false;
  return (
    <>
      <PageHead
        title={doctorText.title}
        drawing={<Plate slot={slot} state={isLooking ? 'working' : 'ready'} fraction={0} />}
        about={
          <>
            {board !== undefined && <span>{boardName(board)}</span>}
            <Ident value={port} />
          </>
        }
        actions={
          <Button size="lg" onClick={() => go('/')}>
            {doctorText.back}
          </Button>
        }
      />
      <div className={css.page}>
        <Panel>
          <p className={css.what}>{doctorText.what}</p>
          {isLooking ? (
            <div className={css.row}>
              <div className={css.doing}>
                <Progress
                  fraction={null}
                  phase={step === undefined ? doctorText.looking : doctorText.doing[step]}
                />
              </div>
              <Button size="lg" onClick={call.cancel}>
                {doctorText.stop}
              </Button>
            </div>
          ) : (
            <div className={css.row}>
              <Button
                size="lg"
                variant={found === null ? 'filled' : 'default'}
                onClick={() => void look('interrupt')}
              >
                {found === null ? doctorText.look : doctorText.again}
              </Button>
              <Button size="lg" onClick={() => void look('listen')}>
                {doctorText.listen}
              </Button>
            </div>
          )}
        </Panel>
        <CallFailure failure={call.failure} />
        {found !== null && (
          <>
            <Findings findings={found.findings} />
            {found.steps.length > 0 && (
              <Panel title={doctorText.tried} flush>
                <StepList steps={stepsOf(found.steps)} />
                {mayGoOn && (
                  <div className={css.further}>
                    <p className={css.what}>{doctorText.resetWhat}</p>
                    <Button
                      size="lg"
                      variant={isUnexplained(found) ? 'filled' : 'default'}
                      onClick={() => void look('reset')}
                    >
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
        )}
      </div>
    </>
  );
}
