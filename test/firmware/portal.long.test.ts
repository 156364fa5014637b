/**
 * AP fallback: why it is there, what it answers, how it ends.
 * Long because every reason, every path and every way out is one state of the same device.
 */
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { FakeOta } from './fake-ota.ts';
import {
  type Answer,
  ask,
  bootPy,
  bootSource,
  makeRig,
  type Rig,
  raw,
  type Setup,
  SITE,
  softwareOf,
  startRig,
} from './support.ts';

/** Only where nobody answers is all of it waited for: elsewhere the computer may keep a radio waiting for a second. */
const WIFI_S = 6;
/** Half a minute until a board asks again is three seconds here. */
const LEAP = 10;

let rig: Rig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

interface Portal {
  readonly rig: Rig;
  readonly ap: string;
  ask(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer>;
  readonly address: string;
}

/** A board in AP fallback, joined. */
async function openPortal(setup: Setup = {}): Promise<Portal> {
  const made = makeRig({ wifi: null, ...setup });
  rig = made;
  const line = made.console.line(/^boot: ap /);
  made.board.powerOn();
  const ssid = (await line).split(' ')[2] ?? '';
  const password = setup.provision?.ap_password as string | undefined;
  const joined = await made.bench.laptop.join({ ssid, password });
  const { portal } = joined;
  return { rig: made, ap: await line, address: portal, ask: (...call) => ask(portal, ...call) };
}

async function reasonOf(setup: Setup): Promise<string> {
  const made = makeRig({ provision: { wifi_timeout_s: WIFI_S }, ...setup });
  onTestFinished(() => made.close());
  if (setup.wifi === 'no-dhcp')
    made.bench.radio.addNetwork({ ssid: 'Mute', password: '', service: 'no-dhcp' });
  const line = made.console.line(/^boot: ap /);
  made.board.powerOn();
  return /reason=(\S+)/.exec(await line)?.[1] ?? '';
}

describe.each(['pico', 'esp32'] as const)('the reason on %s', (kind) => {
  it.each([
    ['no-credentials', null],
    ['no-credentials', 'this is no JSON'],
    ['no-credentials', []],
    ['wrong-password', { ssid: SITE.ssid, password: 'not the one' }],
    ['no-network', { ssid: 'Elsewhere', password: 'does not matter' }],
    [
      'wrong-password',
      [{ ssid: 'Elsewhere' }, { ssid: SITE.ssid, password: 'not the one' }, { ssid: 'Nowhere' }],
    ],
  ])('is %s with %j', async (reason, wifi) => {
    expect(await reasonOf({ kind, wifi })).toBe(reason);
  });

  it('is no-network where the network takes nobody: the password may well be right', async () => {
    const made = makeRig({ kind, wifi: SITE, provision: { wifi_timeout_s: WIFI_S } });
    onTestFinished(() => made.close());
    made.bench.radio.addNetwork({ ...SITE, service: 'refused' });
    const failed = made.console.line(/^boot: wifi failed /);
    const line = made.console.line(/^boot: ap /);
    made.board.powerOn();
    expect(await failed).toBe('boot: wifi failed no-network "Bench"');
    expect(await line).toContain('reason=no-network');
  });

  const statuses: readonly (readonly [number, string])[] =
    kind === 'pico'
      ? [
          [-3, 'wrong-password'],
          [-2, 'no-network'],
          [-1, 'no-network'],
        ]
      : [
          [202, 'wrong-password'],
          [204, 'wrong-password'],
          [15, 'wrong-password'],
          [2, 'no-network'],
          [200, 'no-network'],
          [203, 'no-network'],
          [211, 'no-network'],
        ];
  it.each(statuses)('after status %i is %s', async (status, reason) => {
    const text = bootSource.replace('status = sta.status()', `status = ${status}`);
    const software = {
      'boot.py': text.replace('if sta.isconnected():\n\t\t\t\treturn', 'if False:\n\t\t\t\treturn'),
    };
    expect(await reasonOf({ kind, software, wifi: SITE })).toBe(reason);
  });

  it('is no-address where nobody hands out addresses', async () => {
    const made = makeRig({ kind, wifi: { ssid: 'Mute' }, provision: { wifi_timeout_s: WIFI_S } });
    onTestFinished(() => made.close());
    made.bench.radio.addNetwork({ ssid: 'Mute', password: '', service: 'no-dhcp' });
    const line = made.console.line(/^boot: ap /);
    made.board.powerOn();
    expect(await line).toContain('reason=no-address');
  });
});

describe.each(['pico', 'esp32'] as const)('the portal of %s', (kind) => {
  it('says who it is, what it hears, and shows a form', async () => {
    const { rig, ap, ask } = await openPortal({ kind });
    const { mac } = rig.board.identity;
    expect(ap).toBe(`boot: ap IoT-${mac.slice(-6)} 192.168.4.1 reason=no-credentials`);
    expect((await ask('GET', '/status')).json).toEqual({
      mode: 'ap',
      mac,
      device_id: null,
      app_type: 'skeleton',
      device_type: kind,
      reason: 'no-credentials',
    });
    expect((await ask('GET', '/scan')).json).toEqual({
      networks: [{ ssid: SITE.ssid, rssi: -48, channel: 6, secured: true }],
    });
    const page = await ask('GET', '/');
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.text).toContain("'/wifi'");
    expect(rig.names()).toEqual(['boot.py', 'boot_log.txt', 'provision.json']);
  });

  it('takes a network, restarts and joins; the password is never said', async () => {
    const { rig, ask } = await openPortal({ kind });
    const joined = rig.console.line(/^boot: wifi connected /);
    const { status, json } = await ask('POST', '/wifi', { body: SITE });
    expect([status, json.ok]).toEqual([200, true]);
    expect(await joined).toMatch(/^boot: wifi connected 10\.77\.1\.\d+ rssi -48$/);
    expect(rig.json('wifi.json')).toEqual(SITE);
    expect(rig.console.lines.join('\n')).not.toContain(SITE.password);
    expect(rig.board.flash.text('boot_log.txt')).not.toContain(SITE.password);
  });

  it('is closed to who does not know the password, where one is provisioned', async () => {
    const { rig, ask } = await openPortal({ kind, provision: { ap_password: 'label-4711' } });
    const ssid = `IoT-${rig.board.identity.mac.slice(-6)}`;
    expect((await rig.bench.wifi.scan()).find((ap) => ap.ssid === ssid)?.secured).toBe(true);
    await expect(rig.bench.laptop.join({ ssid })).rejects.toThrow();
    // Over WPA2 the server may be changed, and the type given.
    const body = { ...SITE, api: 'http://10.77.1.1:9/other', app_type: 'meter' };
    const asks = rig.console.line(/^boot: ask /);
    expect((await ask('POST', '/wifi', { body })).status).toBe(200);
    expect(await asks).toBe('boot: ask http://10.77.1.1:9/other');
    expect(rig.json('wifi.json')).toMatchObject({ api: 'http://10.77.1.1:9/other' });
    expect(rig.json('provision.json')).toMatchObject({ app_type: 'meter', ap_password: 'label-4711' });
  });
});

