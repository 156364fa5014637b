/** macOS' own program is scripted here; none of this has met a Mac. */
import { describe, expect, it } from 'vitest';
import { networksetupAdapter } from '../../../main/wifi/darwin/networksetup.ts';
import { currentNetwork, joinVerdict, wifiPort } from '../../../main/wifi/darwin/read.ts';
import { toFailure } from '../../../preload/contract/errors.ts';
import { type WifiRig, wifiSuite } from '../../suites/wifi-suite.ts';
import { FakeMac, HOME, IFNAME } from './fake-mac.ts';

const visit = { session: 'bootbench-00c0ffee', ssid: 'IoT-0A77C4', ifname: IFNAME };
const signal = AbortSignal.timeout(20_000);

async function makeRig(version: 'macOS 14' | 'macOS 15'): Promise<WifiRig> {
  const mac = new FakeMac(version);
  const { run, interfaces } = mac;
  return {
    adapter: () => networksetupAdapter({ run, interfaces }),
    addAp: (ap) => void mac.aps.set(ap.ssid, ap),
    choose: (network) => {
      mac.network = network === 'another' ? 'Gäste' : null;
    },
    on: () => mac.network,
    leftovers: () => mac.preferred.filter((name) => name !== HOME),
    home: HOME,
    close: () => {},
  };
}

for (const [version, names] of [
  ['macOS 14', 'told'],
  ['macOS 15', 'hidden'],
] as const)
  wifiSuite(`networksetup of ${version}`, () => makeRig(version), {
    secured: 'refuses',
    noAddress: 'joins',
    names,
  });

function start() {
  const mac = new FakeMac('macOS 15');
  const { run, interfaces } = mac;
  return { mac, adapter: networksetupAdapter({ run, interfaces }) };
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => toFailure(error).code,
  );

describe('a password', () => {
  it('never gets on a command line: the join is left to a person', async () => {
    const { mac, adapter } = start();
    mac.aps.set(visit.ssid, { ssid: visit.ssid, password: 'from-the-label' });
    const failure = await adapter.join({ ...visit, password: 'from-the-label' }, { signal }).catch(toFailure);
    expect(failure).toMatchObject({
      code: 'wifi-unsupported',
      params: { os: expect.stringMatching('password') },
    });
    expect(JSON.stringify([mac.called, failure])).not.toContain('from-the-label');
    expect(mac.network).toBe(HOME);
  });
});

describe('what macOS tells', () => {
  it('does not take en0 for granted', async () => {
    const { adapter } = start();
    expect(await adapter.home({ signal })).toEqual({ ifname: 'en1', id: 'auto-join', name: null });
  });

  it('has no adapter, or one that is switched off', async () => {
    const { mac, adapter } = start();
    mac.power = 'off';
    expect(await code(adapter.home({ signal }))).toBe('wifi-off');
    mac.fault = 'no-wifi';
    expect(await code(adapter.home({ signal }))).toBe('wifi-unsupported');
  });

  it('is never asked for what is in the air: that wants the place', async () => {
    const { mac, adapter } = start();
    expect(await code(adapter.scan({ signal }))).toBe('wifi-no-scan');
    expect(mac.called).toEqual([]);
  });

  it('takes a refusal for one', async () => {
    const { mac, adapter } = start();
    mac.fault = 'refuses';
    expect(await code(adapter.join(visit, { signal }))).toBe('wifi-denied');
  });
});

describe('the way home', () => {
  it('is not claimed while the Mac goes back to the device by itself', async () => {
    const { mac, adapter } = start();
    mac.aps.set(visit.ssid, { ssid: visit.ssid });
    mac.fault = 'keeps-networks';
    const home = await adapter.home({ signal });
    await adapter.join(visit, { signal });
    await expect(adapter.restore(visit, home, { signal: AbortSignal.timeout(50) })).rejects.toThrow(
      /timeout/i,
    );
  });

  it('ends at once where the Mac was on no network', async () => {
    const { mac, adapter } = start();
    mac.network = null;
    mac.preferred = [];
    mac.aps.set(visit.ssid, { ssid: visit.ssid });
    const home = await adapter.home({ signal });
    expect(home.id).toBeNull();
    await adapter.join(visit, { signal });
    expect(await adapter.restore(visit, home, { signal })).toBe('home');
    expect([mac.network, mac.power]).toEqual([null, 'on']);
  });

  it('switches nothing where the Mac never left', async () => {
    const { mac, adapter } = start();
    await adapter.restore(visit, { ifname: IFNAME, id: 'auto-join', name: null }, { signal });
    expect(mac.called.flatMap(({ args }) => args)).not.toContain('-setairportpower');
  });
});

it.each([
  ['\nHardware Port: AirPort\nDevice: en1\nEthernet Address: …\n', 'en1'],
  ['Hardware Port: Wi-Fi\r\nDevice: en7\r\n', 'en7'],
  ['Hardware Port: USB 10/100/1000 LAN\nDevice: en9\n', null],
  ['', null],
])('the adapter of %j is %j', (ports, expected) => {
  expect(wifiPort(ports)).toBe(expected);
});

it.each([
  ['Current Wi-Fi Network: lighthouse\n', 'lighthouse'],
  ['Current Wi-Fi Network: two words: here\n', 'two words: here'],
  // github.com/keithrbennett/wifiwand/issues/38
  ['Current Wi-Fi Network: <redacted>\n', null],
  ['You are not associated with an AirPort network.\nWi-Fi power is currently off.\n', null],
])('the network of %j is %j', (said, expected) => {
  expect(currentNetwork(said)).toBe(expected);
});

it.each([
  [0, '', 'joined'],
  [0, 'Could not find network IoT-0A77C4.\n', 'not-found'],
  [0, 'Failed to join network IoT-0A77C4.\nError: -3905 …\n', 'not-found'],
  [0, 'en1 is not a Wi-Fi interface.\n** Error: Error obtaining wireless information.\n', 'refused'],
  [10, '', 'refused'],
  [0, 'Wi-Fi power is currently off.\n', 'off'],
])('%i with %j is %s', (exit, stdout, expected) => {
  expect(joinVerdict({ code: exit, stdout, stderr: '' })).toBe(expected);
});
