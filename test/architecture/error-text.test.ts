import { describe, expect, it } from 'vitest';
import { Failure } from '../../preload/contract/errors.ts';
import { describeFailure, errorText } from '../../renderer/text/errors.ts';

/** Any parameter has the value `7`, which reads as a name and counts as a number. */
const anyParams = new Proxy<Record<string, string>>({}, { get: () => '7' });

describe('the words for failures', () => {
  for (const code of Object.keys(errorText)) {
    it(`${code} has a sentence and a remedy that fit on a tile`, () => {
      const { sentence, remedy } = describeFailure({ code, params: anyParams });
      for (const text of [sentence, remedy]) {
        expect(text).toMatch(/^\S.{0,220}\S$/);
        expect(text).not.toMatch(/undefined|null|NaN|\[object/);
      }
      expect(remedy).toMatch(/[.?]$/);
      expect(sentence).not.toBe(remedy);
    });
  }

  it('name what the person has in hand', () => {
    const full = new Failure('board-full', { port: 'COM5', file: 'app.py', needed: 20480, free: 812 });
    expect(describeFailure(full.toData()).sentence).toBe(
      'The flash of the board on COM5 has no room for app.py: 20 kB needed, 812 bytes free.',
    );
    const gone = new Failure('port-vanished', { port: 'COM5' });
    expect(describeFailure(gone.toData()).remedy).toContain('run the same job again');
  });

  it('keep what comes from elsewhere short and on one line', () => {
    const detail = `first\nsecond ${'x'.repeat(4000)}`;
    const { sentence } = describeFailure({ code: 'unexpected', params: { detail } });
    expect(sentence.length).toBeLessThan(240);
    expect(sentence).not.toContain('\n');
  });

  it('describe a code that this version does not know, and never a property of objects', () => {
    for (const code of ['from-the-future', 'constructor', '__proto__', '']) {
      const { sentence, remedy } = describeFailure({ code, params: {} });
      expect(sentence).toContain('no words for');
      expect(remedy).not.toBe('');
    }
  });
});
