/**
 * One stay on a device's own network, and the way home. Home is not a step that may be skipped: it comes after success, failure
 * and cancel alike, and what a killed program could not do is done at the next start (`recover`).
 *
 *     lock ─► home? ─► overlap? ─► journal ─► join ─► address ─► identity ─► task ─┐
 *                                    │         │ (once more)                       │ whatever happened
 *                                    └─────────┴───────────────────────────────────┴─► restore ─► clear the journal
 */
import { randomBytes } from 'node:crypto';
import { join as pathOf } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, isFailure } from '../../preload/contract/errors.ts';
import type { VisitMode, WaitingHint } from '../../preload/contract/field.ts';
import { createPortalClient, normaliseMac, type PortalClient, type PortalStatus } from '../devices/index.ts';
import type { Homecoming, HomeNetwork, VisitId, WifiAdapter } from './adapter.ts';
import { type Journal, openJournal } from './journal.ts';
import { busy, lockWifi, type Purpose } from './lock.ts';
import { inDeviceSubnet, overlapBeside } from './subnet.ts';

/** Milliseconds. Together at most 90 s of switching; what a person takes to choose is the task's. */
export interface VisitBudgets {
  readonly join: number;
  readonly address: number;
  readonly identity: number;
  readonly restore: number;
}

/** Home is promised in 30 s: adapters may take 5 s more than they are given, to tidy up behind a call that was ended. */
const BUDGETS: VisitBudgets = { join: 20_000, address: 10_000, identity: 6000, restore: 25_000 };
/** Node has no event for an address that comes. */
const LOOK_EVERY_MS = 200;
const ASK_EVERY_MS = 1000;
const ASK_TIMEOUT_MS = 1500;

export type VisitStep =
  | { readonly at: 'leaving-home'; readonly home: HomeNetwork }
  | { readonly at: 'joining'; readonly attempt: 1 | 2 }
  /** A person is to switch the network. */
  | { readonly at: 'waiting'; readonly hint: WaitingHint }
  | { readonly at: 'there'; readonly identity: PortalStatus }
  | { readonly at: 'coming-home'; readonly home: HomeNetwork }
  | { readonly at: 'back'; readonly home: HomeNetwork; readonly how: Homecoming };

export interface VisitOrder {
  readonly ssid: string;
  /** Of the access point; none where it is open. */
  readonly password?: string | undefined;
  readonly signal: AbortSignal;
  readonly onStep?: ((step: VisitStep) => void) | undefined;
}

/** What a task finds at the device. */
export interface Visiting {
  readonly portal: PortalClient;
  readonly identity: PortalStatus;
  readonly home: HomeNetwork;
  /** Ends with the visit, whoever ends it: for all that the task does. */
  readonly signal: AbortSignal;
}

export interface Visited<T> {
  readonly value: T;
  readonly home: HomeNetwork;
  readonly homecoming: Homecoming;
}

