import { describe, expect, it } from 'vitest';
import type { HeardNetwork } from '../../../preload/contract/api.ts';
import type { Recipe } from '../../../preload/contract/models.ts';
import type { Site } from '../../../preload/contract/settings.ts';
import {
  type DraftEvent,
  FIRST_DRAFT,
  nextDraft,
  passwordFor,
  repeatOf,
  wanted,
} from '../../../renderer/features/provision/draft.ts';
import { inOrder } from '../../../renderer/features/provision/networks.ts';
import { chosenRecipe, fits, typeOf } from '../../../renderer/features/provision/recipes.ts';

const heard: readonly HeardNetwork[] = [
  { ssid: 'Loud', rssi: -40, channel: 1, security: 'wpa2' },
  { ssid: 'Hall 3', rssi: -60, channel: 6, security: 'wpa3' },
  { ssid: 'Guest', rssi: -70, channel: 6, security: 'open' },
];
const site = (ssid: string, chosenAt: number | null = null): Site => ({ ssid, secret: 'known', chosenAt });
const sites = [site('Hall 3')];
const recipe: Recipe = {
  name: 'Skeleton',
  kind: null,
  appType: 'skeleton',
  install: 'boot',
  wifi: 'cable',
  identify: 'ask',
};
const after = (...events: DraftEvent[]) => events.reduce(nextDraft, FIRST_DRAFT);

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
  const kept = { recipe, ssid: 'Hall 3' };
  it('needs a recipe that is there and a password that is known', () => {
    expect(repeatOf(kept, after(), [recipe], sites)).toEqual({ recipe, ssid: 'Hall 3' });
    expect(repeatOf(kept, after(), [], sites)).toBeNull();
    expect(repeatOf(null, after(), [recipe], sites)).toBeNull();
    expect(repeatOf(kept, after(), [recipe], [{ ...site('Hall 3'), secret: 'unknown' }])).toBeNull();
  });

  it('has the password that was typed for it', () => {
    const draft = after({ type: 'network', ssid: 'Hall 3' }, { type: 'password', password: 'typed-one' });
    expect(repeatOf(kept, draft, [recipe], [])).toMatchObject({ password: 'typed-one' });
    const other = nextDraft(draft, { type: 'network', ssid: 'Loud' });
    expect(repeatOf(kept, other, [recipe], [])).toBeNull();
  });

  it('remembers what was typed for a network that nobody clicked', () => {
    const typed = nextDraft(FIRST_DRAFT, { type: 'password', password: 'typed-one' });
    const started = nextDraft(typed, { type: 'started', ssid: 'Hall 3' });
    expect(repeatOf(kept, started, [recipe], [])).toMatchObject({ ssid: 'Hall 3', password: 'typed-one' });
  });

  it('is where the next choice begins', () => {
    expect(wanted(after(), { heard, sites, last: { recipe, ssid: 'Guest' } }).ssid).toBe('Guest');
    expect(wanted(after({ type: 'network', ssid: 'Loud' }), { heard, sites, last: kept }).ssid).toBe('Loud');
  });
});

describe('among networks', () => {
  it('the stored one that was chosen last is chosen first, whichever is louder', () => {
    const stored = [site('Loud', 100), site('Hall 3', 200), site('Not here', 300)];
    expect(wanted(after(), { heard, sites: stored }).ssid).toBe('Hall 3');
    expect(wanted(after(), { heard, sites: [site('Hall 3'), site('Loud')] }).ssid).toBe('Loud');
  });

  it('the loudest stands first, and of equal bars the stored one that was chosen last', () => {
    const bars = (ssid: string, rssi: number): HeardNetwork => ({ ssid, rssi, channel: 1, security: 'wpa2' });
    const around = [bars('a', -30), bars('b', -40), bars('c', -50), bars('d', -60), bars('e', -80)];
    const order = inOrder(around, [site('c', 5), site('d', 9), site('e', 99), site('b')]);
    expect(order.map(({ ssid }) => ssid).join('')).toBe('dcbae');
  });

  it('one that these boards cannot join is not begun with, and one of unknown kind may have no password', () => {
    const of = (security: HeardNetwork['security']) =>
      wanted(after(), { heard: [{ ssid: 'X', rssi: -50, channel: 1, security }], sites: [] });
    expect(of('enterprise').name).toBe('enterprise');
    expect(of('unknown')).toMatchObject({ secret: 'optional', name: null });
    expect((['wep', 'wpa', 'wpa2', 'wpa3'] as const).map((kind) => of(kind).secret)).toEqual(
      Array(4).fill('needed'),
    );
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