describe('POST /wifi', () => {
  it('refuses what cannot be right, and writes nothing', async () => {
    const { rig, ask, address } = await openPortal();
    const error = async (body: unknown, headers?: Record<string, string>) => {
      const { status, json } = await ask('POST', '/wifi', { body, headers });
      return [status, json.error];
    };
    for (const body of [
      '{',
      '',
      'null',
      '[1]',
      '"x"',
      { ssid: 5 },
      { ssid: 'x', password: true },
      { ssid: 'x', api: [1] },
    ]) {
      expect(await error(body)).toEqual([400, 'bad-json']);
    }
    for (const body of [
      {},
      { ssid: '' },
      { ssid: 'x'.repeat(33) },
      { ssid: 'ä'.repeat(17) },
      { ssid: 'x', password: 'short' },
      { ssid: 'x', password: 'y'.repeat(65) },
      { ssid: 'x', api: 'ftp://x' },
      { ssid: 'x', app_type: '../up' },
    ]) {
      expect(await error(body)).toEqual([400, 'bad-request']);
    }
    expect(await error({ ...SITE, api: 'http://10.77.1.1/iot' })).toEqual([403, 'api-refused']);
    expect(await error(SITE, { origin: 'http://evil.example' })).toEqual([403, 'foreign-origin']);
    // Another site's name that leads here: its page is "the same site".
    const rebound = { host: 'evil.example', origin: 'http://evil.example' };
    for (const headers of [rebound, { host: 'evil.example' }, { host: '10.0.0.1.evil.example' }]) {
      expect(await error(SITE, headers)).toEqual([403, 'foreign-origin']);
    }
    const name = `iot-${rig.board.identity.mac.slice(-6)}`;
    for (const host of ['192.168.4.1', '192.168.4.1:80', `${name}.local`, name]) {
      expect(await error({}, { host, origin: `http://${host}` })).toEqual([400, 'bad-request']);
    }
    expect(await error({ ...SITE, more: 'x'.repeat(1100) })).toEqual([413, 'too-large']);
    expect(await raw(address, 'POST /wifi HTTP/1.1\r\nContent-Length: -5\r\n\r\n')).toContain(' 413 ');
    expect((await ask('GET', '/wifi')).json.error).toBe('method-not-allowed');
    expect((await ask('POST', '/status')).status).toBe(405);
    expect((await ask('GET', '/../wifi.json')).json.error).toBe('not-found');
    expect(await raw(address, 'nonsense\r\n\r\n')).toBe('');
    expect(rig.names()).not.toContain('wifi.json');
    expect(rig.json('provision.json')?.app_type).toBe('skeleton');
  });
});

