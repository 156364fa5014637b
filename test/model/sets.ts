/** The sets that are tried: tiny ones, which start at once, and some on the real platform, which can prove themselves. */
import type { Random } from '../firmware/fuzz.ts';
import { type Files, softwareOf, withoutTrial } from '../firmware/support.ts';

/** `tiny`: a main.py of one line. `real`: the platform, with heartbeats, a factory reset, and an end to a trial. */
export type Size = 'tiny' | 'real';

/** What a set does when it runs. */
export interface Program {
  readonly hello: string;
  /** `ends` waits for a person at the prompt; `raises` is a platform whose app fails again and again. */
  readonly fate: 'ends' | 'resets' | 'well' | 'raises';
}

export const pick = <T>(random: Random, from: readonly [T, ...T[]]): T =>
  from[Math.floor(random() * from.length)] ?? from[0];

const RESETS = 'import machine\nmachine.reset()\n';
const RAISES = "    raise ValueError('bad')\n";

export function programOf(files: Files): Program {
  const text = files['main.py'] ?? '';
  const hello = /^print\('(main: .*)'\)$/m.exec(text)?.[1];
  if (hello !== undefined) return { hello, fate: text.endsWith(RESETS) ? 'resets' : 'ends' };
  return { hello: 'ready', fate: files['app.py']?.endsWith(RAISES) ? 'raises' : 'well' };
}

const HEAD = (mark: string) => `import asyncio, platform
DEVICE_TYPE, FIRMWARE, META = "pico", "${mark}", {}
`;
/** `POST /crash` ends its `run()` once. */
const well = (mark: string) => `${HEAD(mark)}crash = []
def break_it(request):
    crash.append(1)
platform.register_routes([("POST", "/crash", break_it)])
async def run():
    while not crash:
        await asyncio.sleep_ms(200)
    crash.clear()
    raise RuntimeError("crash")
`;
const fails = (mark: string) => `${HEAD(mark)}async def run():\n${RAISES}`;
const app = (random: Random, mark: string) => (random() < 0.3 ? fails(mark) : well(mark));

/** Files of the pool are few, so that sets share some of them. */
export function setOfSize(size: Size, random: Random): Files {
  const mark = () => pick(random, ['1', '2', '3', '4']);
  const more: Files = {};
  for (const name of ['one.py', 'two.py']) if (random() < 0.5) more[name] = `# ${mark()}\n`;
  if (size === 'tiny') {
    const trial = pick(random, ['TRIAL = 1\n', 'TRIAL = 1\n', 'TRIAL = 0\n', '']);
    // Without a trial nothing would ever bring it back from that.
    const end = trial === 'TRIAL = 1\n' && random() < 0.3 ? RESETS : '';
    const main = `print('main: ${mark()}')\n${end}`;
    return {
      ...more,
      'main.py': main,
      'app.py': `A = ${mark()}\n`,
      ...(trial ? { 'platform.py': trial } : {}),
    };
  }
  const files = { ...softwareOf(app(random, mark())), ...more };
  return random() < 0.25 ? withoutTrial(files) : files;
}

/** Files that no type has: what a hotfix brings is never there before. */
export function hotfixOfSize(size: Size, random: Random): Files {
  const mark = `fix-${Math.floor(random() * 1e6)}`;
  const text = size === 'tiny' ? `A = '${mark}'\n` : app(random, mark);
  return { 'app.py': text, ...(random() < 0.5 ? { 'extra.py': `E = '${mark}'\n` } : {}) };
}
