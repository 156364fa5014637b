/**
 * Field setup: to a device in AP fallback, give it a network, come home, and hear that it lives.
 *
 *     join ─► hand-over ─► home ─► confirm
 *
 * The person's choice of a network comes in the middle, while the computer is away from home: it has a limit, and the way home has
 * been promised with a time.
 */

import { Failure } from '../../preload/contract/errors.ts';
import type { FieldOrder, FieldResult, PortalNetwork, VisitDetails } from '../../preload/contract/field.ts';
import type { PortalStatus } from '../devices/index.ts';
import type { ChosenNetwork, JobContext, JobPhase } from '../jobs/index.ts';
import { manualVisit, type Visited, type Visiting, type Visitor, type VisitStep } from '../wifi/index.ts';
import { type ConfirmDeps, confirmAlive } from './field-confirm.ts';

export type FieldPhase = 'join' | 'hand-over' | 'home' | 'confirm';

export const FIELD_PHASES: readonly JobPhase<FieldPhase>[] = [
  { name: 'join', weight: 25 },
  { name: 'hand-over', weight: 20 },
  { name: 'home', weight: 20 },
  { name: 'confirm', weight: 35 },
];

export interface FieldDeps extends ConfirmDeps {
  readonly visitor: Visitor;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export interface FieldRequest extends Omit<FieldOrder, 'network'> {
  /** Null: asked for when the device has told what it hears. */
  readonly network: ChosenNetwork | null;
}

/** A person has the device's list before him, and types a password at most. */
const CHOOSE_SECONDS = 180;
/**
 * The longest that a visit may take besides, in seconds, 86 together: joining, an address, who is there; what it hears; telling it;
 * coming home. Each is kept by whoever does it.
 */
const GO_SECONDS = 36;
const LISTEN_SECONDS = 10;
const TELL_SECONDS = 10;
const RETURN_SECONDS = 30;

type Context = JobContext<FieldPhase>;
type Tell = (change: Partial<Omit<VisitDetails, 'kind' | 'ssid' | 'mode'>>) => void;

/**
 * @throws Failure as `Visitor.visit` and `manualVisit`; `device-refused`, `device-answer`; `timed-out` when nobody chose. A lost
 *   answer of the device is none: the network tells.
 */
export async function fieldSetup(ctx: Context, request: FieldRequest, deps: FieldDeps): Promise<FieldResult> {
  const { ssid, mode, apPassword } = request;
  const tell = teller(ctx, request);
  const promise = (seconds: number) => (mode === 'automatic' ? deps.now() + seconds * 1000 : null);
  ctx.phase('join', mode === 'automatic' ? `Joining ${ssid}` : `Join ${ssid} with this computer`);
  tell({});

  // For all that may still happen: a promise is never put off.
  const inAll =
    GO_SECONDS +
    LISTEN_SECONDS +
    (request.network === null ? CHOOSE_SECONDS : 0) +
    TELL_SECONDS +
    RETURN_SECONDS;
  const onStep = (step: VisitStep) => follow(ctx, step, tell, promise, inAll, deps.now);
  const task = (visiting: Visiting) => handOver(ctx, visiting, request, deps, tell, promise);
  const order = { ssid, signal: ctx.signal, onStep };
  const { value, home, homecoming }: Visited<HandedOver> = await (mode === 'automatic'
    ? deps.visitor.visit({ ...order, password: apPassword }, task)
    : manualVisit({ adapter: deps.wifi, visitor: deps.visitor }, order, task));

  ctx.phase('confirm', `Listening for ${value.identity.deviceId ?? ssid} on ${value.given}`);
  const { mac } = value.identity;
  const outcome = await confirmAlive({ mac, ssid, since: value.since, signal: ctx.signal }, deps);
  return { device: value.identity, ssid: value.given, outcome, homecoming, home: home.name };
}

interface HandedOver {
  readonly identity: PortalStatus;
  readonly given: string;
  /** Unix milliseconds, before the device was told. */
  readonly since: number;
}

async function handOver(
  ctx: Context,
  { portal, identity, signal }: Visiting,
  request: FieldRequest,
  deps: FieldDeps,
  tell: Tell,
  promise: (seconds: number) => number | null,
): Promise<HandedOver> {
  ctx.phase('hand-over', `Asking ${request.ssid} what it hears`);
  const listen = async (until: AbortSignal) => {
    const timeoutMs = LISTEN_SECONDS * 1000;
    const networks: PortalNetwork[] | null = await portal
      .scan({ signal: until, timeoutMs })
      .catch((error: unknown) => {
        // A device that cannot listen now can still be told.
        if (until.aborted) throw error;
        ctx.log(`it did not tell what it hears: ${String(error)}`);
        return null;
      });
    if (networks !== null) tell({ networks, listenedAt: deps.now() });
  };
  await listen(signal);
  let { network } = request;
  if (network === null) {
    tell({ homeBy: promise(CHOOSE_SECONDS + TELL_SECONDS + RETURN_SECONDS) });
    network = await choose(ctx, request.ssid, signal, listen);
  }

  ctx.progress(0.6, `Giving it ${network.ssid}`);
  tell({ homeBy: promise(TELL_SECONDS + RETURN_SECONDS) });
  const since = deps.now();
  const sent = await portal.sendWifi(
    { ...network, ...(request.appType === undefined ? {} : { appType: request.appType }) },
    { mac: identity.mac, signal, timeoutMs: TELL_SECONDS * 1000 },
  );
  tell({ given: { ssid: network.ssid, answer: sent.outcome } });
  ctx.log(
    sent.outcome === 'accepted'
      ? `it took ${network.ssid} and restarts`
      : 'its network went before it had answered: whether it knows is told by the other network',
  );
  return { identity, given: network.ssid, since };
}

/** The time for it is one, however often the device listens again. */
async function choose(
  ctx: Context,
  ssid: string,
  signal: AbortSignal,
  listen: (until: AbortSignal) => Promise<void>,
): Promise<ChosenNetwork> {
  const limit = new Failure('timed-out', { what: 'the choice of a network', seconds: CHOOSE_SECONDS });
  const until = new AbortController();
  const timer = setTimeout(() => until.abort(limit), CHOOSE_SECONDS * 1000);
  const either = AbortSignal.any([signal, until.signal]);
  try {
    for (;;) {
      const answer = await ctx.askNetwork({ kind: 'choose-network', subject: ssid }, either);
      if (answer !== 'again') return answer;
      ctx.progress(0.3, `Asking ${ssid} once more what it hears`);
      await listen(either);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** The steps of a visit, as the job tells them. */
function follow(
  ctx: Context,
  step: VisitStep,
  tell: Tell,
  promise: (seconds: number) => number | null,
  inAll: number,
  now: () => number,
): void {
  switch (step.at) {
    case 'leaving-home':
      tell({ place: 'joining', home: step.home.name, homeBy: promise(inAll) });
      break;
    case 'joining':
      if (step.attempt === 2) ctx.log('not found; looking once more');
      break;
    case 'waiting':
      if (step.hint === 'reconnect') ctx.phase('home', 'Go back to your own network with this computer');
      tell({ place: step.hint === 'reconnect' ? 'returning' : 'joining', hint: step.hint });
      break;
    case 'there':
      tell({
        place: 'there',
        hint: null,
        thereAt: now(),
        device: step.identity,
      });
      break;
    case 'coming-home':
      ctx.phase('home', `Going back to ${step.home.name ?? 'its own network'}`);
      tell({ place: 'returning', homeBy: promise(RETURN_SECONDS) });
      break;
    case 'back':
      tell({ place: PLACES[step.how], hint: null, homeBy: null });
  }
}

const PLACES = { home: 'back', 'moved-on': 'moved-on', away: 'lost' } as const;

function teller(ctx: Context, { ssid, mode }: FieldRequest): Tell {
  let details: VisitDetails = {
    kind: 'visit',
    ssid,
    mode,
    place: 'home',
    home: null,
    homeBy: null,
    hint: null,
    device: null,
    thereAt: null,
    networks: [],
    listenedAt: null,
    given: null,
  };
  return (change) => {
    details = { ...details, ...change };
    ctx.details(details);
  };
}
