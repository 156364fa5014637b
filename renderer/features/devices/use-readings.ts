import { useState } from 'react';
import type { Said } from './said.ts';
import { firstNumber, type Reading, readingsOf } from './telemetry.ts';

export interface UsedReadings {
  readonly readings: readonly Reading[];
  /** The number that is drawn and stands large: the one that a person picked, as long as there is such a one. */
  readonly chosen: Reading | undefined;
  choose(key: string): void;
}

export function useReadings(said: Said): UsedReadings {
  const [key, choose] = useState<string | null>(null);
  const readings = readingsOf(said.values);
  const picked = readings.find((reading) => reading.key === key && reading.number !== null);
  return { readings, chosen: picked ?? firstNumber(readings), choose };
}
