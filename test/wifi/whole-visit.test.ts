/** Whole visits on scripted Windows and macOS: lock, journal, join, address, identity, task, home. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { networksetupAdapter } from '../../main/wifi/darwin/networksetup.ts';
import { createVisitor, type VisitOrder, type WifiAdapter } from '../../main/wifi/index.ts';
import { netshAdapter } from '../../main/wifi/windows/netsh.ts';
import { Failure, toFailure } from '../../preload/contract/errors.ts';
import { FakeMac } from './darwin/fake-mac.ts';
import { openFakePortal } from './fake-computer.ts';
import { FakeWindows } from './windows/fake-windows.ts';

const SSID = 'IoT-0A77C4';
const PASSWORD = 'from-the-label';
const BUDGETS = { join: 3000, address: 500, identity: 3000, restore: 2000 };

interface Computer {
  readonly network: string | null;
  readonly aps: Map<string, { ssid: string; password?: string }>;
}

function windows(): { computer: Computer; adapter: WifiAdapter } {
  const computer = new FakeWindows();
  const { run, interfaces } = computer;
  return { computer, adapter: netshAdapter({ run, interfaces, joinMs: 500 }) };
}

function mac(): { computer: Computer; adapter: WifiAdapter } {
  const computer = new FakeMac('macOS 15');
  const { run, interfaces } = computer;
  return { computer, adapter: networksetupAdapter({ run, interfaces }) };
}

async function rig({ computer, adapter }: ReturnType<typeof windows>, password?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'bootbench-whole-'));
  const portal = await openFakePortal({ mac: '28cdc10a77c4' });
  onTestFinished(async () => {
    await portal.close();
    rmSync(folder, { recursive: true, force: true });
  });
  computer.aps.set(SSID, { ssid: SSID, ...(password === undefined ? {} : { password }) });
  const home = computer.network;
  const order: VisitOrder = { ssid: SSID, password, signal: AbortSignal.timeout(10_000) };
  const visitor = createVisitor({
    adapter: { ...adapter, route: () => ({ address: portal.address }) },
    folder,
    budgets: BUDGETS,
  });
  return { computer, folder, home, order, visitor, journal: join(folder, 'wifi-visit.json') };
}

it.each([
  ['Windows', windows, PASSWORD],
  ['a Mac', mac, undefined],
])('%s goes to a device, and comes home; no secret is in the journal', async (_, make, password) => {
  const { computer, home, order, visitor, journal } = await rig(make(), password);
  const { value, homecoming } = await visitor.visit(order, async ({ identity }) => {
    expect(computer.network).toBe(SSID);
    expect(readFileSync(journal, 'utf8')).not.toContain(PASSWORD);
    return identity.mac;
  });
  expect([value, homecoming]).toEqual(['28cdc10a77c4', 'home']);
  expect(computer.network).toBe(home);
  expect(existsSync(journal)).toBe(false);
});

it.each([
  ['Windows', windows],
  ['a Mac', mac],
])('%s is brought home when its visits are ended, with the reason', async (_, make) => {
  const { computer, home, order, visitor } = await rig(make());
  const there = Promise.withResolvers<void>();
  const visit = visitor
    .visit(order, ({ signal }) => {
      there.resolve();
      return new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    })
    .catch(toFailure);
  await there.promise;
  await visitor.endVisits(new Failure('computer-slept', {}));
  expect(computer.network).toBe(home);
  expect(await visit).toMatchObject({ code: 'computer-slept' });
  // There is nothing to end any more.
  await visitor.endVisits(new Failure('computer-slept', {}));
  expect(await visitor.recover({ signal: order.signal })).toBeNull();
});
