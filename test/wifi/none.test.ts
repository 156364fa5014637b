/** A computer whose Wi-Fi is not switched: whether it is home is said only as far as it can be seen. */
import { describe, expect, it } from 'vitest';
import type { OwnInterface } from '../../main/wifi/index.ts';
import { noAdapter } from '../../main/wifi/none.ts';

const netmask = '255.255.255.0';
const device: OwnInterface = { ifname: 'wlan0', address: '192.168.4.16', netmask };
const office: OwnInterface = { ifname: 'wlan0', address: '10.1.2.3', netmask };
const selfGiven: OwnInterface = { ifname: 'wlan0', address: '169.254.7.7', netmask };
const bridge: OwnInterface = { ifname: 'docker0', address: '172.17.0.1', netmask };
const cable: OwnInterface = { ifname: 'eth0', address: '10.9.0.2', netmask };

const VISIT = { session: 'bootbench-00000001', ssid: 'IoT-0A77C4', ifname: 'wlan0' };
const HOME = { ifname: 'wlan0', id: 'uuid-1', name: 'Office-5G' };

describe('without a way to switch, the computer is', () => {
  it.each([
    ['home, where its Wi-Fi has an address of another network', [office, bridge], false, 'home'],
    ['away, where it has none at all', [], false, 'away'],
    ['away, where it gave itself one', [selfGiven], false, 'away'],
    ['away, where only its own bridge has one', [bridge], false, 'away'],
    ['away, on the network of a device', [device], false, 'away'],
    ['away, on the network of a device that claims to lead on', [device], true, 'away'],
    ['on another network, where a cable leads on', [cable], true, 'moved-on'],
  ] as const)('%s', async (_, interfaces, leadsOn, expected) => {
    const adapter = noAdapter({ interfaces: () => interfaces, hasDefaultRoute: async () => leadsOn });
    expect(await adapter.restore(VISIT, HOME)).toBe(expected);
  });
});
