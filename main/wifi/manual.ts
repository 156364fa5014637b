/**
 * The same stay, with a person who switches the networks: says what to do, sees by itself when it is done, and goes on. Works on
 * every system, and needs no right of any kind.
 *
 *     waiting (join) ─► there ─► task ─► waiting (reconnect) ─► back
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, isFailure } from '../../preload/contract/errors.ts';
import type { WaitingHint } from '../../preload/contract/field.ts';
import { createPortalClient, type PortalStatus } from '../devices/index.ts';
import type { HomeNetwork, OwnInterface, WifiAdapter } from './adapter.ts';
import { inDeviceSubnet, overlapBeside } from './subnet.ts';
import {
  fitsSsid,
  type Visited,
  type Visiting,
  type VisitOrder,
  type Visitor,
  type VisitStep,
} from './visit.ts';
import { isSelfGiven, whereIs } from './where.ts';

/** Nobody tells a program that somebody chose a network: it asks. */
const ASK_EVERY_MS = 1000;
const ASK_TIMEOUT_MS = 1500;
/** A person finds the Wi-Fi menu, waits for the list, types a password from a label. */
const JOIN_SECONDS = 600;
const RECONNECT_SECONDS = 300;

const NO_HOME: HomeNetwork = { ifname: '', id: null, name: null };

/**
 * Has the Wi-Fi of this computer until the person is back, so that no other visit switches it under his hand.
 * @throws Failure `wifi-busy`, `device-not-joined`, `ap-wrong-device`; what the task throws; the signal's reason
 */
export function manualVisit<T>(
  { adapter, visitor }: { readonly adapter: WifiAdapter; readonly visitor: Pick<Visitor, 'alone'> },
  order: Omit<VisitOrder, 'password'>,
  task: (visiting: Visiting) => Promise<T>,
): Promise<Visited<T>> {
  const { ssid, signal } = order;
  return visitor.alone({ ssid, mode: 'manual', signal }, (stop) => stay(adapter, order, task, stop));
}

/** @param stop the order's signal, and when the Wi-Fi is lost to another: then nothing more is told to the device */
async function stay<T>(
  adapter: WifiAdapter,
  { ssid, signal, onStep = () => {} }: Omit<VisitOrder, 'password'>,
  task: (visiting: Visiting) => Promise<T>,
  stop: AbortSignal,
): Promise<Visited<T>> {
  const before = adapter.interfaces();
  const { portal, identity, ifname } = await untilThere(adapter, ssid, stop, onStep);
  const there = adapter.interfaces();
  onStep({ at: 'there', identity });
  const value = await task({ portal, identity, home: NO_HOME, signal: stop });
  onStep({ at: 'waiting', hint: 'reconnect' });
  // The device's network goes when the device restarts: to be off it is to be back only for who was on none before.
  const isBack =
    whereIs(before, ifname) === 'elsewhere'
      ? (now: readonly OwnInterface[]) => hasCome(now, there)
      : () => true;
  const back = await untilBack(adapter, isBack, signal);
  const homecoming = back ? 'home' : 'away';
  onStep({ at: 'back', home: NO_HOME, how: homecoming });
  return { value, home: NO_HOME, homecoming };
}

async function untilThere(
  adapter: WifiAdapter,
  ssid: string,
  signal: AbortSignal,
  onStep: (step: VisitStep) => void,
): Promise<There> {
  const until = performance.now() + JOIN_SECONDS * 1000;
  onStep({ at: 'waiting', hint: 'join' });
  while (performance.now() < until) {
    const looked = await look(adapter, ssid, signal);
    if ('identity' in looked) return looked;
    onStep({ at: 'waiting', hint: looked.hint });
    await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  throw new Failure('device-not-joined', { ssid, seconds: JOIN_SECONDS });
}

type There = Pick<Visiting, 'portal' | 'identity'> & { readonly ifname: string };
type Looked = { hint: WaitingHint } | There;

/** Only from an address in the device's subnet, so that nothing else is ever asked. */
async function look(adapter: WifiAdapter, ssid: string, signal: AbortSignal): Promise<Looked> {
  const there = onDeviceNetwork(adapter.interfaces());
  if (there === undefined) return { hint: 'join' };
  if ((await overlapBeside(adapter, there.ifname)) !== undefined) return { hint: 'overlap' };
  const portal = createPortalClient(adapter.route(there.address));
  try {
    const identity: PortalStatus = await portal.portalStatus({ signal, timeoutMs: ASK_TIMEOUT_MS });
    return fitsSsid(identity.mac, ssid)
      ? { portal, identity, ifname: there.ifname }
      : { hint: 'other-answers' };
  } catch (error) {
    signal.throwIfAborted();
    if (!isFailure(error)) throw error;
    if (error.code !== 'device-unreachable') return { hint: 'other-answers' };
    // macOS keeps a program without the right to the local network from its neighbours, and says this.
    return { hint: causeCode(error) === 'EHOSTUNREACH' ? 'local-network' : 'no-internet' };
  }
}

/** False when the person has not come back in time: a setup that is done is not lost for it. */
async function untilBack(
  adapter: WifiAdapter,
  isBack: (now: readonly OwnInterface[]) => boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const until = performance.now() + RECONNECT_SECONDS * 1000;
  for (;;) {
    const now = adapter.interfaces();
    if (onDeviceNetwork(now) === undefined && isBack(now)) return true;
    if (performance.now() > until) return false;
    await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

function onDeviceNetwork(interfaces: readonly OwnInterface[]): OwnInterface | undefined {
  return interfaces.find(({ address }) => inDeviceSubnet(address));
}

/** An address that was not there at the device: of the network at home, or of a cable that was plugged in. */
function hasCome(now: readonly OwnInterface[], there: readonly OwnInterface[]): boolean {
  return now.some(
    ({ ifname, address }) =>
      !isSelfGiven(address) && !there.some((one) => one.ifname === ifname && one.address === address),
  );
}

function causeCode(error: Failure): string | undefined {
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}
