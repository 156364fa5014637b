import { describe, expect, it, test } from 'vitest';
import type { OtaState } from '../../../preload/contract/ota.ts';
import { NO_DRAFT } from '../../../renderer/features/devices/config-draft.ts';
import { hostChoices, listensElsewhere, portFor } from '../../../renderer/features/settings/hosts.ts';
import { draftOf as draftOfOta, readOta } from '../../../renderer/features/settings/ota-draft.ts';
import { blankOf, draftOf, recipeOf, wrongOf } from '../../../renderer/features/settings/recipe-draft.ts';
import { wrongSite } from '../../../renderer/features/settings/site-draft.ts';
import { deviceText } from '../../../renderer/text/devices.ts';
import { settingsText } from '../../../renderer/text/settings.ts';

const recipe = {
  name: 'Hall 3',
  kind: 'pico',
  appType: 'meter',
  install: 'platform',
  wifi: 'ap',
  identify: 'skip',
} as const;

describe('a recipe', () => {
  const { wrong } = settingsText.recipes;

  it('needs a name of its own and what it becomes', () => {
    const draft = draftOf(recipe);
    expect(wrongOf(draft, ['Hall 4'])).toEqual({});
    expect(wrongOf({ ...draft, name: '  ', appType: '' }, [])).toEqual({
      name: wrong.nameless,
      appType: wrong.noType,
    });
    expect(wrongOf(draft, ['Hall 3'])).toEqual({ name: wrong.exists });
    expect(wrongOf({ ...draft, name: ' Hall 3 ' }, ['Hall 3'])).toEqual({ name: wrong.exists });
    expect(wrongOf({ ...draft, name: 'x'.repeat(41) }, [])).toEqual({ name: wrong.long(40) });
  });

  it('is kept without the spaces around its name; a new one begins as the first', () => {
    expect(recipeOf(draftOf({ ...recipe, name: ' Hall 3 ' }))).toEqual(recipe);
    const blank = blankOf([{ ...recipe, config: { name: 'of one board' } }]);
    expect(recipeOf({ ...blank, name: 'Hall 4' })).toEqual({ ...recipe, name: 'Hall 4' });
    expect(wrongOf(blankOf([]), [])).toHaveProperty('appType');
  });

  it.each([[{}], [{ name: 'kept', every_ms: 500, limits: { low: [1, null] }, 'a "key"': '' }]])(
    'its settings %j are kept as they are',
    (config) => {
      expect(recipeOf(draftOf({ ...recipe, config })).config).toEqual(config);
    },
  );

  it('its settings are typed as JSON, each key once, and not more than a device takes', () => {
    const typed = (...rows: readonly (readonly [key: string, value: string])[]) => ({
      ...draftOf(recipe),
      presets: {
        use: 'set' as const,
        draft: { ...NO_DRAFT, added: rows.map(([key, value]) => ({ key, value })) },
      },
    });
    const { config } = deviceText;
    expect(recipeOf(typed(['every_ms', '500'], ['name', '"Hall 3"'], ['', ''])).config).toEqual({
      every_ms: 500,
      name: 'Hall 3',
    });
    for (const wrong of [typed(['name', 'Hall 3']), typed(['', '500']), typed(['name', '1'], ['name', '2'])])
      expect(wrongOf(wrong, [])).toEqual({ presets: config.invalid });
    const large = typed(['text', JSON.stringify('x'.repeat(4096))]);
    expect(wrongOf(large, [])).toEqual({ presets: config.tooLarge(4096 + '{"text":""}'.length) });
    // What is typed counts only where it is to be set.
    const left = { ...large, presets: { ...large.presets, use: 'left' as const } };
    expect(wrongOf(left, [])).toEqual({});
    expect(recipeOf(left)).toEqual(recipe);
  });
});

