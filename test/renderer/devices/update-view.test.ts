import { describe, expect, it } from 'vitest';
import { Failure } from '../../../preload/contract/errors.ts';
import type { OtaEvent } from '../../../preload/contract/ota.ts';
import { foreignKeys, updateViewOf } from '../../../renderer/features/devices/update-view.ts';
import { deviceOf, HOSTILE, refusing, trying, typeOf } from './rig.ts';

const OLD = 'a'.repeat(64);
const NEW = 'b'.repeat(64);
const viewOf = (updates: ReturnType<typeof refusing>, set = OLD, offered = NEW) =>
  updateViewOf(deviceOf({ set, updates }), typeOf(offered));

describe('how a device stands with its updates', () => {
  it('is settled as long as it said nothing', () => {
    expect(updateViewOf(deviceOf(), typeOf(NEW))).toEqual({ status: 'settled' });
    expect(updateViewOf(deviceOf({ updates: refusing(NEW) }), undefined)).toEqual({ status: 'settled' });
  });

  it('is on trial until it says how that ended', () => {
    expect(viewOf(trying(NEW), NEW)).toEqual({ status: 'on-trial' });
    const proved = { ...trying(NEW), trial: { state: 'good', set: NEW, at: 1 } as const };
    expect(viewOf(proved, NEW)).toEqual({ status: 'settled' });
  });

  it('is held back from the set that it refused, with its reason, and from no other', () => {
    expect(viewOf(refusing(NEW))).toEqual({ status: 'held-back', reason: 'not confirmed' });
    expect(viewOf(refusing(NEW, { seq: null, reason: null }))).toEqual({ status: 'held-back', reason: null });
    expect(viewOf(refusing(NEW), OLD, 'c'.repeat(64))).toEqual({ status: 'settled' });
    expect(viewOf(refusing(NEW), NEW)).toEqual({ status: 'settled' });
  });

  it('is held back no more when it took another set since: the same one comes with a higher number', () => {
    expect(viewOf({ ...refusing(NEW), seq: 8 })).toEqual({ status: 'settled' });
  });

  it('goes by the last refusal of a set', () => {
    const first = refusing(NEW);
    const twice = { ...first, seq: 8, rejected: [...first.rejected, { set: NEW, seq: 9, reason: 'again' }] };
    expect(viewOf(twice)).toEqual({ status: 'held-back', reason: 'again' });
  });

  it('keeps a hostile reason short and on one line', () => {
    const view = viewOf(refusing(NEW, { reason: HOSTILE }));
    const reason = view.status === 'held-back' ? (view.reason ?? '') : '';
    expect(reason.length).toBe(100);
    expect(reason).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});

describe('foreign keys', () => {
  const stamp = { id: 1, at: 0 };
  const failure = new Failure('ota-keys-foreign', { device: 'one', pinned: '00ff' }).toData();
  const warning = (deviceId: string): OtaEvent => ({ ...stamp, type: 'warning', deviceId, failure });
  const hotfix: OtaEvent = { ...stamp, type: 'hotfix', deviceId: 'one', outcome: 'offered', names: [] };
  const beat: OtaEvent = { ...stamp, type: 'heartbeat', deviceId: 'one' };

  it('are told with an offer, and stand until another offer came without', () => {
    expect(foreignKeys([hotfix, warning('one'), beat, warning('two')], 'one')).toBe(failure);
    expect(foreignKeys([warning('one'), hotfix], 'one')).toBeUndefined();
    expect(foreignKeys([warning('two'), beat], 'one')).toBeUndefined();
  });
});
