/** What a person asks of the doctor, one thing at a time; the newest answer takes the place of the one before. */
import { useState } from 'react';
import {
  type Diagnosis,
  type DoctorReach,
  doctorStepName,
  type FindingData,
} from '../../../preload/contract/doctor.ts';
import type { FailureData } from '../../../preload/contract/errors.ts';
import { doctorText } from '../../text/doctor.ts';
import { useCall } from '../shell/use-call.ts';

/** For so long a person is given to replug a board: time to walk round the desk. */
const REPLUG_SECONDS = 60;

export interface UsedDoctor {
  /** What is being done, in words; null: nothing. */
  readonly doing: string | null;
  readonly found: Diagnosis | null;
  readonly failure: FailureData | null;
  look(reach: DoctorReach): void;
  replug(): void;
  /** At what USB shows, whatever the port. */
  survey(): void;
  stop(): void;
}

export function useDoctor(port: string): UsedDoctor {
  const diagnose = useCall('boards.diagnose');
  const replug = useCall('boards.replug');
  const survey = useCall('boards.survey');
  const [found, setFound] = useState<Diagnosis | null>(null);
  const step = doctorStepName.safeParse(diagnose.progress?.what).data;
  const doing = () => {
    if (replug.state === 'running') return doctorText.replug.doing(REPLUG_SECONDS);
    if (survey.state === 'running') return doctorText.looking;
    if (diagnose.state === 'idle') return null;
    return step === undefined ? doctorText.looking : doctorText.doing[step];
  };
  /** All that was said before is no news any more. */
  const begin = () => {
    setFound(null);
    for (const call of [diagnose, replug, survey]) call.forget();
  };
  const tell = (answer: { readonly findings: FindingData[] } | undefined) =>
    setFound(answer === undefined ? null : { port, findings: answer.findings, steps: [], heard: [] });
  return {
    doing: doing(),
    found,
    failure: diagnose.failure ?? replug.failure ?? survey.failure,
    async look(reach) {
      begin();
      setFound((await diagnose.run({ port, reach })) ?? null);
    },
    async replug() {
      begin();
      tell(await replug.run({ seconds: REPLUG_SECONDS }));
    },
    async survey() {
      begin();
      tell(await survey.run({}));
    },
    stop() {
      diagnose.cancel();
      replug.cancel();
      survey.cancel();
    },
  };
}
