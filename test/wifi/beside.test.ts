/** The virtual radio beside the computer's own Wi-Fi. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createVirtualBench, type VirtualBench } from '../../main/virtual/index.ts';
import { besideAdapter, computerAdapter, noAdapter, type WifiAdapter } from '../../main/wifi/index.ts';
import { systemAdapter } from '../../main/wifi/system-adapter.ts';
import { Failure, toFailure } from '../../preload/contract/errors.ts';

const HOME = { ifname: 'wlan0', id: 'uuid-1', name: 'Office' };
const VISIT = { session: 'bootbench-0a1b2c3d', ifname: 'wlan0' };

function own(asked: string[]): WifiAdapter {
  return {
    ...noAdapter(),
    kind: 'netsh',
    scan: async () => {
      throw new Failure('wifi-no-scan', { os: 'Windows' });
    },
    home: async () => HOME,
    join: async ({ ssid }) => void asked.push(`join ${ssid}`),
    restore: async ({ ssid }) => {
      asked.push(`restore ${ssid}`);
      return 'home';
    },
    interfaces: () => [{ ifname: 'wlan0', address: '10.9.8.7', netmask: '255.255.255.0' }],
    route: () => ({ address: 'own' }),
  };
}

function rig(computer?: WifiAdapter): { asked: string[]; virtual: VirtualBench; adapter: WifiAdapter } {
  const asked: string[] = [];
  const virtual = createVirtualBench();
  onTestFinished(() => virtual.close());
  return { asked, virtual, adapter: besideAdapter(computer ?? own(asked), virtual.wifi) };
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => toFailure(error).code,
  );

describe('a computer that has Wi-Fi', () => {
  it('is what is switched, and asked where home is', async () => {
    const { adapter, asked, virtual } = rig();
    virtual.radio.addNetwork({ ssid: 'Bench', password: 'a-bench-password' });
    expect(await adapter.home()).toEqual(HOME);
    expect(await adapter.home({ ssid: 'IoT-0A77C4' })).toEqual(HOME);
    await adapter.join({ ...VISIT, ssid: 'IoT-0A77C4' });
    expect(await adapter.restore({ ...VISIT, ssid: 'IoT-0A77C4' }, HOME)).toBe('home');
    expect(asked).toEqual(['join IoT-0A77C4', 'restore IoT-0A77C4']);
    expect(adapter.kind).toBe('netsh');
    expect(adapter.route('10.9.8.7')).toEqual({ address: 'own' });
  });

  it('says why it hears nothing, and beside virtual boards hears these', async () => {
    const { adapter, virtual } = rig();
    expect(await code(adapter.scan())).toBe('wifi-no-scan');
    virtual.radio.addNetwork({ ssid: 'Bench', password: 'a-bench-password' });
    expect((await adapter.scan()).map(({ ssid }) => ssid)).toEqual(['Bench']);
  });

  it('is left alone for what the virtual radio has, also at the next start', async () => {
    const { adapter, asked, virtual } = rig();
    virtual.radio.addNetwork({ ssid: 'IoT-0A77C4', password: '' });
    const home = await adapter.home({ ssid: 'IoT-0A77C4' });
    expect(home.name).toBe(virtual.laptop.home.name);
    expect(await adapter.restore({ ...VISIT, ssid: 'IoT-0A77C4' }, home)).toBe('home');
    expect(asked).toEqual([]);
  });
});

describe('a computer without Wi-Fi', () => {
  it('is as if there were the virtual boards alone, or says that it has none', async () => {
    const { adapter, virtual } = rig(noAdapter());
    expect(adapter.kind).toBe('virtual');
    expect(await code(adapter.home())).toBe('wifi-unsupported');
    virtual.radio.addNetwork({ ssid: 'Bench', password: 'a-bench-password' });
    expect((await adapter.home()).name).toBe(virtual.laptop.home.name);
  });
});

describe("the computer's own way", () => {
  it('is looked for when it is wanted, and again while there is none', async () => {
    const found = [noAdapter(), own([]), noAdapter()];
    const adapter = computerAdapter(async () => found.shift() ?? noAdapter());
    expect([adapter.kind, found.length]).toEqual(['none', 3]);
    expect(await code(adapter.home())).toBe('wifi-unsupported');
    expect(await adapter.home()).toEqual(HOME);
    expect(await adapter.home()).toEqual(HOME);
    expect([adapter.kind, found.length]).toEqual(['netsh', 1]);
  });

  it.each([
    ['win32', 'netsh'],
    ['darwin', 'networksetup'],
    ['freebsd', 'none'],
  ] as const)('is on %s %s', async (platform, kind) => {
    expect((await systemAdapter({ platform })).kind).toBe(kind);
  });
});
