import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../../preload/contract/models.ts';
import {
  type DraftEvent,
  firstDraft,
  nextDraft,
  passwordFor,
  repeatOf,
  wanted,
} from '../../../renderer/features/provision/draft.ts';
import { keepOrder, keptOrder } from '../../../renderer/features/provision/kept-order.ts';
import { chosenRecipe, fits, typeOf } from '../../../renderer/features/provision/recipes.ts';

const heard = [
  { ssid: 'Loud', rssi: -40, channel: 1, secured: true },
  { ssid: 'Hall 3', rssi: -60, channel: 6, secured: true },
  { ssid: 'Guest', rssi: -70, channel: 6, secured: false },
];
const sites = [{ ssid: 'Hall 3', secret: 'known' }] as const;
const recipe: Recipe = {
  name: 'Skeleton',
  kind: null,
  appType: 'skeleton',
  install: 'boot',
  wifi: 'cable',
  identify: 'ask',
};
const after = (...events: DraftEvent[]) => events.reduce(nextDraft, firstDraft(null));

describe('what is asked of the board', () => {
  it('begins with the loudest stored site, whose password is kept', () => {
    expect(wanted(after(), { heard, sites })).toEqual({
      ssid: 'Hall 3',
      secret: 'kept',
      name: null,
      password: null,
    });
    expect(wanted(after(), { heard, sites: [] }).ssid).toBe('Loud');
    expect(wanted(after(), { heard: [], sites })).toMatchObject({ ssid: null, name: 'noName' });
  });

  it('asks for a password where it is needed, and for one that an access point could take', () => {
    const loud = after({ type: 'network', ssid: 'Loud' });
    expect(wanted(loud, { heard, sites })).toMatchObject({ secret: 'needed', password: 'empty' });
    const short = nextDraft(loud, { type: 'password', password: '1234567' });
    expect(wanted(short, { heard, sites }).password).toBe('short');
    expect(wanted(after({ type: 'network', ssid: 'Guest' }), { heard, sites }).secret).toBe('open');
  });

  it('forgets a password with its network', () => {
    const draft = after({ type: 'password', password: 'secret-one' }, { type: 'network', ssid: 'Guest' });
    expect(draft.password).toBe('');
  });

  it('takes a typed name of 32 bytes, and any password for it', () => {
    const typed = (ssid: string) => after({ type: 'naming', how: 'typed' }, { type: 'network', ssid });
    expect(wanted(typed('Hidden'), { heard, sites })).toMatchObject({ secret: 'optional', password: null });
    expect(wanted(typed('ü'.repeat(16)), { heard, sites }).name).toBeNull();
    expect(wanted(typed('ü'.repeat(17)), { heard, sites }).name).toBe('longName');
    expect(wanted(after({ type: 'naming', how: 'typed' }), { heard, sites }).name).toBe('noName');
  });

  it('does not take by itself what was just refused, and takes it when told to', () => {
    const around = { heard: [], sites, refused: 'Hall 3' };
    expect(wanted(after(), around)).toMatchObject({ ssid: 'Hall 3', secret: 'needed' });
    expect(wanted(after(), { ...around, sites: [] }).secret).toBe('needed');
    expect(wanted(after({ type: 'uses', which: 'stored' }), around).secret).toBe('kept');
  });

  it('leaves out what the bench knows, and says so of an open network', () => {
    expect(passwordFor('kept', 'x')).toBeUndefined();
    expect(passwordFor('open', 'x')).toBe('');
    expect(passwordFor('needed', 'x')).toBe('x');
  });
});

describe('the same order once more', () => {
  const kept = { recipe: 'Skeleton', ssid: 'Hall 3' };
  it('needs a recipe that is there and a password that is known', () => {
    expect(repeatOf(kept, after(), [recipe], sites)).toEqual({ recipe, ssid: 'Hall 3' });
    expect(repeatOf(kept, after(), [], sites)).toBeNull();
    expect(repeatOf(null, after(), [recipe], sites)).toBeNull();
    expect(repeatOf(kept, after(), [recipe], [{ ssid: 'Hall 3', secret: 'unknown' }])).toBeNull();
  });

  it('has the password that was typed for it', () => {
    const draft = after({ type: 'network', ssid: 'Hall 3' }, { type: 'password', password: 'typed-one' });
    expect(repeatOf(kept, draft, [recipe], [])).toMatchObject({ password: 'typed-one' });
    const other = nextDraft(draft, { type: 'network', ssid: 'Loud' });
    expect(repeatOf(kept, other, [recipe], [])).toBeNull();
  });

  it('is kept without a password, and whatever lies there instead is no order', () => {
    const items = new Map<string, string>();
    const store = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
    };
    expect(keptOrder('a', store)).toBeNull();
    keepOrder('a', { ...kept, password: 'secret' } as typeof kept, store);
    expect(keptOrder('a', store)).toEqual(kept);
    expect([...items.values()].join()).not.toContain('secret');
    for (const value of ['{', '1', 'null', '{"recipe":1}']) {
      store.setItem('bootbench:order:a', value);
      expect(keptOrder('a', store)).toBeNull();
    }
  });
});

it('offers the recipes that fit, and begins with one that the server can serve', () => {
  const type = { name: 'skeleton', version: '1', set: 'x', files: [], skipped: [], missing: [] };
  const other: Recipe = { ...recipe, name: 'A', appType: 'none', kind: 'esp32' };
  expect([fits(other, 'pico'), fits(other, 'esp32'), fits(other, 'unknown'), fits(recipe, 'pico')]).toEqual([
    false,
    true,
    true,
    true,
  ]);
  expect(chosenRecipe([other, recipe], null, [type])).toBe(recipe);
  expect(chosenRecipe([other, recipe], 'A', [type])).toBe(other);
  expect(typeOf(other, [type]).status).toBe('missing');
  expect(typeOf(recipe, [{ ...type, missing: ['main.py'] }])).toEqual({
    status: 'incomplete',
    missing: 'main.py',
  });
});
