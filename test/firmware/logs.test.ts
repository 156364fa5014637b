/** Logs: bounded whatever is written, whole lines, there after a crash. */
import { afterEach, expect, it } from 'vitest';
import { type Rig, softwareOf, startRig } from './support.ts';

let rig: Rig;
afterEach(() => rig?.close());

const HEAD = 'import asyncio, platform, time\nDEVICE_TYPE, FIRMWARE, META = "pico", "1.0.0", {}\n';
const BOUND = 64 * 1024;

const logs = () => rig.names().filter((name) => name.endsWith('.txt'));
const sizes = () => logs().map((name) => rig.board.flash.text(name)?.length ?? 0);

it('64 kB hold all of them, however much is said, and however long', async () => {
  const full = 'x'.repeat(8000);
  rig = await startRig({
    software: {
      ...softwareOf(`${HEAD}
async def stray(n):
    raise ValueError("%d %s" % (n, "y" * 9000))
async def run():
    for n in range(300):
        platform.log("%d %s" % (n, "x" * (n * 13 % 500)))
        if n % 10 == 0:
            asyncio.create_task(stray(n))
            platform.log("z" * 9000)
        await asyncio.sleep(0)
    await asyncio.sleep(1)  # all that was astray has been told of
    platform.log("the last")
    raise RuntimeError("the last")
`),
      'boot_log.txt': full,
      'boot_log_1.txt': full,
    },
  });
  await rig.console.line(/^platform: error app RuntimeError: the last/, 0);
  expect(logs()).toEqual([
    'boot_log.txt',
    'boot_log_1.txt',
    'main_log_1.txt',
    'main_log_2.txt',
    'platform_log.txt',
    'platform_log_1.txt',
  ]);
  expect(sizes().reduce((sum, size) => sum + size)).toBeLessThanOrEqual(BOUND);
  // No more than a line above 8 kB each, and the newest is there.
  expect(Math.max(...sizes())).toBeLessThan(8192 + 2100);
  const newest = rig.board.flash.text('platform_log.txt') ?? '';
  expect(newest).toMatch(/ the last\n$/);
  expect(`${rig.board.flash.text('platform_log_1.txt')}${newest}`).toMatch(/ 299 x+\n/);
  const traces = `${rig.board.flash.text('main_log_2.txt')}${rig.board.flash.text('main_log_1.txt')}`;
  expect(traces).toMatch(/RuntimeError: the last\n$/);
});

it('a full flash stops neither app nor platform', async () => {
  const app = `${HEAD}
def fill():
    for size in (4096, 1):
        try:
            with open("ballast", "ab") as f:
                while True:
                    f.write(bytes(size))
                    f.flush()
        except OSError:
            pass
async def run():
    fill()
    while True:
        platform.log("nobody keeps this")
        platform.report(alive=True)
        await asyncio.sleep_ms(50)
`;
  rig = await startRig({ software: softwareOf(app), flashBytes: 300 * 1024 });
  await expect.poll(async () => (await rig.ask('GET', '/status')).json.alive, { timeout: 10_000 }).toBe(true);
  expect((await rig.ask('GET', '/status')).json).not.toHaveProperty('app_error');
});

it('what a crash said is there after the reset that followed', async () => {
  const app = `${HEAD}
import machine, os
async def run():
    await asyncio.sleep(1)
    if "reset" not in os.listdir():
        open("reset", "w").close()
        asyncio.create_task(reset())
        raise RuntimeError("the cause")
    await asyncio.sleep(1000)
async def reset():
    await asyncio.sleep_ms(1)
    machine.reset()
`;
  rig = await startRig({ software: softwareOf(app) });
  await rig.console.line(/^platform: ready/);
  const { text } = await rig.ask('GET', '/logs/main_log_1.txt');
  expect(text).toMatch(
    /^\S+ app\nTraceback \(most recent call last\):\n[\s\S]*line \d+, in run\nRuntimeError: the cause\n/,
  );
  expect((await rig.ask('GET', '/logs')).json.logs).toContainEqual({
    name: 'main_log_1.txt',
    size: text.length,
  });
});

it('one of any size is sent by pieces', async () => {
  const whole = Array.from({ length: 9000 }, (_, n) => `${n}\n`).join('');
  const software = { ...softwareOf(), 'main_log_2.txt': whole };
  rig = await startRig({ software });
  expect((await rig.ask('GET', '/logs/main_log_2.txt')).text).toBe(whole);
  expect((await rig.ask('GET', '/logs/main_log_2.txt?lines=8999')).text).toBe(whole.slice(2));
});
