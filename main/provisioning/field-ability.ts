/** How this computer can get to a device's own network. */
import { platform } from 'node:os';
import { toFailure } from '../../preload/contract/errors.ts';
import type { FieldAbility } from '../../preload/contract/field.ts';
import type { AdapterKind, WifiAdapter } from '../wifi/index.ts';

/** `IoT-` and six hex digits of the MAC (docs/protocol.md, section 1). */
export const DEVICE_SSID = /^IoT-[0-9a-f]{6}$/i;

/**
 * Ways that were never proved on their system are offered, and a person's hand comes first there: macOS and Windows hide the
 * name of a network from programs, and say that a join succeeded when it did not.
 */
const USUAL: Record<AdapterKind, FieldAbility['usual']> = {
  networkmanager: 'automatic',
  nmcli: 'automatic',
  virtual: 'automatic',
  netsh: 'manual',
  networksetup: 'manual',
  none: 'manual',
};

/** Never throws but the signal's reason. */
export async function abilityOf(
  wifi: WifiAdapter,
  { signal }: { signal: AbortSignal },
): Promise<Omit<FieldAbility, 'cameHome'>> {
  try {
    const { name } = await wifi.home({ signal });
    return { os: platform(), usual: USUAL[wifi.kind], why: null, home: name };
  } catch (error) {
    signal.throwIfAborted();
    return { os: platform(), usual: 'manual', why: toFailure(error).toData(), home: null };
  }
}
