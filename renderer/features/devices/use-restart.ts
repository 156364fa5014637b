import { useState } from 'react';
import type { FailureData } from '../../../preload/contract/errors.ts';
import { useCall } from '../shell/use-call.ts';
import { type Restart, restartOf } from './restart.ts';

export interface UsedRestart {
  readonly state: Restart;
  readonly asking: 'no' | 'asking';
  readonly failure: FailureData | null;
  run(): void;
}

/** `heard`: moments at which the device showed that it had started. */
export function useRestart(deviceId: string, heard: readonly (number | null)[], now: number): UsedRestart {
  const call = useCall('device.restart');
  const [agreedAt, setAgreedAt] = useState<number | null>(null);
  const run = async () => {
    // From before the call: a quick device is up again before its answer is read.
    const asked = Date.now();
    if ((await call.run({ deviceId })) !== undefined) setAgreedAt(asked);
  };
  return {
    state: restartOf(agreedAt, heard, now),
    asking: call.state === 'running' ? 'asking' : 'no',
    failure: call.failure,
    run: () => void run(),
  };
}
