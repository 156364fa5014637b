/**
 * This computer's Wi-Fi under Windows, by `netsh wlan` with a profile of the visit's own. What `netsh` prints is in the language of
 * the computer and is read by people only; that it "completed successfully" means that it was asked to.
 *
 * Nothing is scanned, and the present SSID is not asked for: since Windows 11 24H2 both want the right to know the place
 * (learn.microsoft.com/windows/win32/nativewifi/wi-fi-access-location-changes).
 */
import { Failure } from '../../../preload/contract/errors.ts';
import type { Homecoming, HomeNetwork, OwnInterface, VisitId, WifiAdapter } from '../adapter.ts';
import { firstLine, ProgramMissing, type Run, runProgram } from '../run.ts';
import { sweepSecretFiles } from '../secret-file.ts';
import { directRoute, systemInterfaces } from '../system.ts';
import { untilTrue, whereIs } from '../where.ts';
import { type Adapter, failureReason, NotTold, netshWlan, wifiAdapters } from './look.ts';
import { profileXml, withProfileFile } from './profile.ts';
import { joinCode } from './reasons.ts';

export interface NetshOptions {
  readonly run?: Run | undefined;
  readonly interfaces?: (() => readonly OwnInterface[]) | undefined;
  /** Milliseconds that Windows is given for one join, with an address. */
  readonly joinMs?: number | undefined;
}

/** Two tries have room in a visit's budget. Association and DHCP take 2 to 6 s. */
const JOIN_MS = 9000;
/** For taking the profile away when the order was called off. */
const CLEAN_UP_MS = 5000;
const OS = 'Windows';

const never = () => new AbortController().signal;

export function netshAdapter(options: NetshOptions = {}): WifiAdapter {
  const { run = runProgram, interfaces = systemInterfaces, joinMs = JOIN_MS } = options;
  const where = (ifname: string) => whereIs(interfaces(), ifname);

  return {
    kind: 'netsh',

    async scan() {
      throw new Failure('wifi-no-scan', { os: OS });
    },

    home: ({ signal = never() } = {}) => spoken(() => homeOf(run, signal)),

    join: ({ password = '', ...visit }, { signal = never() } = {}) =>
      spoken(async () => {
        const since = Date.now();
        try {
          await addProfile(run, visit, password, signal);
          const asked = await netshWlan(run, connectArgs(visit.session, visit.ifname), signal);
          if (asked.code !== 0) throw new Failure('ap-not-found', { ssid: visit.ssid }, said(asked));
          if (await untilTrue(() => where(visit.ifname) === 'device', joinMs, signal)) return;
          throw await whyNot(run, visit, since, where(visit.ifname) === 'nowhere', signal);
        } catch (error) {
          await deleteProfile(run, visit, AbortSignal.timeout(CLEAN_UP_MS)).catch(() => {});
          throw error;
        }
      }),

    async restore(visit, home, { signal = never() } = {}) {
      signal.throwIfAborted();
      await sweepSecretFiles(visit.session);
      const found = where(visit.ifname);
      // First, while it is told apart from what comes after; with its profile gone, Windows leaves the network, too.
      const network = found === 'elsewhere' ? await networkOn(run, visit.ifname, signal) : null;
      await deleteProfile(run, visit, signal);
      if (found === 'elsewhere') return movedOn(home, network) ? 'moved-on' : 'home';
      return bringHome(run, visit, home, { where, signal });
    },

    interfaces,
    route: directRoute,
  };
}

async function homeOf(run: Run, signal: AbortSignal): Promise<HomeNetwork> {
  const adapters = await wifiAdapters(run, signal);
  if (adapters.length === 0) throw new Failure('wifi-unsupported', { os: OS });
  const usable = adapters.filter(({ state }) => state !== 'disabled');
  const chosen = usable.find(({ state }) => state === 'connected') ?? usable[0];
  if (chosen === undefined) throw new Failure('wifi-off', {});
  const { name: ifname, network } = chosen;
  return { ifname, id: await profileOf(run, ifname, network, signal), name: network };
}

/**
 * The saved profile of a network: mostly of the same name. Windows numbers networks of one name ("Office 2"), profiles not.
 * Null where there is none, and Windows has to find home by itself.
 */
