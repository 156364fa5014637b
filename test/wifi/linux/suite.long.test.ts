/** Every way of Linux passes the suite that all adapters pass. */
import { describe } from 'vitest';
import { wifiSuite } from '../../suites/wifi-suite.ts';
import { canRunNetworkManager } from '../rig/can.ts';
import { openDaemonRig } from './daemon-rig.ts';

describe.skipIf(!canRunNetworkManager)('the real NetworkManager, over a wire', () => {
  const ability = { secured: 'joins', noAddress: 'rejects', names: 'told', air: 'wire' } as const;
  wifiSuite('by D-Bus', () => openDaemonRig('networkmanager'), ability);
  wifiSuite('by nmcli', () => openDaemonRig('nmcli'), ability);
});
