// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { FilesPanel } from '../../../renderer/features/updates/files-panel.tsx';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { updatesText } from '../../../renderer/text/updates.ts';
import { render } from '../components/render.tsx';
import { createFakeClient } from '../stores/fake-client.ts';

function shown(...skipped: { name: string; reason: string }[]) {
  const type = { name: 'meter', version: '1', set: 'x', files: [], skipped, missing: [] };
  return render(
    <StoresProvider stores={createStores(createFakeClient(), (work) => work())}>
      <FilesPanel type={type} />
    </StoresProvider>,
  );
}

it('says of each file that is not served why, as a sentence', () => {
  const page = shown({ name: 'boot.py', reason: 'protected' }, { name: 'a b.py', reason: 'name' });
  expect(page.text()).toContain(`boot.py is not served: ${updatesText.files.why.protected}`);
  expect(page.text()).toContain(`a b.py is not served: ${updatesText.files.why.name}`);
});

it('a name that turns the direction of writing turns nothing but itself', () => {
  const name = '<b>bold\u202e.py';
  const page = shown({ name, reason: 'name' });
  expect(page.find('bdi').textContent).toBe(name);
  expect(page.all('b')).toEqual([]);
});
