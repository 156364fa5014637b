// @vitest-environment happy-dom
/** What failed on the bench is started again: by the tile, for all slots, and by keys. */
import { act } from 'react';
import { expect, it } from 'vitest';
import type { JobState } from '../../../preload/contract/jobs.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { BenchPage } from '../../../renderer/features/bench/bench-page.tsx';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { benchText } from '../../../renderer/text/bench.ts';
import { click, render } from '../components/render.tsx';
import { createFakeClient, type FakeClient } from '../stores/fake-client.ts';
import { jobCalled, RUNNING } from '../stores/samples.ts';

const FAILED: JobState = {
  status: 'failed',
  phase: 'wifi',
  failure: { code: 'port-vanished', params: { port: 'x' } },
};
const board = (path: string): PortInfo => ({
  path,
  kind: 'pico',
  source: 'usb',
  description: '',
  serialNumber: path,
});

/** Four boards: the first and the third failed, the second works, the fourth is fresh. */
async function open() {
  const called: unknown[] = [];
  const client: FakeClient = {
    ...createFakeClient(),
    call: async (name: string, params: unknown) => {
      called.push([name, params]);
      return { job: 'another' } as never;
    },
  };
  const page = render(
    <StoresProvider stores={createStores(client, (work) => work())}>
      <BenchPage />
    </StoresProvider>,
  );
  const boards = ['a', 'b', 'c', 'd'].map(board);
  const work = (path: string, state: JobState, id = `job-${path}`) =>
    act(async () =>
      client.emit('jobs', {
        type: 'snapshot',
        snapshot: jobCalled(id, { board: path, state, kind: 'provision' }),
      }),
    );
  await act(async () => client.emit('boards', { boards }));
  await work('a', FAILED);
  await work('b', RUNNING);
  await work('c', FAILED);
  const press = (key: string, on: HTMLElement = document.body, how: KeyboardEventInit = {}) =>
    act(async () => {
      on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...how }));
    });
  const button = (text: string, within = 'body') =>
    page.all(`${within} button`).find(({ textContent }) => textContent === text);
  return { ...page, called, work, press, button };
}

const retried = (...ids: string[]) => ids.map((job) => ['jobs.retry', { job }]);

it('all slots that failed, by the button, which says how many and is there only then', async () => {
  const page = await open();
  click(page.button(benchText.retryFailed(2)) as HTMLElement);
  await act(async () => {});
  expect(page.called).toEqual(retried('job-a', 'job-c'));
  await page.work('a', RUNNING, 'again-a');
  await page.work('c', RUNNING, 'again-c');
  expect(page.text()).not.toContain(benchText.retryFailed(1));
});

it('all slots that failed, by Shift+R', async () => {
  const page = await open();
  await page.press('R', document.body, { shiftKey: true });
  expect(page.called).toEqual(retried('job-a', 'job-c'));
});

it('the focused slot, by R, where it failed', async () => {
  const page = await open();
  await page.press('r');
  await page.press('r', page.find('#slot-2 button'));
  await page.press('r', page.find('#slot-4 button'));
  expect(page.called).toEqual([]);
  await page.press('r', page.find('#slot-3 button'));
  expect(page.called).toEqual(retried('job-c'));
});

it('the slot of the tile, by its first button', async () => {
  const page = await open();
  click(page.find('#slot-1 footer button'));
  await act(async () => {});
  expect(page.called).toEqual(retried('job-a'));
});

it('not while a person types, nor with Ctrl, which reloads', async () => {
  const page = await open();
  const field = document.createElement('input');
  page.body.append(field);
  await page.press('R', field, { shiftKey: true });
  await page.press('r', page.find('#slot-1 button'), { ctrlKey: true });
  expect(page.called).toEqual([]);
});
