/** A visit comes home whatever happens. Switching is scripted here; `linux/` does the same with the real NetworkManager. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVisitor, type VisitStep } from '../../main/wifi/index.ts';
import { Failure, toFailure } from '../../preload/contract/errors.ts';
import { createFakeComputer, type FakePortal, openFakePortal, type Script } from './fake-computer.ts';

const SSID = 'IoT-0A77C4';
const MAC = '28cdc10a77c4';
/** Milliseconds: enough on a busy computer, for what comes; and soon over, for what does not. */
const BUDGETS = { join: 20_000, address: 20_000, identity: 20_000, restore: 20_000 };
const SOON = 100;

let folder: string;
let portal: FakePortal;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bootbench-visit-'));
  portal = await openFakePortal({ mac: MAC });
});
afterEach(async () => {
  await portal.close();
  rmSync(folder, { recursive: true, force: true });
});

const journal = () => existsSync(join(folder, 'wifi-visit.json'));

function rig(script: Script = {}) {
  const computer = createFakeComputer(folder, { portal: portal.address, ...script });
  const budgets = {
    ...BUDGETS,
    ...(script.dhcp === 'none' ? { address: SOON } : {}),
    ...(script.portal === undefined ? {} : { identity: SOON }),
    ...(script.restore === 'hangs' ? { restore: SOON } : {}),
  };
  const visitor = createVisitor({ adapter: computer, folder, budgets });
  const steps: VisitStep['at'][] = [];
  const stop = new AbortController();
  const visit = <T>(task: () => Promise<T>, at?: (step: VisitStep) => void) =>
    visitor.visit(
      {
        ssid: SSID,
        signal: stop.signal,
        onStep: (step) => {
          steps.push(step.at);
          at?.(step);
        },
      },
      task,
    );
  return { computer, visitor, visit, steps, stop };
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => toFailure(error).code,
  );

describe('a visit', () => {
  it('goes, does its task, and comes home; the journal is there from before the join to after the return', async () => {
    const { visit, steps, computer } = rig();
    const seen: boolean[] = [];
    const { value, homecoming } = await visit(
      async () => 42,
      () => seen.push(journal()),
    );
    expect({ value, homecoming }).toEqual({ value: 42, homecoming: 'home' });
    expect(steps).toEqual(['leaving-home', 'joining', 'there', 'coming-home', 'back']);
    expect(seen).toEqual([false, true, true, true, false]);
    expect(computer.on()).toBe('Office-5G');
    expect(journal()).toBe(false);
  });

  it('keeps no secret in its journal', async () => {
    const { visitor } = rig();
    let written = '';
    await visitor.visit(
      { ssid: SSID, password: 'correct horse', signal: new AbortController().signal },
      async () => {
        written = readFileSync(join(folder, 'wifi-visit.json'), 'utf8');
      },
    );
    expect(written).toContain(SSID);
    expect(written).not.toContain('correct horse');
  });

  it.each([
    [
      'a wrong password: asked once',
      [new Failure('ap-wrong-password', { ssid: SSID })],
      'ap-wrong-password',
      1,
    ],
    [
      'not heard: asked twice',
      [1, 2].map(() => new Failure('ap-not-found', { ssid: SSID })),
      'ap-not-found',
      2,
    ],
    ['denied: asked once', [new Failure('wifi-denied', { os: 'linux', why: 'no' })], 'wifi-denied', 1],
  ])('that cannot join is home: %s', async (_, joins, expected, times) => {
    const { visit, computer } = rig({ joins });
    expect(await code(visit(async () => 0))).toBe(expected);
    expect(computer.asked.filter((one) => one.startsWith('join'))).toHaveLength(times);
    expect(computer.asked.at(-1)).toBe('restore');
    expect(journal()).toBe(false);
  });

  it('that is heard at the second try goes on', async () => {
    const { visit } = rig({ joins: [new Failure('ap-not-found', { ssid: SSID })] });
    expect((await visit(async () => 'there')).value).toBe('there');
  });

  it('without an address comes home', async () => {
    const { visit, computer } = rig({ dhcp: 'none' });
    expect(await code(visit(async () => 0))).toBe('ap-no-address');
    expect(computer.on()).toBe('Office-5G');
  });

  it('to a device that does not answer comes home', async () => {
    const { visit, computer } = rig({ portal: '127.0.0.1:9' });
    expect(await code(visit(async () => 0))).toBe('ap-no-answer');
    expect(computer.on()).toBe('Office-5G');
  });

  it('whose task fails comes home, and the failure is the task’s', async () => {
    const { visit, computer } = rig();
    const failing = visit(async () => {
      throw new Failure('device-refused', { device: 'd', status: 400, error: 'e', message: 'm' });
    });
    expect(await code(failing)).toBe('device-refused');
    expect(computer.on()).toBe('Office-5G');
  });

  it.each(['leaving-home', 'joining', 'there'] as const)(
    'that is cancelled at “%s” comes home',
    async (place) => {
      const { visit, stop, computer } = rig();
      const reason = new Error('enough');
      const ended = await visit(
        () =>
          new Promise((_, reject) => stop.signal.addEventListener('abort', () => reject(stop.signal.reason))),
        ({ at }) => at === place && stop.abort(reason),
      ).catch((error: unknown) => error);
      expect(ended).toBe(reason);
      expect(computer.on()).toBe('Office-5G');
      expect(journal()).toBe(false);
    },
  );

  it('that is cancelled on the way home comes home all the same', async () => {
    const { visit, stop, computer } = rig();
    const { homecoming } = await visit(
      async () => 0,
      ({ at }) => at === 'coming-home' && stop.abort(),
    );
    expect(homecoming).toBe('home');
    expect(computer.on()).toBe('Office-5G');
  });
});

