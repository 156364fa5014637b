/** Devices that have lost their network, and a job that goes to one. */
import type { FieldRequest } from '../../main/provisioning/index.ts';
import { FIELD_PHASES, fieldSetup } from '../../main/provisioning/index.ts';
import type { VirtualBoard } from '../../main/virtual/index.ts';
import type { VisitDetails } from '../../preload/contract/field.ts';
import type { JobSnapshot } from '../../preload/contract/jobs.ts';
import { pass, SITE, type Table } from './support.ts';

export const ssidOf = (board: VirtualBoard) => `IoT-${board.identity.mac.slice(-6)}`;

/** A proven device that stands in AP fallback; `apPassword`: its own network is protected. */
export async function lostDevice(
  { bench, addBoard }: Table,
  options: { kind?: 'pico' | 'esp32'; apPassword?: string; clockRate?: number } = {},
): Promise<VirtualBoard> {
  const { kind = 'pico', apPassword, clockRate } = options;
  const board = await addBoard({ kind, ...(clockRate === undefined ? {} : { clockRate }) });
  const { deviceId } = await pass(bench, board, apPassword === undefined ? {} : { apPassword });
  await bench.jobs.finished(bench.factoryReset(bench.registry.find(deviceId)));
  return board;
}

export const order = (board: VirtualBoard, changes: Partial<FieldRequest> = {}): FieldRequest => ({
  ssid: ssidOf(board),
  mode: 'automatic',
  network: SITE,
  ...changes,
});

/** As `Bench.fieldSetup`, with less patience for a device that does not come. */
export function startField(
  { bench }: Table,
  request: FieldRequest,
  patience = { all: 4000, apBackAfter: 200 },
): string {
  const { jobs, wifi, visitor, registry, records } = bench;
  return jobs.start({
    kind: 'field',
    board: `wifi:${request.ssid}`,
    phases: FIELD_PHASES,
    work: (ctx) => fieldSetup(ctx, request, { wifi, visitor, registry, records, now: Date.now, patience }),
  });
}

export async function runField(
  table: Table,
  request: FieldRequest,
  patience?: { all: number; apBackAfter: number },
) {
  const places: VisitDetails['place'][] = [];
  const promises: number[] = [];
  const id = startField(table, request, patience);
  const stop = table.bench.jobs.subscribe(id, (message) => {
    if (message.type !== 'details') return;
    if (message.details.place !== places.at(-1)) places.push(message.details.place);
    if (message.details.homeBy !== null) promises.push(message.details.homeBy);
  });
  const state = await table.bench.jobs.finished(id);
  stop();
  return { state, places, promises, snapshot: table.bench.jobs.snapshot(id) };
}

/** Resolves when the job is as `fits` wants it. */
export function when(
  { bench }: Table,
  id: string,
  fits: (snapshot: JobSnapshot) => boolean,
): Promise<JobSnapshot> {
  return new Promise((resolve) => {
    const stop = bench.jobs.subscribe(id, () => {
      const snapshot = bench.jobs.snapshot(id);
      if (!fits(snapshot)) return;
      queueMicrotask(() => stop());
      resolve(snapshot);
    });
  });
}
