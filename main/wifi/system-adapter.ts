/** The way of switching Wi-Fi that this computer has. */
import { platform as osPlatform } from 'node:os';
import type { WifiAdapter } from './adapter.ts';
import { networksetupAdapter } from './darwin/networksetup.ts';
import { linuxAdapter } from './linux/index.ts';
import { noAdapter } from './none.ts';
import { netshAdapter } from './windows/netsh.ts';

export interface SystemOptions {
  readonly signal?: AbortSignal | undefined;
  /** As `os.platform()`; for tests. */
  readonly platform?: NodeJS.Platform | undefined;
}

/** Whether it can be used now is told by `home`. @throws the signal's reason */
export async function systemAdapter({
  signal,
  platform = osPlatform(),
}: SystemOptions = {}): Promise<WifiAdapter> {
  switch (platform) {
    case 'linux':
      return linuxAdapter({ signal });
    case 'win32':
      return netshAdapter();
    case 'darwin':
      return networksetupAdapter();
    default:
      return noAdapter();
  }
}
