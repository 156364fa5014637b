/**
 * This computer's Wi-Fi under macOS, by `networksetup`: open access points only. It takes a password from its command line and
 * nowhere else, where every program of the computer can read it; networks with a password are joined by hand therefore.
 *
 * macOS tells programs neither which networks there are nor on which one it is (the name since 15, what was left since 26), unless
 * they may know the place. Whether a join succeeded is told by the address, and it comes home by the networks that it knows.
 */
import { Failure } from '../../../preload/contract/errors.ts';
import type { HomeNetwork, OwnInterface, WifiAdapter } from '../adapter.ts';
import { firstLine, ProgramMissing, type Ran, type Run, runProgram } from '../run.ts';
import { directRoute, systemInterfaces } from '../system.ts';
import { untilTrue, whereIs } from '../where.ts';
import { currentNetwork, isPowerOff, joinVerdict, wifiPort } from './read.ts';

export interface NetworksetupOptions {
  readonly run?: Run | undefined;
  readonly interfaces?: (() => readonly OwnInterface[]) | undefined;
}

const NETWORKSETUP = '/usr/sbin/networksetup';
const CLEAN_UP_MS = 5000;
const OS = 'macOS';
/** Home is what macOS joins by itself. It keeps the names of networks from programs, so there is nothing else to know it by. */
const AUTO_JOIN = 'auto-join';

const never = () => new AbortController().signal;

export function networksetupAdapter(options: NetworksetupOptions = {}): WifiAdapter {
  const { run = runProgram, interfaces = systemInterfaces } = options;
  const where = (ifname: string) => whereIs(interfaces(), ifname);
  const setup = (args: readonly string[], signal: AbortSignal) => run(NETWORKSETUP, args, { signal });
  /** Otherwise it is joined again by itself, sooner than the network at home. */
  const forget = (
    { ifname, ssid }: { readonly ifname: string; readonly ssid: string },
    signal: AbortSignal,
  ) => setup(['-removepreferredwirelessnetwork', ifname, ssid], signal);

  return {
    kind: 'networksetup',

    async scan() {
      throw new Failure('wifi-no-scan', { os: OS });
    },

    home: ({ signal = never() } = {}) =>
      spoken(async (): Promise<HomeNetwork> => {
        const ifname = wifiPort((await setup(['-listallhardwareports'], signal)).stdout);
        if (ifname === null) throw new Failure('wifi-unsupported', { os: OS });
        if (isPowerOff((await setup(['-getairportpower', ifname], signal)).stdout))
          throw new Failure('wifi-off', {});
        const name = currentNetwork((await setup(['-getairportnetwork', ifname], signal)).stdout);
        const isOnOne = name !== null || where(ifname) !== 'nowhere';
        return { ifname, id: isOnOne ? AUTO_JOIN : null, name };
      }),

    join: ({ ifname, ssid, password = '' }, { signal = never() } = {}) =>
      spoken(async () => {
        signal.throwIfAborted();
        if (password !== '')
          throw new Failure('wifi-unsupported', { os: `${OS}, a network with a password` });
        try {
          const asked = await setup(['-setairportnetwork', ifname, ssid], signal);
          const failure = joinFailure(asked, ssid);
          if (failure !== null) throw failure;
        } catch (error) {
          await forget({ ifname, ssid }, AbortSignal.timeout(CLEAN_UP_MS)).catch(() => {});
          throw error;
        }
      }),

    async restore(visit, home, { signal = never() } = {}) {
      signal.throwIfAborted();
      const found = where(visit.ifname);
      await forget(visit, signal);
      if (found === 'elsewhere') {
        const network = currentNetwork((await setup(['-getairportnetwork', visit.ifname], signal)).stdout);
        return home.name !== null && network !== null && network !== home.name ? 'moved-on' : 'home';
      }
      // Wi-Fi that begins anew chooses among the networks that it knows.
      await setup(['-setairportpower', visit.ifname, 'off'], signal);
      await setup(['-setairportpower', visit.ifname, 'on'], signal);
      if (home.id === null) return 'home';
      await untilTrue(() => where(visit.ifname) === 'elsewhere', Number.POSITIVE_INFINITY, signal);
      return 'home';
    },

    interfaces,
    route: directRoute,
  };
}

function joinFailure(asked: Ran, ssid: string): Failure | null {
  const cause = new Error(`networksetup ended with ${asked.code}: ${asked.stdout}${asked.stderr}`.trim());
  switch (joinVerdict(asked)) {
    case 'joined':
      return null;
    case 'not-found':
      return new Failure('ap-not-found', { ssid }, cause);
    case 'off':
      return new Failure('wifi-off', {}, cause);
    case 'refused':
      return new Failure('wifi-denied', { os: OS, why: firstLine(asked) }, cause);
  }
}

/** Throws what the interface says. */
async function spoken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProgramMissing) throw new Failure('wifi-unsupported', { os: OS }, error);
    throw error;
  }
}
