/** The whole entry with Electron mocked: the real bench, door, preload script and virtual board behind it. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { electron, type FakeWindow, fake, resetFake } from './fake-electron.ts';

const argv = [...process.argv];
let folder = '';
let said: string[] = [];

beforeEach(() => {
  resetFake();
  said = [];
  folder = mkdtempSync(join(tmpdir(), 'bootbench-desktop-'));
  mkdirSync(join(folder, 'pages'));
  writeFileSync(join(folder, 'pages', 'index.html'), 'the app');
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
});

afterEach(() => {
  process.argv = argv;
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Reads the entry as Electron does at the start of the program. */
async function begin(...args: string[]): Promise<void> {
  process.argv = [...argv, ...args];
  vi.stubEnv('BOOTBENCH_HOME', join(folder, 'home'));
  vi.resetModules();
  vi.doMock('electron', () => electron);
  vi.doMock('../../main/resources.ts', async (original) => {
    const resources = await original<typeof import('../../main/resources.ts')>();
    return { ...resources, RESOURCES: { ...resources.RESOURCES, pages: join(folder, 'pages') } };
  });
  await import('../../main/desktop.ts');
}

const window = (): FakeWindow => {
  const [only] = fake.windows;
  if (only === undefined || fake.windows.length > 1) throw new Error(`${fake.windows.length} windows`);
  return only;
};

describe('--smoke', () => {
  it('takes a virtual board from blank to proven through the door, and ends with PASS and 0', async () => {
    await begin('--smoke');
    expect(await fake.app.exited.promise, said.join('\n')).toBe(0);
    expect(said.at(-1)).toMatch(/^PASS in \d+\.\d s$/);
    expect(said.join('\n')).toMatch(/door +Bootbench 1\.2\.3 on \w+ answered/);
    expect(said.join('\n')).toMatch(/device +iot-[0-9a-f]{12} proved itself/);
    expect(window().calls).toEqual([]);
    // It left the data folder and the key store alone, and nothing behind.
    expect(fake.keyStore.asked).toEqual([]);
    expect(existsSync(join(folder, 'home'))).toBe(false);
    expect(existsSync(fake.app.paths.get('userData') ?? folder)).toBe(false);
  });

  it('ends with FAIL and 1 when the page cannot be loaded', async () => {
    vi.doMock('../../main/shell/protocol.ts', () => ({ registerAppScheme() {}, serveApp() {} }));
    await begin('--smoke');
    expect(await fake.app.exited.promise).toBe(1);
    expect(said.at(-1)).toMatch(/^FAIL/);
    vi.doUnmock('../../main/shell/protocol.ts');
  });
});

describe('the program', () => {
  it('opens one window on its own pages, and is gone when that is closed', async () => {
    await begin();
    await vi.waitFor(() => expect(window().webContents.mainFrame.origin).toBe('app://bootbench'));
    expect(fake.app.paths.get('userData')).toBe(join(folder, 'home', 'browser'));
    expect(fake.menu).toBeDefined();
    expect([...fake.permissions.keys()].sort()).toEqual(['check', 'device', 'request']);

    expect(fake.keyStore.asked).toContain('available');
    fake.power.emit('suspend');
    expect(said).toContain('power: the computer goes to sleep');

    const preventDefault = vi.fn();
    window().emit('close', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(await fake.app.exited.promise).toBe(0);
    expect(existsSync(join(folder, 'home', 'window.json'))).toBe(true);
  });

  it('loads a page again that has crashed', async () => {
    await begin();
    await vi.waitFor(() => expect(window().webContents.page).toBeDefined());
    window().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(window().webContents.reloads).toBe(1);
    fake.app.emit('before-quit', { preventDefault() {} });
    await fake.app.exited.promise;
  });

  it('leaves at once when another one runs', async () => {
    fake.app.hasLock = false;
    await begin();
    expect(await fake.app.exited.promise).toBe(0);
    expect(fake.windows).toEqual([]);
  });

  it('says why it cannot start', async () => {
    writeFileSync(join(folder, 'home'), 'a file where the folder should be');
    await begin();
    expect(await fake.app.exited.promise).toBe(1);
    expect(fake.errors.join()).toContain('Bootbench could not start');
    expect(fake.errors.join()).toContain(join(folder, 'home'));
  });
});
