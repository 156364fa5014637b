import { tellingJobOf } from '../../stores/jobs.ts';
import { useBoards, useDevices, useJobs } from '../../stores/react.ts';
import { waitsForPerson } from '../boards/board-view.ts';
import { useAir } from '../field/air.ts';
import type { Waiting } from './places.ts';

/** What waits for a person: boards that ask or failed, devices that have no type yet. */
export function useWaiting(): Waiting {
  const jobs = useJobs((state) => state);
  const bench = useBoards(
    ({ boards }) => boards.filter((board) => waitsForPerson(board, tellingJobOf(jobs, board.path))).length,
  );
  const devices = useDevices(
    (state) => [...state.devices.values()].filter((device) => device.appType === null).length,
  );
  const field = useAir(({ heard }) => heard.length);
  return { bench, field, devices };
}
