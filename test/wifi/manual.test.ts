/** By hand: when is a person back? Where the computer is at each look is scripted; the portal is a real HTTP server. */
import { expect, it, onTestFinished } from 'vitest';
import { manualVisit, type OwnInterface, type WifiAdapter } from '../../main/wifi/index.ts';
import { noAdapter } from '../../main/wifi/none.ts';
import { openFakePortal } from './fake-computer.ts';

const SSID = 'IoT-0A77C4';
const MAC = '28cdc10a77c4';
const netmask = '255.255.255.0';
const office: OwnInterface = { ifname: 'wlan0', address: '10.1.2.3', netmask };
const device: OwnInterface = { ifname: 'wlan0', address: '192.168.4.16', netmask };
const bridge: OwnInterface = { ifname: 'docker0', address: '172.17.0.1', netmask };
const cable: OwnInterface = { ifname: 'eth0', address: '10.9.0.2', netmask };
const selfGiven: OwnInterface = { ifname: 'wlan0', address: '169.254.7.7', netmask };

/** What is left of the looks that were scripted for after the task, when the visit ended. */
async function visit(before: readonly OwnInterface[], after: readonly (readonly OwnInterface[])[]) {
  const portal = await openFakePortal({ mac: MAC });
  onTestFinished(() => portal.close());
  let now: readonly OwnInterface[] = [...before, bridge];
  const looks = [...after];
  let isDone = false;
  const adapter: WifiAdapter = {
    ...noAdapter(),
    interfaces() {
      if (isDone) now = [...(looks.shift() ?? [office]), bridge];
      return now;
    },
    route: () => ({ address: portal.address }),
  };
  const { homecoming } = await manualVisit(
    adapter,
    {
      ssid: SSID,
      signal: new AbortController().signal,
      onStep: ({ at }) => {
        if (at === 'waiting' && !isDone) now = [device, bridge];
      },
    },
    async () => {
      isDone = true;
    },
  );
  return { homecoming, looksLeft: looks.length };
}

it('a network that has just gone is no home yet: the person is waited for', async () => {
  expect(await visit([office], [[], [selfGiven], [office]])).toEqual({ homecoming: 'home', looksLeft: 0 });
});

it('a cable that is plugged in is a way home as well', async () => {
  expect(await visit([office], [[], [cable]])).toEqual({ homecoming: 'home', looksLeft: 0 });
});

it('who was on no network before is back as soon as he has left', async () => {
  expect(await visit([], [[], [office]])).toEqual({ homecoming: 'home', looksLeft: 1 });
});
