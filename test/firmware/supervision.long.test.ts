/** What goes on whatever the app, the server or a person does; and the ways to begin anew. */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeOta } from './fake-ota.ts';
import { type Rig, type Setup, softwareOf, startRig, withoutTrial } from './support.ts';

let ota: FakeOta;
let rig: Rig;
beforeEach(async () => {
  ota = await new FakeOta(softwareOf()).listen();
});
afterEach(async () => {
  ota.close();
  await rig?.close();
});

async function withApp(app: string, setup: Setup = {}): Promise<void> {
  const software = softwareOf(app);
  ota.files = software;
  rig = await startRig({ software, ...setup, provision: { api: ota.api, ...setup.provision } });
}

const HEAD = 'import asyncio, platform, sys\nDEVICE_TYPE, FIRMWARE, META = "pico", "1.0.0", {}\n';

describe('an app that fails', () => {
  it.each([
    ['cannot be compiled', 'def run(:\n', 'SyntaxError'],
    ['imports what is not there', 'import not_there\n', "no module named 'not_there'"],
    ['has no run()', HEAD, "has no attribute 'run'"],
    ['raises', `${HEAD}async def run():\n    raise RuntimeError("on purpose")\n`, 'RuntimeError: on purpose'],
    ['ends', `${HEAD}async def run():\n    pass\n`, 'run() ended'],
    ['exits', `${HEAD}async def run():\n    sys.exit()\n`, 'SystemExit'],
    ['cancels itself', `${HEAD}async def run():\n    raise asyncio.CancelledError\n`, 'CancelledError'],
  ])('because it %s: the platform stays, says why, and beats', async (_, app, why) => {
    await withApp(app);
    await ota.next('/iot/heartbeat', 0);
    const { status, json } = await rig.ask('GET', '/status');
    expect(status).toBe(200);
    expect(json.app_error).toContain(why);
    expect((await rig.ask('GET', '/logs/main_log_1.txt')).text).toContain(why);
  });

  it('is started again, after growing pauses, and runs', async () => {
    // What is awaited first after a failure is the pause; how long it takes besides is this computer's affair.
    const app = `${HEAD}import time
starts, pauses, failed = [], [], False
real = asyncio.sleep
def sleep(seconds, *more):
    global failed
    if failed:
        pauses.append(seconds)
        failed = False
    return real(seconds, *more)
asyncio.sleep = sleep
async def run():
    global failed
    starts.append(time.ticks_ms())
    platform.report(starts=starts, pauses=pauses)
    if len(starts) < 4:
        failed = True
        raise ValueError("start %d" % len(starts))
    while True:
        await asyncio.sleep(1)
`;
    await withApp(app);
    const starting = async () => (await rig.ask('GET', '/status')).json.starts;
    await expect.poll(starting, { timeout: 30_000 }).toHaveLength(4);
    const { json } = await rig.ask('GET', '/status');
    expect(json.pauses).toEqual([1, 2, 4]);
    const starts = json.starts as number[];
    for (const [n, pause] of [1, 2, 4].entries())
      expect((starts[n + 1] ?? 0) - (starts[n] ?? 0)).toBeGreaterThanOrEqual(pause * 1000);
  });

  it('one that was broken at import is taken up when a hotfix repairs it', async () => {
    await withApp('raise RuntimeError("at import")\n');
    const ready = rig.console.line(/^platform: ready/);
    ota.hotfix = { 'app.py': `${HEAD}async def run():\n    await asyncio.sleep(1000)\n` };
    await ready;
    const { json } = await rig.ask('GET', '/status');
    expect(json).toMatchObject({ firmware: '1.0.0' });
    expect(json).not.toHaveProperty('app_error');
  });
});

describe('the registry', () => {
  it('hears of the device, then of its telemetry, at the interval that it sets', async () => {
    const register = ota.next('/iot/register');
    await withApp(
      `${HEAD}META = {"sensor": "x"}\nplatform.report(level=7, set="not mine")\nasync def run():\n    await asyncio.sleep(1000)\n`,
    );
    const { mac } = rig.board.identity;
    expect((await register).body).toMatchObject({
      device_id: `iot-${mac}`,
      mac,
      ip: rig.board.ip,
      device_type: 'pico',
      app_type: 'skeleton',
      firmware: '1.0.0',
      meta: { sensor: 'x' },
    });
    const first = await ota.next('/iot/heartbeat', 0);
    expect(first.body).toMatchObject({ level: 7, rssi: -48, accept: ['manifest'], overlay: {} });
    expect(first.body.set).toBe(rig.json('version.json')?.set);
    await ota.next('/iot/heartbeat');
    const third = await ota.next('/iot/heartbeat');
    // By itself it would wait for five minutes between two.
    expect(Number(third.body.uptime_ms) - Number(first.body.uptime_ms)).toBeLessThan(300_000);
    expect((await rig.ask('GET', '/status')).json.boot_epoch).toBeGreaterThan(1_700_000_000);
  });

  it('being away is said once, and it is found again when it is back', async () => {
    let away = true;
    ota.takeOver = (request, response) =>
      away && request.url !== '/iot/boot' ? Boolean(response.writeHead(503).end()) : false;
    await withApp(`${HEAD}async def run():\n    await asyncio.sleep(1000)\n`, { clockRate: 10 });
    await ota.next('/iot/register', 0);
    await ota.next('/iot/register');
    expect(
      rig.console.lines.filter((line) => line.includes('registry: OSError /register: http 503')),
    ).toHaveLength(1);
    const registered = rig.console.line(/^platform: registered/);
    away = false;
    await registered;
    // A server that forgot it is told again.
    let forgot = 0;
    ota.takeOver = (request, response) =>
      request.url === '/iot/heartbeat' && forgot++ === 0 ? Boolean(response.writeHead(404).end()) : false;
    await rig.console.line(/^platform: registered/);
  });

  it('is never told anything in the clear where its address is https', async () => {
    rig = await startRig({ provision: { api: ota.api.replace('http:', 'https:') } });
    await rig.console.line(/^platform: error registry /, 0);
    expect(ota.got).toEqual([]);
    expect((await rig.ask('GET', '/status')).status).toBe(200);
  });

  it('may ask for a restart', async () => {
    await withApp(`${HEAD}async def run():\n    await asyncio.sleep(1000)\n`);
    let asked = 0;
    ota.bend = (answer, path) =>
      path === '/iot/heartbeat' && asked++ === 0 ? { ...answer, restart: true } : answer;
    await rig.console.line(/^platform: restart server/);
    await rig.console.line(/^platform: ready/);
  });
});

