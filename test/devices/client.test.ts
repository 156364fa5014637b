import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createRawServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDeviceClient, createPortalClient } from '../../main/devices/index.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

async function device(handler: Handler): Promise<{ address: string; server: Server }> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => handler(request, response, body));
  });
  return { address: await listening(server), server };
}

async function listening(server: Server | ReturnType<typeof createRawServer>): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('no address');
  return `127.0.0.1:${bound.port}`;
}

/** A device that answers each path with a status and a JSON value. */
async function answering(answers: Record<string, unknown>, status = 200) {
  const asked: { method: string; url: string; body: string; headers: IncomingMessage['headers'] }[] = [];
  const { address } = await device((request, response, body) => {
    asked.push({ method: request.method ?? '', url: request.url ?? '', body, headers: request.headers });
    const answer = answers[`${request.method} ${request.url}`];
    response.statusCode = answer === undefined ? 404 : status;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer ?? { error: 'not-found', message: 'No such page.' }));
  });
  return { asked, address, client: createDeviceClient({ address, name: 'iot-1' }) };
}

const STATUS = {
  device_id: 'iot-1',
  firmware: '1.0.0',
  version: '1',
  uptime_ms: 5,
  free_mem: 6,
  rssi: -40,
  ip: '10.0.0.2',
  boot_epoch: null,
};

test('every endpoint, in the spelling of our firmware', async () => {
  const { client, asked } = await answering({
    'GET /status': { ...STATUS, distance_mm: 5 },
    'GET /info': {
      device_id: 'iot-1',
      mac: 'aa',
      firmware: '1',
      version: '2',
      files: [{ name: 'app.py', size: 5 }],
      config: { a: 1 },
    },
    'GET /config': { a: 1 },
    'POST /config': { a: 1, b: 2 },
    'GET /logs': { logs: [{ name: 'boot_log.txt', size: 7 }] },
    'GET /endpoints': { endpoints: [{ method: 'GET', path: '/status', source: 'platform' }] },
    'POST /identify': { ok: true },
    'POST /restart': { ok: true },
    'POST /factory-reset': { ok: true },
  });
  expect(await client.status()).toEqual({ ...STATUS, distance_mm: 5 });
  expect(await client.info()).toEqual({
    deviceId: 'iot-1',
    mac: 'aa',
    firmware: '1',
    version: '2',
    files: [{ name: 'app.py', size: 5 }],
    config: { a: 1 },
  });
  expect(await client.config()).toEqual({ a: 1 });
  expect(await client.mergeConfig({ b: 2 })).toEqual({ a: 1, b: 2 });
  expect(await client.logs()).toEqual([{ name: 'boot_log.txt', size: 7 }]);
  expect(await client.endpoints()).toEqual([{ method: 'GET', path: '/status', source: 'platform' }]);
  await client.identify();
  await client.restart();
  await client.factoryReset();
  const posted = asked.find((a) => a.url === '/config' && a.method === 'POST');
  expect(posted?.body).toBe('{"b":2}');
  expect(posted?.headers).toMatchObject({ 'content-type': 'application/json', connection: 'close' });
  expect(posted?.headers.authorization).toBeUndefined();
  expect(asked.at(-1)?.headers['content-length']).toBe('0');
});

test('other spellings of lists are understood', async () => {
  const { client } = await answering({
    'GET /info': { files: { 'app.py': 5, 'b.py': null } },
    'GET /logs': ['boot_log.txt', ['main_log_0.txt', 9]],
    'GET /endpoints': ['GET /status', ['POST', '/identify'], { method: 'GET', path: '/x', handler: 'f' }],
  });
  expect((await client.info()).files).toEqual([
    { name: 'app.py', size: 5 },
    { name: 'b.py', size: null },
  ]);
  expect(await client.logs()).toEqual([
    { name: 'boot_log.txt', size: null },
    { name: 'main_log_0.txt', size: 9 },
  ]);
  expect(await client.endpoints()).toEqual([
    { method: 'GET', path: '/status', source: null },
    { method: 'POST', path: '/identify', source: null },
    { method: 'GET', path: '/x', source: null },
  ]);
});

