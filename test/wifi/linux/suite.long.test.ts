/** Every way of Linux passes the suite that all adapters pass. */
import { describe } from 'vitest';
import { canMockNetworkManager, canRunNetworkManager } from '../../capabilities.ts';
import { wifiSuite } from '../../suites/wifi-suite.ts';
import { openDaemonRig } from './daemon-rig.ts';
import { openMockRig } from './mock-rig.ts';

const ability = { secured: 'joins', noAddress: 'rejects', names: 'told' } as const;

describe.skipIf(!canRunNetworkManager)('the real NetworkManager, over a wire', () => {
  wifiSuite('by D-Bus', () => openDaemonRig('networkmanager'), { ...ability, air: 'wire' });
  wifiSuite('by nmcli', () => openDaemonRig('nmcli'), { ...ability, air: 'wire' });
});

describe.skipIf(!canMockNetworkManager)('a NetworkManager of the test’s own, with a radio', () => {
  wifiSuite('by D-Bus', () => openMockRig('networkmanager'), ability);
  wifiSuite('by nmcli', () => openMockRig('nmcli'), ability);
});
