// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it } from 'vitest';
import { Failure } from '../../../preload/contract/errors.ts';
import { type UsedCall, useCall } from '../../../renderer/features/shell/use-call.ts';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { render } from '../components/render.tsx';
import { createFakeClient } from '../stores/fake-client.ts';

interface Asked {
  readonly signal: AbortSignal;
  readonly answer: () => void;
  readonly fail: (error: Failure) => void;
}

/** A part with one call; each run waits until the test ends it. */
function open() {
  const asked: Asked[] = [];
  const call = (_name: string, _params: object, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => asked.push({ signal, answer: () => resolve({}), fail: reject }));
  const stores = createStores({ ...createFakeClient(), call: call as never }, (work) => work());
  let used: UsedCall<'ota.start'> | undefined;
  function Part() {
    used = useCall('ota.start');
    return null;
  }
  const page = render(
    <StoresProvider stores={stores}>
      <Part />
    </StoresProvider>,
  );
  const run = () => act(() => void used?.run({}));
  const end = (number: number, how: (asked: Asked) => void) =>
    act(async () => {
      const one = asked[number];
      if (one === undefined) throw new Error(`there is no run ${number}`);
      how(one);
    });
  const forget = () => act(() => used?.forget());
  return { page, asked, run, end, forget, now: () => [used?.state, used?.failure?.code ?? null] };
}

it('runs, and is idle with its failure afterwards', async () => {
  const { run, end, now } = open();
  expect(now()).toEqual(['idle', null]);
  run();
  expect(now()).toEqual(['running', null]);
  await end(0, ({ fail }) => fail(new Failure('ota-server-off', {})));
  expect(now()).toEqual(['idle', 'ota-server-off']);
});

it('an older run that ends says nothing of the newer one', async () => {
  const { run, end, now } = open();
  run();
  run();
  await end(0, ({ fail }) => fail(new Failure('cancelled', {})));
  expect(now()).toEqual(['running', null]);
  await end(1, ({ answer }) => answer());
  expect(now()).toEqual(['idle', null]);
});

it('an older run that fails late leaves no failure behind', async () => {
  const { run, end, now } = open();
  run();
  run();
  await end(1, ({ answer }) => answer());
  await end(0, ({ fail }) => fail(new Failure('ota-server-off', {})));
  expect(now()).toEqual(['idle', null]);
});

it('a run that is forgotten leaves no failure behind, before its end and after it', async () => {
  const { run, end, forget, now } = open();
  run();
  forget();
  expect(now()).toEqual(['idle', null]);
  await end(0, ({ fail }) => fail(new Failure('ota-server-off', {})));
  expect(now()).toEqual(['idle', null]);
  run();
  await end(1, ({ fail }) => fail(new Failure('ota-server-off', {})));
  forget();
  expect(now()).toEqual(['idle', null]);
});

it('gives up what it asked for when its page is gone', () => {
  const { page, asked, run } = open();
  run();
  page.show(null);
  expect(asked[0]?.signal.aborted).toBe(true);
});
