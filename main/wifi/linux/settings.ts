/** The temporary profile of a visit, as NetworkManager's settings. */
import { userInfo } from 'node:os';
import type { VisitId } from '../adapter.ts';
import type { MakeVariant } from './bus.ts';
import { DEVICE_TYPE_WIFI } from './nm-names.ts';

/** How the network is entered. */
export type ApSecurity = { readonly kind: 'open' } | { readonly kind: 'wpa-psk'; readonly password: string };

/** A section's settings: D-Bus signature and value. */
export type Section = Readonly<Record<string, readonly [signature: string, value: unknown]>>;
export type Sections = Readonly<Record<string, Section>>;

/** What a network is made of: for the product Wi-Fi. */
export interface Medium {
  /** `NMDeviceType` of the adapters that are looked for. */
  readonly deviceType: number;
  /** `connection.type`. */
  readonly type: string;
  /** Networks of this kind can be heard before they are joined. */
  readonly hears: boolean;
  sections(ssid: string, security: ApSecurity): Sections;
}

export const wifiMedium: Medium = {
  deviceType: DEVICE_TYPE_WIFI,
  type: '802-11-wireless',
  hears: true,
  sections: (ssid, security) => ({
    '802-11-wireless': {
      ssid: ['ay', Buffer.from(ssid, 'utf8')],
      mode: ['s', 'infrastructure'],
    },
    ...(security.kind === 'wpa-psk' && {
      '802-11-wireless-security': { 'key-mgmt': ['s', 'wpa-psk'], psk: ['s', security.password] },
    }),
  }),
};

/**
 * Seconds until a device that gives no address is given up. NetworkManager's own 45 s are longer than a whole visit may take;
 * a device's DHCP server answers in well under one.
 */
export const DHCP_SECONDS = 10;

/** Only for this user, so that no administrator is asked (`settings.modify.own` in NetworkManager's polkit rules). */
export const onlyMe = () => `user:${userInfo().username}`;

/** What each visit's profile has in common: it takes no route, no name server and no IPv6 of the device, and is never chosen by itself. */
export function visitSections({ session, ifname }: VisitId, medium: Medium): Sections {
  return {
    connection: {
      id: ['s', session],
      type: ['s', medium.type],
      'interface-name': ['s', ifname],
      autoconnect: ['b', false],
      permissions: ['as', [`${onlyMe()}:`]],
    },
    ipv4: {
      method: ['s', 'auto'],
      'never-default': ['b', true],
      'ignore-auto-dns': ['b', true],
      'ignore-auto-routes': ['b', true],
      'may-fail': ['b', false],
      'dhcp-timeout': ['i', DHCP_SECONDS],
    },
    ipv6: { method: ['s', 'disabled'] },
  };
}

/** As `a{sa{sv}}`. */
export function asSettings(
  sections: Sections,
  variant: MakeVariant,
): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(sections).map(([name, section]) => [
      name,
      Object.fromEntries(
        Object.entries(section).map(([key, [signature, value]]) => [key, variant(signature, value)]),
      ),
    ]),
  );
}
