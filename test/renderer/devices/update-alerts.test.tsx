// @vitest-environment happy-dom
/** What the page of a device says of its updates, from what the bench tells. */
import { act } from 'react';
import { expect, it } from 'vitest';
import { Failure } from '../../../preload/contract/errors.ts';
import type { Device } from '../../../preload/contract/models.ts';
import { FilesPanel } from '../../../renderer/features/devices/files-panel.tsx';
import { UpdateAlerts } from '../../../renderer/features/devices/update-alerts.tsx';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { deviceText } from '../../../renderer/text/devices.ts';
import { describeFailure } from '../../../renderer/text/errors.ts';
import { describeRefusal } from '../../../renderer/text/refusals.ts';
import { render } from '../components/render.tsx';
import { createFakeClient } from '../stores/fake-client.ts';
import { deviceOf, HOSTILE, refusing, trying, typeOf } from './rig.ts';

const OLD = 'a'.repeat(64);
const NEW = 'b'.repeat(64);
const FILES = { 'app.py': '1'.repeat(32) };
const RESTART = { run: () => {}, state: 'idle' } as const;

async function open(device: Device) {
  const client = createFakeClient();
  const stores = createStores(client, (work) => work());
  const page = render(
    <StoresProvider stores={stores}>
      <UpdateAlerts device={device} />
      <FilesPanel device={device} restart={RESTART} />
    </StoresProvider>,
  );
  await act(async () => {
    client.emit('ota', {
      state: { status: 'on', host: '127.0.0.1', port: 1, url: 'http://127.0.0.1:1/iot' },
      types: [typeOf(NEW, { 'app.py': '2'.repeat(32) })],
    });
  });
  const restarts = () =>
    page.all('button').some(({ textContent }) => textContent === deviceText.files.restart);
  return { client, page, restarts };
}

it('what is offered waits for a restart, and nothing is refused', async () => {
  const { page, restarts } = await open(deviceOf({ files: FILES, set: OLD }));
  expect(page.all('section h3').map(({ textContent }) => textContent)).not.toContain(
    deviceText.heldBack.title,
  );
  expect(restarts()).toBe(true);
});

it('a refused set says why and what to do, and a restart would not bring it', async () => {
  const { page, restarts } = await open(deviceOf({ files: FILES, set: OLD, updates: refusing(NEW) }));
  const { sentence, remedy } = describeRefusal('not confirmed');
  for (const text of [deviceText.heldBack.title, sentence, remedy, deviceText.files.heldBack])
    expect(page.text()).toContain(text);
  expect(page.find('tbody').textContent).toContain(deviceText.files.held);
  expect(restarts()).toBe(false);
});

it('a hostile reason is text', async () => {
  const updates = refusing(NEW, { reason: HOSTILE });
  const { page } = await open(deviceOf({ files: FILES, set: OLD, updates }));
  expect(page.text()).toContain('<img src=x');
  expect(page.all('img')).toEqual([]);
});

it('a set on trial says what it has to do', async () => {
  const { page } = await open(deviceOf({ files: FILES, set: NEW, updates: trying(NEW) }));
  expect(page.text()).toContain(deviceText.files.onTrial);
  expect(page.text()).toContain(deviceText.files.trialHelp);
});

it('keys that this bench does not have are told as the bench tells them', async () => {
  const device = deviceOf({ files: FILES, set: OLD });
  const { client, page } = await open(device);
  const failure = new Failure('ota-keys-foreign', { device: device.deviceId, pinned: '00ff' }).toData();
  const { sentence, remedy } = describeFailure(failure);
  expect(page.text()).not.toContain(sentence);
  await act(async () => {
    const { deviceId } = device;
    client.emit('requests', { events: [{ id: 1, at: 0, type: 'warning', deviceId, failure }] });
  });
  expect(page.text()).toContain(sentence);
  expect(page.text()).toContain(remedy);
});