describe('a path of the device', () => {
  const KINDS: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/reading': ['application/json; charset=utf-8', '{ "mm": 5 }'],
    '/page': ['text/html', '<b>one</b>\r\n\u001b[2Jtwo'],
    '/full': ['text/plain', 'x'.repeat(64 * 1024)],
    '/over': ['text/plain', 'x'.repeat(64 * 1024 + 1)],
    '/picture': ['image/png', 'PNG'],
    '/plain': ['', 'x'],
    '/broken': ['application/json', '{'],
  };
  async function listing() {
    const asked: string[] = [];
    const endpoints = [...Object.keys(KINDS), '/gone', '/a b'].map((path) => ({ method: 'GET', path }));
    const { address } = await device((request, response) => {
      const url = request.url ?? '';
      asked.push(`${request.method} ${url}`);
      const [type, body] = KINDS[url] ?? ['application/json', '{"error":"not-found"}'];
      response.statusCode = url in KINDS || url === '/endpoints' ? 200 : 404;
      if (type !== '') response.setHeader('content-type', type);
      response.end(
        url === '/endpoints'
          ? JSON.stringify({ endpoints: [...endpoints, { method: 'POST', path: '/restart' }] })
          : body,
      );
    });
    return { asked, client: createDeviceClient({ address, name: 'iot-1' }) };
  }

  test('is read as JSON or text, without control characters, up to 64 kB', async () => {
    const { client, asked } = await listing();
    expect(await client.read('/reading')).toEqual({ type: 'json', text: '{ "mm": 5 }' });
    expect(await client.read('/page')).toEqual({ type: 'text', text: '<b>one</b>\n\ufffd[2Jtwo' });
    expect((await client.read('/full')).text).toHaveLength(64 * 1024);
    expect(asked.filter((line) => line !== 'GET /endpoints')).toEqual([
      'GET /reading',
      'GET /page',
      'GET /full',
    ]);
  });

  test.each(['/unlisted', '/restart', '/a b', 'reading', '//elsewhere/x', '/reading?x', '__proto__', ''])(
    '%j is never asked for: the device does not list it for GET',
    async (path) => {
      const { client, asked } = await listing();
      await expect(client.read(path)).rejects.toMatchObject({
        code: 'endpoint-unlisted',
        params: { device: 'iot-1', path },
      });
      expect(asked).toEqual(['GET /endpoints']);
    },
  );

  test.each([
    ['/over', { code: 'device-answer', params: { detail: 'larger than 65536 bytes' } }],
    ['/picture', { code: 'device-answer', params: { detail: 'neither text nor JSON, but image/png' } }],
    ['/plain', { code: 'device-answer', params: { detail: 'neither text nor JSON, but of no kind' } }],
    ['/broken', { code: 'device-answer', params: { detail: 'not JSON: {' } }],
    ['/gone', { code: 'device-refused', params: { status: 404, error: 'not-found' } }],
  ])('%s fails as what it is', async (path, failure) => {
    const { client } = await listing();
    await expect(client.read(path)).rejects.toMatchObject(failure);
  });
});

test('logs: text or JSON, the name encoded, control characters made visible', async () => {
  const asked: string[] = [];
  const { address } = await device((request, response) => {
    asked.push(request.url ?? '');
    const json = request.url?.includes('json') ?? false;
    response.setHeader('content-type', json ? 'application/json' : 'text/plain');
    response.end(json ? '{"lines":["a","b"]}' : 'one\r\n\u001b[2Jtwo\ttab\u202e\n');
  });
  const client = createDeviceClient({ address });
  expect(await client.log('boot_log.txt', 20)).toBe('one\n\ufffd[2Jtwo\ttab\ufffd\n');
  expect(await client.log('json.txt')).toBe('a\nb');
  await client.log('../wifi.json?x=1#');
  expect(asked).toEqual(['/logs/boot_log.txt?lines=20', '/logs/json.txt', '/logs/..%2Fwifi.json%3Fx%3D1%23']);
});

test('a token goes with every request', async () => {
  const { address, asked } = await answering({ 'GET /status': STATUS });
  await createDeviceClient({ address, token: 'secret' }).status();
  expect(asked[0]?.headers.authorization).toBe('Bearer secret');
});

