/**
 * Two adapters in one program: that of the computer, and that of the virtual radio, whose boards stand on a bench beside real ones.
 * Whose network it is decides; what is on none of the virtual boards is the computer's.
 */
import { isFailure } from '../../preload/contract/errors.ts';
import type { WifiAdapter, WifiOptions } from './adapter.ts';

/** How the virtual adapter names a home, so that a journal tells whose it was. */
export const VIRTUAL_HOME = 'virtual:';

export function besideAdapter(computer: WifiAdapter, virtual: WifiAdapter): WifiAdapter {
  const virtualVisits = new Set<string>();
  const hears = async (ssid: string | undefined, options: WifiOptions) => {
    const heard = await virtual.scan(options);
    return ssid === undefined ? heard.length > 0 : heard.some((one) => one.ssid === ssid);
  };
  /** What the computer says, or where it can say nothing and there are virtual boards, what the virtual one says. */
  const orVirtual = async <T>(own: Promise<T>, other: () => Promise<T>, options: WifiOptions): Promise<T> => {
    try {
      return await own;
    } catch (error) {
      if (!isFailure(error) || !(await hears(undefined, options))) throw error;
      return other();
    }
  };

  return {
    get kind() {
      return computer.kind === 'none' ? 'virtual' : computer.kind;
    },
    async scan(options = {}) {
      const heard = await virtual.scan(options);
      const own = await orVirtual(computer.scan(options), async () => [], options);
      return [...own, ...heard];
    },
    async home(options = {}) {
      if (options.ssid !== undefined && (await hears(options.ssid, options))) return virtual.home(options);
      return orVirtual(computer.home(options), () => virtual.home(options), options);
    },
    async join(visit, options = {}) {
      if (!(await hears(visit.ssid, options))) return computer.join(visit, options);
      virtualVisits.add(visit.session);
      return virtual.join(visit, options);
    },
    restore(visit, home, options) {
      const isVirtual = virtualVisits.delete(visit.session) || (home.id?.startsWith(VIRTUAL_HOME) ?? false);
      return (isVirtual ? virtual : computer).restore(visit, home, options);
    },
    interfaces: () => [...computer.interfaces(), ...virtual.interfaces()],
    route(localAddress) {
      const isOwn = computer.interfaces().some(({ address }) => address === localAddress);
      return (isOwn ? computer : virtual).route(localAddress);
    },
  };
}
