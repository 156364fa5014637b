/** Windows' own programs are scripted here; none of this has met a Windows. */
import { Window } from 'happy-dom';
import { describe, expect, it, onTestFinished } from 'vitest';
import { netshAdapter } from '../../../main/wifi/windows/netsh.ts';
import { profileXml, withProfileFile } from '../../../main/wifi/windows/profile.ts';
import { joinCode } from '../../../main/wifi/windows/reasons.ts';
import { toFailure } from '../../../preload/contract/errors.ts';
import { type WifiRig, wifiSuite } from '../../suites/wifi-suite.ts';
import { FakeWindows, HOME, IFNAME, type Language } from './fake-windows.ts';

/** A join that comes to nothing is given up at once. */
const SOON_MS = 60;
const SESSION = 'bootbench-00c0ffee';
const visit = { session: SESSION, ssid: 'IoT-0A77C4', ifname: IFNAME };
const signal = AbortSignal.timeout(20_000);

function start(): { windows: FakeWindows; adapter: ReturnType<typeof netshAdapter> } {
  const windows = new FakeWindows();
  const { run, interfaces } = windows;
  return { windows, adapter: netshAdapter({ run, interfaces, joinMs: SOON_MS }) };
}

async function makeRig(language: Language): Promise<WifiRig> {
  const windows = new FakeWindows(language);
  const { run, interfaces } = windows;
  return {
    adapter: () => netshAdapter({ run, interfaces, joinMs: SOON_MS }),
    addAp: (ap) => void windows.aps.set(ap.ssid, ap),
    choose: (network) => {
      windows.network = network === 'another' ? 'Gäste' : null;
    },
    on: () => windows.network,
    leftovers: (session) => windows.leftovers(session),
    home: HOME,
    close: () => {},
  };
}

for (const language of ['none', 'English'] as const) {
  const ability = { secured: 'joins', noAddress: 'rejects', names: 'told' } as const;
  wifiSuite(`netsh that speaks ${language}`, () => makeRig(language), ability);
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => toFailure(error).code,
  );

describe('what is secret', () => {
  const password = 'a "secret" of <the> label & more';

  it('stands on no command line, and in a file that only its owner reads and that is gone again', async () => {
    const { windows, adapter } = start();
    windows.aps.set(visit.ssid, { ssid: visit.ssid, password });
    await adapter.join({ ...visit, password }, { signal });
    await adapter.restore(visit, { ifname: IFNAME, id: HOME, name: HOME }, { signal });
    expect(windows.called.length).toBeGreaterThan(3);
    for (const { args } of windows.called) expect(args.join('\n')).not.toContain('secret');
    const [file] = windows.read;
    if (process.platform !== 'win32') expect([file?.mode, file?.folderMode]).toEqual([0o600, 0o700]);
    expect(windows.leftovers(SESSION)).toEqual([]);
  });

  it('is gone as well when Windows did not take it', async () => {
    const { windows, adapter } = start();
    windows.fault = 'profiles-locked';
    expect(await code(adapter.join({ ...visit, password }, { signal }))).toBe('wifi-denied');
    expect(windows.leftovers(SESSION)).toEqual([]);
  });

  it('is swept away by the next start when the program was killed meanwhile', async () => {
    const { windows, adapter } = start();
    const killed = Promise.withResolvers<void>();
    onTestFinished(() => killed.resolve());
    void withProfileFile(SESSION, profileXml(visit, password), () => killed.promise);
    while (windows.leftovers(SESSION).length === 0) await new Promise((resolve) => setImmediate(resolve));
    await adapter.restore(visit, { ifname: IFNAME, id: HOME, name: HOME }, { signal });
    expect(windows.leftovers(SESSION)).toEqual([]);
  });

  it('is in no failure', async () => {
    const { windows, adapter } = start();
    windows.aps.set(visit.ssid, { ssid: visit.ssid, password: 'another' });
    const failure = await adapter.join({ ...visit, password }, { signal }).catch(toFailure);
    expect(JSON.stringify(failure)).not.toContain('secret');
    expect(String(failure?.cause)).not.toContain('secret');
  });
});