it('POST /restart answers, then restarts', async () => {
  await withApp(`${HEAD}async def run():\n    await asyncio.sleep(1000)\n`);
  const ready = rig.console.line(/^platform: ready/);
  expect((await rig.ask('POST', '/restart')).json).toEqual({ restarting: true });
  await ready;
});

it.each(['pico', 'esp32'] as const)(
  'factory reset on %s: forgets, and stands in its portal',
  async (kind) => {
    const more = { 'main_log_1.txt': 'kept\n', 'ota_state.json': '{}' };
    const software = { ...softwareOf(), ...more };
    rig = await startRig({ kind, software, provision: { api: ota.api } });
    await rig.ask('POST', '/config', { body: { a: 1 } });
    const portal = rig.console.line(/^boot: ap /);
    const { status, json } = await rig.ask('POST', '/factory-reset');
    expect(status).toBe(200);
    expect((json.removed as string[]).sort()).toEqual(
      ['config.json', 'device_id.json', 'version.json', 'wifi.json'].sort(),
    );
    expect(await portal).toContain('reason=no-credentials');
    const kept = [
      'boot.py',
      'provision.json',
      'boot_log.txt',
      'main_log_1.txt',
      'ota_state.json',
      'main.py',
      'app.py',
    ];
    expect(rig.names()).toEqual(expect.arrayContaining(kept));
  },
);

it('a hotfix on its way when a factory reset is asked for does not outlive it', async () => {
  const asked = Promise.withResolvers<ServerResponse>();
  ota.takeOver = ({ url }, response) => {
    if (url?.endsWith('/heartbeat')) asked.resolve(response);
    return Boolean(url?.endsWith('/heartbeat'));
  };
  ota.files = withoutTrial(softwareOf());
  rig = await startRig({ software: ota.files, provision: { api: ota.api }, clockRate: 1 });
  const heartbeat = await asked.promise;
  const portal = rig.console.line(/^boot: ap /);
  const removed = await rig.ask('POST', '/factory-reset');
  heartbeat.end(JSON.stringify(ota.part({ 'app.py': '# fixed\n' }, ['app.py'], { device_id: 'any' })));
  await portal;
  expect(removed.json.removed).toContain('wifi.json');
  expect(rig.names()).not.toContain('pending.json');
});

it('with a device_token every POST wants it', async () => {
  await withApp(
    `${HEAD}platform.register_routes([("POST", "/own", lambda request: "done")])\nasync def run():\n    await asyncio.sleep(1000)\n`,
    {
      provision: { device_token: 'secret-1' },
    },
  );
  for (const path of ['/config', '/identify', '/restart', '/factory-reset', '/own']) {
    for (const headers of [{}, { authorization: 'Bearer secret-2' }, { authorization: 'secret-1' }] as Record<
      string,
      string
    >[]) {
      const { status, json } = await rig.ask('POST', path, { body: {}, headers });
      expect([path, status, json.error]).toEqual([path, 401, 'unauthorized']);
    }
  }
  const headers = { authorization: 'Bearer secret-1' };
  expect((await rig.ask('POST', '/own', { headers })).text).toBe('done');
  expect((await rig.ask('POST', '/config', { headers, body: { a: 1 } })).json).toEqual({ a: 1 });
  expect((await rig.ask('GET', '/status')).status).toBe(200);
});

it('a task that nobody waits for is told in the log when it fails', async () => {
  await withApp(
    `${HEAD}async def stray():\n    raise ValueError("astray")\nasync def run():\n    asyncio.create_task(stray())\n    await asyncio.sleep(1000)\n`,
  );
  expect((await rig.ask('GET', '/logs/main_log_1.txt')).text).toContain('ValueError: astray');
});

it('an ESP32 with neither strip nor LED says that it cannot blink; a reported pin will do', async () => {
  const app = `${HEAD}platform.register_routes([("GET", "/lit", lambda request: platform.report(led_pin=2))])\nasync def run():\n    await asyncio.sleep(1000)\n`;
  await withApp(app, { kind: 'esp32' });
  const { status, json } = await rig.ask('POST', '/identify');
  expect([status, json.error]).toEqual([409, 'no-light']);
  await rig.ask('GET', '/lit');
  expect((await rig.ask('POST', '/identify')).json).toMatchObject({ light: 'led', blinks: 5 });
  expect(rig.pins.filter(({ pin, value }) => pin === '2' && value === 1)).toHaveLength(5);
});
