// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it } from 'vitest';
import { Strip } from '../../../renderer/features/shell/strip.tsx';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { appText } from '../../../renderer/text/app.ts';
import { render } from '../components/render.tsx';
import { createFakeClient } from '../stores/fake-client.ts';

it('the strip says how the server is only while the bench tells it', async () => {
  const client = createFakeClient();
  const page = render(
    <StoresProvider stores={createStores(client, (work) => work())}>
      <Strip />
    </StoresProvider>,
  );
  const server = () => page.find('dd').textContent;
  expect(server()).toBe(appText.server.unknown);
  await act(async () => client.emit('ota', { state: { status: 'off' }, types: [] }));
  expect(server()).toBe(appText.server.off);
  await act(async () => client.become({ status: 'lost', why: 'gone' }));
  expect(server()).toBe(appText.server.unknown);
});
