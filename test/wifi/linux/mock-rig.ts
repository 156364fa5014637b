/** The suite's rig over a NetworkManager of the test's own, which has names, keys and scans. */
import type { OwnInterface, WifiAdapter } from '../../../main/wifi/index.ts';
import { networkManagerAdapter, nmcliAdapter } from '../../../main/wifi/linux/index.ts';
import type { WifiRig } from '../../suites/wifi-suite.ts';
import { type NmMock, OFFICE, openNmMock, PHONE } from '../rig/nm-mock.ts';
import { run } from '../rig/processes.ts';

export function adapterOn(mock: NmMock, kind: 'networkmanager' | 'nmcli'): WifiAdapter {
  const options = { busAddress: mock.bus.address };
  const adapter = kind === 'networkmanager' ? networkManagerAdapter(options) : nmcliAdapter(options);
  return { ...adapter, interfaces: () => interfacesOf(mock) };
}

function interfacesOf(mock: NmMock): OwnInterface[] {
  const { address } = mock.place();
  return address === null ? [] : [{ ifname: 'wlan0', address, netmask: '255.255.255.0' }];
}

/** As the person at the computer, by nmcli. */
export async function goToPhone(mock: NmMock): Promise<void> {
  await run(['nmcli', 'connection', 'up', 'uuid', PHONE.uuid], {
    env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: mock.bus.address },
  });
}

export async function openMockRig(kind: 'networkmanager' | 'nmcli'): Promise<WifiRig> {
  const mock = await openNmMock();
  return {
    home: OFFICE.name,
    adapter: () => adapterOn(mock, kind),
    addAp: (ap) => mock.putOnAir(ap),
    choose: (network) => (network === 'another' ? goToPhone(mock) : mock.disconnect()),
    on: () => mock.place().ssid,
    leftovers: (session) => mock.profilesOf(session),
    close: () => mock.close(),
  };
}
