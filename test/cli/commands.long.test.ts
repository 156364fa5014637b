import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openBoard, usbPorts } from '../../main/serial/index.ts';
import { canMakePty } from '../capabilities.ts';
import { createCli } from './support.ts';

const cli = createCli();
afterAll(() => cli.close());

describe('used wrongly: exit code 2, and what is wrong', () => {
  test.each([
    [['nonsense'], 'unknown command'],
    [['status'], 'missing required argument'],
    [['provision'], 'Name either --port or --virtual'],
    [['provision', '--virtual', 'teapot'], 'pico or esp32'],
    [['provision', '--virtual', 'pico', '--wifi', 'smoke'], 'cable or ap'],
    [['provision', '--virtual', 'pico', '--foreign', 'smoke'], 'ask or back-up or overwrite'],
    [['provision', '--port', '/dev/null'], '--ssid'],
    [['simulate', '--boards', 'many'], 'whole number'],
    [['factory-reset', 'iot-1'], '--yes'],
    [['serve', '--host', ''], 'an address of this computer'],
  ])('%j', async (args, says) => {
    const { code, stderr } = await cli.run(args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(says) });
  });
});

test('no command takes a secret as an argument', async () => {
  const { stdout } = await cli.run(['provision', '--help']);
  expect(stdout).toContain('--password-file <file>');
  expect(stdout).not.toMatch(/--(ap-)?password[ =]/);
});

test('what cannot be done is exit code 1, with a sentence and a remedy', async () => {
  const { code, stderr } = await cli.run(['status', 'iot-000000000000']);
  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(2);
});

test('--json tells the same failure as data', async () => {
  const run = await cli.run(['status', '127.0.0.1:9', '--json']);
  expect(run.code).toBe(1);
  expect(run.json()).toEqual([
    {
      type: 'error',
      code: 'device-unreachable',
      params: expect.objectContaining({ device: '127.0.0.1:9' }),
      sentence: expect.any(String),
      remedy: expect.any(String),
    },
  ]);
});

test('a port in use is named, and nothing is left behind', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as AddressInfo;
  const run = await cli.run(['serve', '--host', '127.0.0.1', '--port', String(port), '--json']);
  taken.close();
  expect(run.code).toBe(1);
  expect(run.json()[0]).toMatchObject({ type: 'error', code: 'address-in-use' });
});

test('serve answers until Ctrl-C, and stopping it is no failure', async () => {
  const serving = cli.begin(['serve', '--host', '127.0.0.1', '--port', '0', '--json']);
  const { url } = await serving.line(({ type }) => type === 'listening');
  const answer = await fetch(`${String(url)}/boot`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mac: '28cdc1000001', app_type: 'skeleton', device_type: 'pico', files: {} }),
  });
  expect(await answer.json()).toMatchObject({ device_id: 'iot-28cdc1000001', update: true });
  await serving.line((data) => 'event' in data);
  expect(await serving.stop()).toBe(0);
  expect(readFileSync(join(cli.home, 'ota', 'boot', 'skeleton', 'main.py'), 'utf8')).toContain('asyncio.run');
});

test('a virtual board passes, and its device is known afterwards', async () => {
  const run = await cli.run(['provision', '--virtual', 'pico', '--json']);
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  const last = run.json().at(-1);
  expect(last).toMatchObject({
    type: 'result',
    outcome: 'PASS',
    passport: { kind: 'pico', appType: 'skeleton' },
  });
  const { deviceId } = (last as { passport: { deviceId: string } }).passport;
  const devices = (await cli.run(['devices', '--json'])).json();
  expect(devices).toContainEqual(expect.objectContaining({ type: 'device', deviceId }));
  expect(existsSync(join(cli.home, 'bootbench.sqlite'))).toBe(true);
});

test.skipIf(!canMakePty)('simulated boards are serial ports too, and blank where asked', async () => {
  const folder = join(cli.home, 'ptys');
  const args = ['simulate', '--boards', '2', '--blank', '--pty', folder, '--json'];
  const simulating = cli.begin(args);
  await simulating.line(({ type }) => type === 'running');
  for (const [name, platform] of [
    ['pico-1', 'rp2'],
    ['esp32-2', 'esp32'],
  ] as const) {
    const board = await openBoard({ ports: usbPorts(), path: join(folder, name) });
    expect(await board.exec('import sys,os\nprint(sys.platform, "main.py" in os.listdir())')).toBe(
      `${platform} False\n`,
    );
    await board.close();
  }
  expect(await simulating.stop()).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

test('simulated devices are reached from another terminal', async () => {
  const simulating = cli.begin(['simulate', '--boards', '1', '--kind', 'esp32', '--json']);
  const { deviceId } = await simulating.line(({ type }) => type === 'board');
  await simulating.line(({ type }) => type === 'running');
  const id = String(deviceId);

  const status = await cli.run(['status', id, '--json']);
  expect(status.json()[0]).toMatchObject({ type: 'status', status: { device_id: id } });
  expect((await cli.run(['identify', id])).stdout).toContain('blinks');
  expect((await cli.run(['restart', id])).code).toBe(0);
  expect((await cli.run(['factory-reset', '--yes', 'iot-nobody'])).code).toBe(1);
  expect(await simulating.stop()).toBe(0);
});
