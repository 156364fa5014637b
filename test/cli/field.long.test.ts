/** `field` as a process: by itself, by hand, called off, and by cable. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { leanOf } from '../../main/provisioning/index.ts';
import { canMakePty } from '../capabilities.ts';
import { boardAtHand } from './board-rig.ts';
import { createCli } from './support.ts';

const cli = createCli();
afterAll(() => cli.close());

const secret = (name: string, text: string): string => {
  const file = join(cli.home, name);
  writeFileSync(file, text);
  return file;
};

const places = (lines: readonly Record<string, unknown>[]): unknown[] => {
  const all = lines
    .filter(({ type }) => type === 'details')
    .map(({ details }) => (details as { place: string }).place);
  return all.filter((place, at) => place !== all[at - 1]);
};

test.each([
  ['by itself', []],
  ['by hand', ['--manual']],
])('a rehearsal %s ends with the device alive and this computer at home', async (_, more) => {
  const run = await cli.run(['field', '--virtual', '--json', ...more]);
  expect(run.code).toBe(0);
  expect(run.json().at(-1)).toMatchObject({
    type: 'result',
    ssid: 'Bench',
    outcome: { is: 'alive', heardBy: 'server' },
    homecoming: 'home',
  });
  expect(places(run.json()).slice(-3)).toEqual(['there', 'returning', 'back']);
  expect(run.stdout).not.toContain('virtual-bench');
});

test('in words: the promise first, and at the end who lives', async () => {
  const { code, stdout } = await cli.run(['field', '--virtual']);
  expect(code).toBe(0);
  const lines = stdout.trim().split('\n');
  expect(lines[1]).toContain('goes back to Office-5G by itself');
  expect(lines.at(-1)).toMatch(/^ALIVE iot-[0-9a-f]{12} is alive on Bench/);
});

test('Ctrl-C comes home first', async () => {
  const file = secret('wrong', 'not-the-password\n');
  const running = cli.begin(['field', '--virtual', '--json', '--network', 'Bench', '--password-file', file]);
  await running.line(
    ({ type, details }) => type === 'details' && (details as { place: string }).place === 'there',
  );
  const back = running.line(
    ({ type, details }) => type === 'details' && (details as { place: string }).place === 'back',
  );
  expect(await running.stop()).toBe(1);
  await back;
});

test.each([
  ['nobody serves', [], null],
  ['it serves itself', ['--host', '127.0.0.1', '--ota-port', '0'], 'http://127.0.0.1:'],
] as const)('before it goes it says how the device will be heard: %s', async (_, more, serving) => {
  const args = ['--ssid', 'IoT-0A77C4', '--manual', '--network', 'Bench', '--open', '--json', ...more];
  const running = cli.begin(['field', ...args]);
  const told = await running.line(({ type }) => type === 'awaits');
  await running.stop();
  expect(told).toMatchObject({ asked: ['iot-0a77c4.local'], seconds: 75 });
  if (serving === null) expect(told.serving).toBeNull();
  else expect(told.serving).toContain(serving);
});

describe.skipIf(!canMakePty)('by cable', () => {
  test('a network that is not there is told by the board, which has its own again', async () => {
    const before = JSON.stringify({ ssid: 'Old', password: 'old-secret', api: 'http://10.0.0.1/iot' });
    const bootPy = leanOf(readFileSync(join(import.meta.dirname, '..', '..', 'firmware', 'boot.py'), 'utf8'));
    const hand = await boardAtHand('pico', {
      'boot.py': bootPy,
      'provision.json': '{"app_type":"skeleton"}',
      'wifi.json': before,
    });
    onTestFinished(() => hand.close());
    const file = secret('nowhere', 'whatever-it-is\n');
    const args = ['field', '--port', hand.port, '--network', 'Nowhere', '--password-file', file, '--json'];
    const run = await cli.run(args);
    expect(run.json().at(-1)).toMatchObject({ type: 'error', code: 'wifi-no-network' });
    expect(run.code).toBe(1);
    expect(hand.board.flash.text('wifi.json')).toBe(before);
    expect(run.stdout).not.toContain('whatever-it-is');
  });
});