test('refusals carry what the device said, cleaned', async () => {
  const { client } = await answering(
    { 'POST /restart': { error: 'unauthorized', message: 'No \u001b[31mtoken\n' } },
    401,
  );
  await expect(client.restart()).rejects.toMatchObject({
    code: 'device-refused',
    params: { device: 'iot-1', status: 401, error: 'unauthorized', message: 'No \ufffd[31mtoken ' },
  });
  const { client: dark } = await answering({ 'POST /identify': { error: 'no-light', message: '' } }, 409);
  await expect(dark.identify()).rejects.toMatchObject({
    code: 'device-no-light',
    params: { device: 'iot-1' },
  });
  const { client: moved } = await answering({ 'GET /status': {} }, 302);
  await expect(moved.status()).rejects.toMatchObject({ code: 'device-refused', params: { status: 302 } });
});

test.each([
  ['not JSON', 'x'],
  ['no object', '[]'],
  ['a field missing', JSON.stringify({ ...STATUS, uptime_ms: undefined })],
  ['a field of the wrong kind', JSON.stringify({ ...STATUS, free_mem: '6' })],
  ['too large', JSON.stringify({ ...STATUS, pad: 'x'.repeat(600_000) })],
])('an answer that is %s is a typed failure', async (_what, text) => {
  const { address } = await device((_request, response) => response.end(text));
  await expect(createDeviceClient({ address, name: 'd' }).status()).rejects.toMatchObject({
    code: 'device-answer',
  });
});

test('no HTTP at all, a connection that breaks, nobody there, too slow', async () => {
  const garbage = await listening(
    createRawServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-x\r\n')),
  );
  await expect(createDeviceClient({ address: garbage }).status()).rejects.toMatchObject({
    code: 'device-answer',
  });
  const breaking = await device((_request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('{"a"');
    response.destroy();
  });
  await expect(createDeviceClient({ address: breaking.address }).status()).rejects.toMatchObject({
    code: 'device-unreachable',
  });
  const silent = await device(() => undefined);
  const slow = createDeviceClient({ address: silent.address, name: 'slow' });
  await expect(slow.status({ timeoutMs: 30 })).rejects.toMatchObject({
    code: 'device-unreachable',
    params: { device: 'slow', address: silent.address },
  });
  await expect(createDeviceClient({ address: '127.0.0.1:1' }).status()).rejects.toMatchObject({
    code: 'device-unreachable',
  });
  await expect(createDeviceClient({ address: 'x/y' }).status()).rejects.toMatchObject({ code: 'bad-input' });
});

test('a signal stops a call with its own reason', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  const { address } = await device(() => stop.abort(reason));
  await expect(createDeviceClient({ address }).status({ signal: stop.signal })).rejects.toBe(reason);
  await expect(createDeviceClient({ address }).status({ signal: stop.signal })).rejects.toBe(reason);
});

const AP = {
  mode: 'ap',
  mac: '28cdc1000001',
  device_id: null,
  app_type: null,
  device_type: 'pico',
  reason: 'no-credentials',
};

test('the portal: who is there, what it hears', async () => {
  const { address } = await answering({
    'GET /status': AP,
    'GET /scan': {
      networks: [
        { ssid: 'far', rssi: -80, channel: 1, secured: true },
        { ssid: 'near', rssi: -40, channel: 6, secured: false },
        { ssid: 'odd' },
      ],
    },
  });
  const portal = createPortalClient({ address });
  expect(await portal.portalStatus()).toEqual({
    mac: '28cdc1000001',
    deviceId: null,
    appType: null,
    deviceType: 'pico',
    reason: 'no-credentials',
  });
  expect((await portal.scan()).map((n) => n.ssid)).toEqual(['near', 'far', 'odd']);
  expect(createPortalClient().address).toBe('192.168.4.1');
});

test('a device on the network is no portal', async () => {
  const { address } = await answering({ 'GET /status': STATUS });
  await expect(createPortalClient({ address }).portalStatus()).rejects.toMatchObject({
    code: 'device-answer',
  });
});

