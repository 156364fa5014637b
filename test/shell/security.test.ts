import { beforeEach, describe, expect, it, vi } from 'vitest';
import { denyPermissions, guardAllContents, mayOpenOutside } from '../../main/shell/security.ts';
import { electron, FakeContents, fake, resetFake } from './fake-electron.ts';

// Test files share a process: what another one has loaded has that one's Electron.
vi.hoisted(() => vi.resetModules());
vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);

const ORIGIN = 'app://bootbench';
const MANUAL = 'https://docs.micropython.org/en/latest/';

beforeEach(resetFake);

function guarded(): FakeContents {
  guardAllContents({ origin: ORIGIN, devices: () => ['192.168.1.71', '127.0.0.1:34537', null] });
  return new FakeContents();
}

function navigate(contents: FakeContents, event: string, url: string, isMainFrame = true): 'stays' | 'goes' {
  let outcome: 'stays' | 'goes' = 'goes';
  contents.emit(event, {
    url,
    isMainFrame,
    preventDefault: () => {
      outcome = 'stays';
    },
  });
  return outcome;
}

const FOREIGN = [
  'https://example.com/',
  'http://bootbench/',
  'file:///etc/passwd',
  'app://bootbench.example/',
  'app://other/',
  'data:text/html,hello',
  'javascript:alert(1)',
  'about:blank',
  'not a url',
];

describe('navigation', () => {
  it('goes where our pages are', () => {
    expect(navigate(guarded(), 'will-navigate', 'app://bootbench/devices')).toBe('goes');
    expect(navigate(guarded(), 'will-redirect', 'app://bootbench/devices')).toBe('goes');
  });

  it.each(FOREIGN)('stays instead of going to %s', (url) => {
    const contents = guarded();
    expect(navigate(contents, 'will-navigate', url)).toBe('stays');
    expect(navigate(contents, 'will-redirect', url)).toBe('stays');
    expect(fake.opened).toEqual([]);
  });

  it('never happens in a frame, not even to our own pages', () => {
    expect(navigate(guarded(), 'will-frame-navigate', 'app://bootbench/', false)).toBe('stays');
    expect(navigate(guarded(), 'will-frame-navigate', 'app://bootbench/', true)).toBe('goes');
  });

  it('to a known place goes to the browser of the system', () => {
    expect(navigate(guarded(), 'will-navigate', MANUAL)).toBe('stays');
    expect(fake.opened).toEqual([MANUAL]);
  });

  it('by a redirect opens nothing: nobody clicked on it', () => {
    expect(navigate(guarded(), 'will-redirect', MANUAL)).toBe('stays');
    expect(fake.opened).toEqual([]);
  });
});

describe('new windows and pages within pages', () => {
  it('are denied, and only known places are opened outside', () => {
    const { windowOpenHandler } = guarded();
    for (const url of [...FOREIGN, 'app://bootbench/', MANUAL]) {
      expect(windowOpenHandler?.({ url })).toEqual({ action: 'deny' });
    }
    expect(fake.opened).toEqual([MANUAL]);
  });

  it('of a device of this bench are denied too, and opened outside', () => {
    const { windowOpenHandler } = guarded();
    const own = ['http://192.168.1.71/reading', 'http://127.0.0.1:34537/status'];
    const strange = [
      'http://192.168.1.72/',
      'http://192.168.1.71:8080/',
      'https://192.168.1.71/',
      'http://192.168.1.71.example.com/',
      'http://192.168.1.71@example.com/',
      'http://user@192.168.1.71/',
      'http://127.0.0.1/',
    ];
    for (const url of [...own, ...strange]) expect(windowOpenHandler?.({ url })).toEqual({ action: 'deny' });
    expect(fake.opened).toEqual(own);
  });

  it('are denied as a webview', () => {
    const preventDefault = vi.fn();
    guarded().emit('will-attach-webview', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  });
});

describe('a link to the outside', () => {
  it.each([
    'http://docs.micropython.org/',
    'https://docs.micropython.org.example.com/',
    'https://docs.micropython.org@example.com/',
    'https://user:pass@docs.micropython.org/',
    'https://docs.micropython.org:8443/',
    'https://example.com/?docs.micropython.org',
    'file://docs.micropython.org/',
    'ms-settings:network',
  ])('%s is not opened', (url) => {
    expect(mayOpenOutside(url)).toBe(false);
  });

  it('to the manual is', () => {
    expect(mayOpenOutside(MANUAL)).toBe(true);
  });
});

describe('permissions', () => {
  const ALL = ['media', 'geolocation', 'notifications', 'midi', 'serial', 'usb', 'hid', 'clipboard-read'];
  type Details = { requestingUrl: string; isMainFrame: boolean };
  type Request = (contents: unknown, name: string, decide: (yes: boolean) => void, details: Details) => void;
  type Check = (contents: unknown, name: string, origin: string, details: Details) => boolean;

  function ask(name: string, origin = ORIGIN, isMainFrame = true) {
    denyPermissions(electron.session.defaultSession as never, ORIGIN);
    const details = { requestingUrl: `${origin}/devices`, isMainFrame };
    const contents = new FakeContents();
    let granted: boolean | undefined;
    (fake.permissions.get('request') as unknown as Request)(
      contents,
      name,
      (yes) => (granted = yes),
      details,
    );
    const checked = (fake.permissions.get('check') as unknown as Check)(
      contents,
      name,
      `${origin}/`,
      details,
    );
    return [granted, checked];
  }

  it.each(ALL)('%s is denied', (name) => {
    expect(ask(name)).toEqual([false, false]);
  });

  it('copying is allowed to our page, and to nobody else', () => {
    const copy = 'clipboard-sanitized-write';
    expect(ask(copy)).toEqual([true, true]);
    expect(ask(copy, 'https://example.com')).toEqual([false, false]);
    expect(ask(copy, ORIGIN, false)).toEqual([false, false]);
  });

  it('no device is ever handed to a page', () => {
    denyPermissions(electron.session.defaultSession as never, ORIGIN);
    expect((fake.permissions.get('device') as unknown as () => boolean)()).toBe(false);
  });
});
