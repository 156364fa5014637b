/** Who may pass the web door, and who may not. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebDoor } from '../../main/door/web-door.ts';
import { createFakeBench } from './fake-bench.ts';
import { openWebRig, type WebRig } from './web-rig.ts';

let rig: WebRig;
beforeAll(async () => {
  rig = await openWebRig(createFakeBench().dispatcher);
});
afterAll(() => rig.close());

describe('the address', () => {
  it.each(['0.0.0.0', '::', '192.168.1.5', '127.0.0.2', 'localhost', 'example.org', ''])(
    '%j is refused: only loopback is listened on',
    (host) => {
      const make = () => createWebDoor({ dispatcher: createFakeBench().dispatcher, pages: undefined, host });
      expect(make).toThrow(expect.objectContaining({ code: 'bad-input', params: expect.anything() }));
    },
  );

  it('that is taken is told', async () => {
    const door = createWebDoor({
      dispatcher: createFakeBench().dispatcher,
      pages: undefined,
      port: rig.port,
    });
    await expect(door.start()).rejects.toMatchObject({ code: 'address-in-use', params: { port: rig.port } });
    await door.stop();
  });

  it('opens once, however often it is asked to', async () => {
    const door = createWebDoor({ dispatcher: createFakeBench().dispatcher, pages: undefined });
    const [first, second] = await Promise.all([door.start(), door.start()]);
    expect(second).toEqual(first);
    await door.stop();
    await door.stop();
    expect(await door.start()).not.toEqual(first);
    await door.stop();
  });
});

describe('the link', () => {
  it('gives a cookie that no script and no other site can use, and leads to the app', async () => {
    const { status, headers } = await rig.ask(rig.url.slice(rig.origin.length));
    expect(status).toBe(303);
    expect(headers.location).toBe('/');
    expect(headers['cache-control']).toBe('no-store');
    const [cookie] = headers['set-cookie'] ?? [];
    expect(cookie).toMatch(
      new RegExp(`^bootbench-${rig.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    expect(cookie).not.toContain(new URL(rig.url).searchParams.get('token'));
  });

  it.each([
    ['no token', '/enter'],
    ['an empty token', '/enter?token='],
    ['a wrong token', `/enter?token=${'A'.repeat(43)}`],
    ['a long token', `/enter?token=${'A'.repeat(9000)}`],
  ])('with %s gives nothing', async (_, path) => {
    const { status, headers } = await rig.ask(path);
    expect(status).toBe(401);
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('is another one after each start, and the old one is worth nothing', async () => {
    const other = await openWebRig(createFakeBench().dispatcher);
    const { url, cookie } = other;
    await other.cut();
    expect(other.url).not.toBe(url);
    const { search, pathname } = new URL(url);
    expect((await other.ask(pathname + search)).status).toBe(401);
    expect((await other.ask('/', { headers: { cookie } })).status).toBe(401);
    await other.close();
  });
});

describe('the cookie', () => {
  const without = 'Open the link that the program printed when it started.';

  it.each(['/', '/index.html', '/devices/dev-1', '/door', '/assets/x.js'])(
    'is wanted for %s, and who has none is told what to do',
    async (path) => {
      const { status, body, headers } = await rig.ask(path);
      expect(status).toBe(401);
      expect(body).toContain(without);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    },
  );

  it('of another port is no cookie of this one', async () => {
    const secret = rig.cookie.split('=')[1];
    const foreign = `bootbench-${rig.port + 1}=${secret}`;
    expect((await rig.ask('/door', { headers: { cookie: foreign } })).status).toBe(401);
    expect(await rig.knock({ cookie: foreign })).toBe(401);
    // Browsers send those of all ports together.
    expect((await rig.ask('/door', { headers: { cookie: `${foreign}; a=b; ${rig.cookie}` } })).status).toBe(
      426,
    );
  });

  it('with another value lets nobody in', async () => {
    const wrong = `bootbench-${rig.port}=${'A'.repeat(43)}`;
    expect((await rig.ask('/door', { headers: { cookie: wrong } })).status).toBe(401);
    expect(await rig.knock({ cookie: wrong })).toBe(401);
  });
});

describe('the host', () => {
  const foreign = () => [
    'evil.example',
    `evil.example:${rig.port}`,
    `localhost:${rig.port}`,
    '127.0.0.1',
    `127.0.0.1:${rig.port + 1}`,
    `127.0.0.1:${rig.port}.evil.example`,
    `[::1]:${rig.port}`,
  ];

  it('must be this one, over HTTP, with the cookie or the token in hand', async () => {
    for (const host of foreign()) {
      expect((await rig.get('/door', { headers: { host } })).status, host).toBe(403);
      const entered = await rig.ask(rig.url.slice(rig.origin.length), { headers: { host } });
      expect(entered.status, host).toBe(403);
      expect(entered.headers['set-cookie']).toBeUndefined();
    }
  });

  it('must be this one at the socket', async () => {
    for (const host of foreign()) expect(await rig.knock({ host }), host).toBe(403);
  });

  it('must be there', async () => {
    const socket = connect(rig.port, '127.0.0.1');
    socket.end(`GET / HTTP/1.0\r\nCookie: ${rig.cookie}\r\n\r\n`);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('the origin', () => {
  const foreign = () => [
    'http://evil.example',
    'null',
    '',
    'file://',
    `https://127.0.0.1:${rig.port}`,
    `http://localhost:${rig.port}`,
    `http://127.0.0.1:${rig.port + 1}`,
    `http://127.0.0.1:${rig.port}/`,
    `http://127.0.0.1:${rig.port}.evil.example`,
  ];

  it('of somebody else is turned away, over HTTP', async () => {
    for (const origin of foreign())
      expect((await rig.get('/door', { headers: { origin } })).status, origin).toBe(403);
    expect((await rig.get('/door', { headers: { origin: rig.origin } })).status).toBe(426);
  });

  it('of somebody else is turned away, at the socket', async () => {
    for (const origin of foreign()) expect(await rig.knock({ origin }), origin).toBe(403);
  });

  it('must be there at the socket', async () => {
    expect(await rig.knock({ origin: null })).toBe(403);
    expect(await rig.knock()).toBe(101);
  });
});

describe('a page of another site or another port', () => {
  it.each(['cross-site', 'same-site'])('(%s) may link to the app and load nothing of it', async (site) => {
    const from = (mode: string, dest: string) => ({
      headers: { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest },
    });
    expect((await rig.get('/door', from('no-cors', 'script'))).status).toBe(403);
    expect((await rig.get('/door', from('navigate', 'iframe'))).status).toBe(403);
    expect((await rig.get('/door', from('navigate', 'document'))).status).toBe(426);
  });

  it('is none of these when it is the app', async () => {
    const headers = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
    expect((await rig.get('/door', { headers })).status).toBe(426);
  });
});

describe('the socket', () => {
  it('wants the cookie', async () => {
    expect(await rig.knock({ cookie: null })).toBe(401);
  });

  it.each(['/', '/door/', '/door2', '/enter'])('is not at %s', async (path) => {
    expect(await rig.knock({}, path)).toBe(404);
  });
});
