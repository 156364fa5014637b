import { useEffect, useState } from 'react';
import type { JobProgress } from '../../../preload/contract/jobs.ts';
import { addSample, type Sample, type Speed, speedOf } from './speed.ts';

/** The speed of what is watched, from when one began to watch. */
export function useSpeed(progress: JobProgress | undefined, now: number): Speed | null {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    if (progress !== undefined) setSamples((before) => addSample(before, progress, Date.now()));
  }, [progress]);
  if (progress === undefined || samples.at(-1)?.phase !== progress.phase) return null;
  return speedOf(samples, Math.max(now, samples.at(-1)?.at ?? 0));
}