describe('the profile', () => {
  const parse = (text: string) => new new Window().DOMParser().parseFromString(text, 'application/xml');

  it('is XML with the very name and password, however they are spelled', () => {
    const ssid = `Kühlraum <&> "3"`;
    const password = `'a' & <b>\\"$`;
    const xml = parse(profileXml({ session: SESSION, ssid }, password));
    const text = (tag: string) => xml.querySelector(tag)?.textContent;
    expect(Buffer.from(text('hex') ?? '', 'hex').toString()).toBe(ssid);
    expect(text('keyMaterial')).toBe(password);
    expect(text('name')).toBe(SESSION);
    expect([text('connectionMode'), text('authentication'), text('encryption'), text('keyType')]).toEqual([
      'manual',
      'WPA2PSK',
      'AES',
      'passPhrase',
    ]);
  });

  it('knows an open network, and a key that is given itself', () => {
    expect(profileXml(visit, '')).toContain(
      '<authentication>open</authentication><encryption>none</encryption>',
    );
    expect(profileXml(visit, '')).not.toContain('sharedKey');
    expect(profileXml(visit, 'a1'.repeat(32))).toContain('<keyType>networkKey</keyType>');
  });
});

describe('what Windows tells', () => {
  it('is asked of its numbers: the adapter is found in any language', async () => {
    const { adapter } = start();
    expect(await adapter.home({ signal })).toEqual({ ifname: IFNAME, id: HOME, name: HOME });
  });

  it('knows a network by its profile though Windows numbered it, and by none where it has none', async () => {
    const { windows, adapter } = start();
    windows.network = 'Office 2';
    expect(await adapter.home({ signal })).toEqual({ ifname: IFNAME, id: null, name: 'Office 2' });
    windows.profiles.set('Office', { ssid: 'Office', password: '' });
    expect(await adapter.home({ signal })).toEqual({ ifname: IFNAME, id: 'Office', name: 'Office 2' });
  });

  it.each([
    ['no-adapter', 'wifi-unsupported'],
    ['disabled', 'wifi-off'],
    ['no-powershell', 'wifi-denied'],
  ] as const)('%s is %s', async (fault, expected) => {
    const { windows, adapter } = start();
    windows.fault = fault;
    expect(await code(adapter.home({ signal }))).toBe(expected);
  });

  it('is never asked for what is in the air', async () => {
    const { windows, adapter } = start();
    expect(await code(adapter.scan({ signal }))).toBe('wifi-no-scan');
    expect(windows.called).toEqual([]);
  });

  it('is believed less when the event log may not be read: then the access point is not there', async () => {
    const { windows, adapter } = start();
    windows.fault = 'no-event-log';
    windows.aps.set(visit.ssid, { ssid: visit.ssid, password: 'another' });
    expect(await code(adapter.join({ ...visit, password: 'misread' }, { signal }))).toBe('ap-not-found');
  });

  it('never hears "disconnect", after which it would choose no network by itself', async () => {
    const { windows, adapter } = start();
    windows.aps.set(visit.ssid, { ssid: visit.ssid });
    await adapter.join(visit, { signal });
    await adapter.restore(visit, { ifname: IFNAME, id: HOME, name: HOME }, { signal });
    expect(windows.called.flatMap(({ args }) => args)).not.toContain('disconnect');
  });
});

describe('the way home', () => {
  it('waits for Windows where the network has no profile of its name, as long as it may', async () => {
    const { windows, adapter } = start();
    windows.aps.set(visit.ssid, { ssid: visit.ssid });
    await adapter.join(visit, { signal });
    const home = { ifname: IFNAME, id: null, name: HOME };
    await expect(adapter.restore(visit, home, { signal: AbortSignal.timeout(50) })).rejects.toThrow(
      /timeout/i,
    );
    setImmediate(() => {
      windows.network = HOME;
    });
    expect(await adapter.restore(visit, home, { signal })).toBe('home');
  });

  it('ends at once where the computer was on no network', async () => {
    const { windows, adapter } = start();
    windows.aps.set(visit.ssid, { ssid: visit.ssid });
    await adapter.join(visit, { signal });
    expect(await adapter.restore(visit, { ifname: IFNAME, id: null, name: null }, { signal })).toBe('home');
    expect(windows.network).toBeNull();
  });
});

// Numbers: wlanapi.h of the Windows SDK.
it.each([
  [294_932, 'ap-wrong-password'],
  [294_917, 'ap-wrong-password'],
  [163_853, 'ap-wrong-password'],
  [229_383, 'ap-wrong-password'],
  [163_851, 'ap-not-found'],
  [131_074, 'ap-not-found'],
])('WLAN_REASON_CODE %i is %s', (reason, expected) => {
  expect(joinCode(reason)).toBe(expected);
});
