/**
 * What a way of switching this computer's Wi-Fi does, whatever the way is: run on NetworkManager, on scripted Windows and macOS, and
 * on the virtual radio. The rig plays the air and the person; what the suite looks at is the adapter's word and the addresses.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HomeNetwork, VisitId, WifiAdapter } from '../../main/wifi/index.ts';
import { toFailure } from '../../preload/contract/errors.ts';

/** An access point within reach. */
export interface RigAp {
  readonly ssid: string;
  readonly password?: string;
  /** `none`: takes guests in and gives them no address. */
  readonly dhcp?: 'works' | 'none';
}

export interface WifiRig {
  /** As another start of the program has it: nothing of an earlier one is remembered. */
  adapter(): WifiAdapter;
  addAp(ap: RigAp): Promise<void> | void;
  /** A person puts the computer on another network that it knows. */
  choose(network: 'another' | 'none'): Promise<void> | void;
  /** Name of the network that the computer is on; null for none. */
  on(): Promise<string | null> | (string | null);
  /** What is there of a visit: profiles, files. */
  leftovers(session: string): Promise<readonly string[]> | readonly string[];
  /** Name of the network at home. */
  readonly home: string;
  close(): Promise<void> | void;
}

/** What this way cannot do, each with the code that says so. */
export interface WifiAbility {
  /** Access points with a password. */
  readonly secured: 'joins' | 'refuses';
  /** Whether `join` itself finds that there is no address, or leaves that to who asks for it. */
  readonly noAddress: 'rejects' | 'joins';
  /** Whether the present network's name is told. */
  readonly names: 'told' | 'hidden';
  /** `wire`: networks of the rig have neither names nor keys. Without it they have. */
  readonly air?: 'radio' | 'wire';
}

/** A sign of a hang: daemons and their programs take ten seconds on a busy computer. */
const PATIENCE = 40_000;
const soon = () => AbortSignal.timeout(PATIENCE);
const DEVICE = /^192\.168\.4\./;
const SESSION = 'bootbench-0a1b2c3d';

