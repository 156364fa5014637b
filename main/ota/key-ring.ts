/**
 * Which keys the bench has, and what each is for.
 *
 *     none ──create──► steady ──rotate──► rotating ──finish──► steady
 *
 * In each state `current` signs for all that pin it. While rotating, new boards pin `next` too; when that is finished, it becomes
 * `current`, and the former one is kept among `old` for the boards that know no other.
 */
import { Failure } from '../../preload/contract/errors.ts';
import type { PinnedKey, SigningKey } from './key-pair.ts';

export type KeyRing =
  | { readonly status: 'none' }
  | { readonly status: 'steady'; readonly current: SigningKey; readonly old: readonly SigningKey[] }
  | {
      readonly status: 'rotating';
      readonly current: SigningKey;
      readonly next: SigningKey;
      readonly old: readonly SigningKey[];
    };

export type FilledRing = Exclude<KeyRing, { status: 'none' }>;
export type KeyRole = 'current' | 'next' | 'old';

/** @throws Failure `keys-refused` when there is a key */
export async function withFirst(ring: KeyRing, make: () => Promise<SigningKey>): Promise<FilledRing> {
  if (ring.status !== 'none') throw new Failure('keys-refused', { problem: 'there is a key already' });
  return { status: 'steady', current: await make(), old: [] };
}

/** @throws Failure `keys-missing`, `keys-refused` when a rotation is under way */
export async function withNext(ring: KeyRing, make: () => Promise<SigningKey>): Promise<FilledRing> {
  if (ring.status === 'none') throw new Failure('keys-missing', {});
  if (ring.status === 'rotating')
    throw new Failure('keys-refused', { problem: 'a rotation is under way; --finish ends it' });
  return { status: 'rotating', current: ring.current, next: await make(), old: ring.old };
}

/** @throws Failure `keys-missing`, `keys-refused` when no rotation is under way */
export function finished(ring: KeyRing): FilledRing {
  if (ring.status === 'none') throw new Failure('keys-missing', {});
  if (ring.status === 'steady')
    throw new Failure('keys-refused', { problem: 'no rotation is under way; keys rotate begins one' });
  return { status: 'steady', current: ring.next, old: [ring.current, ...ring.old] };
}

/** What a new board pins: two at most. */
export function pinsOf(ring: KeyRing): PinnedKey[] {
  switch (ring.status) {
    case 'none':
      return [];
    case 'steady':
      return [ring.current.pinned];
    case 'rotating':
      return [ring.current.pinned, ring.next.pinned];
  }
}

/** All keys with their roles: the one in use, the next one, those of earlier times with the latest first. */
export function keysOf(ring: KeyRing): { role: KeyRole; key: SigningKey }[] {
  if (ring.status === 'none') return [];
  return [
    { role: 'current', key: ring.current },
    ...(ring.status === 'rotating' ? [{ role: 'next' as const, key: ring.next }] : []),
    ...ring.old.map((key) => ({ role: 'old' as const, key })),
  ];
}
