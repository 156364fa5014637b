/** `bootbench ui` with the real bench behind the real door: what it prints opens, and a virtual board can be had. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeSocket } from 'ws';
import { createOutput } from '../../main/cli/output.ts';
import { runUi } from '../../main/cli/ui.ts';
import { createClient } from '../../renderer/api/client.ts';
import { connectWeb } from '../../renderer/api/web-channel.ts';
import { createStores } from '../../renderer/stores/stores.ts';
import { createRecorder } from './recorder.ts';

let folder: string;
let pages: string;
const ends: (() => unknown)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bootbench-ui-'));
  pages = join(folder, 'pages');
  mkdirSync(pages);
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Bootbench</title>');
  vi.stubEnv('BOOTBENCH_HOME', join(folder, 'home'));
  vi.stubEnv('OTA_BASE', join(folder, 'ota'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

interface Listening {
  readonly url: string;
  readonly origin: string;
}

async function begin(options: { port?: string; virtual?: true; keyFile?: string } = {}) {
  const said = createRecorder<string>();
  const stop = new AbortController();
  const done = runUi(
    { out: createOutput('json', said.add), signal: stop.signal },
    { virtual: true, ...options },
    pages,
  );
  ends.push(async () => {
    stop.abort();
    await done;
  });
  const [line] = await Promise.race([said.count(1), done.then(() => ['{}'])]);
  return { ...(JSON.parse(line ?? '') as Listening), stop, done };
}

async function enter({ url, origin }: Listening) {
  const answer = await fetch(url, { redirect: 'manual' });
  expect(answer.status).toBe(303);
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const client = createClient(() =>
    connectWeb({
      origin,
      open: (at) => new NodeSocket(at, { headers: { origin, cookie } }) as unknown as WebSocket,
    }),
  );
  ends.push(() => client.close());
  return { client, cookie };
}

describe('ui', () => {
  it('prints a link that opens the app, through which a board can be had', async () => {
    const app = await begin({ port: '0' });
    const { client, cookie } = await enter(app);
    const page = await fetch(app.origin, { headers: { cookie } });
    expect(await page.text()).toContain('<title>Bootbench</title>');
    expect(await client.call('bench.about', {})).toMatchObject({ door: 'web' });

    const stores = createStores(client, (work) => work());
    const boards = new Promise<number>((resolve) => {
      stores.boards.subscribe((state) => state.boards.length > 0 && resolve(state.boards.length));
    });
    const { port } = await client.call('boards.addVirtual', { kind: 'pico' });
    expect(await boards).toBe(1);
    expect(stores.boards.getState().boards[0]).toMatchObject({ path: port, source: 'virtual' });
    expect(stores.settings.getState().settings?.dataFolder).toContain(folder);
    expect(stores.ota.getState().types.map(({ name }) => name)).toEqual(['skeleton']);
    stores.stop();

    app.stop.abort();
    await app.done;
    await expect(fetch(app.origin)).rejects.toThrow();
  });

  it('takes another port when nobody asked for one and the usual one is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.once('error', () => resolve());
      taken.listen(8265, '127.0.0.1', () => resolve());
    });
    ends.push(() => taken.close());
    const { origin } = await begin();
    expect(new URL(origin).port).not.toBe('8265');
    await expect(begin({ port: new URL(origin).port })).rejects.toMatchObject({ code: 'address-in-use' });
    ends.pop();
  });

  it('keeps passwords of sites sealed with a key file, and says so; with another one it does not start', async () => {
    const key = (name: string) => {
      writeFileSync(join(folder, name), `${name}, which is long enough`, { mode: 0o600 });
      return join(folder, name);
    };
    const start = async (keyFile?: string) => {
      const app = await begin({ port: '0', ...(keyFile === undefined ? {} : { keyFile }) });
      const { client } = await enter(app);
      const stores = createStores(client, (work) => work());
      const settings = () => vi.waitUntil(() => stores.settings.getState().settings);
      const stop = async () => {
        stores.stop();
        client.close();
        app.stop.abort();
        await app.done;
      };
      return { client, settings, stop };
    };
    const first = await start(key('key'));
    await first.client.call('settings.saveSite', { ssid: 'Works', password: 'a-password-of-works' });
    await first.stop();

    const second = await start(key('key'));
    expect(await second.settings()).toMatchObject({
      secretsKept: 'key-file',
      sites: [{ ssid: 'Works', secret: 'known' }],
    });
    await second.stop();

    const third = await start();
    expect(await third.settings()).toMatchObject({
      secretsKept: 'memory',
      sites: [{ ssid: 'Works', secret: 'unknown' }],
    });
    await third.stop();

    await expect(begin({ port: '0', keyFile: key('other') })).rejects.toMatchObject({
      code: 'key-file-wrong',
    });
    ends.pop();
    for (const name of readdirSync(join(folder, 'home')).filter((one) => one.includes('sqlite')))
      expect(readFileSync(join(folder, 'home', name), 'latin1')).not.toContain('a-password-of-works');
  });

  it('says which line builds the app where it is not built', async () => {
    await rm(join(pages, 'index.html'));
    await expect(begin()).rejects.toMatchObject({
      code: 'file-unreadable',
      params: { problem: expect.stringContaining('npm run build') },
    });
    ends.pop();
  });

  it.each(['-1', '70000', 'http'])('takes no port %s', async (port) => {
    await expect(begin({ port })).rejects.toMatchObject({ code: 'bad-usage' });
    ends.pop();
  });
});
