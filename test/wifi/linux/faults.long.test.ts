/** What can go wrong between this program and NetworkManager, each brought about in one of the test's own, by either way. */
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VisitId } from '../../../main/wifi/index.ts';
import { linuxAdapter } from '../../../main/wifi/linux/index.ts';
import { type FailureData, toFailure } from '../../../preload/contract/errors.ts';
import { canMockNetworkManager } from '../../capabilities.ts';
import { type NmMock, OFFICE, openNmMock } from '../rig/nm-mock.ts';
import { adapterOn, goToPhone } from './mock-rig.ts';

const VISIT: VisitId = { session: 'bootbench-0a1b2c3d', ssid: 'IoT-0A77C4', ifname: 'wlan0' };
const PASSWORD = 'seen-by-nobody-else';

const soon = () => ({ signal: AbortSignal.timeout(25_000) });
const failureOf = (work: Promise<unknown>): Promise<FailureData | 'done'> =>
  work.then(
    () => 'done',
    (error: unknown) => toFailure(error).toData(),
  );

describe.skipIf(!canMockNetworkManager).each(['networkmanager', 'nmcli'] as const)('by %s', (kind) => {
  let mock: NmMock;
  beforeEach(async () => {
    mock = await openNmMock();
  });
  afterEach(() => mock?.close());

  // NMDeviceStateReason
  it.each([
    ['no secrets', 7, 'ap-wrong-password'],
    ['the network could not be found', 53, 'ap-not-found'],
    ['no address could be reserved', 5, 'ap-no-address'],
    ['the supplicant took too long', 11, 'ap-not-found'],
  ])('NetworkManager says: %s', async (_, reason, code) => {
    const adapter = adapterOn(mock, kind);
    await mock.putOnAir({ ssid: VISIT.ssid });
    const home = await adapter.home(soon());
    await mock.failNext(reason);
    expect(await failureOf(adapter.join(VISIT, soon()))).toMatchObject({
      code,
      params: { ssid: VISIT.ssid },
    });
    expect(await mock.profilesOf(VISIT.session)).toEqual([]);
    expect(await adapter.restore(VISIT, home, soon())).toBe('home');
    expect(mock.place().ssid).toBe(OFFICE.name);
  });

  it('may not switch: says so, and what the system says', async () => {
    const adapter = adapterOn(mock, kind);
    await mock.putOnAir({ ssid: VISIT.ssid });
    await mock.deny(true);
    expect(await failureOf(adapter.join(VISIT, soon()))).toMatchObject({
      code: 'wifi-denied',
      params: { why: expect.stringContaining('Not authorized') },
    });
    expect(mock.place().ssid).toBe(OFFICE.name);
  });

  it('may not come home: away, and no failure', async () => {
    const adapter = adapterOn(mock, kind);
    await mock.putOnAir({ ssid: VISIT.ssid });
    const home = await adapter.home(soon());
    await adapter.join(VISIT, soon());
    await mock.disconnect();
    await mock.deny(true);
    expect(await adapter.restore(VISIT, home, soon())).toBe('away');
  });

  it('Wi-Fi is switched off', async () => {
    const adapter = adapterOn(mock, kind);
    await mock.switchWifi(false);
    expect(await failureOf(adapter.home(soon()))).toMatchObject({ code: 'wifi-off' });
    expect(await failureOf(adapter.scan(soon()))).toMatchObject({ code: 'wifi-off' });
  });

  it('was on no network before: afterwards on none of a device', async () => {
    const adapter = adapterOn(mock, kind);
    await mock.putOnAir({ ssid: VISIT.ssid });
    await mock.disconnect();
    const home = await adapter.home(soon());
    expect(home).toEqual({ ifname: 'wlan0', id: null, name: null });
    await adapter.join(VISIT, soon());
    expect(mock.place().ssid).toBe(VISIT.ssid);
    expect(await adapter.restore(VISIT, home, soon())).toBe('home');
    expect(mock.place().ssid).not.toBe(VISIT.ssid);
    expect(await mock.profilesOf(VISIT.session)).toEqual([]);
  });

  it('a name with what its tables use for themselves is a name like others', async () => {
    await goToPhone(mock);
    expect(await adapterOn(mock, kind).home(soon())).toMatchObject({ name: 'Phone: of \\ Ann' });
  });

  it('hears names of any letters, strongest first, and what is protected', async () => {
    await mock.putOnAir({ ssid: 'Kühlraum: №3 \\ 冷蔵', password: 'from-the-label', strength: 100 });
    await mock.putOnAir({ ssid: VISIT.ssid, strength: 20 });
    const heard = await adapterOn(mock, kind).scan(soon());
    expect(heard[0]).toEqual({ ssid: 'Kühlraum: №3 \\ 冷蔵', rssi: -40, secured: true });
    expect(heard.at(-1)).toEqual({ ssid: VISIT.ssid, rssi: -88, secured: false });
  });

  it('an open network is joined as one, whatever password is known', async () => {
    await mock.putOnAir({ ssid: VISIT.ssid });
    const adapter = adapterOn(mock, kind);
    const home = await adapter.home(soon());
    expect(await failureOf(adapter.join({ ...VISIT, password: PASSWORD }, soon()))).toBe('done');
    expect(await adapter.restore(VISIT, home, soon())).toBe('home');
  });

  it('a protected one without a password is not tried', async () => {
    await mock.putOnAir({ ssid: VISIT.ssid, password: PASSWORD });
    const adapter = adapterOn(mock, kind);
    expect(await failureOf(adapter.join(VISIT, soon()))).toMatchObject({ code: 'ap-wrong-password' });
    expect(mock.place().ssid).toBe(OFFICE.name);
  });

  it('shows the password to no other program, and leaves none in a file', async () => {
    await mock.putOnAir({ ssid: VISIT.ssid, password: PASSWORD });
    const adapter = adapterOn(mock, kind);
    const home = await adapter.home(soon());
    const before = leftFolders();
    const joining = adapter.join({ ...VISIT, password: PASSWORD }, soon());
    const seen = new Set<string>();
    let over = false;
    joining.finally(() => {
      over = true;
    });
    while (!over) {
      for (const line of commandLines()) seen.add(line);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await joining;
    const lines = [...seen];
    // It did look while the programs ran.
    if (kind === 'nmcli') expect(lines.filter((line) => line.includes('passwd-file'))).not.toEqual([]);
    expect(lines.filter((line) => line.includes(PASSWORD))).toEqual([]);
    expect(leftFolders()).toEqual(before);
    expect(await adapter.restore(VISIT, home, soon())).toBe('home');
  });
});

/** Of this process's children and theirs. */
function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [`${readFileSync(`/proc/${pid}/cmdline`)} ${readFileSync(`/proc/${pid}/environ`)}`];
      } catch {
        return [];
      }
    })
    .filter((line) => line.startsWith('nmcli'));
}

const leftFolders = () => readdirSync(tmpdir()).filter((name) => /^bootbench-[A-Za-z0-9]{6}$/.test(name));

describe.skipIf(!canMockNetworkManager)('which way is taken', () => {
  it('D-Bus where NetworkManager answers there', async () => {
    const mock = await openNmMock();
    expect((await linuxAdapter({ busAddress: mock.bus.address })).kind).toBe('networkmanager');
    await mock.close();
  });

  it('none where there is no bus, or nobody on it', async () => {
    const mock = await openNmMock();
    const { address } = mock.bus;
    await mock.end();
    expect((await linuxAdapter({ busAddress: address })).kind).toBe('none');
    await mock.close();
    expect((await linuxAdapter({ busAddress: address })).kind).toBe('none');
  });
});