describe('a phone that has joined', () => {
  const asked = (name: string, type = 1, change: (query: Buffer) => Buffer = (query) => query) => {
    const labels = name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
    const head = Buffer.from('4711010000010000000000 00'.replace(' ', ''), 'hex');
    return change(Buffer.concat([head, ...labels, Buffer.from([0, 0, type, 0, 1])]));
  };

  describe.each(['pico', 'esp32'] as const)('to %s', (kind) => {
    it('finds every name at the portal, and is not kept waiting for other kinds of address', async () => {
      const portal = await openPortal({ kind });
      const { radio } = portal.rig.bench;
      const port = radio.peer(portal.ap.split(' ')[2] ?? '').open();
      const ask = (query: Buffer, before?: Buffer) =>
        new Promise<Buffer>((resolve) => {
          const to = { ip: '192.168.4.1', port: 53 };
          // A Pico holds one datagram at a time: who asks, asks again.
          const again = setInterval(() => port.send(query, to), 100);
          const stop = port.onDatagram(({ bytes }) => {
            stop();
            clearInterval(again);
            resolve(Buffer.from(bytes));
          });
          port.send(before ?? query, to);
        });
      const nonsense = [
        Buffer.alloc(0),
        Buffer.from([1, 2, 3]),
        Buffer.alloc(12),
        asked('example.com').subarray(0, 20),
        asked('example.com', 1, (query) => query.fill(0x80, 2, 3)),
        asked('example.com', 1, (query) => query.fill(2, 5, 6)),
        asked('example.com', 1, (query) => query.fill(0xc0, 12, 13)),
        Buffer.alloc(600, 7),
      ];
      const v6 = await ask(asked('captive.apple.com', 28));
      let v4: Buffer | undefined;
      // None of it is answered: the first answer is that to the question that follows.
      for (const bytes of nonsense) v4 = await ask(asked('connectivitycheck.gstatic.com'), bytes);
      expect(v4?.subarray(0, 8).toString('hex')).toBe('4711818000010001');
      expect([...(v4?.subarray(-4) ?? [])]).toEqual([192, 168, 4, 1]);
      expect(v4?.subarray(12, 43)).toEqual(asked('connectivitycheck.gstatic.com').subarray(12, 43));
      expect(v6).toEqual(
        Buffer.concat([Buffer.from('4711818000010000', 'hex'), asked('captive.apple.com', 28).subarray(8)]),
      );
      expect((await portal.ask('GET', '/status')).status).toBe(200);
    });
  });

  it('is shown the form by its own probes, and stays', async () => {
    const { ask } = await openPortal();
    const probe = async (host: string, path: string) => {
      const { status, headers, text } = await ask('GET', path, { headers: { host } });
      return status === 302 ? [status, headers.location] : [status, text];
    };
    const form = [302, 'http://192.168.4.1/'];
    const success = [200, '<HTML><BODY>Success</BODY></HTML>'];
    // An Android looks for 204, and goes on calling it a portal until it has the internet.
    expect(await probe('connectivitycheck.gstatic.com', '/generate_204')).toEqual(form);
    expect(await probe('detectportal.firefox.com', '/canonical.html')).toEqual(form);
    expect(await probe('example.com', '/')).toEqual(form);
    // A Windows computer stays without a window: on it is the bench, or a browser.
    expect(await probe('www.msftconnecttest.com', '/connecttest.txt')).toEqual([
      200,
      'Microsoft Connect Test',
    ]);
    // An iPhone opens its sheet; when that has shown the form, its button becomes "Done", and closing it keeps the Wi-Fi.
    expect(await probe('captive.apple.com', '/hotspot-detect.html')).toEqual(form);
    expect((await ask('GET', '/', { headers: { host: '192.168.4.1' } })).text).toContain('<form');
    expect(await probe('captive.apple.com', '/hotspot-detect.html')).toEqual(success);
    expect(await probe('connectivitycheck.gstatic.com', '/generate_204')).toEqual(form);
    // And the form may send what it was given.
    const headers = { host: '192.168.4.1', origin: 'http://192.168.4.1' };
    expect((await ask('POST', '/wifi', { body: SITE, headers })).json.ok).toBe(true);
  });
});

