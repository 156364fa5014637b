/** A NetworkManager of the test's own on a private bus, with a radio in it that can be told what to do (`nm_mock.py`). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bus, openBus } from '../../../main/wifi/linux/bus.ts';
import { NetworkManager } from '../../../main/wifi/linux/nm-client.ts';
import { NM } from '../../../main/wifi/linux/nm-names.ts';
import { openPrivateBus, type PrivateBus } from './private-bus.ts';
import { heard, startTied, stop } from './processes.ts';

export const OFFICE = {
  name: 'Office-5G',
  uuid: '22222222-aaaa-4bbb-8ccc-000000000001',
  address: '10.40.0.23',
} as const;
export const PHONE = {
  name: 'Phone: of \\ Ann',
  uuid: '22222222-aaaa-4bbb-8ccc-000000000002',
  address: '10.41.0.7',
} as const;

export interface NmMock {
  readonly bus: PrivateBus;
  putOnAir(ap: {
    ssid: string;
    password?: string;
    dhcp?: 'works' | 'none';
    strength?: number;
  }): Promise<void>;
  /** By the owner: the interface stays off. */
  disconnect(): Promise<void>;
  /** polkit says no to whoever asks. */
  deny(deny: boolean): Promise<void>;
  /** @param reason `NMDeviceStateReason` */
  failNext(reason: number): Promise<void>;
  switchWifi(on: boolean): Promise<void>;
  /** Where the computer is: as the kernel would have the address. */
  place(): { readonly ssid: string | null; readonly address: string | null };
  /** The profiles of this name. */
  profilesOf(session: string): Promise<string[]>;
  /** NetworkManager ends; the bus stays. */
  end(): Promise<void>;
  close(): Promise<void>;
}

const MOCK = 'org.freedesktop.DBus.Mock';
const START_MS = 40_000;

/** At home on `OFFICE`; `PHONE` is known as well. */
export async function openNmMock(): Promise<NmMock> {
  const bus = await openPrivateBus();
  const template = join(import.meta.dirname, 'nm_mock.py');
  const parameters = JSON.stringify({ Version: '1.42.4' });
  const child = startTied(
    ['/usr/bin/python3', '-m', 'dbusmock', '--system', '--template', template, '-p', parameters],
    { env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: bus.address, PYTHONDONTWRITEBYTECODE: '1' } },
  );
  const said = heard(child);
  const place = join(bus.folder, 'wlan0.json');
  const signal = AbortSignal.timeout(START_MS);
  let service: Bus;
  try {
    service = await openBus(NM, bus.address, signal);
    await service.untilThere(signal);
  } catch (error) {
    throw new Error(`the mock did not start: ${said.text}`, { cause: error });
  }
  const tell = async (member: string, signature: string, ...body: unknown[]) => {
    const call = { path: '/org/freedesktop', interface: MOCK, member };
    const stop = AbortSignal.timeout(START_MS);
    await service.call(signature === '' ? call : { ...call, signature, body }, stop);
  };
  const where = (): ReturnType<NmMock['place']> => JSON.parse(readFileSync(place, 'utf8'));
  const put: NmMock['putOnAir'] = ({ ssid, password = '', dhcp = 'works', strength = 80 }) =>
    tell('PutOnAir', 'ssssy', ssid, password, dhcp, '192.168.4.16', strength);

  await tell('TellPlaceTo', 's', place);
  for (const { name, address } of [OFFICE, PHONE])
    await tell('PutOnAir', 'ssssy', name, '', 'works', address, 60);
  await tell('Know', 'ssb', OFFICE.name, OFFICE.uuid, true);
  await tell('Know', 'ssb', PHONE.name, PHONE.uuid, false);
  const signals = service.signals();
  while (where().ssid !== OFFICE.name) await signals.next(signal);
  signals.close();

  return {
    bus,
    putOnAir: put,
    disconnect: () => tell('Disconnect', ''),
    deny: (deny) => tell('Deny', 'b', deny),
    failNext: (reason) => tell('FailNext', 'u', reason),
    switchWifi: (on) => tell('SwitchWifi', 'b', on),
    place: where,
    async profilesOf(session) {
      const stop = AbortSignal.timeout(START_MS);
      const nm = await NetworkManager.open(bus.address, stop);
      try {
        return (await nm.profilesNamed(session, stop)).map(() => session);
      } finally {
        nm.close();
      }
    },
    end: () => stop(child),
    async close() {
      service.close();
      await stop(child);
      await bus.close();
    },
  };
}
