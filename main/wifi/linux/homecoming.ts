/**
 * The end of a visit, wherever it stopped. It looks where the adapter is, does the next step, and looks again:
 *
 *     on ours ─────────► the network of before is activated in its place (or ours is ended, where none is known)
 *     on none ─────────► the network of before is activated
 *     on that of before: home
 *     on another one ──► moved on: somebody chose it, and keeps it
 */
import type { Homecoming, HomeNetwork, VisitId } from '../adapter.ts';
import { followActivation, settled } from './activation.ts';
import { BusError } from './bus.ts';
import { untilStarted } from './daemon.ts';
import type { Active, NetworkManager } from './nm-client.ts';
import { ACTIVE } from './nm-names.ts';
import { BusLost } from './signals.ts';

/** An access point that has just lost its guest, or a router that is busy, is given a second and a third chance. */
const HOME_TRIES = 3;
const CLEAN_UP_MS = 5000;

/** True for a profile that a visit made, of whatever start of the program. */
export function isVisit(id: string): boolean {
  return /^bootbench-[0-9a-f]{8}$/.test(id);
}

/** @throws BusError, BusLost, the signal's reason */
export async function bringHome(
  nm: NetworkManager,
  visit: VisitId,
  home: HomeNetwork,
  signal: AbortSignal,
): Promise<Homecoming> {
  try {
    await untilStarted(nm, signal);
    for (let tries = 0; ; tries++) {
      const where = await whereIs(nm, visit, home, signal);
      if (where.kind === 'home' || where.kind === 'moved-on') return where.kind;
      if (where.kind === 'no-adapter' || tries === HOME_TRIES) return 'away';
      await stepHome(nm, where, home, signal);
    }
  } finally {
    await removeProfiles(nm, visit);
  }
}

type Where =
  | { readonly kind: 'home' }
  | { readonly kind: 'moved-on' }
  | { readonly kind: 'no-adapter' }
  | { readonly kind: 'ours'; readonly device: string; readonly active: Active }
  | { readonly kind: 'none'; readonly device: string };

async function whereIs(
  nm: NetworkManager,
  { session, ifname }: VisitId,
  home: HomeNetwork,
  signal: AbortSignal,
): Promise<Where> {
  const found = (await nm.devices(signal)).find((one) => one.ifname === ifname);
  if (found === undefined) return { kind: 'no-adapter' };
  const on = found.active === null ? null : await nm.active(found.active, signal);
  if (on?.id === session) return { kind: 'ours', device: found.path, active: on };
  // NetworkManager may be on its way home by itself.
  const device = await settled(nm, found.path, signal);
  const active = device.active === null ? null : await nm.active(device.active, signal);
  if (active?.id === session) return { kind: 'ours', device: device.path, active };
  if (active?.state === ACTIVE.activated || active?.state === ACTIVE.activating)
    return { kind: home.id === null || active.uuid === home.id ? 'home' : 'moved-on' };
  return home.id === null ? { kind: 'home' } : { kind: 'none', device: device.path };
}

async function stepHome(
  nm: NetworkManager,
  where: Extract<Where, { kind: 'ours' | 'none' }>,
  home: HomeNetwork,
  signal: AbortSignal,
): Promise<void> {
  const signals = nm.signals();
  try {
    if (home.id !== null) {
      const active = await nm.activate(home.id, where.device, signal);
      await followActivation(nm, signals, { device: where.device, active }, signal);
      return;
    }
  } catch (error) {
    // The profile was removed meanwhile, or cannot be used: off ours, then, and NetworkManager chooses.
    if (!(error instanceof BusError)) throw error;
  } finally {
    signals.close();
  }
  if (where.kind === 'ours') await leave(nm, where, signal);
}

async function leave(
  nm: NetworkManager,
  { device, active }: { readonly device: string; readonly active: Active },
  signal: AbortSignal,
): Promise<void> {
  const signals = nm.signals();
  try {
    await nm.deactivate(active.path, signal);
    await followActivation(nm, signals, { device, active: active.path }, signal);
  } catch (error) {
    if (!(error instanceof BusError)) throw error;
  } finally {
    signals.close();
  }
}

/** Also when the order was called off; a volatile one is gone by itself mostly. */
async function removeProfiles(nm: NetworkManager, { session }: VisitId): Promise<void> {
  const signal = AbortSignal.timeout(CLEAN_UP_MS);
  try {
    for (const one of await nm.profilesNamed(session, signal)) await nm.removeProfile(one, signal);
  } catch (error) {
    if (error instanceof BusLost && !signal.aborted) throw error;
  }
}