export interface Visitor {
  /**
   * @throws Failure `wifi-busy`, `wifi-unsupported`, `wifi-denied`, `wifi-off`, `subnet-overlap`, `ap-not-found`,
   *   `ap-wrong-password`, `ap-no-address`, `ap-no-answer`, `ap-wrong-device`; what the task throws; the signal's reason.
   *   In each case the computer has been brought home before, as far as that could be done: `onStep` told.
   */
  visit<T>(order: VisitOrder, task: (visiting: Visiting) => Promise<T>): Promise<Visited<T>>;
  /**
   * Has this computer's Wi-Fi for work in which a person switches it, so that no other visit begins meanwhile.
   * `work` is given the signal, which aborts too when the Wi-Fi is lost to another.
   * @throws Failure `wifi-busy`; what the work throws
   */
  alone<T>(
    order: Pick<VisitOrder, 'ssid' | 'signal'> & { readonly mode: VisitMode },
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  /** Calls off the visits under way, and resolves when the computer is home from them, as far as it can be brought there. */
  endVisits(reason: Failure): Promise<void>;
  /** Ends what an earlier start left behind. Null when there was nothing. @throws Failure `wifi-busy` */
  recover(options: { signal: AbortSignal }): Promise<Recovered | null>;
}

export interface Recovered {
  readonly ssid: string;
  readonly home: HomeNetwork;
  readonly how: Homecoming;
}

export interface VisitorOptions {
  readonly adapter: WifiAdapter;
  /** Where the journal lies. */
  readonly folder: string;
  /** What two programs on one adapter have in common; in `folder` when not given. */
  readonly lockPath?: string | undefined;
  readonly budgets?: Partial<VisitBudgets> | undefined;
  /** Unix milliseconds. */
  readonly now?: (() => number) | undefined;
}

export function createVisitor({ adapter, folder, now = Date.now, ...options }: VisitorOptions): Visitor {
  const budgets = { ...BUDGETS, ...options.budgets };
  const journal = openJournal(folder);
  const lockPath = options.lockPath ?? pathOf(folder, 'wifi-visit.lock');
  /** Visits under way: how each is called off, and its end. */
  const underWay = new Map<AbortController, Promise<void>>();

  /** @param stop never the order's own signal: who cancels wants to be home as well */
  const goHome: GoHome = async (visit, home, stop) => {
    const limit = AbortSignal.timeout(budgets.restore);
    const signal = stop === undefined ? limit : AbortSignal.any([stop, limit]);
    const how = await adapter.restore(visit, home, { signal }).catch((): Homecoming => 'away');
    // While it is not home the journal stays: the next start tries again.
    if (how !== 'away') journal.clear();
    return how;
  };

  /** `lost`: what calls the work off besides its order. */
  const holding = async <T>(
    purpose: Purpose,
    signal: AbortSignal,
    lost: AbortController,
    work: (stop: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const unlock = await lockWifi(lockPath, purpose, () => lost.abort(busy(lockPath)));
    try {
      return await work(AbortSignal.any([signal, lost.signal]));
    } finally {
      await unlock();
    }
  };

  const stay = async <T>(
    { ssid, password, onStep = () => {} }: VisitOrder,
    task: (visiting: Visiting) => Promise<T>,
    stop: AbortSignal,
  ): Promise<Visited<T>> => {
    const earlier = await settleEarlier(journal, goHome);
    const home = owedHome(earlier, await adapter.home({ signal: stop, ssid }));
    await refuseOverlap(adapter, home.ifname);
    const visit: VisitId = {
      session: `bootbench-${randomBytes(4).toString('hex')}`,
      ssid,
      ifname: home.ifname,
    };
    onStep({ at: 'leaving-home', home });
    stop.throwIfAborted();
    journal.write({ visit, home, startedAt: now() });
    let homecoming: Homecoming = 'away';
    let value: Awaited<ReturnType<typeof task>>;
    try {
      await join(adapter, { ...visit, password }, budgets.join, stop, onStep);
      const localAddress = await addressOn(adapter, visit, budgets.address, stop);
      // What came with the join, such as a VPN that follows the network.
      await refuseOverlap(adapter, visit.ifname);
      const portal = createPortalClient(adapter.route(localAddress));
      const identity = await identify(portal, visit, budgets.identity, stop);
      onStep({ at: 'there', identity });
      stop.throwIfAborted();
      value = await task({ portal, identity, home, signal: stop });
    } finally {
      try {
        onStep({ at: 'coming-home', home });
      } finally {
        // Who is told of it and fails keeps nobody from home.
        homecoming = await goHome(visit, home);
      }
      onStep({ at: 'back', home, how: homecoming });
    }
    return { value, home, homecoming };
  };

  return {
    async visit(order, task) {
      const lost = new AbortController();
      const end = Promise.withResolvers<void>();
      underWay.set(lost, end.promise);
      try {
        const { ssid, signal } = order;
        return await holding({ ssid, mode: 'automatic' }, signal, lost, (stop) => stay(order, task, stop));
      } finally {
        underWay.delete(lost);
        end.resolve();
      }
    },
    alone: ({ ssid, mode, signal }, work) => holding({ ssid, mode }, signal, new AbortController(), work),
    async endVisits(reason) {
      const ends = [...underWay].map(([visit, end]) => {
        visit.abort(reason);
        return end;
      });
      await Promise.all(ends);
    },
    async recover({ signal }) {
      const left = journal.read();
      if (left === null) return null;
      const purpose = { ssid: left.visit.ssid, mode: 'automatic' } as const;
      const unlock = await lockWifi(lockPath, purpose, () => {}, 'wait');
      try {
        signal.throwIfAborted();
        return await settleEarlier(journal, goHome, signal);
      } finally {
        await unlock();
      }
    },
  };
}

type GoHome = (visit: VisitId, home: HomeNetwork, stop?: AbortSignal) => Promise<Homecoming>;

async function settleEarlier(
  journal: Journal,
  goHome: GoHome,
  stop?: AbortSignal,
): Promise<Recovered | null> {
  const left = journal.read();
  if (left === null) return null;
  return { ssid: left.visit.ssid, home: left.home, how: await goHome(left.visit, left.home, stop) };
}

/** Who is on no network because the visit before could not be brought home is still owed that home. */
function owedHome(earlier: Recovered | null, found: HomeNetwork): HomeNetwork {
  const isOwed = earlier?.how === 'away' && found.id === null && found.ifname === earlier.home.ifname;
  return isOwed ? earlier.home : found;
}

/** @throws Failure `subnet-overlap` */
async function refuseOverlap(adapter: WifiAdapter, ifname: string | null): Promise<void> {
  const overlap = await overlapBeside(adapter, ifname);
  if (overlap !== undefined) throw new Failure('subnet-overlap', { ...overlap });
}

/** Once more when the first try found nothing: a beacon is missed, a radio was busy. A refusal is not tried again. */
async function join(
  adapter: WifiAdapter,
  visit: VisitId & { readonly password?: string | undefined },
  budget: number,
  signal: AbortSignal,
  onStep: (step: VisitStep) => void,
): Promise<void> {
  const limit = AbortSignal.timeout(budget);
  for (const attempt of [1, 2] as const) {
    onStep({ at: 'joining', attempt });
    try {
      await adapter.join(visit, { signal: AbortSignal.any([signal, limit]) });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (limit.aborted) throw new Failure('ap-not-found', { ssid: visit.ssid }, error);
      const again = isFailure(error, 'ap-not-found') || isFailure(error, 'ap-no-address');
      if (!again || attempt === 2) throw error;
    }
  }
}

/** @returns this computer's address on the device's network. @throws Failure `ap-no-address` */
async function addressOn(
  adapter: WifiAdapter,
  { ifname, ssid }: VisitId,
  budget: number,
  signal: AbortSignal,
): Promise<string> {
  const until = performance.now() + budget;
  for (;;) {
    const found = adapter.interfaces().find((one) => one.ifname === ifname && inDeviceSubnet(one.address));
    if (found !== undefined) return found.address;
    if (performance.now() > until) throw new Failure('ap-no-address', { ssid });
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/**
 * The device's own word, which must fit the name of its network.
 * @throws Failure `ap-no-answer`, `ap-wrong-device`
 */
async function identify(
  portal: PortalClient,
  { ssid }: VisitId,
  budget: number,
  signal: AbortSignal,
): Promise<PortalStatus> {
  const until = performance.now() + budget;
  for (;;) {
    const left = Math.max(1, Math.ceil(until - performance.now()));
    try {
      const identity = await portal.portalStatus({ signal, timeoutMs: Math.min(ASK_TIMEOUT_MS, left) });
      if (!fitsSsid(identity.mac, ssid))
        throw new Failure('ap-wrong-device', { ssid, expected: ssid, found: identity.mac });
      return identity;
    } catch (error) {
      signal.throwIfAborted();
      if (isFailure(error) && error.code !== 'device-unreachable') throw strangerFailure(error, ssid);
      if (performance.now() + ASK_EVERY_MS > until) throw new Failure('ap-no-answer', { ssid }, error);
      await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

/** Somebody answers, and it is no device: an office router, a captive portal. */
function strangerFailure(error: Failure, ssid: string): Failure {
  if (error.code === 'ap-wrong-device') return error;
  return new Failure(
    'ap-wrong-device',
    { ssid, expected: ssid, found: 'something that is no device' },
    error,
  );
}

/** `IoT-` and the last six hex digits of the MAC (docs/protocol.md, section 1); a network of another name proves nothing. */
export function fitsSsid(mac: string, ssid: string): boolean {
  const tail = /^IoT-([0-9a-f]{6})$/i.exec(ssid)?.[1]?.toLowerCase();
  return tail === undefined || (normaliseMac(mac)?.endsWith(tail) ?? false);
}
