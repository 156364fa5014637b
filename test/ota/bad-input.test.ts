import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { bootOf, ID, MAC, rawRequest, startRig } from './rig.ts';

const POSTS = ['/boot', '/register', '/heartbeat'];
const JSON_TYPE = { 'content-type': 'application/json' };

/** Every refusal has a code and a sentence, and the server goes on. */
function expectFault(
  answer: { status: number; json: Record<string, unknown> },
  status: number,
  code: string,
): void {
  expect({ status: answer.status, error: answer.json.error }).toEqual({ status, error: code });
  expect(answer.json.message).toMatch(/\S.*\.?$/);
}

test.each(POSTS)('POST %s: what is not JSON, or not an object', async (path) => {
  const rig = await startRig();
  for (const body of ['{', '', 'null]', '{"a":', "{'a':1}", '\u0000', '{"__proto__":{"x":1}}']) {
    expectFault(await rig.send('POST', path, body, JSON_TYPE), 400, 'bad-json');
  }
  for (const body of ['null', '[]', '"text"', '7', 'true']) {
    expectFault(await rig.send('POST', path, body, JSON_TYPE), 400, 'bad-request');
  }
  expect((await rig.post('/boot', bootOf({}))).status).toBe(404);
});

test.each(POSTS)('POST %s: a body over the limit, announced or not', async (path) => {
  const rig = await startRig();
  const large = JSON.stringify({ pad: 'x'.repeat(70_000) });
  expectFault(await rig.send('POST', path, large, JSON_TYPE), 413, 'body-too-large');
  const chunked = await rig.send('POST', path, large, { ...JSON_TYPE, 'transfer-encoding': 'chunked' });
  expectFault(chunked, 413, 'body-too-large');
});

test.each(POSTS)('POST %s: no body, no type, a foreign type; other methods', async (path) => {
  const rig = await startRig();
  expect((await rig.send('POST', path)).status).toBe(400);
  rig.put('boot/meter/app.py', 'x');
  const body = JSON.stringify({ ...bootOf({}), device_id: ID });
  expect((await rig.send('POST', path, body)).status).toBe(200);
  expect((await rig.send('POST', path, body, { 'content-type': 'text/plain' })).status).toBe(200);
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
    const answer = await rig.send(method, path);
    expectFault(answer, 405, 'method-not-allowed');
    expect(answer.headers.allow).toBe('POST');
  }
});

test('fields of the wrong kind in POST /boot name the field', async () => {
  const rig = await startRig();
  const wrong: [Record<string, unknown>, string][] = [
    [{ mac: undefined }, 'mac'],
    [{ mac: 'xx:xx' }, 'mac'],
    [{ mac: '../../etc' }, 'mac'],
    [{ mac: 12 }, 'mac'],
    [{ files: [] }, 'files'],
    [{ files: { 'app.py': 'abc' } }, 'files.app.py'],
    [{ files: { 'app.py': 5 } }, 'files.app.py'],
    [
      { files: Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`f${n}.py`, '0'.repeat(32)])) },
      'files',
    ],
    [{ overlay: 'x' }, 'overlay'],
    [{ accept: 'manifest' }, 'accept'],
    [{ rejected: [5] }, 'rejected.0'],
    [{ device_type: {} }, 'device_type'],
    [{ app_type: 7 }, 'app_type'],
    [{ app_type: 'x'.repeat(100) }, 'app_type'],
    [{ device_id: 'x'.repeat(100) }, 'device_id'],
  ];
  for (const [more, field] of wrong) {
    const answer = await rig.post('/boot', bootOf({}, more));
    expectFault(answer, 400, 'bad-request');
    expect(String(answer.json.message).startsWith(`${field}: `), `${field} in ${answer.json.message}`).toBe(
      true,
    );
  }
  expect(rig.registry.list()).toEqual([]);
});

const HOSTILE_NAMES = [
  '..',
  '../boot',
  '../../etc',
  '/etc',
  'a/b',
  'a\\b',
  'Meter',
  'me ter',
  '.meter',
  'con',
  'nul',
  'meter:x',
  'meter.',
  'méter',
  '%2e%2e',
  '\u0000',
];

test('app types that are no names, wherever they are said', async () => {
  const rig = await startRig();
  rig.put('boot/meter/app.py', 'x');
  rig.put('secret/app.py', 'secret');
  for (const name of HOSTILE_NAMES) {
    expectFault(await rig.post('/boot', bootOf({}, { app_type: name })), 400, 'app-type-invalid');
    expectFault(await rig.post('/register', { mac: MAC, app_type: name }), 400, 'app-type-invalid');
    expectFault(await rig.post('/heartbeat', { device_id: ID, app_type: name }), 400, 'app-type-invalid');
  }
  for (const name of ['__proto__', 'constructor', 'prototype', 'served']) {
    const { status, text } = await rig.post('/boot', bootOf({}, { app_type: name }));
    expect([400, 404]).toContain(status);
    expect(text).not.toContain('secret');
  }
});