describe('a site', () => {
  const { wrong } = settingsText.sites;
  const site = { ssid: 'Bench', kind: 'secured', password: 'long enough' } as const;

  it('has a name of 1 to 32 bytes that is not there yet', () => {
    expect(wrongSite(site, [])).toEqual({});
    expect(wrongSite({ ...site, ssid: '' }, [])).toEqual({ ssid: wrong.nameless });
    expect(wrongSite({ ...site, ssid: 'é'.repeat(16) }, [])).toEqual({});
    expect(wrongSite({ ...site, ssid: 'é'.repeat(17) }, [])).toEqual({ ssid: wrong.long });
    expect(wrongSite(site, ['Bench'])).toEqual({ ssid: wrong.exists });
  });

  it.each([
    ['1234567', 'wrong'],
    ['12345678', 'right'],
    ['x'.repeat(63), 'right'],
    ['x'.repeat(64), 'wrong'],
    ['aF'.repeat(32), 'right'],
    ['é'.repeat(32), 'wrong'],
    ['', 'wrong'],
  ])('takes the password %j for %s', (password, so) => {
    expect(wrongSite({ ...site, password }, [])).toEqual(so === 'right' ? {} : { password: wrong.password });
  });

  it('needs no password where it is open', () => {
    expect(wrongSite({ ...site, kind: 'open', password: '' }, [])).toEqual({});
  });
});

describe('where the server listens', () => {
  const ota = { host: '127.0.0.1', port: 0, heartbeatIntervalMs: null };

  it('is read as it is written', () => {
    expect(readOta(draftOfOta(ota))).toEqual({ status: 'right', ota });
    expect(readOta({ host: ' 10.0.0.5 ', port: ' 8266 ', seconds: '2.5' })).toEqual({
      status: 'right',
      ota: { host: '10.0.0.5', port: 8266, heartbeatIntervalMs: 2500 },
    });
  });

  it.each(['', 'x', '-1', '65536', '80.5', '0x10', '1e3'])('%j is no port', (port) => {
    expect(readOta({ host: 'x', port, seconds: '' })).toEqual({
      status: 'wrong',
      wrong: { port: settingsText.ota.wrongPort },
    });
  });

  it.each(['x', '-1', '0', '0.1', '86401'])('%j is no time between heartbeats', (seconds) => {
    expect(readOta({ host: 'x', port: '0', seconds })).toEqual({
      status: 'wrong',
      wrong: { seconds: settingsText.ota.wrongHeartbeat },
    });
  });

  it('is chosen from the addresses that are there; what is saved is always among them', () => {
    const addresses = [{ address: '192.168.1.40', network: 'eth0' }];
    const offered = (saved: string) => hostChoices(addresses, saved).map(({ reach, host }) => [reach, host]);
    const usual = [
      ['network', '192.168.1.40'],
      ['everywhere', '0.0.0.0'],
      ['this-computer', '127.0.0.1'],
    ];
    expect(offered('127.0.0.1')).toEqual(usual);
    expect(offered('192.168.1.40')).toEqual(usual);
    expect(offered('10.9.9.9')).toEqual([...usual, ['elsewhere', '10.9.9.9']]);
    expect(offered('localhost').at(-1)).toEqual(['this-computer', 'localhost']);
    expect(hostChoices([], '')).toHaveLength(2);
  });

  it('boards on a network get a port that stays; one that somebody chose is left', () => {
    expect(portFor('192.168.1.40', '0')).toBe('8266');
    expect(portFor('192.168.1.40', '')).toBe('8266');
    expect(portFor('192.168.1.40', '9000')).toBe('9000');
    expect(portFor('127.0.0.1', '0')).toBe('0');
  });
});

test('the server listens elsewhere once it runs and something else is saved', () => {
  const on: OtaState = { status: 'on', host: '127.0.0.1', port: 40_000, url: '' };
  expect(listensElsewhere(on, { host: '127.0.0.1', port: 0 })).toBe(false);
  expect(listensElsewhere(on, { host: '127.0.0.1', port: 8266 })).toBe(true);
  expect(listensElsewhere(on, { host: '10.0.0.5', port: 0 })).toBe(true);
  expect(listensElsewhere({ status: 'off' }, { host: '10.0.0.5', port: 0 })).toBe(false);
});
