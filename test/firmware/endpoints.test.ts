/** Every endpoint of the platform, and every way to ask it wrongly, on one board that runs. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Rig, raw, softwareOf, startRig } from './support.ts';

const APP = `
import asyncio, platform

DEVICE_TYPE, FIRMWARE, META = "pico", "3.2.1", {"sensor": "test"}

async def slow(request, name, n):
    await asyncio.sleep_ms(1)
    return {"name": name, "n": n, "args": request.args, "json": request.json, "method": request.method}

def raises(request):
    raise RuntimeError("on purpose")

def broken_flash(request):
    open("no-such-file")

def leaves(request, how):
    raise {"exit": SystemExit, "generator": GeneratorExit, "cancelled": asyncio.CancelledError}[how]()

async def leaves_later(request, how):
    await asyncio.sleep_ms(1)
    leaves(request, how)

platform.register_routes([
    ("GET", "/leaves-later/<how>", leaves_later),
    ("GET", "/with-headers", lambda request: ("text", {"X-Own": "yes"})),
    ("POST", "/slow/<name>/<int:n>", slow),
    ("GET", "/path/<path:rest>", lambda request, rest: rest),
    ("GET", "/text", lambda request: "plain"),
    ("GET", "/bytes", lambda request: b"\\x00\\xff"),
    ("GET", "/list", lambda request: [1, 2]),
    ("GET", "/none", lambda request: None),
    ("GET", "/pair", lambda request: ({"made": True}, 201)),
    ("GET", "/triple", lambda request: ("<p>", 200, {"Content-Type": "text/html", "X-Own": "yes"})),
    ("GET", "/raises", raises),
    ("GET", "/oserror", broken_flash),
    ("GET", "/leaves/<how>", leaves),
])

taken = []
for method, path in (("GET", "/status"), ("POST", "/factory-reset"), ("GET", "/logs/<filename>")):
    try:
        platform.register_routes([(method, path, lambda request: "mine")])
    except ValueError:
        taken.append(path)
platform.report(taken=taken, value=1, truth=True, device_id="impostor", nothing=float("nan"), thing=b"x")

async def run():
    platform.log("app runs as " + platform.device_id)
    while True:
        platform.report(strip=platform.get_config().get("strip"))
        if platform.get_config().get("strip"):
            platform.report(num_leds=3, np_pin=2)
        await asyncio.sleep_ms(10)
`;

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({
    software: { ...softwareOf(APP), 'main_log_1.txt': lines(400), 'notes.txt': 'private' },
  });
});
afterAll(() => rig.close());

function lines(count: number): string {
  return Array.from({ length: count }, (_, n) => `line ${n} ${'x'.repeat(n % 40)}\n`).join('');
}

describe('GET', () => {
  it('/status has the platform keys and the telemetry beside them', async () => {
    const { status, json, headers } = await rig.ask('GET', '/status');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('application/json');
    expect(json).toMatchObject({
      device_id: `iot-${rig.board.identity.mac}`,
      firmware: '3.2.1',
      version: null,
      rssi: -48,
      ip: rig.board.ip,
      boot_epoch: null,
      value: 1,
      truth: true,
      nothing: null,
      thing: "b'x'",
    });
    expect(json.uptime_ms).toBeGreaterThan(0);
    expect(json.free_mem).toBeGreaterThan(0);
  });

  it('/info has the files with their sizes, the identity and the configuration', async () => {
    const { json } = await rig.ask('GET', '/info');
    expect(json).toMatchObject({
      mac: rig.board.identity.mac,
      firmware: '3.2.1',
      device_type: 'pico',
      config: {},
    });
    expect(json.files).toContainEqual({ name: 'main_log_1.txt', size: lines(400).length });
  });

  it('/endpoints lists both kinds, and the platform keeps its own', async () => {
    const { json } = await rig.ask('GET', '/endpoints');
    expect(json.endpoints).toContainEqual({ method: 'POST', path: '/identify', source: 'platform' });
    expect(json.endpoints).toContainEqual({ method: 'GET', path: '/text', source: 'app' });
    expect((await rig.ask('GET', '/status')).json.taken).toEqual([
      '/status',
      '/factory-reset',
      '/logs/<filename>',
    ]);
  });

  it('/logs lists logs and nothing else', async () => {
    const { json } = await rig.ask('GET', '/logs');
    const names = (json.logs as { name: string }[]).map((log) => log.name);
    expect(names).toEqual(['boot_log.txt', 'main_log_1.txt', 'platform_log.txt']);
  });

  it('/logs/<filename> is the file, or its last lines', async () => {
    const whole = lines(400);
    expect((await rig.ask('GET', '/logs/main_log_1.txt')).text).toBe(whole);
    for (const count of [1, 2, 17, 250, 399, 400, 4000]) {
      const { text, headers } = await rig.ask('GET', `/logs/main_log_1.txt?lines=${count}`);
      expect(text).toBe(whole.split('\n').slice(0, -1).slice(-count).join('\n').concat('\n'));
      expect(headers['content-length']).toBe(String(text.length));
    }
    expect((await rig.ask('GET', '/logs/platform_log.txt')).text).toMatch(
      /^\+\d\.\d{3}s app runs as iot-\w+\n/,
    );
  });

  it('/logs/<filename> leads nowhere else', async () => {
    for (const name of [
      '../wifi.json',
      '..%2fwifi.json',
      'wifi.json',
      'notes.txt',
      'boot.py',
      '%2e%2e/boot_log.txt',
      '.',
      '',
    ]) {
      const answer = await rig.raw(`GET /logs/${name} HTTP/1.1\r\nHost: x\r\n\r\n`);
      // `/logs/` is the list itself.
      expect(answer).toMatch(name === '' ? /^HTTP\/1.1 200/ : /^HTTP\/1.1 404 .*"error": "not-found"/s);
      expect(answer).not.toContain('virtual-bench');
    }
    for (const count of ['0', '-1', 'x', '', '1.5']) {
      const { status, json } = await rig.ask('GET', `/logs/boot_log.txt?lines=${count}`);
      expect([status, json.error]).toEqual([400, 'bad-request']);
    }
  });
});

describe('a handler that leaves by another door', () => {
  it.each(['exit', 'generator', 'cancelled'])('%s: answered, and the platform goes on', async (how) => {
    expect((await rig.ask('GET', `/leaves/${how}`)).status).toBe(500);
    expect((await rig.ask('GET', `/leaves-later/${how}`)).status).toBe(500);
    expect((await rig.ask('GET', '/status')).status).toBe(200);
  });
});

describe('POST /config', () => {
  it('keeps its settings from a number that JSON cannot hold', async () => {
    await rig.ask('POST', '/config', { body: { a: 1 } });
    expect((await rig.ask('POST', '/config', { body: '{"k":1e400}' })).status).toBe(400);
    expect((await rig.ask('GET', '/config')).json).toEqual({ a: 1 });
  });

  it('merges, and answers the whole', async () => {
    expect((await rig.ask('POST', '/config', { body: { a: 1, b: { c: 2 } } })).json).toEqual({
      a: 1,
      b: { c: 2 },
    });
    expect((await rig.ask('POST', '/config', { body: { a: 'ä' } })).json).toEqual({ a: 'ä', b: { c: 2 } });
    expect((await rig.ask('GET', '/config')).json).toEqual({ a: 'ä', b: { c: 2 } });
    expect(rig.json('config.json')).toEqual({ a: 'ä', b: { c: 2 } });
    expect(rig.names()).not.toContain('config.json.new');
  });

  it('refuses what is no object, and more than 4 kB, and keeps what it has', async () => {
    for (const body of ['[1]', '"x"', '5', 'null', '']) {
      const { status, json } = await rig.ask('POST', '/config', { body });
      expect([status, json.error]).toEqual([400, 'bad-request']);
    }
    const { status, json } = await rig.ask('POST', '/config', { body: { big: 'x'.repeat(4090) } });
    expect([status, json.error]).toEqual([413, 'too-large']);
    expect((await rig.ask('GET', '/config')).json).not.toHaveProperty('big');
  });
});

describe('POST /identify', () => {
  beforeEach(() => {
    rig.frames.length = 0;
    rig.pins.length = 0;
  });

  it('blinks the on-board LED when no strip was reported, and says so', async () => {
    const { status, json } = await rig.ask('POST', '/identify');
    expect(status).toBe(200);
    expect(json).toMatchObject({ light: 'led', blinks: 5, message: expect.stringContaining('on-board') });
    expect(rig.pins.filter(({ value }) => value === 1)).toHaveLength(5);
    expect(rig.frames).toHaveLength(0);
  });

  it('flashes all NeoPixels blue five times', async () => {
    await rig.ask('POST', '/config', { body: { strip: true } });
    await expect.poll(async () => (await rig.ask('GET', '/status')).json.np_pin).toBe(2);
    expect((await rig.ask('POST', '/identify')).json).toMatchObject({
      light: 'neopixel',
      num_leds: 3,
      blinks: 5,
    });
    const blue = rig.frames.filter(({ leds }) => leds.every((led) => led.join() === '0,0,255'));
    expect(blue).toHaveLength(5);
    expect(blue[0]?.leds).toHaveLength(3);
    expect(rig.frames.at(-1)?.leds.flat()).toEqual(Array(9).fill(0));
  });
});

describe('handlers of an app', () => {
  it('take parameters, a query and a body, and may be async', async () => {
    const { json } = await rig.ask('POST', '/slow/a%20b/-7?x=1%262&y=%C3%A4', { body: { deep: [1] } });
    expect(json).toEqual({
      name: 'a b',
      n: -7,
      args: { x: '1&2', y: 'ä' },
      json: { deep: [1] },
      method: 'POST',
    });
    for (const none of ['b', '--5', '-', '5-']) {
      expect((await rig.ask('POST', `/slow/a/${none}`)).status).toBe(404);
    }
    expect((await rig.ask('GET', '/path/a/b%2Fc')).text).toBe('a/b/c');
  });

  it('return what microdot lets them return', async () => {
    expect(await rig.ask('GET', '/text')).toMatchObject({ status: 200, text: 'plain' });
    expect((await rig.ask('GET', '/bytes')).headers['content-length']).toBe('2');
    expect((await rig.ask('GET', '/list')).json).toEqual([1, 2]);
    expect(await rig.ask('GET', '/none')).toMatchObject({ status: 204, text: '' });
    expect(await rig.ask('GET', '/pair')).toMatchObject({ status: 201, json: { made: true } });
    const pair = await rig.ask('GET', '/with-headers');
    expect([pair.status, pair.text, pair.headers['x-own']]).toEqual([200, 'text', 'yes']);
    const triple = await rig.ask('GET', '/triple');
    expect(triple.headers).toMatchObject({ 'content-type': 'text/html', 'x-own': 'yes' });
  });

  it('that raise give a 500 with the reason, and a line in the log', async () => {
    const { status, json } = await rig.ask('GET', '/raises');
    expect([status, json]).toEqual([500, { error: 'internal', message: 'RuntimeError: on purpose' }]);
    expect((await rig.ask('GET', '/oserror')).status).toBe(500);
    expect((await rig.ask('GET', '/logs/platform_log.txt')).text).toContain(
      'GET /raises: RuntimeError: on purpose',
    );
  });
});

describe('requests that are wrong', () => {
  const posts = ['/config', '/identify', '/restart', '/factory-reset', '/slow/a/1'];
  const gets = ['/status', '/info', '/config', '/logs', '/logs/boot_log.txt', '/endpoints'];

  it('malformed JSON is a 400 at every endpoint, and changes nothing', async () => {
    const headers = { 'content-type': 'application/json' };
    for (const body of ['{', '[1,', 'nul', '{"a":1}}', '\u0000']) {
      for (const [method, paths] of [
        ['POST', posts],
        ['GET', gets],
      ] as const) {
        for (const path of paths) {
          const { status, json } = await rig.ask(method, path, { body, headers });
          expect([path, status, json.error]).toEqual([path, 400, 'bad-json']);
        }
      }
    }
    expect((await rig.ask('POST', '/config', { body: '{' })).json.error).toBe('bad-json');
    expect(rig.console.lines.join('\n')).not.toContain('restart');
  });

  it('404 and 405', async () => {
    expect((await rig.ask('GET', '/nothing')).json).toEqual({
      error: 'not-found',
      message: expect.any(String),
    });
    for (const path of posts.slice(1)) expect((await rig.ask('GET', path)).status).toBe(405);
    for (const path of gets.filter((path) => path !== '/config')) {
      const { status, json } = await rig.ask('POST', path);
      expect([status, json.error]).toEqual([405, 'method-not-allowed']);
    }
    expect((await rig.ask('DELETE', '/config')).json.message).toBe('This address takes GET, POST.');
  });

  it('a page of another site may change nothing; its own may', async () => {
    const address = await rig.board.address();
    for (const origin of ['http://evil.example', 'null', `http://${address}.evil.example`, '']) {
      for (const path of posts) {
        const { status, json } = await rig.ask('POST', path, { body: {}, headers: { origin } });
        expect([status, json.error]).toEqual([403, 'foreign-origin']);
      }
    }
    // Another site's name that leads here: its page is "the same site".
    for (const host of ['evil.example', 'evil.example:80', '10.0.0.1.evil.example', 'local']) {
      for (const headers of [{ host, origin: `http://${host}` }, { host }] as Record<string, string>[]) {
        const { status, json } = await rig.ask('POST', '/config', { body: {}, headers });
        expect([host, status, json.error]).toEqual([host, 403, 'foreign-origin']);
      }
    }
    const name = `iot-${rig.board.identity.mac.slice(-6)}`;
    for (const host of ['10.77.1.10', `${name}.local`, 'Bench-7.LOCAL:80', name, `${name}.lan`]) {
      const headers = { host, origin: `http://${host}` };
      expect((await rig.ask('POST', '/config', { body: {}, headers })).status).toBe(200);
    }
    const own = { headers: { origin: `http://${address}` }, body: { own: 1 } };
    expect((await rig.ask('POST', '/config', own)).status).toBe(200);
    expect((await rig.ask('GET', '/status', { headers: { origin: 'http://evil.example' } })).status).toBe(
      200,
    );
  });

  it('bodies over 8 kB and heads over 2 kB are a 413', async () => {
    const { status, json } = await rig.ask('POST', '/config', { body: { big: 'x'.repeat(8200) } });
    expect([status, json.error]).toEqual([413, 'too-large']);
    const head = await rig.ask('GET', '/status', { headers: { 'x-long': 'y'.repeat(2100) } });
    expect([head.status, head.json.error]).toEqual([413, 'too-large']);
    expect((await rig.ask('POST', '/slow/a/1', { body: { x: 'y'.repeat(8000) } })).status).toBe(200);
  });

  it('what is no HTTP is a 400 or a closed connection, and the server lives', async () => {
    for (const bytes of [
      'hello\r\n\r\n',
      'GET status HTTP/1.1\r\n\r\n',
      'GET /status SPDY/3\r\n\r\n',
      'POST /config HTTP/1.1\r\nContent-Length: x\r\n\r\n',
      'POST /config HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
      'POST /config HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'GET /%ff%fe/x HTTP/1.1\r\n\r\n',
    ]) {
      expect(await rig.raw(bytes)).toMatch(/^HTTP\/1.1 (400|404) /);
    }
    expect((await rig.ask('GET', '/status')).status).toBe(200);
  });

  it('who does not say all in time is dropped, and the fourth at a time is told so', async () => {
    const address = await rig.board.address();
    // The test before has hung up when this is answered.
    await expect.poll(async () => (await rig.ask('GET', '/status')).status).toBe(200);
    const slow = Array.from({ length: 3 }, () => raw(address, 'GET /sta'));
    await expect
      .poll(async () => (await rig.ask('GET', '/status')).json)
      .toEqual({ error: 'busy', message: expect.any(String) });
    // It hears it to the end, also with a body that nobody wants.
    const { status, json } = await rig.ask('POST', '/config', { body: { big: 'x'.repeat(6000) } });
    expect([status, json.error]).toEqual([503, 'busy']);
    expect(await Promise.all(slow)).toEqual(['', '', '']);
    expect((await rig.ask('GET', '/status')).status).toBe(200);
  });

  it('more at a time than a Pico has connections: all are answered, or dropped in time', async () => {
    const address = await rig.board.address();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => raw(address, 'GET /status HTTP/1.1\r\n\r\n')),
    );
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1.1 (200|503) /);
  });
});