describe('the password goes to nobody else', () => {
  const office = { ifname: 'eth0', address: '192.168.4.77', netmask: '255.255.255.0' };

  it.each([
    ['an office network of the same addresses', { before: [office] }],
    ['a larger one around them', { before: [{ ...office, address: '192.168.9.9', netmask: '255.255.0.0' }] }],
  ])('%s: refused before anything is switched', async (_, others) => {
    const { visit, computer } = rig({ others });
    expect(await code(visit(async () => 0))).toBe('subnet-overlap');
    expect(computer.asked).toEqual(['home']);
    expect(portal.requests).toEqual([]);
  });

  it('a VPN that comes up with the join: refused before anything is asked', async () => {
    const { visit, computer } = rig({ others: { after: [{ ...office, ifname: 'tun0' }] } });
    expect(await code(visit(async () => 0))).toBe('subnet-overlap');
    expect(portal.requests).toEqual([]);
    expect(computer.on()).toBe('Office-5G');
  });

  it('another device under the same name: nothing is told to it', async () => {
    await portal.close();
    portal = await openFakePortal({ mac: '28cdc1ffffff' });
    const { visit } = rig();
    let told = false;
    expect(
      await code(
        visit(async () => {
          told = true;
        }),
      ),
    ).toBe('ap-wrong-device');
    expect(told).toBe(false);
  });

  it('a router with a page of its own', async () => {
    await portal.close();
    portal = await openFakePortal({ page: '<h1>Router</h1>' });
    const { visit, computer } = rig();
    expect(await code(visit(async () => 0))).toBe('ap-wrong-device');
    expect(computer.on()).toBe('Office-5G');
  });
});

describe('coming home', () => {
  it('that takes too long is told, and the next start does it', async () => {
    const { visit, visitor, computer } = rig({ restore: 'hangs' });
    expect((await visit(async () => 1)).homecoming).toBe('away');
    expect(journal()).toBe(true);
    computer.script = {};
    const { signal } = new AbortController();
    expect(await visitor.recover({ signal })).toMatchObject({
      ssid: SSID,
      how: 'home',
      home: { name: 'Office-5G' },
    });
    expect(computer.on()).toBe('Office-5G');
    expect(await visitor.recover({ signal })).toBeNull();
  });

  it('is still owed after the next visit, which began away from home', async () => {
    const { visit, visitor, computer } = rig({ restore: 'hangs' });
    await visit(async () => 1);
    const { home, homecoming } = await visit(async () => 2);
    expect({ home: home.name, homecoming }).toEqual({ home: 'Office-5G', homecoming: 'away' });
    computer.script = {};
    const { signal } = new AbortController();
    expect(await visitor.recover({ signal })).toMatchObject({ how: 'home', home: { name: 'Office-5G' } });
    expect(computer.on()).toBe('Office-5G');
  });

  it.each(['coming-home', 'back'] as const)(
    'who is told “%s” and fails keeps nobody from it',
    async (place) => {
      const { visit, computer } = rig();
      const ended = visit(
        async () => 1,
        ({ at }) => {
          if (at === place) throw new Error('no ear');
        },
      );
      await expect(ended).rejects.toThrow('no ear');
      expect(computer.on()).toBe('Office-5G');
      expect(journal()).toBe(false);
    },
  );

  it('at the next start takes no longer than that start may wait, and stays owed', async () => {
    const { visit, computer } = rig({ restore: 'hangs' });
    await visit(async () => 1);
    const visitor = createVisitor({ adapter: computer, folder });
    expect(await visitor.recover({ signal: AbortSignal.timeout(50) })).toMatchObject({ how: 'away' });
    expect(journal()).toBe(true);
  });

  it('leaves alone who chose another network meanwhile', async () => {
    const { visit } = rig({ restore: 'moved-on' });
    expect((await visit(async () => 1)).homecoming).toBe('moved-on');
    expect(journal()).toBe(false);
  });

  it('is owed by one program at a time', async () => {
    const { visit } = rig();
    const other = rig();
    let busy = '';
    await visit(async () => {
      busy = await code(other.visit(async () => 0));
    });
    expect(busy).toBe('wifi-busy');
    expect((await other.visit(async () => 7)).value).toBe(7);
  });

  it('is owed by one program at a time, on whatever folders they work', async () => {
    const lockPath = join(folder, 'one.lock');
    const [one, two] = ['a', 'b'].map((name) => {
      const own = join(folder, name);
      mkdirSync(own);
      return createVisitor({ adapter: rig().computer, folder: own, lockPath, budgets: BUDGETS });
    });
    const order = { ssid: SSID, signal: new AbortController().signal };
    let busy: string | undefined;
    await one?.visit(order, async () => {
      busy = two && (await code(two.visit(order, async () => 0)));
    });
    expect(busy).toBe('wifi-busy');
    expect((await two?.visit(order, async () => 7))?.value).toBe(7);
  });

  it('a journal that is no JSON says nothing', async () => {
    writeFileSync(join(folder, 'wifi-visit.json'), '{"visit":');
    expect(await rig().visitor.recover({ signal: new AbortController().signal })).toBeNull();
  });
});
