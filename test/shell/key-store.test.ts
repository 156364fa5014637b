import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { secretKeeping } from '../../main/shell/key-store.ts';
import { comeHomeAroundSleep } from '../../main/shell/sleep.ts';
import { fake, resetFake } from './fake-electron.ts';

// Test files share a process: what another one has loaded has that one's Electron.
vi.hoisted(() => vi.resetModules());
vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);

let said: string[];
const log = (line: string) => void said.push(line);
const platform = process.platform;
const setPlatform = (value: NodeJS.Platform) => Object.defineProperty(process, 'platform', { value });

beforeEach(() => {
  resetFake();
  said = [];
});
afterEach(() => setPlatform(platform));

describe("the system's key store", () => {
  it.each(['linux', 'darwin', 'win32'] as const)('seals and opens again on %s', async (system) => {
    setPlatform(system);
    const keeping = await secretKeeping(log);
    if (keeping.kind !== 'os') throw new Error(keeping.kind);
    const sealed = await keeping.sealer.seal('a password');
    expect(Buffer.from(sealed).toString()).not.toContain('a password');
    expect(await keeping.sealer.open(sealed)).toEqual({ text: 'a password', seal: 'fresh' });
    fake.keyStore.shouldReEncrypt = true;
    expect((await keeping.sealer.open(sealed)).seal).toBe('old');
    expect(said).toEqual([]);
  });

  it.each([
    ['that is not there', { available: false }],
    ['of a desktop that has none', { backend: 'basic_text' }],
    ['that was not asked yet', { backend: 'unknown' }],
    ['whose key everybody knows, whatever it calls itself', { mark: 'v10' }],
  ])('%s is none, and the log says why', async (_, fault) => {
    setPlatform('linux');
    Object.assign(fake.keyStore, fault);
    expect(await secretKeeping(log)).toEqual({ kind: 'memory' });
    expect(said).toEqual([
      expect.stringMatching(/^key store: .+; passwords of sites are kept until the program ends$/),
    ]);
  });

  it('keeps its mark where a mark says nothing', async () => {
    setPlatform('darwin');
    fake.keyStore.mark = 'v10';
    expect((await secretKeeping(log)).kind).toBe('os');
  });

  it('that fails keeps nobody from starting', async () => {
    fake.keyStore.isAsyncEncryptionAvailable = () => Promise.reject(new Error('no bus'));
    expect(await secretKeeping(log)).toEqual({ kind: 'memory' });
    expect(said.join()).toContain('no bus');
  });
});

it('comes home before sleep, and when it wakes', () => {
  const comeHome = vi.fn(async () => {});
  comeHomeAroundSleep(comeHome, log);
  fake.power.emit('suspend');
  expect(comeHome).toHaveBeenCalledTimes(1);
  fake.power.emit('resume');
  expect(comeHome).toHaveBeenCalledTimes(2);
});
