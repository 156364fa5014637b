import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeRefusal } from '../../../renderer/text/refusals.ts';

const WORDS = ['not confirmed', 'unsigned', 'key_id', 'signature', 'seq', 'no space', 'hash of'];

describe('why a device refused a set', () => {
  it.each(WORDS)('has a sentence and a remedy for "%s", as boot.py says it', (word) => {
    const boot = readFileSync(new URL('../../../firmware/boot.py', import.meta.url), 'utf8');
    expect(boot).toMatch(new RegExp(`(need|roll_back)\\(.*'${word}`));
    const own = describeRefusal(`ValueError ${word}`);
    expect(own).toEqual(describeRefusal(word));
    expect(own.sentence).not.toContain('It says');
    expect(own.sentence).toMatch(/^[A-Z].*\.$/);
    expect(own.remedy).toMatch(/^[A-Z].*\.$/);
  });

  it('says what is unknown as the device said it', () => {
    expect(describeRefusal('OSError 28').sentence).toContain('OSError 28');
  });

  it('does not make one up', () => {
    expect(describeRefusal(null).sentence).toBe(describeRefusal(' ').sentence);
  });
});
