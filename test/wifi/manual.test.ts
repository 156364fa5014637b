/** By hand: when is a person back? Where the computer is at each look is scripted; the portal is a real HTTP server. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createVisitor, manualVisit, type OwnInterface, type WifiAdapter } from '../../main/wifi/index.ts';
import { noAdapter } from '../../main/wifi/none.ts';
import { type FailureData, toFailure } from '../../preload/contract/errors.ts';
import { describeFailure } from '../../renderer/text/errors.ts';
import { openFakePortal } from './fake-computer.ts';

const SSID = 'IoT-0A77C4';
const MAC = '28cdc10a77c4';
const netmask = '255.255.255.0';
const office: OwnInterface = { ifname: 'wlan0', address: '10.1.2.3', netmask };
const device: OwnInterface = { ifname: 'wlan0', address: '192.168.4.16', netmask };
const bridge: OwnInterface = { ifname: 'docker0', address: '172.17.0.1', netmask };
const cable: OwnInterface = { ifname: 'eth0', address: '10.9.0.2', netmask };
const selfGiven: OwnInterface = { ifname: 'wlan0', address: '169.254.7.7', netmask };

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bootbench-manual-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What is left of the looks that were scripted for after the task, when the visit ended. */
async function visit(before: readonly OwnInterface[], after: readonly (readonly OwnInterface[])[]) {
  const portal = await openFakePortal({ mac: MAC });
  onTestFinished(() => portal.close());
  let now: readonly OwnInterface[] = [...before, bridge];
  const looks = [...after];
  let isDone = false;
  const adapter: WifiAdapter = {
    ...noAdapter(),
    interfaces() {
      if (isDone) now = [...(looks.shift() ?? [office]), bridge];
      return now;
    },
    route: () => ({ address: portal.address }),
  };
  const { homecoming } = await manualVisit(
    { adapter, visitor: createVisitor({ adapter, folder: tempFolder() }) },
    {
      ssid: SSID,
      signal: new AbortController().signal,
      onStep: ({ at }) => {
        if (at === 'waiting' && !isDone) now = [device, bridge];
      },
    },
    async () => {
      isDone = true;
    },
  );
  return { homecoming, looksLeft: looks.length };
}

it('a network that has just gone is no home yet: the person is waited for', async () => {
  expect(await visit([office], [[], [selfGiven], [office]])).toEqual({ homecoming: 'home', looksLeft: 0 });
});

it('a cable that is plugged in is a way home as well', async () => {
  expect(await visit([office], [[], [cable]])).toEqual({ homecoming: 'home', looksLeft: 0 });
});

it('who was on no network before is back as soon as he has left', async () => {
  expect(await visit([], [[], [office]])).toEqual({ homecoming: 'home', looksLeft: 1 });
});

describe('one visit at a time on a computer', () => {
  const failureOf = (work: Promise<unknown>): Promise<FailureData | 'done'> =>
    work.then(
      () => 'done' as const,
      (error: unknown) => toFailure(error).toData(),
    );

  /** Two programs on data folders of their own, and one Wi-Fi. Its person never gets anywhere. */
  function programs() {
    const folder = tempFolder();
    const lockPath = join(folder, 'one.lock');
    const adapter: WifiAdapter = { ...noAdapter(), interfaces: () => [office] };
    return ['a', 'b'].map((name) => {
      const own = join(folder, name);
      mkdirSync(own);
      const visitor = createVisitor({ adapter, folder: own, lockPath });
      const stop = new AbortController();
      const order = { ssid: `IoT-00000${name}`, signal: stop.signal };
      return {
        note: `${lockPath}.holder`,
        stop: () => stop.abort(new Error('enough')),
        byHand: (onWaiting: () => void = () => {}) =>
          failureOf(
            manualVisit({ adapter, visitor }, { ...order, onStep: onWaiting }, async () => undefined),
          ),
        byItself: () => failureOf(visitor.visit(order, async () => undefined)),
      };
    });
  }

  it('by hand, whoever comes second is told who has it, until he has it himself', async () => {
    const [one, two] = programs();
    if (one === undefined || two === undefined) throw new Error('there are two');
    const waits = Promise.withResolvers<void>();
    const first = one.byHand(waits.resolve);
    await Promise.race([waits.promise, first.then((ended) => Promise.reject(new Error(String(ended))))]);
    const refused = { code: 'wifi-busy', params: { ssid: 'IoT-00000a', mode: 'manual', pid: process.pid } };
    expect(await two.byHand()).toEqual(refused);
    expect(await two.byItself()).toEqual(refused);
    const { sentence } = describeFailure(refused);
    expect(sentence).toContain('IoT-00000a');
    expect(sentence).toContain('by hand');
    expect(sentence).toContain(String(process.pid));
    one.stop();
    expect(await first).toMatchObject({ params: { detail: expect.stringContaining('enough') } });
    expect(existsSync(one.note)).toBe(false);
    const waitsToo = Promise.withResolvers<void>();
    const second = two.byHand(waitsToo.resolve);
    await Promise.race([waitsToo.promise, second.then((ended) => Promise.reject(new Error(String(ended))))]);
    two.stop();
    expect(await second).toMatchObject({ code: 'unexpected' });
  });

  it('a note that cannot be read takes nothing from the lock', async () => {
    const [one, two] = programs();
    if (one === undefined || two === undefined) throw new Error('there are two');
    const waits = Promise.withResolvers<void>();
    const first = one.byHand(waits.resolve);
    await Promise.race([waits.promise, first.then((ended) => Promise.reject(new Error(String(ended))))]);
    writeFileSync(one.note, '{"ssid":');
    const refused = await two.byHand();
    expect(refused).toEqual({ code: 'wifi-busy', params: { ssid: '', mode: 'unknown', pid: 0 } });
    if (refused !== 'done') expect(describeFailure(refused).sentence).toMatch(/^Another Bootbench/);
    one.stop();
    await first;
  });
});
