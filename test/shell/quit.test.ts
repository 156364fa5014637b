import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askToQuit } from '../../main/shell/quit-dialog.ts';
import { createSafeQuit, type SafeQuitOptions } from '../../main/shell/safe-quit.ts';
import { claimSingleInstance } from '../../main/shell/single-instance.ts';
import { FakeWindow, fake, resetFake } from './fake-electron.ts';

// Test files share a process: what another one has loaded has that one's Electron.
vi.hoisted(() => vi.resetModules());
vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);

beforeEach(resetFake);

function rig(options: Partial<SafeQuitOptions> = {}) {
  const done: string[] = [];
  const quit = createSafeQuit({
    runningJobs: () => 0,
    ask: async (jobs) => {
      done.push(`ask ${jobs}`);
      return true;
    },
    close: async () => void done.push('close'),
    exit: (code) => void done.push(`exit ${code}`),
    log: (line) => void done.push(line),
    ...options,
  });
  return { quit, done };
}

describe('quitting', () => {
  it('asks nothing when nothing runs', async () => {
    const { quit, done } = rig();
    await quit.request();
    expect(done).toEqual(['close', 'exit 0']);
  });

  it('asks when jobs run, and stops them when told to', async () => {
    const { quit, done } = rig({ runningJobs: () => 2 });
    await quit.request();
    expect(done).toEqual(['ask 2', 'close', 'exit 0']);
  });

  it('stays when told to, and asks again the next time', async () => {
    const answers = [false, true];
    const { quit, done } = rig({ runningJobs: () => 1, ask: async () => answers.shift() ?? false });
    await quit.request();
    expect(done).toEqual([]);
    await quit.request();
    expect(done).toEqual(['close', 'exit 0']);
  });

  it('asks once, however often somebody clicks', async () => {
    const answer = Promise.withResolvers<boolean>();
    const ask = vi.fn(() => answer.promise);
    const { quit, done } = rig({ runningJobs: () => 1, ask });
    const first = quit.request();
    await quit.request();
    answer.resolve(true);
    await first;
    await quit.request();
    expect(ask).toHaveBeenCalledOnce();
    expect(done).toEqual(['close', 'exit 0']);
  });

  it('does not ask when the program ends anyway, also while it asks', async () => {
    const { quit, done } = rig({ runningJobs: () => 1, ask: () => new Promise(() => {}) });
    void quit.request();
    await quit.now(1);
    expect(done).toEqual(['close', 'exit 1']);
  });

  it('stays when the question could not be asked', async () => {
    const { quit, done } = rig({ runningJobs: () => 1, ask: () => Promise.reject(new Error('no dialog')) });
    await quit.request();
    expect(done).toEqual([]);
  });

  it('ends also when closing fails', async () => {
    const { quit, done } = rig({ close: () => Promise.reject(new Error('the database is gone')) });
    await quit.request();
    expect(done[0]).toContain('the database is gone');
    expect(done[1]).toBe('exit 0');
  });

  it('does not wait for ever', async () => {
    const { quit, done } = rig({ close: () => new Promise(() => {}), limitMs: 1 });
    await quit.request();
    expect(done).toEqual(['quit: not closed within 1 ms', 'exit 0']);
  });
});

describe('the question', () => {
  it('counts the jobs, and means staying unless "stop" is pressed', async () => {
    fake.press = 1;
    expect(await askToQuit(undefined, 1)).toBe(false);
    fake.press = 0;
    expect(await askToQuit(new FakeWindow({}) as never, 3)).toBe(true);
    expect(fake.dialogs).toMatchObject([
      { message: 'One job is still running.', defaultId: 1, cancelId: 1 },
      { message: '3 jobs are still running.', buttons: ['Stop and quit', 'Keep working'] },
    ]);
  });
});

describe('a second start', () => {
  it('ends itself', () => {
    fake.app.hasLock = false;
    expect(claimSingleInstance(() => undefined)).toBe(false);
  });

  it('brings the window of the first one to the front', () => {
    const window = new FakeWindow({});
    window.minimized = true;
    expect(claimSingleInstance(() => window as never)).toBe(true);
    fake.app.emit('second-instance');
    expect(window.calls).toEqual(['restore', 'show', 'focus']);
  });

  it('does nothing before there is a window', () => {
    claimSingleInstance(() => undefined);
    fake.app.emit('second-instance');
  });
});