describe('a network', () => {
  it.each(['pico', 'esp32'] as const)('is told the name of the device (%s)', async (kind) => {
    const made = await startRig({ kind });
    rig = made;
    const name = `iot-${made.board.identity.mac.slice(-6)}.local`;
    expect(made.bench.radio.resolve(made.board.guest, name)).toBe(made.board.ip);
  });

  it('of a wrong password is one on a Pico W too that was on it before', async () => {
    // A soft reset: the radio keeps its power, and what it knows.
    const change = "import machine, os\nos.rename('changed.json', 'wifi.json')\nmachine.soft_reset()\n";
    const changed = JSON.stringify({ ...SITE, password: 'no longer this' });
    const made = makeRig({ software: { 'main.py': change, 'changed.json': changed } });
    rig = made;
    const ap = made.console.line(/^boot: ap /);
    made.board.powerOn();
    expect(await ap).toContain('reason=wrong-password');
    expect(made.console.lines.some((line) => line.startsWith('boot: wifi connected'))).toBe(true);
  });

  it.each<[string, Setup, string | undefined]>([
    ['of the board', { provision: { country: 'se' } }, 'SE'],
    ['of the network, before that', { provision: { country: 'SE' }, wifi: { ...SITE, country: 'DE' } }, 'DE'],
    ['that can be none', { provision: { country: 'Sweden' } }, undefined],
    ['that is no text', { provision: { country: 46 } }, undefined],
  ])('is joined by the rules of the country %s', async (_, setup, country) => {
    const told = bootSource.replace('network.country(country)', "$&\n\t\tsay('country', network.country())");
    expect(told).not.toBe(bootSource);
    const made = makeRig({ ...setup, software: { 'boot.py': told, 'main.py': "print('main: up')\n" } });
    rig = made;
    const up = made.console.line(/^main: up/);
    made.board.powerOn();
    await up;
    const said = made.console.lines.find((line) => line.startsWith('boot: country'));
    expect(said).toBe(country && `boot: country ${country}`);
  });

  it('that is the second of those known is joined', async () => {
    const made = makeRig({
      software: { 'main.py': "print('main: up')\n" },
      wifi: [{ ssid: 'Elsewhere' }, SITE],
    });
    rig = made;
    const up = made.console.line(/^main: up/);
    made.board.powerOn();
    await up;
    expect(made.console.lines).toContain('boot: wifi failed no-network "Elsewhere"');
  });
});

it('gives way to another try, and joins the network that came back', async () => {
  const made = makeRig({ software: softwareOf(), provision: { wifi_retry_s: 2 }, wifi: SITE });
  rig = made;
  made.bench.radio.removeNetwork(SITE.ssid);
  const portal = made.console.line(/^boot: ap .*no-network/);
  const ready = made.console.line(/^platform: ready/);
  made.board.powerOn();
  await portal;
  made.bench.radio.addNetwork(SITE);
  await ready;
  expect(await made.bench.wifi.scan()).toHaveLength(1);
});

