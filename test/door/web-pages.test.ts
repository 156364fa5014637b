/** What the web door serves over HTTP, and what it does not. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebDoor } from '../../main/door/web-door.ts';
import { createFakeBench } from './fake-bench.ts';
import { openWebRig, type WebRig } from './web-rig.ts';

const INDEX = '<!doctype html><title>Bootbench</title>';
const SECRET = 'what lies beside the pages';
const TEXT_HTML = 'text/html; charset=utf-8';

let folder: string;
let pages: string;
let rig: WebRig;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bootbench-door-'));
  pages = join(folder, 'renderer');
  mkdirSync(join(pages, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  writeFileSync(join(pages, 'index.html'), INDEX);
  writeFileSync(join(pages, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(pages, 'a name.txt'), 'a name with a space');
  writeFileSync(join(pages, '.env'), SECRET);
  writeFileSync(join(pages, 'assets', 'index-B4xQ9_aZ.js'), 'export {}');
  writeFileSync(join(pages, 'assets', 'index-B4xQ9_aZ.js.map'), SECRET);
  writeFileSync(join(pages, 'assets', 'plain.css'), 'body{}');
  writeFileSync(join(pages, 'assets', 'plex-C9nQ2_bY.woff2'), 'font');
  symlinkSync(join(folder, 'secret.txt'), join(pages, 'linked.txt'));
  symlinkSync(folder, join(pages, 'up'));
  rig = await openWebRig(createFakeBench().dispatcher, { pages });
});
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a file', () => {
  const immutable = 'private, max-age=31536000, immutable';
  it.each([
    ['/', INDEX, TEXT_HTML, 'no-cache'],
    ['/index.html', INDEX, TEXT_HTML, 'no-cache'],
    ['/icon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml', 'no-cache'],
    ['/a%20name.txt', 'a name with a space', 'text/plain; charset=utf-8', 'no-cache'],
    ['/assets/index-B4xQ9_aZ.js', 'export {}', 'text/javascript; charset=utf-8', immutable],
    ['/assets/index-B4xQ9_aZ.js?v=1', 'export {}', 'text/javascript; charset=utf-8', immutable],
    ['/assets/plain.css', 'body{}', 'text/css; charset=utf-8', 'no-cache'],
    ['/assets/plex-C9nQ2_bY.woff2', 'font', 'font/woff2', immutable],
  ])('%s is served as what it is', async (path, body, type, cache) => {
    const answer = await rig.get(path);
    expect(answer).toMatchObject({
      status: 200,
      body,
      headers: { 'content-type': type, 'cache-control': cache, 'content-length': String(body.length) },
    });
  });

  it('is told without being sent, to HEAD', async () => {
    const answer = await rig.get('/index.html', { method: 'HEAD' });
    expect(answer).toMatchObject({
      status: 200,
      body: '',
      headers: { 'content-length': String(INDEX.length) },
    });
  });
});

describe('a place in the app', () => {
  it.each([
    '/devices',
    '/devices/dev-1',
    '/provision/%2Fdev%2FttyACM0',
    '/provision/virtual:pico-1',
    '/ota?type=a',
  ])('%s is the app, which finds it by itself', async (path) => {
    expect(await rig.get(path)).toMatchObject({ status: 200, body: INDEX });
  });

  it.each(['/assets/gone-B4xQ9_aZ.js', '/favicon.ico', '/assets/', '/assets/index-B4xQ9_aZ.js.map'])(
    '%s is none: what is missing is missing',
    async (path) => {
      expect((await rig.get(path)).status).toBe(404);
    },
  );
});

describe('nothing lies outside', () => {
  it.each([
    '/../secret.txt',
    '/..',
    '/../',
    '/%2e%2e/secret.txt',
    '/%2E%2E%2Fsecret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/%252e%252e%252fsecret.txt',
    '//secret.txt',
    '/up/secret.txt',
    '/linked.txt',
    '/index.html%00.txt',
    '/./index.html',
  ])('%s', async (path) => {
    const answer = await rig.get(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain(SECRET);
  });

  it.each(['/.env', '/etc/passwd', '/.git/config'])('%s is at most the app', async (path) => {
    expect((await rig.get(path)).body).not.toMatch(/beside the pages|root:/);
  });

  it.each(['http://evil.example/', '*'])('the address %s is none', async (path) => {
    expect((await rig.get(path)).status).toBe(400);
  });
});

describe('every answer', () => {
  it.each(['/', '/assets/index-B4xQ9_aZ.js', '/assets/gone.js', '/enter', '/door'])(
    'has what keeps a page safe (%s)',
    async (path) => {
      const { headers } = await rig.get(path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
      const rules = String(headers['content-security-policy']).split('; ');
      expect(rules).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self' 'unsafe-inline'",
          `connect-src 'self' ws://127.0.0.1:${rig.port}`,
          "frame-ancestors 'none'",
          "base-uri 'none'",
          "form-action 'none'",
        ]),
      );
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])(
    'to %s is that it is not done',
    async (method) => {
      for (const path of ['/', '/door', '/enter']) {
        const { status, headers } = await rig.get(path, { method });
        expect(status).toBe(405);
        expect(headers.allow).toBe('GET, HEAD');
      }
    },
  );

  it('at the socket’s place without an upgrade says what it is', async () => {
    expect((await rig.get('/door')).status).toBe(426);
  });
});

describe('without built pages', () => {
  it('the door does not open, and says which file it misses', async () => {
    const { dispatcher } = createFakeBench();
    const empty = createWebDoor({ dispatcher, pages: join(pages, 'assets') });
    await expect(empty.start()).rejects.toMatchObject({
      code: 'file-unreadable',
      params: { path: expect.stringContaining('index.html') },
    });
    const missing = createWebDoor({ dispatcher, pages: join(folder, 'none') });
    await expect(missing.start()).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
