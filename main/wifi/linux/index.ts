/** Wi-Fi on Linux: by D-Bus, by nmcli, or not at all. */
import type { WifiAdapter } from '../adapter.ts';
import { noAdapter } from '../none.ts';
import { hasNetworkManager, networkManagerAdapter } from './nm-adapter.ts';
import { hasNmcli, nmcliAdapter } from './nmcli-adapter.ts';

export { networkManagerAdapter, nmcliAdapter };

/** NetworkManager answers in milliseconds; a system whose bus hangs is one without Wi-Fi for this program. */
const LOOK_MS = 3000;

/**
 * The best way that this computer has now. Asked again it may be another one: an adapter is plugged in, a daemon is installed.
 * @throws the signal's reason
 */
export async function linuxAdapter({
  busAddress,
  signal = new AbortController().signal,
}: {
  readonly busAddress?: string | undefined;
  readonly signal?: AbortSignal | undefined;
} = {}): Promise<WifiAdapter> {
  const works = async (look: (stop: AbortSignal) => Promise<boolean>) => {
    const found = await look(AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)])).catch(() => false);
    signal.throwIfAborted();
    return found;
  };
  if (await works((stop) => hasNetworkManager({ busAddress }, stop)))
    return networkManagerAdapter({ busAddress });
  if (await works((stop) => hasNmcli({ busAddress }, stop))) return nmcliAdapter({ busAddress });
  return noAdapter();
}
