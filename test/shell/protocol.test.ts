import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Pages, readPages } from '../../main/door/web-pages.ts';
import { answer, registerAppScheme, serveApp } from '../../main/shell/protocol.ts';
import { fake } from './fake-electron.ts';

// Test files share a process: what another one has loaded has that one's Electron.
vi.hoisted(() => vi.resetModules());
vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);

let folder = '';
let pages: Pages;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bootbench-pages-'));
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.html'), 'not for anybody');
  writeFileSync(join(folder, 'renderer', 'index.html'), 'the app');
  writeFileSync(join(folder, 'renderer', 'assets', 'main-12345678.js'), 'script');
  symlinkSync(join(folder, 'secret.html'), join(folder, 'renderer', 'link.html'));
  pages = await readPages(join(folder, 'renderer'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const get = (url: string, method = 'GET') => answer(pages, method, url);

describe('app://bootbench', () => {
  it('is a standard and secure scheme, which its pages need for an origin', () => {
    registerAppScheme();
    expect(fake.schemes).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true },
      },
    ]);
  });

  it('serves what is asked for', async () => {
    serveApp(pages);
    expect([...fake.handlers.keys()]).toEqual(['app']);
    const script = get('app://bootbench/assets/main-12345678.js');
    expect([script.status, script.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);
    expect(await script.text()).toBe('script');
  });

  it.each(['', '/', '/index.html', '/devices/iot-28cdc1009e37', '/provision/virtual%3Apico-1', '/?a=b#c'])(
    'serves the app at "%s"',
    async (path) => {
      expect(await get(`app://bootbench${path}`).text()).toBe('the app');
    },
  );

  it.each([
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/..%5csecret.html',
    '/assets/../../secret.html',
    '//secret.html',
    '/link.html',
    '/assets/missing.js',
    '/index.html%00.js',
  ])('has nothing at %s', async (path) => {
    const response = get(`app://bootbench${path}`);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it.each(['app://other/', 'app://bootbench.example/', 'app:///', 'nonsense'])('is not %s', (url) => {
    expect(get(url).status).toBe(404);
  });

  it('takes nothing', () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(get('app://bootbench/', method).status).toBe(405);
    }
  });

  it('sends its policy with everything, also with what is not there', () => {
    for (const url of ['app://bootbench/', 'app://bootbench/assets/missing.js', 'app://other/']) {
      const policy = get(url).headers.get('content-security-policy')?.split('; ') ?? [];
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).toContain("form-action 'none'");
      expect(policy.filter((rule) => rule.includes('*') || /script.*unsafe/.test(rule))).toEqual([]);
      expect(get(url).headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});
