import { expect, it } from 'vitest';
import type { OtaState } from '../../../preload/contract/ota.ts';
import { unreachableHost } from '../../../renderer/features/shell/reachable.tsx';
import { recipesByKind, siteInUse } from '../../../renderer/features/shell/strip.tsx';
import { appText } from '../../../renderer/text/app.ts';

const off: OtaState = { status: 'off' };
const on = (host: string): OtaState => ({ status: 'on', host, port: 8266, url: '' });

it('a real board is warned of an address that ends inside this computer, a virtual one is not', () => {
  expect(unreachableHost('usb', off, { host: '127.0.0.1' })).toBe('127.0.0.1');
  expect(unreachableHost('usb', off, { host: '192.168.1.40' })).toBeNull();
  expect(unreachableHost('virtual', off, { host: '127.0.0.1' })).toBeNull();
});

it('a running server counts, not what is saved for its next start', () => {
  expect(unreachableHost('usb', on('127.0.0.1'), { host: '192.168.1.40' })).toBe('127.0.0.1');
  expect(unreachableHost('usb', on('192.168.1.40'), { host: '127.0.0.1' })).toBeNull();
});

it('the strip names the first recipe of each kind, once', () => {
  const recipe = (name: string, kind: 'pico' | 'esp32' | null) =>
    ({ name, kind, appType: 'x', install: 'boot', wifi: 'cable', identify: 'ask' }) as const;
  expect(
    recipesByKind([recipe('a', null), recipe('b', null), recipe('c', 'pico'), recipe('d', 'esp32')]),
  ).toEqual([
    { kind: appText.anyKind, name: 'a' },
    { kind: appText.kinds.pico, name: 'c' },
  ]);
});

it('and the site that a board was last sent to', () => {
  const site = (ssid: string, chosenAt: number | null) => ({ ssid, chosenAt, secret: 'known' }) as const;
  expect(siteInUse([])).toBeNull();
  expect(siteInUse([site('a', null), site('b', null)])).toBe('a');
  expect(siteInUse([site('a', null), site('b', 5), site('c', 3)])).toBe('b');
});
