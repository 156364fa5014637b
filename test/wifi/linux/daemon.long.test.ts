/**
 * Visits on the real NetworkManager, with the real firmware behind 192.168.4.1: what no mock can prove. Over a wire, so without names,
 * keys and scans. Prints how long things took.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HomeNetwork, VisitId, WifiAdapter } from '../../../main/wifi/index.ts';
import { openBus, plainValue, variants } from '../../../main/wifi/linux/bus.ts';
import { NM, SETTINGS_PATH } from '../../../main/wifi/linux/nm-names.ts';
import { asSettings, visitSections, wifiMedium } from '../../../main/wifi/linux/settings.ts';
import { toFailure } from '../../../preload/contract/errors.ts';
import { canRunNetworkManager } from '../../capabilities.ts';
import { SITE } from '../../firmware/support.ts';
import { addresses, defaultRoutes, GUESTS, HOME, type Lab, openLab, WLAN } from '../rig/lab.ts';
import { programFolder, startInLaptop } from '../rig/laptop.ts';
import { ipIn } from '../rig/namespaces.ts';
import { openLabPortal, openStranger } from '../rig/portal.ts';
import { adapterIn, goTo, profilesOfVisits, whereabouts } from './daemon-rig.ts';

const VISIT: VisitId = { session: 'bootbench-0a1b2c3d', ssid: 'IoT-0A77C4', ifname: WLAN };
/** The kernel says nothing to this test when an address comes. */
const LOOK_EVERY_MS = 20;

const soon = () => ({ signal: AbortSignal.timeout(30_000) });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => toFailure(error).code,
  );
const figure = (what: string, ms: number) => console.log(`figure: ${what}: ${Math.round(ms)} ms`);

