// @vitest-environment happy-dom
/** What the bench tells of a device besides what it says itself: the type chosen for it, and what its paths answer. */
import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import type { PathAnswer } from '../../../preload/contract/api.ts';
import { Failure } from '../../../preload/contract/errors.ts';
import type { Device } from '../../../preload/contract/models.ts';
import { EndpointsPanel } from '../../../renderer/features/devices/endpoints-panel.tsx';
import { FilesFooter } from '../../../renderer/features/devices/files-footer.tsx';
import { nextBoot } from '../../../renderer/features/devices/next-boot.ts';
import { ResetJob } from '../../../renderer/features/devices/reset-job.tsx';
import { WaitingDevices } from '../../../renderer/features/devices/waiting-devices.tsx';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { devicesText, deviceText } from '../../../renderer/text/devices.ts';
import { describeFailure } from '../../../renderer/text/errors.ts';
import { click, render } from '../components/render.tsx';
import { createFakeClient } from '../stores/fake-client.ts';
import { deviceOf, HOSTILE } from './rig.ts';

const SETTLED = { status: 'settled' } as const;
const settle = () => act(async () => void (await new Promise((resolve) => setTimeout(resolve, 0))));

describe('the type chosen for a device', () => {
  const type = { name: 'meter', version: '1', set: 'x', files: [], skipped: [], missing: [] };

  it('is said in every window, from when it was chosen to when the device has taken it', async () => {
    const client = createFakeClient();
    const stores = createStores(client, (work) => work());
    const device = deviceOf({ appType: null });
    const page = render(
      <StoresProvider stores={stores}>
        <WaitingDevices devices={[{ id: device.deviceId, kind: 'Pico W' }]} />
      </StoresProvider>,
    );
    await act(async () => {
      client.emit('ota', { state: { status: 'off' }, types: [type] });
      client.emit('devices', { type: 'all', devices: [device] });
    });
    expect(page.text()).not.toContain(devicesText.assign.assigned('meter'));
    await act(async () => {
      client.emit('devices', { type: 'changed', device: { ...device, assignedType: 'meter' } });
    });
    expect(page.text()).toContain(devicesText.assign.assigned('meter'));
  });
});

describe('the end of a hotfix', () => {
  it('is said in every window as soon as one has asked for it, and can be asked for again with the next one', async () => {
    const overlay = { 'app.py': 'c'.repeat(32) };
    const type = { name: 'meter', version: '1', set: 'x', files: [], skipped: [], missing: [] };
    const stores = createStores(createFakeClient(), (work) => work());
    const device = deviceOf({ files: overlay, overlay });
    const restart = { run: () => {}, state: 'idle' } as const;
    const page = render(null);
    const show = (present: Device) => {
      const next = nextBoot(present, type, SETTLED);
      page.show(
        <StoresProvider stores={stores}>
          <FilesFooter device={present} type={type} next={next} view={SETTLED} restart={restart} />
        </StoresProvider>,
      );
      return page.find<HTMLButtonElement>('button').disabled;
    };
    expect(show(device)).toBe(false);
    expect(page.text()).toContain(deviceText.files.hotfixStays);
    expect(show({ ...device, overlayWish: 'drop' })).toBe(true);
    expect(page.text()).toContain(deviceText.files.ended);
    expect(show(device)).toBe(false);
  });
});

it('a reset that could not be cancelled says so, and goes on', async () => {
  const stores = createStores(createFakeClient(), (work) => work());
  const view = {
    status: 'working',
    job: 'one',
    fraction: 0.1,
    phase: 'ask',
    sentence: '',
    stopping: 'no',
  } as const;
  const page = render(
    <StoresProvider stores={stores}>
      <ResetJob view={view} />
    </StoresProvider>,
  );
  click(page.find('button'));
  await settle();
  expect(page.text()).toContain('a fake client has no calls');
  expect(page.find<HTMLButtonElement>('button').disabled).toBe(false);
});

describe('a path that is tried', () => {
  async function open(answer: (path: string) => PathAnswer) {
    const endpoints = [
      { method: 'GET', path: '/reading', source: 'app' },
      { method: 'GET', path: '/names/<name>', source: 'app' },
      { method: 'POST', path: '/restart', source: 'platform' },
    ];
    const call = vi.fn(async (name: string, params: { path: string }): Promise<unknown> => {
      return name === 'device.endpoints' ? endpoints : answer(params.path);
    });
    const stores = createStores({ ...createFakeClient(), call: call as never }, (work) => work());
    const { deviceId, address } = deviceOf();
    const page = render(
      <StoresProvider stores={stores}>
        <EndpointsPanel source={{ deviceId, wanted: true }} address={address} />
      </StoresProvider>,
    );
    await settle();
    const tries = page.all('button').filter(({ textContent }) => textContent === deviceText.endpoints.try);
    return { page, call, tries };
  }

  it('is asked of the bench, and what it answers is shown as text', async () => {
    const { page, call, tries } = await open(() => ({
      type: 'json',
      text: JSON.stringify({ said: HOSTILE }),
    }));
    expect(tries.map((button) => button.getAttribute('aria-label'))).toEqual([
      deviceText.endpoints.tryPath('/reading'),
    ]);
    click(tries[0] as HTMLElement);
    await settle();
    expect(call.mock.lastCall?.slice(0, 2)).toEqual([
      'device.read',
      { deviceId: deviceOf().deviceId, path: '/reading' },
    ]);
    expect(page.find('pre').textContent).toContain('"said": "<img src=x');
    expect(page.all('img')).toHaveLength(0);
  });

  it('says why it did not answer', async () => {
    const failure = new Failure('endpoint-unlisted', { device: 'iot-1', path: '/reading' });
    const { page, tries } = await open(() => {
      throw failure;
    });
    click(tries[0] as HTMLElement);
    await settle();
    expect(page.text()).toContain(describeFailure(failure.toData()).sentence);
    expect(page.all('pre')).toHaveLength(0);
  });
});
