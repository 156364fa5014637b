/** What is done to a board while its power goes: an update in both forms, a bad one, a hotfix, a new Wi-Fi, good. */
import { FakeOta } from '../firmware/fake-ota.ts';
import { ask, bootPy, type Files, type Rig, SITE, softwareOf } from '../firmware/support.ts';
import { type FlashState, textOf } from './flash-state.ts';
import type { World } from './life.ts';

interface Moment {
  readonly line: string;
  readonly set: 'old' | 'new';
  readonly rig: Rig;
  readonly world: World;
}

export interface Scenario {
  readonly name: string;
  readonly begin: FlashState;
  /** Board seconds in one of ours, where it is not the usual. */
  readonly clockRate?: number;
  judge(state: FlashState): 'old' | 'new' | 'mixed';
  /** The board is reachable: is that how it stays, or is more to come (which it may do something for)? */
  isOver(moment: Moment): boolean | Promise<boolean>;
  close(): void;
}

const app = (mark: string) => `import asyncio, platform
DEVICE_TYPE, FIRMWARE, META = "pico", "${mark}", {}
async def run():
    while True:
        await asyncio.sleep(1)
`;

/** Five files change, `main.py` among them, one of them is added; one goes. */
const OLD: Files = { ...softwareOf(app('1.0.0')), 'gone.py': 'G = 1\n' };
const NEW: Files = {
  ...softwareOf(app('2.0.0')),
  'main.py': `${OLD['main.py']}# new\n`,
  'platform.py': `${OLD['platform.py']}# new\n`,
  'httpd.py': `${OLD['httpd.py']}# new\n`,
  'added.py': 'A = 1\n',
};
/** It cannot even be compiled. */
const BAD: Files = { ...NEW, 'main.py': 'this is no Python\n' };
const FIX: Files = { 'app.py': app('1.0.1-hotfix'), 'extra.py': 'E = 1\n' };

export async function allScenarios(boot: string = bootPy): Promise<Scenario[]> {
  return [
    await goodUpdate(boot),
    await update('update, plain', boot, { to: NEW, form: 'plain' }),
    await update('first set on an empty board', boot, { from: {}, to: NEW, form: 'manifest' }),
    await badUpdate(boot),
    await hotfix('hotfix, manifest', boot, 'manifest'),
    await hotfix('hotfix, plain', boot, 'plain'),
    await good(boot),
    wifi(boot),
  ];
}

export const goodUpdate = (boot: string): Promise<Scenario> =>
  update('update, manifest', boot, { to: NEW, form: 'manifest' });

/** Its trial ends in a rollback, and nothing but the old set may be running in the end. */
export const badUpdate = (boot: string): Promise<Scenario> =>
  update('rollback of a bad set', boot, { to: BAD, form: 'manifest' });

async function update(
  name: string,
  boot: string,
  { from = OLD, to, form }: { from?: Files; to: Files; form: FakeOta['form'] },
): Promise<Scenario> {
  const ota = await serverOf(to, form);
  return {
    name,
    begin: flash(boot, from, ota),
    judge: judgeBetween(from, form === 'plain' ? { ...from, ...to } : to),
    isOver: ({ line }) => !line.startsWith('platform: good'),
    close: () => ota.close(),
  };
}

async function hotfix(name: string, boot: string, form: FakeOta['form']): Promise<Scenario> {
  const ota = await serverOf(OLD, form);
  ota.hotfix = FIX;
  return {
    name,
    begin: flash(boot, OLD, ota),
    judge: judgeBetween(OLD, { ...OLD, ...FIX }),
    // The old set runs until the heartbeat has brought the new one, unless its trial was cut short too often.
    isOver: ({ line, set, rig, world }) =>
      line.startsWith('platform: ready') &&
      (set === 'new' ||
        world === 'alone' ||
        /"rejected": ?\[\{/.test(rig.board.flash.text('ota_state.json') ?? '')),
    close: () => ota.close(),
  };
}

/** The set of an update proves itself: the trial is closed, and the way back is given up. */
async function good(boot: string): Promise<Scenario> {
  const scenario = await update('good', boot, { to: NEW, form: 'manifest' });
  return {
    ...scenario,
    clockRate: 60,
    isOver: ({ line, set, rig }) =>
      set === 'old' || line.startsWith('platform: good') || !rig.board.flash.entries.has('app.py.bak'),
  };
}

/** `POST /wifi` at the portal: the old is a board without network, the new one with it. */
function wifi(boot: string): Scenario {
  const begin = new Map(flash(boot, OLD, undefined));
  begin.delete('wifi.json');
  return {
    name: 'POST /wifi',
    begin,
    judge(state) {
      const text = textOf(state, 'wifi.json');
      if (text === undefined) return 'old';
      return text === JSON.stringify(SITE) || sameJson(text, SITE) ? 'new' : 'mixed';
    },
    async isOver({ line, set, rig }) {
      if (line.startsWith('platform: ready')) return set === 'new';
      const { portal } = await rig.bench.laptop.join({ ssid: line.split(' ')[2] ?? '' });
      const { status } = await ask(portal, 'POST', '/wifi', { body: SITE });
      if (status !== 200) throw new Error(`POST /wifi: ${status}`);
      return false;
    },
    close: () => {},
  };
}

function sameJson(text: string, value: Record<string, unknown>): boolean {
  try {
    const found = JSON.parse(text) as Record<string, unknown>;
    return Object.entries(value).every(([key, one]) => found[key] === one);
  } catch {
    return false;
  }
}

/** It offers the same for ever, whatever it is told. */
async function serverOf(files: Files, form: FakeOta['form']): Promise<FakeOta> {
  const ota = await new FakeOta(files).listen();
  ota.form = form;
  ota.ignoresRejected = true;
  return ota;
}

function flash(boot: string, files: Files, ota: FakeOta | undefined): FlashState {
  const all: Files = {
    'boot.py': boot,
    'provision.json': JSON.stringify({ app_type: 'skeleton', api: ota?.api ?? 'http://10.77.1.1:9/iot' }),
    'wifi.json': JSON.stringify(SITE),
    ...files,
  };
  return new Map(Object.entries(all).map(([path, text]) => [path, Buffer.from(text)]));
}

/** Every `.py` file but `boot.py` counts: those of one set, all of them, and no other. */
function judgeBetween(old: Files, fresh: Files): Scenario['judge'] {
  const is = (state: FlashState, files: Files) => {
    const names = [...state.keys()].filter((path) => path.endsWith('.py') && path !== 'boot.py');
    return (
      names.length === Object.keys(files).length && names.every((path) => textOf(state, path) === files[path])
    );
  };
  return (state) => (is(state, fresh) ? 'new' : is(state, old) ? 'old' : 'mixed');
}