describe.skipIf(!canRunNetworkManager)('the real NetworkManager', () => {
  let lab: Lab;
  let adapter: WifiAdapter;
  let home: HomeNetwork;

  beforeEach(async () => {
    lab = await openLab();
    adapter = adapterIn(lab, 'networkmanager');
    home = await adapter.home(soon());
  });
  afterEach(() => lab.close());

  const until = async (where: string) => {
    const begun = performance.now();
    while ((await whereabouts(lab)) !== where) {
      if (performance.now() - begun > 15_000) throw new Error(`never ${where}: ${lab.nm.log().slice(-2000)}`);
      await sleep(LOOK_EVERY_MS);
    }
    return performance.now() - begun;
  };

  /** Until NetworkManager asks for an address; no later than the join ends. */
  const underWay = async (joining: Promise<unknown>) => {
    const end = joining.then(String, String);
    while (!lab.nm.log().includes('beginning transaction')) {
      const ended = await Promise.race([end, sleep(LOOK_EVERY_MS)]);
      if (ended !== undefined) throw new Error(`it ended (${ended}) before: ${lab.nm.log().slice(-2000)}`);
    }
  };

  it('takes no default route of the device, and gives back that of home', async () => {
    expect(home).toEqual({ ifname: WLAN, id: HOME.uuid, name: HOME.id });
    expect(await defaultRoutes(lab)).toEqual([WLAN]);
    let begun = performance.now();
    await adapter.join(VISIT, soon());
    figure('join, by D-Bus', performance.now() - begun);
    expect(await addresses(lab)).toEqual([expect.stringMatching(/^192\.168\.4\./)]);
    expect(await defaultRoutes(lab)).toEqual([]);
    expect(await ipIn(lab.laptop, '-6', 'addr', 'show', 'dev', WLAN, 'scope', 'global')).toBe('');
    begun = performance.now();
    expect(await adapter.restore(VISIT, home, soon())).toBe('home');
    figure('restore, by D-Bus', performance.now() - begun);
    expect(await defaultRoutes(lab)).toEqual([WLAN]);
  });

  it('a whole visit: the device is asked, given its network, and the laptop is home', async () => {
    const portal = await openLabPortal(lab);
    try {
      const program = startInLaptop(
        lab,
        'visit',
        lab.bus.address,
        programFolder(lab),
        'networkmanager',
        portal.ssid,
      );
      expect(await program.at('done')).toMatchObject({ homecoming: 'home' });
      expect(await program.at('task')).toMatchObject({
        mac: portal.rig.board.identity.mac,
        hasDefault: false,
      });
      expect(await whereabouts(lab)).toBe('home');
      expect(portal.rig.json('wifi.json')).toEqual(SITE);
      figure('a whole visit, first step to home', Number((await program.at('back')).ms));
    } finally {
      await portal.close();
    }
  });

  describe('the program is killed', () => {
    it.each(['leaving-home', 'joining', 'there', 'task', 'coming-home'])(
      'at “%s”: home again before it is started again',
      async (step) => {
        const portal = await openLabPortal(lab);
        try {
          const folder = programFolder(lab);
          const args = [lab.bus.address, folder, 'networkmanager'];
          const program = startInLaptop(lab, 'visit', ...args, portal.ssid, step);
          await program.at(step);
          const isThere = step === 'there' || step === 'task' || step === 'coming-home';
          if (isThere) expect(await whereabouts(lab)).toBe('device');
          await program.kill();
          const ms = await until('home');
          if (isThere) figure(`killed at “${step}”, to home`, ms);
          const next = startInLaptop(lab, 'recover', ...args);
          // Before the journal is written there is nothing to recover from.
          const homecoming = step === 'leaving-home' ? null : 'home';
          expect(await next.at('done')).toMatchObject({ homecoming });
          expect(await profilesOfVisits(lab)).toEqual([]);
          expect(await whereabouts(lab)).toBe('home');
        } finally {
          await portal.close();
        }
      },
    );

    it('that used nmcli: home again with its next start', async () => {
      const portal = await openLabPortal(lab);
      try {
        const args = [lab.bus.address, programFolder(lab), 'nmcli'];
        const program = startInLaptop(lab, 'visit', ...args, portal.ssid, 'task');
        await program.at('task');
        await program.kill();
        expect(await whereabouts(lab)).toBe('device');
        const begun = performance.now();
        const next = startInLaptop(lab, 'recover', ...args);
        expect(await next.at('done')).toMatchObject({ homecoming: 'home' });
        figure('killed with nmcli, next start to home', performance.now() - begun);
        expect(await profilesOfVisits(lab)).toEqual([]);
        expect(await whereabouts(lab)).toBe('home');
      } finally {
        await portal.close();
      }
    });
  });

  describe('NetworkManager is restarted', () => {
    it('during a visit: home all the same', async () => {
      await adapter.join(VISIT, soon());
      await lab.nm.restart();
      expect(await adapter.restore(VISIT, home, soon())).toBe('home');
      expect(await whereabouts(lab)).toBe('home');
      expect(await profilesOfVisits(lab)).toEqual([]);
    });

    it('while it joins: it joins again', async () => {
      await lab.dhcp.stop();
      const joining = adapter.join(VISIT, soon());
      await underWay(joining);
      await lab.nm.restart();
      await lab.dhcp.start();
      await joining;
      expect(await whereabouts(lab)).toBe('device');
      expect(await adapter.restore(VISIT, home, soon())).toBe('home');
      expect(await profilesOfVisits(lab)).toEqual([]);
    });

    it('and is away when the visit ends: home when it is back', async () => {
      await adapter.join(VISIT, soon());
      await lab.nm.stop();
      const restoring = adapter.restore(VISIT, home, soon());
      await lab.nm.start();
      expect(await restoring).toBe('home');
      expect(await profilesOfVisits(lab)).toEqual([]);
    });

    it('and stays away: says away, and is no failure', async () => {
      await adapter.join(VISIT, soon());
      await lab.nm.stop();
      expect(await adapter.restore(VISIT, home, soon())).toBe('away');
    });
  });

  it('the bus falls while it joins: the join ends at once', async () => {
    await lab.dhcp.stop();
    const joining = codeOf(adapter.join(VISIT, soon()));
    await underWay(joining);
    await lab.bus.kill();
    expect(await joining).toBe('wifi-unsupported');
    expect(await adapter.restore(VISIT, home, soon())).toBe('away');
  });

  it('somebody chooses another network while it joins: it is theirs', async () => {
    await lab.dhcp.stop();
    const joining = codeOf(adapter.join(VISIT, soon()));
    await underWay(joining);
    await goTo(lab, GUESTS);
    expect(await joining).toBe('wifi-moved-on');
    expect(await whereabouts(lab)).toBe('guests');
    expect(await adapter.restore(VISIT, home, soon())).toBe('moved-on');
    expect(await whereabouts(lab)).toBe('guests');
  });

  it('what an earlier start left is not taken for home', async () => {
    await adapter.join(VISIT, soon());
    expect(await adapterIn(lab, 'networkmanager').home(soon())).toEqual({
      ifname: WLAN,
      id: null,
      name: null,
    });
    expect(await adapterIn(lab, 'nmcli').home(soon())).toEqual({ ifname: WLAN, id: null, name: null });
    await adapter.restore(VISIT, home, soon());
  });

  it('the network of before is not known any more: off the device at least', async () => {
    await adapter.join(VISIT, soon());
    const lost = { ...home, id: '11111111-aaaa-4bbb-8ccc-00000000dead' };
    expect(['moved-on', 'away']).toContain(await adapter.restore(VISIT, lost, soon()));
    expect(await whereabouts(lab)).not.toBe('device');
  });

  describe('an office router has the same address', () => {
    it('by cable: refused before anything is switched, and never asked', async () => {
      const office = await openStranger(await lab.addOffice(), 'OFFICE');
      const program = startInLaptop(
        lab,
        'visit',
        lab.bus.address,
        programFolder(lab),
        'networkmanager',
        'IoT-0A77C4',
      );
      expect(await program.at('failed')).toMatchObject({
        code: 'subnet-overlap',
        params: { ifname: 'eth0' },
      });
      expect(office.wasAsked()).toBe(false);
      expect(await whereabouts(lab)).toBe('home');
      await office.close();
    });

    it('behind a route, as of a VPN: the same', async () => {
      await lab.addVpnRoute();
      const program = startInLaptop(
        lab,
        'visit',
        lab.bus.address,
        programFolder(lab),
        'networkmanager',
        'IoT-0A77C4',
      );
      expect(await program.at('failed')).toMatchObject({
        code: 'subnet-overlap',
        params: { ifname: 'eth0' },
      });
      expect(await whereabouts(lab)).toBe('home');
    });

    it('and would be asked without that: a local address does not choose the way', async () => {
      await lab.addVpnRoute();
      const office = await openStranger(`${lab.laptop.slice(0, -'laptop'.length)}office`, 'OFFICE');
      await adapter.join(VISIT, soon());
      const [local = ''] = await addresses(lab);
      const program = startInLaptop(lab, 'get', local);
      await program.at('done');
      expect(office.wasAsked()).toBe(true);
      await adapter.restore(VISIT, home, soon());
      await office.close();
    });
  });

  it('takes the settings of Wi-Fi networks: open, protected, with names of 32 bytes and in other letters', async () => {
    const { signal } = soon();
    const bus = await openBus(NM, lab.bus.address, signal);
    for (const [ssid, password] of [
      ['IoT-0A77C4', undefined],
      ['IoT-0A77C4', `it's "a $HOME of" <&>\\ %x%`],
      ['IoT-0A77C4-and-21-bytes-more-xxx', 'from-the-label'],
      ['Kühlraum №3 – 冷蔵', 'from-the-label'],
    ] as const) {
      const security =
        password === undefined ? ({ kind: 'open' } as const) : ({ kind: 'wpa-psk', password } as const);
      const sections = { ...visitSections(VISIT, wifiMedium), ...wifiMedium.sections(ssid, security) };
      const call = { path: SETTINGS_PATH, interface: `${NM}.Settings`, member: 'AddConnectionUnsaved' };
      const body = [asSettings(sections, await variants())];
      const [path] = await bus.call({ ...call, signature: 'a{sa{sv}}', body }, signal);
      expect(path).toMatch(/^\/org\/freedesktop\/NetworkManager\/Settings\/\d+$/);
      expect(await profilesOfVisits(lab)).toEqual([VISIT.session]);
      const known = { path: `${path}`, interface: `${NM}.Settings.Connection` };
      const [settings] = await bus.call({ ...known, member: 'GetSettings' }, signal);
      expect(await plainValue(settings)).toMatchObject({ '802-11-wireless': { ssid: Buffer.from(ssid) } });
      await bus.call({ ...known, member: 'Delete' }, signal);
    }
    bus.close();
  });
});
