/** What a topic does when the disk gives way under it: whoever had the news must not notice. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Bench } from '../../main/bench.ts';
import { createSources } from '../../main/door/sources.ts';
import type { OtaState } from '../../preload/contract/ota.ts';
import type { TopicEvent } from '../../preload/contract/topics.ts';

/** An OTA tree with one app type, and a server whose state the test tells. */
function open() {
  const folder = mkdtempSync(join(tmpdir(), 'bootbench-sources-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'boot', 'meter'), { recursive: true });
  writeFileSync(join(folder, 'boot', 'meter', 'app.py'), 'pass\n');
  const listeners = new Set<() => void>();
  const ota = {
    state: { status: 'off' } as OtaState,
    subscribeState(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    requests: { subscribe: () => () => {} },
  };
  const { ota: source } = createSources({ home: { ota: folder }, ota } as unknown as Bench);
  return {
    source,
    listeners,
    become(state: OtaState) {
      ota.state = state;
      for (const listener of listeners) listener();
    },
    /** `boot` leads to itself: nobody can list it, whoever asks. */
    spoil() {
      rmSync(join(folder, 'boot'), { recursive: true });
      symlinkSync('boot', join(folder, 'boot'));
    },
  };
}

it('the server’s state is told with the app types that were there last, when they cannot be listed now', () => {
  const { source, become, spoil } = open();
  const told: TopicEvent<'ota'>[] = [];
  source({}, (event) => told.push(event));
  spoil();
  become({ status: 'starting' });
  expect(told.map(({ state, types }) => [state.status, types.map(({ name }) => name)])).toEqual([
    ['off', ['meter']],
    ['starting', ['meter']],
  ]);
});

it('who cannot be told the present state is not left listening', () => {
  const { source, listeners, spoil } = open();
  spoil();
  expect(() => source({}, () => {})).toThrow('ELOOP');
  expect(listeners.size).toBe(0);
});