describe('a client of the portal', () => {
  const lives = async (portal: Portal) => expect((await portal.ask('GET', '/status')).status).toBe(200);

  it('may send lines without an end, and headers as long as it likes', async () => {
    const portal = await openPortal();
    const long = 'x'.repeat(3000);
    expect(await raw(portal.address, `GET /${long} HTTP/1.1\r\n\r\n`)).toBe('');
    await raw(portal.address, `GET /${'\u00ff'.repeat(30_000)}`).catch(() => '');
    expect((await portal.ask('GET', '/status', { headers: { cookie: long } })).status).toBe(200);
    await lives(portal);
  });

  it('hears that its body is too large', async () => {
    const portal = await openPortal();
    const { status, json } = await portal.ask('POST', '/wifi', { body: { ...SITE, more: 'x'.repeat(5000) } });
    expect([status, json.error]).toEqual([413, 'too-large']);
  });

  it('may ask for more than there is', async () => {
    const greedy = bootSource.replace(/^def scan\(.*$/m, '$&\n\traise MemoryError("scan")');
    const portal = await openPortal({ software: { 'boot.py': greedy } });
    expect(await raw(portal.address, 'GET /scan HTTP/1.1\r\n\r\n')).toBe('');
    await lives(portal);
    expect(portal.rig.console.lines.join('\n')).not.toContain('error');
  });
});

it.each<[string, RegExp, string]>([
  ['TLS', /import ssl$/m, 'raise ImportError("ssl")'],
  ['memory for TLS', /sock = ssl.*$/m, 'raise MemoryError("ssl")'],
  ['memory at all', /^def report\(\):$/m, '$&\n\traise MemoryError("report")'],
  ['flash', /^def describe\(.*$/m, '$&\n\traise OSError(28)'],
])('a board without software has its portal where there is no %s', async (_, place, fault) => {
  const ota = await new FakeOta(softwareOf()).listen();
  onTestFinished(() => ota.close());
  const text = bootSource.replace(place, fault);
  expect(text).not.toBe(bootSource);
  const api = ota.api.replace('http:', 'https:');
  const made = makeRig({ software: { 'boot.py': text }, provision: { api }, clockRate: LEAP });
  rig = made;
  const line = made.console.line(/^boot: ap /);
  made.board.powerOn();
  expect(await line).toContain('reason=no-software');
  expect(made.console.lines.some((said) => /^boot: (offline|error) /.test(said))).toBe(true);
  // And it asks again.
  await made.console.line(/^boot: (ask|start) /);
  expect(ota.got).toEqual([]);
});

it.each([['short'], ['x'.repeat(64)], [12345678]])(
  'an ap_password that can be none (%j) leaves the portal open, and says so',
  async (ap_password) => {
    for (const kind of ['pico', 'esp32'] as const) {
      const made = makeRig({ kind, wifi: null, provision: { ap_password } });
      onTestFinished(() => made.close());
      const line = made.console.line(/^boot: ap /);
      made.board.powerOn();
      const ssid = (await line).split(' ')[2] ?? '';
      expect(made.console.lines.some((said) => /^boot: error ap_password/.test(said))).toBe(true);
      const { portal } = await made.bench.laptop.join({ ssid });
      const body = { ...SITE, api: 'http://10.77.1.1:9/other' };
      expect((await ask(portal, 'POST', '/wifi', { body })).json.error).toBe('api-refused');
    }
  },
);

it('stays while somebody is there', async () => {
  const { rig, ask } = await openPortal({
    wifi: { ssid: 'Elsewhere', password: 'does not matter' },
    provision: { wifi_retry_s: 1 },
  });
  rig.console.forget();
  // Four times as long as it waits for nobody.
  const enough = Date.now() + 800;
  while (Date.now() < enough) expect((await ask('GET', '/status')).status).toBe(200);
  expect(rig.console.lines).toEqual([]);
});

it('boot.py alone: waits for a type, tells its reason, and takes the one that the server assigns', async () => {
  const ota = await new FakeOta(softwareOf()).listen();
  onTestFinished(() => ota.close());
  ota.bend = (answer, path) =>
    path === '/iot/boot' ? { device_id: answer.device_id, update: false } : answer;
  const made = makeRig({ provision: { app_type: null, api: ota.api }, clockRate: LEAP });
  rig = made;
  const line = made.console.line(/^boot: ap /);
  const first = ota.next('/iot/boot');
  made.board.powerOn();
  expect((await first).body).toMatchObject({
    app_type: null,
    device_type: 'pico',
    files: {},
    accept: ['manifest'],
  });
  expect(await line).toContain('reason=no-software');
  expect(made.console.lines).toContain('boot: waiting 30');
  const ready = made.console.line(/^platform: ready/);
  ota.bend = (answer, path) => (path === '/iot/boot' ? { ...answer, app_type: 'skeleton' } : answer);
  await ready;
  expect(made.json('provision.json')?.app_type).toBe('skeleton');
  expect(made.board.flash.text('boot.py')).toBe(bootPy);
});
