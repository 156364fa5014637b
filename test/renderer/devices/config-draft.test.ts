import { describe, expect, it } from 'vitest';
import {
  checkDraft,
  type Draft,
  NO_DRAFT,
  typedValue,
} from '../../../renderer/features/devices/config-draft.ts';

const config = { interval_ms: 500, name: 'Hall 3' };
const draft = (typed: Record<string, string>, added: Draft['added'] = []): Draft => ({
  typed: new Map(Object.entries(typed)),
  added,
});

describe('the draft of a configuration', () => {
  it('shows values as JSON, so that a number and its text differ', () => {
    expect(typedValue(config, NO_DRAFT, 'name')).toBe('"Hall 3"');
    expect(typedValue(config, draft({ name: '"x' }), 'name')).toBe('"x');
  });

  it('sends only what differs', () => {
    expect(checkDraft(config, NO_DRAFT).status).toBe('unchanged');
    expect(checkDraft(config, draft({ interval_ms: ' 500 ' })).status).toBe('unchanged');
    expect(checkDraft(config, draft({ interval_ms: '60000' }, [{ key: 'on', value: 'true' }]))).toMatchObject(
      {
        status: 'changed',
        changes: { interval_ms: 60000, on: true },
      },
    );
  });

  it('says what is wrong where it is', () => {
    const checked = checkDraft(
      config,
      draft({ name: 'Hall' }, [
        { key: '', value: '' },
        { key: ' ', value: '1' },
        { key: 'name', value: '1' },
        { key: 'new', value: '1' },
        { key: 'new', value: '2' },
        { key: 'text', value: 'abc' },
      ]),
    );
    expect(checked).toMatchObject({
      status: 'invalid',
      added: [null, 'no-key', 'known-key', null, 'same-key', 'no-json'],
    });
    expect(checked.status === 'invalid' && checked.values.get('name')).toBe('no-json');
  });

  it('stays within what a device takes, in bytes and not in letters', () => {
    const long = JSON.stringify('ä'.repeat(2040));
    expect(checkDraft({}, draft({}, [{ key: 'a', value: long }])).status).toBe('changed');
    expect(checkDraft(config, draft({}, [{ key: 'a', value: long }])).status).toBe('too-large');
  });

  it('takes keys that every object has', () => {
    expect(checkDraft({}, draft({}, [{ key: 'constructor', value: '1' }]))).toMatchObject({
      status: 'changed',
      changes: { constructor: 1 },
    });
  });
});
