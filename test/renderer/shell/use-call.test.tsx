// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it } from 'vitest';
import { Failure } from '../../../preload/contract/errors.ts';
import type { Progress } from '../../../preload/contract/work.ts';
import { type UsedCall, useCall } from '../../../renderer/features/shell/use-call.ts';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { render } from '../components/render.tsx';
import { createFakeClient } from '../stores/fake-client.ts';

interface Asked {
  readonly signal: AbortSignal;
  readonly tell: (progress: Progress) => void;
  readonly answer: () => void;
  readonly fail: (error: Failure) => void;
}

/** A part with one call; each run waits until the test ends it. */
function open() {
  const asked: Asked[] = [];
  const call = (
    _name: string,
    _params: object,
    { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: Progress) => void },
  ) =>
    new Promise((resolve, reject) =>
      asked.push({ signal, tell: onProgress, answer: () => resolve({}), fail: reject }),
    );
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
  const cancel = () => act(() => used?.cancel());
  const progress = () => used?.progress?.done ?? null;
  return {
    page,
    asked,
    run,
    end,
    forget,
    cancel,
    progress,
    now: () => [used?.state, used?.failure?.code ?? null],
  };
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

it('says how far the newest run is, and nothing of an older one or after the end', async () => {
  const { run, end, progress } = open();
  const at = (done: number): Progress => ({ done, total: 10, what: 'app.py' });
  run();
  await end(0, ({ tell }) => tell(at(3)));
  expect(progress()).toBe(3);
  run();
  expect(progress()).toBeNull();
  await end(0, ({ tell }) => tell(at(9)));
  expect(progress()).toBeNull();
  await end(1, ({ tell }) => tell(at(1)));
  expect(progress()).toBe(1);
  await end(1, ({ answer }) => answer());
  expect(progress()).toBeNull();
});

it('can be cancelled, which is no failure', async () => {
  const { asked, run, end, cancel, now } = open();
  cancel();
  run();
  cancel();
  expect(asked[0]?.signal.aborted).toBe(true);
  await end(0, ({ fail }) => fail(new Failure('cancelled', {})));
  expect(now()).toEqual(['idle', null]);
});