test('device ids that are no ids', async () => {
  const rig = await startRig();
  for (const id of HOSTILE_NAMES) {
    expectFault(await rig.post('/heartbeat', { device_id: id }), 400, 'device-id-invalid');
    expectFault(await rig.post('/register', { device_id: id }), 400, 'device-id-invalid');
  }
  expectFault(await rig.post('/register', {}), 400, 'device-id-invalid');
  expectFault(await rig.post('/heartbeat', {}), 400, 'bad-request');
  expectFault(await rig.post('/heartbeat', { device_id: 7 }), 400, 'bad-request');
  expect(rig.registry.list()).toEqual([]);
});

test('no spelling of a path leads out of the tree or to boot.py', async () => {
  const rig = await startRig();
  rig.put('boot/meter/app.py', 'x');
  rig.put('boot/meter/boot.py', 'secret');
  rig.put('secret.py', 'secret');
  rig.put('boot/secret.py', 'secret');
  rig.put(`heartbeat/${ID}/app.py`, 'x');
  rig.put(`heartbeat/${ID}/served/old/secret.py`, 'secret');
  const steps = [
    '..',
    '.',
    '%2e%2e',
    '%2E%2E',
    '..%2f',
    '%2e%2e%2f',
    '..%5c',
    '%252e%252e',
    '....',
    '..;',
    '..%00',
  ];
  const names = [
    'secret.py',
    'boot.py',
    'BOOT.PY',
    'Boot.py',
    'app.py%00',
    'app.py/',
    'served%2fold%2fsecret.py',
    '..%2fsecret.py',
    '..%2f..%2fsecret.py',
    '%2fetc%2fpasswd',
    'boot.py::$DATA',
    'app.py.',
  ];
  for (const root of ['files', 'hotfix']) {
    for (const folder of [...steps, 'meter', ID, 'served', '%6deter']) {
      for (const name of names) {
        const answer = await rig.get(`/${root}/${folder}/${name}`);
        expect(answer.status, `${root}/${folder}/${name}`).toBeGreaterThanOrEqual(400);
        expect(answer.text).not.toContain('secret"');
        expect(answer.json.error).toBeTypeOf('string');
      }
    }
  }
  for (const path of [
    '//etc/passwd',
    '//iot/../secret.py',
    '//%',
    '//iot/files/%zz/app.py',
    '//iot/files/meter/app.py?md5=x&md5=y',
  ]) {
    expect((await rig.get(path)).status).toBeGreaterThanOrEqual(400);
  }
  expect((await rig.get('/files/meter/app.py')).text).toBe('x');
});

test('a page in a browser may not speak for a device', async () => {
  const rig = await startRig();
  rig.put('boot/meter/app.py', 'x');
  for (const origin of ['http://evil.example', 'null', 'https://127.0.0.1']) {
    expectFault(await rig.post('/boot', bootOf({}), { origin }), 403, 'foreign-origin');
  }
  const own = `http://127.0.0.1:${rig.server.address().port}`;
  expect((await rig.post('/boot', bootOf({}), { origin: own })).status).toBe(200);
});

test('a head that is no HTTP, one that never ends, and one too many connections', async () => {
  const rig = await startRig({ limits: { headersTimeoutMs: 60, requestTimeoutMs: 120, maxConnections: 3 } });
  const { port } = rig.server.address();
  expect(await talk(port, 'HELLO\r\n\r\n')).toContain('"bad-request"');
  const never = await Promise.all([
    talk(port, 'POST /iot/boot HTTP/1.1\r\nHost: x\r\n'),
    talk(port, 'POST /iot/boot HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'),
    talk(port, ''),
    talk(port, 'GET /iot HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
  ]);
  expect(never[0]).toContain('408');
  expect(never[1]).toContain('408');
  expect(never[3]).toBe('');
  expect((await rawRequest(port, 'GET', '/iot/')).json.server).toBe('bootbench');
});

test('a thousand hostile heartbeats leave one device with bounded telemetry', async () => {
  const rig = await startRig();
  await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      rig.post('/heartbeat', {
        device_id: ID,
        [`key${n}`]: '\u001b[2J<script>'.repeat(10),
        constructor: 1,
        toString: 2,
      }),
    ),
  );
  expect(rig.registry.list()).toHaveLength(1);
  expect(Object.keys(rig.registry.get(ID)?.telemetry ?? {})).toHaveLength(3);
});

/** All that the server says until it closes. */
function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
  });
}
