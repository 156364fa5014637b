/** All that the page knows and can do: what is heard, the draft, the visit, and the calls. */
import { useEffect, useReducer, useState } from 'react';
import type { FailureData } from '../../../preload/contract/errors.ts';
import type { FieldAbility, VisitMode } from '../../../preload/contract/field.ts';
import { isFinal, type JobSnapshot } from '../../../preload/contract/jobs.ts';
import type { Device } from '../../../preload/contract/models.ts';
import { useDevices, useJobs, useStores } from '../../stores/react.ts';
import { useCall } from '../shell/use-call.ts';
import { type Air, askAbility, layAside, look, useAir } from './air.ts';
import { isDeviceName, type Listed, listed } from './lost-devices.ts';
import { type Shown, shownOf, visitJobOf } from './shown.ts';

export interface FieldDraft {
  /** Null: the loudest one. */
  readonly ssid: string | null;
  readonly naming: 'list' | 'typed';
  readonly typed: string;
  /** Of the device's own network; it stays in this page, and goes to nobody but that access point. */
  readonly apPassword: string;
  /** Null: as is usual on this computer. */
  readonly mode: VisitMode | null;
  readonly checked: boolean;
}

const FIRST: FieldDraft = {
  ssid: null,
  naming: 'list',
  typed: '',
  apPassword: '',
  mode: null,
  checked: false,
};

export interface UsedField {
  readonly shown: Shown;
  readonly job: JobSnapshot | undefined;
  readonly running: boolean;
  readonly air: Air;
  readonly ability: FieldAbility | null;
  readonly os: string;
  /** The network to come home to. */
  readonly home: string | null;
  readonly devices: ReadonlyMap<string, Device>;
  readonly draft: FieldDraft;
  readonly change: (change: Partial<FieldDraft>) => void;
  readonly list: readonly Listed[];
  /** The one that is chosen, or that the visit is about. */
  readonly chosen: Listed | null;
  readonly mode: VisitMode;
  readonly apProblem: 'short' | null;
  /** The network that is chosen so far, or was given. */
  readonly network: string | null;
  readonly wish: (ssid: string | null) => void;
  readonly starting: boolean;
  readonly failure: FailureData | null;
  look(): void;
  start(): void;
  /** To the same device once more, to choose again. */
  again(): void;
  give(order: { readonly ssid: string; readonly password?: string }): void;
  listenAgain(): void;
  cancel(): void;
  layAside(): void;
}

export function useField(): UsedField {
  const stores = useStores();
  const air = useAir((state) => state);
  const job = useJobs(visitJobOf);
  const devices = useDevices((state) => state.devices);
  const [draft, change] = useReducer(
    (now: FieldDraft, more: Partial<FieldDraft>) => ({ ...now, ...more }),
    FIRST,
  );
  const start = useCall('jobs.field');
  const choose = useCall('jobs.chooseNetwork');
  const listen = useCall('jobs.listenAgain');
  const cancel = useCall('jobs.cancel');
  const [asked, setAsked] = useState<string | null>(null);
  const [wished, setWished] = useState<string | null>(null);
  const arriving = useJobs(({ jobs }) => asked !== null && !jobs.has(asked));
  const shown = shownOf(job, air.aside);
  const running = job !== undefined && !isFinal(job.state);

  // What this computer can do, and what it hears, are others after each visit.
  useEffect(() => {
    if (running) return;
    void askAbility(stores);
    void look(stores);
  }, [stores, running]);

  const typedName = draft.naming === 'typed' && isDeviceName(draft.typed) ? draft.typed : null;
  const list = listed(air.heard, typedName);
  const { ability } = air;
  const mode = draft.mode ?? ability?.usual ?? 'manual';
  const wish =
    draft.naming === 'typed'
      ? list.find(({ ssid }) => ssid.toLowerCase() === draft.typed.toLowerCase())
      : (list.find(({ ssid }) => ssid === draft.ssid) ?? list[0]);
  const visited = shown.face === 'setup' ? undefined : shown.details.ssid;
  const chosen =
    visited === undefined
      ? (wish ?? null)
      : (list.find(({ ssid }) => ssid === visited) ?? { ssid: visited, rssi: null, secured: null });
  const apProblem = draft.apPassword !== '' && draft.apPassword.length < 8 ? 'short' : null;

  const begin = async (ssid: string, how: VisitMode) => {
    if (start.state === 'running' || running) return;
    const secret = how === 'automatic' && chosen?.secured !== false ? draft.apPassword : '';
    const order = { ssid, mode: how, ...(secret === '' ? {} : { apPassword: secret }) };
    const begun = await start.run(order);
    if (begun !== undefined) setAsked(begun.job);
  };

  return {
    shown,
    job,
    running,
    air,
    ability,
    os: ability?.os ?? '',
    home: (shown.face === 'setup' ? null : shown.details.home) ?? ability?.home ?? null,
    devices,
    draft,
    change,
    list,
    chosen,
    mode: shown.face === 'setup' ? mode : shown.details.mode,
    apProblem,
    network:
      shown.face === 'setup'
        ? null
        : (shown.details.given?.ssid ?? (shown.face === 'choosing' ? wished : null)),
    wish: setWished,
    // The bench has answered, and a moment later tells of the job.
    starting: start.state === 'running' || arriving,
    failure: start.failure ?? choose.failure ?? listen.failure ?? cancel.failure,
    look: () => void look(stores),
    start() {
      if (chosen === null) return;
      if (apProblem !== null) change({ checked: true });
      else void begin(chosen.ssid, mode);
    },
    again() {
      if (job?.details != null) void begin(job.details.ssid, job.details.mode);
    },
    give(order) {
      if (job !== undefined) void choose.run({ job: job.id, ...order });
    },
    listenAgain() {
      if (job !== undefined) void listen.run({ job: job.id });
    },
    cancel() {
      if (job !== undefined) void cancel.run({ job: job.id });
    },
    layAside() {
      if (job === undefined) return;
      // Whoever tries again means the same device, also where another one is louder.
      if (job.details !== null && draft.naming === 'list') change({ ssid: job.details.ssid });
      layAside(stores, job.id);
    },
  };
}