export function wifiSuite(title: string, makeRig: () => Promise<WifiRig>, ability: WifiAbility): void {
  describe(title, () => {
    let rig: WifiRig;
    let adapter: WifiAdapter;
    let home: HomeNetwork;
    beforeEach(async () => {
      rig = await makeRig();
      adapter = rig.adapter();
      home = await adapter.home({ signal: soon() });
    });
    afterEach(() => rig.close());

    const visitTo = (ssid: string): VisitId => ({ session: SESSION, ssid, ifname: home.ifname });
    const own = () =>
      adapter
        .interfaces()
        .filter(({ ifname }) => ifname === home.ifname)
        .map(({ address }) => address);
    const join = (ssid: string, password?: string, signal = soon()) =>
      adapter.join({ ...visitTo(ssid), password }, { signal });
    const restore = (ssid: string, by = adapter) => by.restore(visitTo(ssid), home, { signal: soon() });
    const code = (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error: unknown) => toFailure(error).code,
      );

    it('knows the adapter, and the network at home as far as it is told', () => {
      expect(own()).toHaveLength(1);
      expect(home.name).toBe(ability.names === 'told' ? rig.home : null);
    });

    it('joins an open access point, is in its subnet, and comes home without a trace', async () => {
      await rig.addAp({ ssid: 'IoT-0A77C4' });
      await join('IoT-0A77C4');
      expect(await rig.on()).toBe('IoT-0A77C4');
      expect(own()).toEqual([expect.stringMatching(DEVICE)]);
      expect(await restore('IoT-0A77C4')).toBe('home');
      expect(await rig.on()).toBe(rig.home);
      expect(own()).toEqual([expect.not.stringMatching(DEVICE)]);
      expect(await rig.leftovers(SESSION)).toEqual([]);
    });

    it('comes home in the next start of the program, too', async () => {
      await rig.addAp({ ssid: 'IoT-0A77C4' });
      await join('IoT-0A77C4');
      expect(await restore('IoT-0A77C4', rig.adapter())).toBe('home');
      expect(await rig.on()).toBe(rig.home);
      expect(await rig.leftovers(SESSION)).toEqual([]);
    });

    it('comes home as often as it is told to, and when it never went', async () => {
      expect(await restore('IoT-0A77C4')).toBe('home');
      await rig.addAp({ ssid: 'IoT-0A77C4' });
      await join('IoT-0A77C4');
      expect([await restore('IoT-0A77C4'), await restore('IoT-0A77C4')]).toEqual(['home', 'home']);
      expect(await rig.on()).toBe(rig.home);
    });

    it('leaves a computer where a person put it meanwhile', async () => {
      await rig.addAp({ ssid: 'IoT-0A77C4' });
      await join('IoT-0A77C4');
      await rig.choose('another');
      const chosen = await rig.on();
      expect(await restore('IoT-0A77C4')).toBe(ability.names === 'told' ? 'moved-on' : 'home');
      expect(await rig.on()).toBe(chosen);
      expect(await rig.leftovers(SESSION)).toEqual([]);
    });

    const itOnRadio = it.skipIf(ability.air === 'wire');

    itOnRadio('says that an access point is not there, and leaves nothing', async () => {
      expect(await code(join('IoT-FFFFFF'))).toBe('ap-not-found');
      expect(await rig.leftovers(SESSION)).toEqual([]);
      expect(await restore('IoT-FFFFFF')).toBe('home');
      expect(await rig.on()).toBe(rig.home);
    });

    it('is given no address: says so, or is without one', async () => {
      await rig.addAp({ ssid: 'IoT-0A77C4', dhcp: 'none' });
      expect(await code(join('IoT-0A77C4'))).toBe(ability.noAddress === 'rejects' ? 'ap-no-address' : 'done');
      expect(own().filter((address) => DEVICE.test(address))).toEqual([]);
      expect(await restore('IoT-0A77C4')).toBe('home');
      expect(await rig.on()).toBe(rig.home);
    });

    it('stops when it is told to, before it has begun or in the middle, and leaves nothing', async () => {
      await rig.addAp({ ssid: 'IoT-0A77C4', dhcp: 'none' });
      const early = AbortSignal.abort(new Error('never began'));
      await expect(join('IoT-0A77C4', undefined, early)).rejects.toThrow('never began');
      expect(await rig.on()).toBe(rig.home);
      if (ability.noAddress === 'rejects') {
        const stop = new AbortController();
        const joining = join('IoT-0A77C4', undefined, stop.signal);
        setImmediate(() => stop.abort(new Error('enough')));
        await expect(joining).rejects.toThrow('enough');
      }
      expect(await rig.leftovers(SESSION)).toEqual([]);
      expect(await restore('IoT-0A77C4')).toBe('home');
      expect(await rig.on()).toBe(rig.home);
    });

    itOnRadio.each([
      ['of 32 bytes', 'IoT-0A77C4-and-26-bytes-more-xxx'],
      ['of other letters', 'Kühlraum №3 – 冷蔵'],
      ['with what shells and XML take for their own', `a "b" '$HOME' <&> %PATH% ;`],
    ])('joins a network with a name %s', async (_, ssid) => {
      await rig.addAp({ ssid });
      await join(ssid);
      expect(await rig.on()).toBe(ssid);
      expect(await restore(ssid)).toBe('home');
      expect(await rig.leftovers(SESSION)).toEqual([]);
    });

    describe.skipIf(ability.air === 'wire')('with a password', () => {
      it.each([
        ['plain', 'from-the-label'],
        ['with quotes, spaces and $', `it's "a $HOME of" <&>\\ %x%`],
        ['of 63 characters', 'x'.repeat(63)],
      ])('%s', async (_, password) => {
        await rig.addAp({ ssid: 'IoT-0A77C4', password });
        const joined = await code(join('IoT-0A77C4', password));
        expect(joined).toBe(ability.secured === 'joins' ? 'done' : 'wifi-unsupported');
        expect(await rig.on()).toBe(ability.secured === 'joins' ? 'IoT-0A77C4' : rig.home);
        expect(await restore('IoT-0A77C4')).toBe('home');
        expect(await rig.on()).toBe(rig.home);
      });

      it.runIf(ability.secured === 'joins')('that is wrong: says so, and leaves nothing', async () => {
        await rig.addAp({ ssid: 'IoT-0A77C4', password: 'from-the-label' });
        expect(await code(join('IoT-0A77C4', 'misread-label'))).toBe('ap-wrong-password');
        expect(await rig.leftovers(SESSION)).toEqual([]);
        expect(await restore('IoT-0A77C4')).toBe('home');
        expect(await rig.on()).toBe(rig.home);
      });
    });
  });
}
