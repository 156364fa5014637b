/**
 * This computer's own Wi-Fi, as far as this program may switch it: one file a way of doing it, all with one suite
 * (`test/suites/wifi-suite.ts`). What ties its calls together is a visit (`visit.ts`).
 *
 * Nothing here proves that a join succeeded: what an operating system says of it is a hint. The proof is an address in the
 * device's subnet on the interface, and the device's own word over HTTP.
 */

import type { AccessPoint, Homecoming } from '../../preload/contract/field.ts';

export type { AccessPoint, Homecoming };

export interface WifiOptions {
  readonly signal?: AbortSignal | undefined;
}

/** How this computer's Wi-Fi is switched. */
export type AdapterKind = 'networkmanager' | 'nmcli' | 'netsh' | 'networksetup' | 'virtual' | 'none';

/**
 * Where the computer was before a visit: what brings it back, and no secret, because it is journalled.
 * `id` is what the system knows the connection by (NetworkManager: the UUID; Windows: the profile's name); null where it cannot
 * be told, or where the interface was on no network.
 */
export interface HomeNetwork {
  readonly ifname: string;
  readonly id: string | null;
  /** For people: "Office-5G"; null where the system does not tell. */
  readonly name: string | null;
}

/** One stay on a device's access point. `session` names the temporary profile, so that it is known for ours at the next start. */
export interface VisitId {
  /** `bootbench-` and eight hex digits. */
  readonly session: string;
  readonly ssid: string;
  readonly ifname: string;
}

/** An IPv4 address of this computer. */
export interface OwnInterface {
  readonly ifname: string;
  readonly address: string;
  readonly netmask: string;
}

/** How HTTP reaches the portal that every device has at 192.168.4.1. */
export interface PortalRoute {
  /** `host` or `host:port`. */
  readonly address: string;
  /** Speak from this address, or fail when it is gone. It does not choose the way: overlaps must be refused before. */
  readonly localAddress?: string | undefined;
}

export interface WifiAdapter {
  readonly kind: AdapterKind;
  /**
   * What is in the air. Only a hint, too: a device that is not heard may still be there.
   * @throws Failure `wifi-unsupported`, `wifi-no-scan`, `wifi-denied`, `wifi-off`
   */
  scan(options?: WifiOptions): Promise<AccessPoint[]>;
  /**
   * The interface that a visit (to `ssid`, where that is known) would use, and the network that it is on.
   * @throws Failure `wifi-unsupported` (no such way, or no Wi-Fi adapter), `wifi-denied`, `wifi-off`
   */
  home(options?: WifiOptions & { readonly ssid?: string | undefined }): Promise<HomeNetwork>;
  /**
   * Joins under a temporary profile of the visit's name, which takes no default route and is not kept. Resolves when the system
   * says that it joined; leaves no profile when it rejects.
   * @throws Failure `ap-not-found`, `ap-wrong-password`, `ap-no-address`, `wifi-denied`, `wifi-unsupported`, the signal's reason
   */
  join(visit: VisitId & { readonly password?: string | undefined }, options?: WifiOptions): Promise<void>;
  /**
   * Ends a visit, of this start of the program or of an earlier one: the temporary profile goes, and the network of before
   * comes back, unless the interface is on another one by now. Idempotent. Takes as long as it takes: give a signal.
   * @throws the signal's reason; never a Failure for what is not there any more
   */
  restore(visit: VisitId, home: HomeNetwork, options?: WifiOptions): Promise<Homecoming>;
  /** All IPv4 addresses of this computer but loopback, as they are now. */
  interfaces(): readonly OwnInterface[];
  /** @param localAddress this computer's address on the device's network */
  route(localAddress: string): PortalRoute;
}
