/**
 * The Wi-Fi of this computer, found when it is first wanted: most commands of the program switch none. Where there was no way, it is
 * looked for again each time, because an adapter may have been plugged in.
 */
import type { WifiAdapter, WifiOptions } from './adapter.ts';
import { directRoute, systemInterfaces } from './system.ts';
import { systemAdapter } from './system-adapter.ts';

/** @param find for tests */
export function computerAdapter(
  find: (options: WifiOptions) => Promise<WifiAdapter> = systemAdapter,
): WifiAdapter {
  let found: WifiAdapter | undefined;
  const get = async (options: WifiOptions = {}): Promise<WifiAdapter> => {
    if (found === undefined || found.kind === 'none') found = await find(options);
    return found;
  };
  return {
    /** `none` until it was found. */
    get kind() {
      return found?.kind ?? 'none';
    },
    scan: async (options) => (await get(options)).scan(options),
    home: async (options) => (await get(options)).home(options),
    join: async (visit, options) => (await get(options)).join(visit, options),
    restore: async (visit, home, options) => (await get(options)).restore(visit, home, options),
    interfaces: systemInterfaces,
    route: directRoute,
  };
}
