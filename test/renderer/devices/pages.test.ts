// @vitest-environment happy-dom
/** Both pages drawn whole, from stores that a test fills: what hostile devices say is text, and nothing breaks. */
import { MantineProvider } from '@mantine/core';
import { act, createElement, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { CallName } from '../../../preload/contract/api.ts';
import { Failure } from '../../../preload/contract/errors.ts';
import type { Device } from '../../../preload/contract/models.ts';
import type { Client } from '../../../renderer/api/client.ts';
import DevicePage from '../../../renderer/features/devices/device-page.tsx';
import DevicesPage from '../../../renderer/features/devices/devices-page.tsx';
import { NO_JOBS } from '../../../renderer/stores/jobs.ts';
import { OTA_UNKNOWN } from '../../../renderer/stores/ota.ts';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { NO_REQUESTS } from '../../../renderer/stores/requests.ts';
import type { Stores } from '../../../renderer/stores/stores.ts';
import { deviceOf, HOSTILE } from './rig.ts';

type Answers = Partial<Record<CallName, (params: Record<string, unknown>) => unknown>>;

const LIVE = { feed: { status: 'live' } } as const;

/** Stores with these devices in them, on a bench that answers so. */
function stores(devices: readonly Device[], answers: Answers) {
  const calls: { name: string; params: unknown }[] = [];
  const call = async (name: CallName, params: Record<string, unknown>) => {
    calls.push({ name, params });
    const answer = answers[name];
    if (answer === undefined) throw new Failure('device-unreachable', { device: 'd', address: 'a' });
    return answer(params);
  };
  const store = <T>(state: T) =>
    Object.assign(
      createStore<T>(() => state),
      { stop: () => {} },
    );
  const known = store({ ...LIVE, devices: new Map(devices.map((device) => [device.deviceId, device])) });
  const all = {
    client: { call } as unknown as Client,
    connection: store({ status: 'open' }),
    boards: store({ ...LIVE, boards: [] }),
    jobs: store({ ...LIVE, ...NO_JOBS }),
    devices: known,
    ota: store({ ...LIVE, ...OTA_UNKNOWN }),
    requests: store({ ...LIVE, ...NO_REQUESTS }),
    settings: store({ ...LIVE, settings: null }),
    stop: () => {},
  } as unknown as Stores;
  return { all, calls, known };
}

let root: Root;
let errors: unknown[][];

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  errors = [];
  vi.spyOn(console, 'error').mockImplementation((...said) => void errors.push(said));
  root = createRoot(document.body.appendChild(document.createElement('div')));
});
afterEach(async () => {
  await act(() => root.unmount());
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

async function show(given: Stores, page: ReactNode): Promise<void> {
  await act(async () => {
    root.render(
      createElement(MantineProvider, null, createElement(StoresProvider, { stores: given, children: page })),
    );
  });
  // Answers lead to further questions.
  for (let round = 0; round < 8; round++) await act(async () => {});
}

const text = () => document.body.textContent ?? '';
const button = (name: string) =>
  [...document.querySelectorAll('button')].find((one) => one.textContent === name) as HTMLButtonElement;

describe('the Devices page', () => {
  it('says why it is empty, and offers one thing to do', async () => {
    await show(stores([], {}).all, createElement(DevicesPage));
    expect(text()).toContain('No device has spoken to this bench yet');
    expect(document.querySelectorAll('button')).toHaveLength(1);
  });

  it('keeps its order whatever comes in, and sorts when asked', async () => {
    const a = deviceOf({ deviceId: 'a-1' });
    const b = deviceOf({ deviceId: 'b-2' });
    const { all, known } = stores([b, a], {});
    await show(all, createElement(DevicesPage));
    const ids = () => [...document.querySelectorAll('tbody a')].map((link) => link.getAttribute('href'));
    expect(ids()).toEqual(['/devices/a-1', '/devices/b-2']);
    const came = deviceOf({ deviceId: 'a-0' });
    await act(async () =>
      known.setState({ ...LIVE, devices: new Map([came, b, a].map((one) => [one.deviceId, one])) }),
    );
    expect(ids()).toEqual(['/devices/a-1', '/devices/b-2', '/devices/a-0']);
    await act(async () =>
      document.querySelector<HTMLButtonElement>('th[data-column="device"] button')?.click(),
    );
    expect(ids()).toEqual(['/devices/b-2', '/devices/a-1', '/devices/a-0']);
  });

  it('shows what hostile devices say as text', async () => {
    const hostile = deviceOf({
      deviceId: 'evil-1',
      appType: HOSTILE,
      deviceType: HOSTILE,
      version: HOSTILE,
      address: HOSTILE,
      telemetry: { rssi: HOSTILE, constructor: 1 },
    });
    await show(
      stores([hostile, deviceOf({ deviceId: 'w', appType: null })], {}).all,
      createElement(DevicesPage),
    );
    expect(document.querySelector('img, script')).toBeNull();
    expect(text()).toContain('<img src=x');
    expect(text()).toContain('One device waits for an app type');
    expect(errors).toEqual([]);
  });
});

describe('the page of a device', () => {
  const hostile = deviceOf({
    deviceId: 'evil-1',
    appType: HOSTILE,
    files: { [HOSTILE]: 'a'.repeat(32), constructor: 'b'.repeat(32) },
    overlay: { toString: 'c'.repeat(32) },
    heartbeatAt: null,
  });
  const answers: Answers = {
    'device.status': () => ({
      device_id: 'evil-1',
      firmware: HOSTILE,
      version: null,
      uptime_ms: -1,
      free_mem: 1e300,
      rssi: null,
      ip: HOSTILE,
      boot_epoch: 1e300,
      [HOSTILE]: HOSTILE,
      constructor: 'x',
      app_error: HOSTILE,
      deep: { a: [HOSTILE] },
    }),
    'device.info': () => ({
      deviceId: null,
      mac: HOSTILE,
      firmware: HOSTILE,
      version: HOSTILE,
      files: [
        { name: HOSTILE, size: 1 },
        { name: HOSTILE, size: 1 },
      ],
      config: {},
    }),
    'device.config': () => ({ [HOSTILE]: HOSTILE, constructor: 1, '': null }),
    'device.logs': () => [{ name: 'boot_log.txt', size: 5 }],
    'device.log': () => ({ text: `${HOSTILE}\n<script>alert(1)</script>` }),
    'device.endpoints': () => [
      { method: 'GET', path: HOSTILE },
      { method: 'GET', path: '/ok' },
      { method: 'GET', path: '/ok' },
      { method: HOSTILE, path: 'javascript:alert(1)' },
    ],
  };

  it('shows whatever it says as text, and leads nowhere else', async () => {
    const { all, calls } = stores([hostile], answers);
    await show(all, createElement(DevicePage, { deviceId: 'evil-1' }));
    expect(calls.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'device.status',
        'device.info',
        'device.config',
        'device.log',
        'device.endpoints',
      ]),
    );
    expect(document.querySelector('img, script')).toBeNull();
    expect(text()).toContain('<script>alert(1)</script>');
    expect(text()).toContain('The app stopped with an error');
    const away = [...document.querySelectorAll('a[target]')].map((link) => link.getAttribute('href'));
    expect(away).toEqual(['http://192.168.1.71/ok', 'http://192.168.1.71/ok']);
    expect(errors).toEqual([]);
  });

  it('keeps what is known of one that does not answer, and says how old it is', async () => {
    const device = deviceOf({ heartbeatAt: Date.now() - 180_000, telemetry: { distance_mm: 417 } });
    await show(stores([device], {}).all, createElement(DevicePage, { deviceId: device.deviceId }));
    expect(text()).toContain('Does not answer');
    expect(text()).toContain('What you see was so 3 min ago');
    expect(text()).toContain('417');
    expect(button('Restart').disabled).toBe(true);
    expect(text()).toContain('device-unreachable');
  });

  it('says in its own words that there is no light', async () => {
    const device = deviceOf();
    const { all } = stores([device], {
      ...answers,
      'device.status': () => ({ device_id: device.deviceId, uptime_ms: 1, free_mem: 1, rssi: -50 }),
      'device.identify': () => {
        throw new Failure('device-no-light', { device: device.deviceId });
      },
    });
    await show(all, createElement(DevicePage, { deviceId: device.deviceId }));
    await act(async () => button('Identify').click());
    expect(text()).toContain('has no light to blink with');
  });

  it('resets only whose digits were typed', async () => {
    const device = deviceOf();
    const { all, calls } = stores([device], {
      ...answers,
      'device.status': () => ({ device_id: device.deviceId, uptime_ms: 1, free_mem: 1, rssi: -50 }),
      'jobs.factoryReset': () => ({ job: 'j1' }),
    });
    await show(all, createElement(DevicePage, { deviceId: device.deviceId }));
    await act(async () => button('Factory reset').click());
    const dialog = () => document.querySelector('[role="dialog"]') as HTMLElement;
    const field = dialog().querySelector('input') as HTMLInputElement;
    const type = async (value: string) => {
      await act(async () => {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value);
        field.dispatchEvent(new Event('input', { bubbles: true }));
      });
      await act(
        async () => void field.form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })),
      );
    };
    await type('0000');
    expect(calls.some(({ name }) => name === 'jobs.factoryReset')).toBe(false);
    await type('2C60');
    expect(calls.at(-1)).toEqual({ name: 'jobs.factoryReset', params: { deviceId: device.deviceId } });
  });

  it('says so when nobody knows the device', async () => {
    await show(stores([], {}).all, createElement(DevicePage, { deviceId: HOSTILE.slice(0, 40) }));
    expect(document.querySelector('img')).toBeNull();
    expect(text()).toContain('It was forgotten, or it never spoke to this bench.');
  });
});