test('credentials go to the device they are meant for, and to no other', async () => {
  const { address, asked } = await answering({ 'GET /status': AP, 'POST /wifi': { ok: true } });
  const portal = createPortalClient({ address });
  const wifi = { ssid: 'Home', password: 'secret-1', api: 'http://10.0.0.1/iot', appType: 'meter' };
  expect(await portal.sendWifi(wifi, { mac: '28:CD:C1:00:00:01' })).toEqual({ outcome: 'accepted' });
  expect(JSON.parse(asked.at(-1)?.body ?? '')).toEqual({
    ssid: 'Home',
    password: 'secret-1',
    api: 'http://10.0.0.1/iot',
    app_type: 'meter',
  });
  const before = asked.length;
  const wrong = await portal.sendWifi(wifi, { mac: '28cdc1999999' }).catch((error: unknown) => error);
  expect(wrong).toMatchObject({
    code: 'ap-wrong-device',
    params: { ssid: 'IoT-999999', expected: '28cdc1999999', found: '28cdc1000001' },
  });
  expect(asked.slice(before).map((a) => a.method)).toEqual(['GET']);
  expect(JSON.stringify(wrong)).not.toContain('secret-1');
});

test('a lost answer to credentials is not a failure, a refusal is', async () => {
  const lost = await device((request, response) => {
    if (request.method === 'GET') response.end(JSON.stringify(AP));
    else response.destroy();
  });
  const wifi = { ssid: 'Home', password: 'secret-1' };
  const portal = createPortalClient({ address: lost.address });
  expect(await portal.sendWifi(wifi, { mac: AP.mac })).toMatchObject({ outcome: 'unknown' });
  const garbled = ['not HTTP\r\n\r\n', `HTTP/1.0 200 OK\r\n\r\n${'x'.repeat(2 ** 20)}`];
  for (const answer of garbled) {
    const odd = await device((request, response) => {
      if (request.method === 'GET') response.end(JSON.stringify(AP));
      else request.socket.end(answer);
    });
    expect(await createPortalClient({ address: odd.address }).sendWifi(wifi, { mac: AP.mac })).toMatchObject({
      outcome: 'unknown',
    });
  }
  const refusing = await device((request, response) => {
    if (request.method === 'POST') response.statusCode = 400;
    response.end(
      JSON.stringify(request.method === 'GET' ? AP : { error: 'bad-request', message: 'password' }),
    );
  });
  await expect(
    createPortalClient({ address: refusing.address }).sendWifi(wifi, { mac: AP.mac }),
  ).rejects.toMatchObject({ code: 'device-refused', params: { status: 400, error: 'bad-request' } });
});

test('what a stranger in the place of a device says of himself is bounded, and moves no cursor', async () => {
  const said = `\u001b[2J\u202e${'x'.repeat(100_000)}`;
  const odd = await answering({ 'GET /status': { ...AP, device_id: said, app_type: said, reason: said } });
  const { deviceId, appType, reason } = await createPortalClient({ address: odd.address }).portalStatus();
  for (const text of [deviceId, appType, reason]) expect(text).toMatch(/^\ufffd\[2J\ufffdx{1,60}…$/);
  const none = await answering({ 'GET /status': { ...AP, mac: said } });
  await expect(createPortalClient({ address: none.address }).portalStatus()).rejects.toMatchObject({
    code: 'device-answer',
  });
});

test('of a thousand networks the strongest are kept, and none whose name no network can have', async () => {
  const longest = '🙂'.repeat(8);
  const networks = Array.from({ length: 1000 }, (_, at) => ({ ssid: `${at}`, rssi: -100 + at / 100 }));
  const { address } = await answering({
    'GET /scan': [
      ...networks,
      { ssid: longest, rssi: -20 },
      { ssid: `${longest}x`, rssi: -20 },
      { ssid: '', rssi: -20 },
    ],
  });
  const heard = (await createPortalClient({ address }).scan()).map(({ ssid }) => ssid);
  expect(heard).toHaveLength(100);
  expect(heard.slice(0, 2)).toEqual([longest, '999']);
});