async function profileOf(
  run: Run,
  ifname: string,
  network: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  if (network === null) return null;
  for (const name of new Set([network, network.replace(/ \d+$/, '')])) {
    const shown = await netshWlan(run, ['show', 'profile', `name=${name}`, `interface=${ifname}`], signal);
    if (shown.code === 0) return name;
  }
  return null;
}

/** @throws Failure `wifi-denied` */
async function addProfile(run: Run, visit: VisitId, password: string, signal: AbortSignal): Promise<void> {
  const added = await withProfileFile(visit.session, profileXml(visit, password), (path) =>
    netshWlan(
      run,
      ['add', 'profile', `filename=${path}`, `interface=${visit.ifname}`, 'user=current'],
      signal,
    ),
  );
  if (added.code !== 0) throw new Failure('wifi-denied', { os: OS, why: firstLine(added) }, said(added));
}

/** The SSID is in the profile, and need not be spelled here: a profile with one SSID names it (`netsh wlan connect ?`). */
function connectArgs(profile: string, ifname: string): string[] {
  return ['connect', `name=${profile}`, `interface=${ifname}`];
}

/** Gone already is as good. @throws ProgramMissing, the signal's reason */
async function deleteProfile(run: Run, { session, ifname }: VisitId, signal: AbortSignal): Promise<void> {
  await netshWlan(run, ['delete', 'profile', `name=${session}`, `interface=${ifname}`], signal);
}

async function whyNot(
  run: Run,
  visit: VisitId,
  since: number,
  isWithoutAddress: boolean,
  signal: AbortSignal,
): Promise<Failure> {
  const { ssid, session, ifname } = visit;
  const reason = await failureReason(run, { session, since }, signal);
  if (reason !== null)
    return new Failure(joinCode(reason), { ssid }, new Error(`WLAN_REASON_CODE ${reason}`));
  const adapter = isWithoutAddress ? await adapterOn(run, ifname, signal) : undefined;
  return new Failure(adapter?.state === 'connected' ? 'ap-no-address' : 'ap-not-found', { ssid });
}

async function adapterOn(run: Run, ifname: string, signal: AbortSignal): Promise<Adapter | undefined> {
  try {
    return (await wifiAdapters(run, signal)).find(({ name }) => name === ifname);
  } catch (error) {
    if (error instanceof NotTold || error instanceof ProgramMissing) return undefined;
    throw error;
  }
}

const networkOn = async (run: Run, ifname: string, signal: AbortSignal) =>
  (await adapterOn(run, ifname, signal))?.network ?? null;

/** Two names that are both known and differ; anything less does not tell. */
function movedOn({ name }: HomeNetwork, network: string | null): boolean {
  return name !== null && network !== null && network !== name;
}

async function bringHome(
  run: Run,
  { ifname }: VisitId,
  home: HomeNetwork,
  { where, signal }: { readonly where: (ifname: string) => string; readonly signal: AbortSignal },
): Promise<Homecoming> {
  // It was on no network before.
  if (home.name === null) return 'home';
  // Never `disconnect`: Windows takes that for a person's wish, and chooses no network any more.
  if (home.id !== null) await netshWlan(run, connectArgs(home.id, ifname), signal);
  const isHome = async () =>
    // A network at home in the devices' own subnet is told by its name alone.
    where(ifname) === 'elsewhere' ||
    (where(ifname) === 'device' && (await networkOn(run, ifname, signal)) === home.name);
  await untilTrue(isHome, Number.POSITIVE_INFINITY, signal);
  return movedOn(home, await networkOn(run, ifname, signal)) ? 'moved-on' : 'home';
}

function said(ran: { readonly code: number; readonly stdout: string; readonly stderr: string }): Error {
  return new Error(`netsh ended with ${ran.code}: ${ran.stdout}${ran.stderr}`.trim());
}

/** Throws what the interface says. */
async function spoken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProgramMissing) throw new Failure('wifi-unsupported', { os: OS }, error);
    if (error instanceof NotTold) throw new Failure('wifi-denied', { os: OS, why: error.message }, error);
    throw error;
  }
}
