import { useState } from 'react';
import type { FailureData } from '../../../preload/contract/errors.ts';

/** What could not be done, for as long as the job stands where it stood then: after that it is no news. */
export function useOfStage(failure: FailureData | null, stage: string): FailureData | null {
  const [came, setCame] = useState({ failure, stage });
  const isNew = came.failure !== failure;
  if (isNew) setCame({ failure, stage });
  return isNew || came.stage === stage ? failure : null;
}
