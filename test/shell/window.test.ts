import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mayLeave } from '../../main/shell/unsaved.ts';
import { createWindow } from '../../main/shell/window.ts';
import {
  type Box,
  LEAST,
  placeWindow,
  readWindowState,
  type WindowState,
  writeWindowState,
} from '../../main/shell/window-state.ts';
import { shellText } from '../../renderer/text/shell.ts';
import { type FakeWindow, fake, resetFake } from './fake-electron.ts';

// Test files share a process: what another one has loaded has that one's Electron.
vi.hoisted(() => vi.resetModules());
vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);

const LEFT: Box = { x: 0, y: 0, width: 1920, height: 1040 };
const RIGHT: Box = { x: 1920, y: 0, width: 2560, height: 1400 };
const at = (x: number, y: number, width = 1200, height = 800): WindowState => ({
  box: { x, y, width, height },
  shown: 'normal',
});

let folder = '';
beforeEach(() => {
  resetFake();
  folder = mkdtempSync(join(tmpdir(), 'bootbench-window-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const file = () => join(folder, 'window.json');

describe('the place of the window', () => {
  it('is the middle of the first screen at first', () => {
    expect(placeWindow(undefined, [LEFT, RIGHT])).toEqual(at(240, 70, 1440, 900));
  });

  it('is the old one while it can be seen', () => {
    expect(placeWindow(at(2000, 100), [LEFT, RIGHT])).toEqual(at(2000, 100));
    expect(placeWindow(at(-900, 300), [LEFT])).toEqual(at(-900, 300));
  });

  it.each([
    ['whose screen is gone', at(2000, 100)],
    ['above the screen, where it cannot be drawn', at(100, -50)],
    ['below it', at(100, 1030)],
    ['left of it but for some pixels', at(-1150, 100)],
    ['nowhere', at(90_000, 90_000)],
  ])('is the middle for a window %s', (_, state) => {
    expect(placeWindow(state, [LEFT])).toEqual(at(360, 120));
  });

  it('keeps the size that a window had on a screen that is gone, as far as it fits', () => {
    expect(placeWindow(at(2000, 0, 2400, 1300), [LEFT]).box).toEqual(LEFT);
  });

  it('is never smaller than the pages, nor larger than the screen', () => {
    expect(placeWindow(at(0, 0, 10, 10), [LEFT]).box).toMatchObject(LEAST);
    const small: Box = { x: 0, y: 0, width: 1024, height: 560 };
    expect(placeWindow(undefined, [small]).box).toEqual(small);
  });

  it('comes up maximized where it was', () => {
    expect(placeWindow({ ...at(2000, 100), shown: 'maximized' }, [LEFT]).shown).toBe('maximized');
  });

  it('needs no screen to be told', () => {
    expect(placeWindow(undefined, []).box).toEqual({ x: 0, y: 0, width: 1440, height: 900 });
  });
});

describe('the file of the window', () => {
  it('gives what was written', () => {
    writeWindowState(file(), at(1, 2));
    expect(readWindowState(file())).toEqual(at(1, 2));
  });

  it.each([
    '',
    '{',
    '[]',
    '{"box":{"x":"1"}}',
    '{"box":{"x":1,"y":1,"width":-5,"height":1e99},"shown":"normal"}',
  ])('is as if it were not there with %s in it', (text) => {
    writeFileSync(file(), text);
    expect(readWindowState(file())).toBeUndefined();
  });

  it('is left alone where it cannot be written', () => {
    writeWindowState(join(folder, 'missing', 'window.json'), at(1, 2));
    expect(existsSync(join(folder, 'missing'))).toBe(false);
  });
});

describe('the window', () => {
  const open = (show: 'when-ready' | 'hidden' = 'when-ready') =>
    createWindow({ preload: '/p/electron.cjs', stateFile: file(), show }) as unknown as FakeWindow;

  it('is a sandbox without Node', () => {
    expect(open().options.webPreferences).toMatchObject({
      preload: '/p/electron.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  it('is shown when there is something to see', () => {
    const window = open();
    expect(window.options.show).toBe(false);
    expect(window.calls).toEqual([]);
    window.emit('ready-to-show');
    expect(window.calls).toEqual(['show']);
  });

  it('stays hidden for a rehearsal', () => {
    const window = open('hidden');
    window.emit('ready-to-show');
    expect(window.calls).toEqual([]);
  });

  it.each([
    ['leaves', 0, true],
    ['stays', 1, false],
  ])('asks before text goes that is not saved, and %s as it is told', (_, press, leaves) => {
    fake.press = press;
    const event = { preventDefault: vi.fn() };
    open().webContents.emit('will-prevent-unload', event);
    expect(fake.dialogs).toMatchObject([{ message: shellText.unsaved.question, cancelId: 1 }]);
    // Here it means that the page goes after all.
    expect(event.preventDefault.mock.calls.length > 0).toBe(leaves);
  });

  it.each([
    ['holds nothing', true, 1, true, 0],
    ['holds text, and somebody leaves', false, 0, true, 1],
    ['holds text, and somebody stays', false, 1, false, 1],
  ])('before the program ends, a page that %s', async (_, answer, press, may, dialogs) => {
    fake.press = press;
    const window = open();
    const page = await window.webContents.openPage();
    page.window.dispatchEvent = ({ type, cancelable }: Event) =>
      type === 'beforeunload' && cancelable ? answer : true;
    expect(await mayLeave(window as never)).toBe(may);
    expect(fake.dialogs).toHaveLength(dialogs);
  });

  it('is left when its page cannot say whether it holds anything', async () => {
    expect(await mayLeave(open() as never)).toBe(true);
    expect(fake.dialogs).toEqual([]);
  });

  it('writes down its place when it closes, and when the program is quit', () => {
    const window = open();
    window.emit('close', {});
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(at(10, 20));
    window.maximized = true;
    fake.app.emit('before-quit');
    expect(readWindowState(file())?.shown).toBe('maximized');
    const next = open();
    next.emit('ready-to-show');
    expect(next.calls).toEqual(['maximize', 'show']);
    expect(next.options).toMatchObject({ x: 10, y: 20, width: 1200, height: 800 });
  });
});
